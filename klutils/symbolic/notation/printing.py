r"""How expressions look on the page: the field's notation, and no brackets that say nothing.

Main definitions
----------------
latex
    The LaTeX of an expression, a law or a functional.

Implementation notes
--------------------
How each class looks is a row of a table: :mod:`.latex_laws`, :mod:`.latex_functionals`,
:mod:`.latex_arithmetic`. A class without a row is refused by name.
"""

from .latex_arithmetic import ARITHMETIC
from .latex_functionals import FUNCTIONALS
from .latex_laws import LAWS
from .table import Printer

__all__ = ["latex"]


def latex(expr, beside=()):
    """Return the LaTeX of an expression, a law or a functional.

    Parameters
    ----------
    expr : Basic
    beside : iterable of Basic
        What is read together with it, such as the other sides of a derivation: laws that could be
        mistaken for each other there are written with their variables, ``p(z)`` and ``p(x)``.

    Raises
    ------
    TypeError
        If something in it is of a class that has no notation.
    """
    return _Latex.of(expr, beside)(expr)


class _Latex(Printer):
    rows = {**LAWS, **FUNCTIONALS, **ARITHMETIC}
