r"""KaTeX at build: a formula becomes HTML and MathML here, not in the reader's browser.

Main definitions
----------------
html
    A formula as KaTeX draws it, with its MathML for those who listen where that is asked for.
mathml
    Its MathML alone, which holds the source of the formula.
width
    How wide it is, in em of the formula, by the metrics of KaTeX's fonts.
Unreadable
    What is raised for a formula that KaTeX cannot read.

Implementation notes
--------------------
KaTeX runs in QuickJS, an interpreter in a wheel: no Node, and nothing to install by hand.
A thread that has met a formula before does not draw it again.
"""

import functools
import json
import re
import threading

import quickjs

from tools.environment import ROOT

__all__ = ["Unreadable", "html", "mathml", "width"]

KATEX = ROOT / "vendor" / "katex" / "katex.min.js"
ASKED = ROOT / "tools" / "katex.js"
_local = threading.local()  # a context of QuickJS belongs to the thread that made it


class Unreadable(ValueError):
    """KaTeX cannot read a formula; the message quotes it and says where it stops."""


@functools.cache
def html(tex: str, *, spoken: bool = False) -> str:
    """Return a formula as HTML; ``spoken`` puts its MathML beside it."""
    return _ask("html", tex, False, "htmlAndMathml" if spoken else "html")


@functools.cache
def mathml(tex: str) -> str:
    """Return the MathML of a displayed formula, in the frame that hides it from the eye."""
    return _ask("html", tex, True, "mathml").replace('class="katex"', 'class="katex-mathml"', 1)


@functools.cache
def width(tex: str) -> float:
    """Return how wide a formula is on one line, in em.

    Examples
    --------
    >>> round(width("D = D"), 2) == round(2 * width("D") + width("{}={}"), 2)
    True
    """
    return sum(json.loads(_ask("widths", tex)))


def _ask(function: str, *arguments):
    """Call a function of ``katex.js``."""
    if not hasattr(_local, "context"):
        _local.context = quickjs.Context()
        for script in (KATEX, ASKED):
            _local.context.eval(script.read_text(encoding="utf-8"))
    try:
        call = ", ".join(json.dumps(argument) for argument in arguments)
        return _local.context.eval(f"{function}({call})")
    except quickjs.JSException as error:
        why = re.sub(r"[\u0332\u0331]", "", str(error).splitlines()[0])
        raise Unreadable(f"KaTeX cannot read {arguments[0]!r}: {why}") from None
