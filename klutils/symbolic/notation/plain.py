r"""How expressions look in an error message: one line of plain text.

Main definitions
----------------
plain
    ``∫ p(x) ln p(x) dx``, where SymPy would write ``Int(log(p(x))*p(x), (x,))``.
letter
    A name such as ``theta_1`` or LaTeX such as ``\\hat{p}`` in letters: θ₁, p̂.

Implementation notes
--------------------
How each class looks is a row of a table: :mod:`.plain_laws`, :mod:`.plain_functionals`,
:mod:`.plain_arithmetic`. A law or functional without a row is refused by name. What else SymPy has
may stand in what is left over of a wrong step, and a message must say it: SymPy does.
"""

from sympy.printing.str import StrPrinter

from klutils.symbolic.language.functionals import Functional
from klutils.symbolic.language.laws import Law

from .letters import letter
from .plain_arithmetic import ARITHMETIC
from .plain_functionals import FUNCTIONALS
from .plain_laws import LAWS
from .table import Printer

__all__ = ["letter", "plain"]


def plain(expr, beside=()):
    """Return an expression as one line of plain text.

    Parameters
    ----------
    expr : Basic
    beside : iterable of Basic
        What is read together with it, as for :func:`.printing.latex`.

    Raises
    ------
    TypeError
        If a law or functional in it has no notation.

    Examples
    --------
    >>> from sympy import log
    >>> from klutils.symbolic import Density, Int, variable
    >>> p, x = Density("p"), variable("x")
    >>> plain(-2 * Int(p(x) * log(p(x)), x))
    '-2 ∫ p(x) ln p(x) dx'
    """
    return _Plain.of(expr, beside)(expr)


class _Plain(Printer):
    rows = {**LAWS, **FUNCTIONALS, **ARITHMETIC}

    def unknown(self, expr):
        if isinstance(expr, (Law, Functional)):
            return super().unknown(expr)
        return _Other(self).doprint(expr)


class _Other(StrPrinter):
    """SymPy's way to say its own classes, around ours."""

    printmethod = None  # SymPy's hook for classes that print themselves

    def __init__(self, say):
        super().__init__()
        self.say = say

    def _print(self, expr, **options):
        known = self.say.rows.get(self.say._row_of(expr))
        if known or isinstance(expr, (Law, Functional)):
            return self.say(expr)
        return super()._print(expr, **options)
