r"""Comparing balls: when two values are the same, when they differ, and when that cannot be told.

Main definitions
----------------
same
    Whether two values are the same.
values, sides
    The values of two sides of a claim; whether they are the same, as a fact.
TooWide
    Raised where balls overlap only because they are wide: more digits may help.
NoSides
    Raised where neither side has a real value.

Implementation notes
--------------------
Two values differ where their balls are disjoint. They agree where the balls overlap and are both
narrow. What came from a quadrature is known to fewer digits, and its balls are estimates: to ask
them for fifty digits would cost ten times as much and make them no surer.
"""

from flint import arb, fmpq

from klutils.symbolic.judge.arithmetic import INFINITY, NoValue, Undecided
from klutils.symbolic.judge.quadrature import COARSE
from klutils.symbolic.language.findings import fact

__all__ = ["ESTIMATED", "RADIUS", "NoSides", "TooWide", "finite", "same", "show", "sides", "values"]

RADIUS = arb("1e-50")  # relative to 1 + |value|
ESTIMATED = 1000 * COARSE  # of what was estimated: room for a thousand integrals, no more
BOTH = "left side", "right side"


class TooWide(Undecided):
    """Balls that overlap only because they are wide."""


class NoSides(Exception):
    """Neither side of a claim has a real value in a setting."""


def finite(value):
    """Return whether a value is a number; it may be infinite, but not a series or nothing."""
    if not isinstance(value, (fmpq, arb)):
        raise Undecided("a point of a continuum is left in the value")
    if isinstance(value, arb) and value.is_nan():
        raise NoValue("∞ − ∞ or 0 · ∞")
    if isinstance(value, arb) and not value.is_finite():
        if not (value == INFINITY or value == -INFINITY):  # a wide ball is neither == nor !=
            raise TooWide("a ball without bounds")
        return False
    return True


def same(a, b, radius=RADIUS):
    """Return whether two values are the same, or say that this cannot be told."""
    if not (finite(a) and finite(b)):
        return a == b
    if isinstance(a, fmpq) and isinstance(b, fmpq):
        return a == b
    a, b = arb(a), arb(b)
    if not a.overlaps(b):
        return False
    size = 1 + abs(a).upper()
    if not (a.rad() < radius * size and b.rad() < radius * size):
        raise TooWide(f"balls as wide as {a.rad().str(3)}")
    return True


def show(value):
    """Return a value as text."""
    if value == INFINITY or value == -INFINITY:
        return "∞" if value > 0 else "−∞"
    if isinstance(value, fmpq):
        value = arb(value)
    return value.str(8, radius=False)


def values(evaluation, pair, names=BOTH):
    """Return the values of two sides; one of them without a value is no value of a claim."""
    found, reason = [], ""
    for side, name in zip(pair, names, strict=True):
        try:
            value = evaluation.value(side)
            finite(value)
            found.append(value)
        except NoValue as error:
            reason = f"the {name} has no real value: {error}"
    if not found:
        raise NoSides
    if reason:
        raise NoValue(reason)
    return found


def sides(evaluation, left, right, code="sides"):
    """Return whether two sides have the same value, and both values as a fact."""
    a, b = values(evaluation, (left, right))
    return same(a, b, evaluation.radius), fact(code, left=show(a), right=show(b))
