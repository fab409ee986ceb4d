"""Quotients and differences of parameters, exact until the last step.

A parameter is a float64, hence a fraction.  A quotient of two parameters may leave the range of
float64, and its distance from 1 may be below one unit of rounding; as a `Fraction` it does neither.

Main definitions
----------------
to_float(x)
    The nearest float, ±inf beyond float64.
log(x)
    ln x, for x > 0 of any size, to an eps or two of itself.
ratio_excess(r, weight=1)
    w (r − 1 − ln r) >= 0, to a few eps of itself.
difference_over(a, b, scale)
    (a − b)/scale, rounded once.
half_square(x)
    x²/2, which exceeds float64 only where it does.
"""

from __future__ import annotations

import math
from fractions import Fraction

from klutils.distributions.excess import logarithm_excess

__all__ = ["difference_over", "half_square", "log", "ratio_excess", "to_float"]

HALF, TWO = Fraction(1, 2), Fraction(2)


def to_float(x):
    """Return the float nearest to a Fraction; ±inf where it exceeds float64.

    >>> to_float(Fraction(10) ** 400)
    inf
    """
    try:
        return float(x)
    except OverflowError:
        return math.inf if x > 0 else -math.inf


def log(x):
    """Return ln x of a Fraction above 0.

    >>> log(Fraction(2) ** 5000) == 5000 * math.log(2)
    True
    >>> log(1 + Fraction(1, 10**30))
    1e-30
    """
    if HALF < x < TWO:
        return math.log1p(float(x - 1))
    value = to_float(x)
    if 1e-300 < value < math.inf:
        return math.log(value)
    return math.log(x.numerator) - math.log(x.denominator)


def ratio_excess(r, weight=1.0):
    """Return w (r − 1 − ln r) of a Fraction r > 0 and a float w > 0; inf beyond float64.

    The product w r is exact as well: it may be a number where r is none.
    """
    if HALF < r < TWO:
        return weight * float(logarithm_excess(float(r - 1)))
    if r < 1:
        return weight * (float(r) - 1 - log(r))
    product = to_float(Fraction(weight) * r)
    return product - weight * (1 + log(r)) if product < math.inf else product


def difference_over(a, b, scale):
    """Return (a − b)/scale of three floats, rounded once; ±inf beyond float64."""
    return to_float((Fraction(a) - Fraction(b)) / Fraction(scale))


def half_square(x):
    """Return x²/2; inf beyond float64."""
    return (x / 2) * x
