r"""Variables with a continuum of points: the pieces of their line, and the densities there.

Main definitions
----------------
Line
    The pieces of one variable's line, and its laws' densities.
Piece
    A part of the line, with a coordinate along it.

Implementation notes
--------------------
Arbitrary laws live where the widest named law of their variable does. There each is an exponential
on either side of one break, a density that is no normal one and whose logarithm can be integrated:
so all integrals of this book are exact. On an interval both sides are constant.
"""

from itertools import pairwise
from typing import NamedTuple

from flint import arb, fmpq

from klutils.symbolic.judge.arithmetic import ONE, ZERO, Series, Undecided, exp
from klutils.symbolic.judge.exponentials import HALF_LINE, LINE, UNIT, Coordinate, Exponentials
from klutils.symbolic.language.laws import Density
from klutils.symbolic.language.named_laws import Exponential, Normal, Uniform

__all__ = ["Line", "Piece"]


class Piece(NamedTuple):
    """A part of a line: a coordinate, the point there, and dx / d coordinate.

    A single point has no coordinate; its stretch is its weight.
    """

    coordinate: Coordinate | None
    point: object
    stretch: object


class Line:
    """The line of a variable of which at least one law is normal, uniform or exponential.

    Parameters
    ----------
    variable : Symbol
    laws : list of Law
        All laws of the variable.
    numbers : function
        From a law and what it is given to three positive numbers of its own.
    random : Random
        Places the break of the arbitrary laws.
    """

    def __init__(self, variable, laws, numbers, random):
        self.variable, self.laws, self.numbers = variable, laws, numbers
        kinds = {type(law) for law in laws}
        self.whole, self.half = Normal in kinds, Exponential in kinds
        self.arbitrary = Density in kinds
        self.part = fmpq(random.randint(20, 77), 97)
        self._places = {}

    def _widths(self, evaluate):
        return [evaluate(law.width) for law in self.laws if isinstance(law, Uniform)]

    def _breaks(self, fixed):
        """Where the densities of arbitrary laws change, whatever a derivative or a search does."""
        if self.whole or self.half:
            return [self.part]
        width = self._width(fixed)
        return [self.part * width, width]

    def _width(self, evaluate):
        """The width of the widest interval."""
        return -_least([-_start(w) for w in self._widths(evaluate)])

    def pieces(self, evaluate, fixed, draw=0):
        """Return the pieces of the line, one after the other.

        Parameters
        ----------
        evaluate, fixed : function
            The values of parameters where an integral is taken, and their own values.
        draw : int
            Which draw of a sample the point is.
        """
        ends = self._widths(evaluate)
        if not self.whole or self.half or ends:
            ends.append(ZERO)
        if self.arbitrary:
            ends += self._breaks(fixed)
        ends = _in_order(ends)
        found = [
            self._piece(UNIT, draw, low, high - low, (_start(low) + _start(high)) / 2)
            for low, high in pairwise(ends)
        ]
        if self.whole and not ends:
            return [self._piece(LINE, draw, ZERO, ONE, None)]
        if self.whole:
            found.append(self._piece(HALF_LINE, draw, ends[0], -ONE, _start(ends[0]) - 1))
        if self.whole or self.half:
            found.append(self._piece(HALF_LINE, draw, ends[-1], ONE, _start(ends[-1]) + 1))
        return found

    def _piece(self, domain, draw, start, step, place):
        coordinate = Coordinate(self.variable.name, draw, domain)
        point = start + step * Exponentials.variable(coordinate)
        self._places[id(point)] = place, point
        return Piece(coordinate, point, ONE if domain != UNIT else step)

    def any_point(self, random, evaluate):
        """Return a point inside the support of all laws."""
        part = fmpq(random.randint(10, 87), 97)
        widths = [_start(w) for w in self._widths(evaluate)]
        if widths:
            return part * _least(widths)
        if self.half:
            return 3 * part
        return (6 * part - 3) * fmpq(31, 29)

    def density(self, law, point, given, fixed):
        """Return the density of a law at a point."""
        if isinstance(law, Normal):
            mean, deviation = given
            z = (point - mean) / deviation
            return exp(-(z * z) / 2) / (deviation * (2 * arb.pi()).sqrt())
        place = self._place(law, point)
        if isinstance(law, Exponential):
            (rate,) = given
            return rate * exp(-rate * point) if place >= 0 else ZERO
        if isinstance(law, Uniform):
            (width,) = given
            return ONE / width if 0 <= place <= _start(width) else ZERO
        if not isinstance(law, Density):
            raise Undecided(f"{law} beside a law with a continuum of points")
        return self._arbitrary(law, point, place, given, fixed)

    def _place(self, law, point):
        """A number on the same side of all breaks as the point."""
        if isinstance(point, (fmpq, arb)):
            return point
        if id(point) not in self._places:
            raise Undecided(f"the density of {law} at another point than its variable")
        return self._places[id(point)][0]

    def _arbitrary(self, law, point, place, given, fixed):
        """The density of an arbitrary law, on one side of its break."""
        weight, left, right = self.numbers(law, given)
        share = weight / (1 + weight)
        (middle, *ends) = self._breaks(fixed)
        below = place < middle
        if self.whole:
            rate = left if below else -right
            mass = 1 - share if below else share
            return mass * (left if below else right) * exp(rate * (point - middle))
        if place < 0 or any(place > end for end in ends):
            return ZERO
        if below:
            return (1 - share) / middle
        if self.half:
            return share * right * exp(-right * (point - middle))
        return share / (ends[0] - middle)


def _start(value):
    """Return the value of a series, without its derivatives."""
    while isinstance(value, Series):
        value = value.terms[0]
    return value


def _least(values):
    least = values[0]
    for value in values:
        least = value if value < least else least
    return least


def _in_order(ends):
    """Sort the ends of pieces, each once."""
    found = []
    for end in ends:
        here, place = _start(end), len(found)
        for k, other in enumerate(found):
            there = _start(other)
            if here < there:
                place = k
                break
            if not here > there:
                place = None
                if end is not other and Series in (type(end), type(other)):
                    raise Undecided("two ends of intervals that move apart")
                break
        if place is not None:
            found.insert(place, end)
    return found
