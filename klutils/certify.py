"""Rigorous enclosures of entropies and divergences: intervals proved to contain the exact value.

Main definitions
----------------
Enclosure
    An interval with exact end points.
entropy(p), cross_entropy(p, q), kl_divergence(p, q)
    The functionals of rational probabilities.

Implementation notes
--------------------
Arb [1]_ computes with balls: a midpoint and a radius that bounds every rounding error.  What comes
out contains the exact value, or the library has a bug; no tolerance enters.

This module is the second source of the numbers in this book.  It shares no code with
`klutils.divergence` or `klutils.families`: it sums −p ln p, −p ln q and p ln(p/q) as they stand.

References
----------
.. [1] F. Johansson, *Arb: efficient arbitrary-precision midpoint-radius interval arithmetic*,
   IEEE Transactions on Computers 66 (2017), 1281-1292.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from numbers import Rational

from flint import arb, ctx, fmpq

__all__ = ["Enclosure", "cross_entropy", "entropy", "kl_divergence"]

BITS = 160
"""Working precision: enclosures of everyday values come out some 40 digits wide."""


@dataclass(frozen=True)
class Enclosure:
    """A closed interval [lower, upper] that contains the exact value.

    Attributes
    ----------
    lower, upper : fractions.Fraction, or float inf
        The end points, exact.

    Examples
    --------
    >>> Fraction(1, 3) in Enclosure(Fraction(3, 10), Fraction(4, 10))
    True
    """

    lower: Fraction | float
    upper: Fraction | float

    def __contains__(self, value):
        """Whether `value` lies in the interval; int, float and Fraction compare exactly."""
        return self.lower <= value <= self.upper

    def __float__(self):
        """The float nearest to the middle of the interval."""
        return math.inf if self.lower == math.inf else float((self.lower + self.upper) / 2)

    @property
    def radius(self):
        """Half the width, rounded to a float; nan where the value is infinite."""
        return math.nan if self.lower == math.inf else float((self.upper - self.lower) / 2)

    def distance(self, value):
        """The largest distance between `value` and a point of the interval, exact.

        ``enclosure.distance(x) <= bound`` proves that x is within `bound` of the exact value.
        """
        return max(abs(Fraction(value) - self.lower), abs(Fraction(value) - self.upper))


def entropy(p):
    """Enclose H(p) = −Σ p ln p for rational probabilities.

    Parameters
    ----------
    p : sequence of int or Fraction
        Probabilities that sum to exactly 1.

    Returns
    -------
    Enclosure
        In nats.

    Raises
    ------
    TypeError
        For a float: ``Fraction(x)`` says that the binary value itself is meant.
    ValueError
        For a negative probability, or a sum that is not exactly 1.

    Examples
    --------
    >>> half = Fraction(1, 2)
    >>> entropy([half, half]).distance(math.log(2)) < 1e-16
    True
    """
    p = _rationals("p", p)
    return _sum(-a * a.log() for a in map(_ball, p) if a != 0)


def cross_entropy(p, q):
    """Enclose H(p, q) = −Σ p ln q for rational probabilities; inf where some p > 0 has q = 0.

    Parameters, errors and unit as for `entropy`.
    """
    p, q = _pair(p, q)
    if any(a > 0 == b for a, b in zip(p, q, strict=True)):
        return Enclosure(math.inf, math.inf)
    return _sum(-_ball(a) * _ball(b).log() for a, b in zip(p, q, strict=True) if a)


def kl_divergence(p, q):
    """Enclose D(p ‖ q) = Σ p ln(p/q) for rational probabilities; inf where some p > 0 has q = 0.

    Parameters, errors and unit as for `entropy`.

    Examples
    --------
    >>> p = [Fraction(2, 10), Fraction(5, 10), Fraction(3, 10)]
    >>> q = [Fraction(3, 10), Fraction(4, 10), Fraction(3, 10)]
    >>> print(f"{float(kl_divergence(p, q)):.4f}")
    0.0305
    """
    p, q = _pair(p, q)
    if any(a > 0 == b for a, b in zip(p, q, strict=True)):
        return Enclosure(math.inf, math.inf)
    return _sum(_ball(a) * _ball(a / b).log() for a, b in zip(p, q, strict=True) if a)


def _pair(p, q):
    p, q = _rationals("p", p), _rationals("q", q)
    if len(p) != len(q):
        raise ValueError(f"p has {len(p)} atoms and q has {len(q)}; expected equally many")
    return p, q


def _rationals(name, values):
    """Read exact probabilities; raise where they are not."""
    values = list(values)
    for i, value in enumerate(values):
        if isinstance(value, bool) or not isinstance(value, Rational):
            raise TypeError(f"{name}[{i}] is {value!r}; expected an int or a Fraction")
        if value < 0:
            raise ValueError(f"{name}[{i}] is {value}; expected a probability, at least 0")
    if sum(values) != 1:
        raise ValueError(f"{name} sums to {sum(values)}; expected exactly 1")
    return [Fraction(value) for value in values]


def _sum(balls):
    """Sum lazily evaluated balls at the module's precision."""
    with ctx.workprec(BITS):
        return _enclosure(sum(balls, arb(0)))


def _ball(rational):
    return arb(fmpq(rational.numerator, rational.denominator))


def _enclosure(ball):
    """The end points of a ball, as the dyadic rationals that they are."""
    if not ball.is_finite():
        raise ArithmeticError(f"the enclosure came out as {ball}; it proves nothing")
    return Enclosure(_dyadic(ball.lower()), _dyadic(ball.upper()))


def _dyadic(ball):
    mantissa, exponent = (int(part) for part in ball.man_exp())
    return Fraction(mantissa) * Fraction(2) ** exponent
