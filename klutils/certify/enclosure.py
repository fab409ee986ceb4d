"""From balls to intervals with exact end points."""

from __future__ import annotations

import math
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from numbers import Rational

from flint import arb, ctx, fmpq

__all__ = ["INFINITE", "Enclosure", "ball", "as_fraction", "exact_number", "precision"]

_LOCK = threading.RLock()


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
        """The float nearest to the middle of the interval; ±inf where it exceeds float64."""
        middle = (self.lower + self.upper) / 2
        try:
            return float(middle)
        except OverflowError:
            return math.inf if middle > 0 else -math.inf

    @property
    def radius(self):
        """Half the width, as a float; nan where the value is infinite, inf beyond float64."""
        try:
            return float((self.upper - self.lower) / 2)
        except OverflowError:
            return math.inf

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
    finite = not isinstance(value, float) or math.isfinite(value)  # no Fraction is infinite
    if not (finite and value > above):
        bound = f" above {above}" if math.isfinite(above) else ""
        raise ValueError(f"{name} is {value}; expected a finite number{bound}")
    return as_fraction(value)


def as_fraction(value):
    """An exact number as a Fraction of Python's integers: NumPy's would overflow."""
    if isinstance(value, float):
        return Fraction(float(value))
    return Fraction(int(value.numerator), int(value.denominator))


@contextmanager
def precision(bits):
    """Compute with balls of so many bits, one thread at a time: Arb has one precision for all."""
    with _LOCK, ctx.workprec(bits):
        yield


def ball(number):
    """The ball around a Fraction, at the current precision."""
    return arb(fmpq(number.numerator, number.denominator))


def _dyadic(end):
    mantissa, exponent = (int(part) for part in end.man_exp())
    return Fraction(mantissa) * Fraction(2) ** exponent
