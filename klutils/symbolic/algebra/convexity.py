r"""Convex functions with one zero: why a mean of one is never negative.

Main definitions
----------------
zero_of_convex
    The only zero of a convex, non-negative function.
positive_throughout
    Whether a function is above 0 everywhere, convex or not.
"""

from functools import lru_cache

from sympy import (
    Add,
    Integer,
    Mul,
    Pow,
    Symbol,
    cosh,
    exp,
    log,
    preorder_traversal,
    simplify,
    sinh,
    solve,
    tanh,
)

from klutils.symbolic.language.findings import fact
from klutils.symbolic.language.letters import Convex, Fraction01

from .signs import never_negative, positive, satisfies

__all__ = ["positive_throughout", "zero_of_convex"]


@lru_cache(maxsize=256)
def zero_of_convex(g, r):
    """Return the only zero of a convex, non-negative g on all values of r, or None, and why.

    Examples
    --------
    >>> from sympy import Symbol, log
    >>> r = Symbol("r", positive=True)
    >>> zero_of_convex(r - 1 - log(r), r)[0]
    1
    """
    if r not in g.free_symbols:
        return None, fact("free", g=g, letter=r)
    broken = _broken(g, r)
    if broken is not None:
        return None, fact("corner", part=broken, letter=r)
    curvature = simplify(g.diff(r, 2))
    if curvature == 0:
        return None, fact("linear", g=g)
    sign = never_negative(curvature)
    if sign is None:
        return None, fact("not convex", curvature=curvature)
    zero, why = _stationary(g, r)
    if zero is None:
        return None, why
    bottom = simplify(g.subs(r, zero))
    if bottom != 0:
        return None, fact("bottom", least=bottom, letter=r, zero=zero)
    relation = ">" if sign == 1 else "≥"
    return zero, fact("convex", curvature=curvature, sign=relation, letter=r, zero=zero)


def positive_throughout(g, r):
    """Return whether g is above 0, and without a pole, at all values of r.

    Examples
    --------
    >>> from sympy import Symbol, log
    >>> r = Symbol("r", positive=True)
    >>> positive_throughout(log(1 + r), r), positive_throughout(log(r), r)
    (True, False)
    """
    return r in g.free_symbols and _broken(g, r) is None and never_negative(g) == 1


SMOOTH = (Add, Mul, exp, cosh, sinh, tanh)


def _broken(g, r):
    """The first part of g that may have a corner or a pole at a value of r, or None.

    Without these g is analytic (or a convex letter, which is strictly so), and a convex analytic
    function that is not constant has at most one zero that is its minimum.
    """
    for node in preorder_traversal(g):
        if not isinstance(node, (Symbol, Convex, Pow, log, *SMOOTH)) and node.has(r):
            return node
        if not node.has(r):
            continue
        if isinstance(node, log) and not _known(node.args[0]):
            return node
        if isinstance(node, Convex) and not _known(node.argument):
            return node
        whole = isinstance(node, Pow) and node.exp.is_integer and node.exp.is_nonnegative
        if isinstance(node, Pow) and not whole and not _known(node.base):
            return node
        if isinstance(node, Pow) and node.exp.has(r) and node.exp.is_real is not True:
            return node
    return None


def _known(base):
    return positive(base) or never_negative(base) == 1


def _stationary(g, r):
    """The one point where g′ vanishes: 1 and 0 are tried, then the equation is solved."""
    slope = g.diff(r)
    for point in (Integer(1), Integer(0)):
        inside = satisfies(point, r)[0] and not (isinstance(r, Fraction01) and point == 1)
        if inside and simplify(slope.subs(r, point)) == 0:
            return point, None
    if slope.has(Convex):
        return None, fact("slope unknown", slope=slope)
    try:
        found = solve(slope, r)
    except NotImplementedError:
        return None, fact("slope unknown", slope=slope)
    if len(found) != 1:
        return None, fact("stationary", points=tuple(found))
    if not satisfies(found[0], r)[0]:
        return None, fact("outside", zero=found[0], letter=r)
    return found[0], None
