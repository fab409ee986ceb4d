r"""A displayed equation in the pieces that a page sets side by side or below each other.

Main definitions
----------------
Line
    One line of a chain: its left side, its relation with the right side, its reason.
pieces
    The lines of an equation.
terms
    A right side in the terms between which a line may break.
words
    A reason as text and formulas in turn.

Implementation notes
--------------------
It reads what ``klutils.symbolic.notation.layout`` writes, and no more of LaTeX: chains in
``aligned``, reasons in ``\text`` beside (``&&``) or below (``\small``), sums broken before a sign.
What it does not know stays whole, as one piece.
"""

import re
from dataclasses import dataclass

__all__ = ["Line", "pieces", "terms", "words"]

TOKEN = re.compile(r"\\[A-Za-z]+\*?|\\.|.", re.DOTALL)
RELATIONS = {"=", r"\coloneqq", r"\ge", r"\geq", r"\le", r"\leq", r"\approx", r"\doteq"}
ALIGNED = re.compile(r"\s*\\begin\{aligned\}(.*)\\end\{aligned\}\s*", re.DOTALL)
BESIDE = re.compile(r"\s*\\text\{(.*)\}\s*", re.DOTALL)
BELOW = re.compile(r"\s*\\quad\s*\{\\small\s*\\text\{(.*)\}\}\s*", re.DOTALL)
OPENING = {"{", "(", "[", r"\left", r"\{", r"\begin", r"\lvert", r"\lfloor", r"\lceil"}
CLOSING = {"}", ")", "]", r"\right", r"\}", r"\end", r"\rvert", r"\rfloor", r"\rceil"}


@dataclass
class Line:
    """One line of a chain; what it does not have is the empty text."""

    left: str = ""
    right: str = ""
    reason: str = ""
    below: bool = False  # where the reason stands


def pieces(tex: str) -> list[Line]:
    r"""Return the lines of an equation.

    Examples
    --------
    >>> pieces(r"a = b")
    [Line(left='a', right='= b', reason='', below=False)]
    >>> pieces(r"\begin{aligned} a &= b && \text{so} \\ &\ge c \end{aligned}")[1]
    Line(left='', right='\\ge c', reason='', below=False)
    """
    chain = ALIGNED.fullmatch(tex)
    if chain is None:
        return [_cut(tex.strip())]
    found: list[Line] = []
    for row in _split(chain[1], r"\\"):
        cells = [cell.strip() for cell in _split(row, "&")]
        rest = "".join(cells[1:2])
        if len(cells) == 2 and not cells[0] and (reason := BELOW.fullmatch(rest)) and found:
            found[-1].reason, found[-1].below = reason[1], True
        elif len(cells) == 2 and not cells[0] and rest.startswith(r"\qquad") and found:
            more = " " + rest.removeprefix(r"\qquad").strip()
            if found[-1].right:
                found[-1].right += more
            else:
                found[-1].left += more
        elif len(cells) == 2 and not cells[0] and _tokens(rest)[0] not in RELATIONS:
            found.append(Line(left=rest))
        elif len(cells) in (2, 4):
            left = "" if cells[0] == r"\quad" else cells[0]
            reason = BESIDE.fullmatch(cells[3]) if len(cells) == 4 else None
            if len(cells) == 4 and (reason is None or cells[2]):
                return [Line(right=tex)]
            if left or not (found and found[-1].left and not found[-1].right):
                found.append(Line(left=left))
            found[-1].right, found[-1].reason = rest, reason[1] if reason else ""
        else:
            return [Line(right=tex)]
    return found


def terms(tex: str) -> list[str]:
    r"""Return the terms of a sum, each with its sign; a relation stays with the first.

    Examples
    --------
    >>> terms("= -a + (b - c) - d")
    ['= -a', '{}+ (b - c)', '{}- d']
    """
    found, depth, ready = [""], 0, False
    for token in _tokens(tex):
        if depth == 0 and ready and (token in "+-" or token in RELATIONS) and token.strip():
            found.append("{}")
            ready = False
        depth += (token in OPENING) - (token in CLOSING)
        found[-1] += token
        ready = ready or not (token.isspace() or token in RELATIONS or token in "+-")
        if depth == 0 and token in ("_", "^"):
            ready = False  # a script's sign is no sign of the sum
    return [term.strip() for term in found]


def words(reason: str) -> list[tuple[str, bool]]:
    """Return the parts of a reason, and whether each is a formula.

    Examples
    --------
    >>> words("since $p$ is a law")
    [('since ', False), ('p', True), (' is a law', False)]
    """
    parts = reason.split("$")
    return [(part, bool(number % 2)) for number, part in enumerate(parts) if part]


def _cut(tex: str) -> Line:
    """Cut one line before its first relation."""
    depth, done = 0, ""
    for token in _tokens(tex):
        if depth == 0 and token in RELATIONS and done.strip():
            return Line(left=done.strip(), right=tex[len(done) :].strip())
        depth += (token in OPENING) - (token in CLOSING)
        done += token
    return Line(right=tex)


def _split(tex: str, mark: str) -> list[str]:
    """Split at a mark that stands outside all braces and environments."""
    found, depth = [""], 0
    for token in _tokens(tex):
        depth += (token in ("{", r"\begin")) - (token in ("}", r"\end"))
        if token == mark and depth == 0:
            found.append("")
        else:
            found[-1] += token
    return found


def _tokens(tex: str) -> list[str]:
    return TOKEN.findall(tex)
