"""From balls to intervals with exact end points."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from numbers import Rational

from flint import arb, fmpq

__all__ = ["INFINITE", "Enclosure", "ball", "exact_number"]


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

    @classmethod
    def of(cls, value):
        """The end points of an Arb ball, which are dyadic rationals."""
        if not value.is_finite():
            raise ArithmeticError(f"the enclosure came out as {value}; it proves nothing")
        return cls(_dyadic(value.lower()), _dyadic(value.upper()))

    def __contains__(self, value):
        """Whether `value` lies in the interval; int, float and Fraction compare exactly."""
        return self.lower <= value <= self.upper

    def __float__(self):
        """The float nearest to the middle of the interval."""
        return float((self.lower + self.upper) / 2)

    @property
    def radius(self):
        """Half the width, as a float; nan where the value is infinite."""
        return float((self.upper - self.lower) / 2)

    def distance(self, value):
        """The largest distance between `value` and a point of the interval, exact.

        ``enclosure.distance(x) <= bound`` proves that x is within `bound` of the exact value.
        """
        if not (math.isfinite(value) and math.isfinite(self.lower)):
            return 0 if value == self.lower else math.inf
        return max(abs(Fraction(value) - self.lower), abs(Fraction(value) - self.upper))


INFINITE = Enclosure(math.inf, math.inf)


def exact_number(name, value, *, above=-math.inf):
    """Read a parameter as an exact Fraction; a float stands for its binary value."""
    if isinstance(value, bool) or not isinstance(value, (Rational, float)):
        raise TypeError(f"{name} is {value!r}; expected an int, a float or a Fraction")
    if not (math.isfinite(value) and value > above):
        bound = f" above {above}" if math.isfinite(above) else ""
        raise ValueError(f"{name} is {value}; expected a finite number{bound}")
    return Fraction(value)


def ball(number):
    """The ball around a Fraction, at the current precision."""
    return arb(fmpq(number.numerator, number.denominator))


def _dyadic(end):
    mantissa, exponent = (int(part) for part in end.man_exp())
    return Fraction(mantissa) * Fraction(2) ** exponent
