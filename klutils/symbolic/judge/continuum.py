r"""Variables with a continuum of points: the pieces of their line, and the densities there.

Main definitions
----------------
Line
    The pieces of one variable's line, and its laws' densities.
Piece
    A part of the line, with a coordinate along it.

Implementation notes
--------------------
Arbitrary laws of a variable share one support. There each is an exponential on either side of one
break, a density that is no normal one and whose logarithm can be integrated exactly. On an interval
both sides are constant. The line is cut at all ends of supports and at all kinks of densities, so
that every law has one form along a piece.
"""

from itertools import pairwise
from typing import NamedTuple

from flint import arb, fmpq

from klutils.symbolic.judge import exponentials
from klutils.symbolic.judge.arithmetic import (
    ONE,
    ZERO,
    Inexact,
    Series,
    Undecided,
    exp,
    start_of,
)
from klutils.symbolic.judge.exponentials import UNIT, Coordinate, Exponentials
from klutils.symbolic.language.laws import Density
from klutils.symbolic.language.named_laws import Laplace, NamedLaw, Uniform
from klutils.symbolic.language.supports import HALF_LINE, INTERVAL, LINE

__all__ = ["Line", "Piece"]


class Piece(NamedTuple):
    """A part of a line: a coordinate, the point there, and dx / d coordinate.

    A single point has no coordinate; its stretch is its weight.
    """

    coordinate: Coordinate | None
    point: object
    stretch: object
    start: object = ZERO
    step: object = ONE


class Line:
    """The line of a variable of which at least one law has a continuum of points.

    Parameters
    ----------
    variable : Symbol
    laws : list of Law
        All laws of the variable.
    support : tuple
        That of its arbitrary laws.
    numbers : function
        From a law and what it is given to three positive numbers of its own.
    random : Random
        Places the break of the arbitrary laws.
    watch : Watch
        Is told on which side of a break a density is read.
    """

    def __init__(self, variable, laws, support, numbers, random, watch):
        self.variable, self.laws, self.numbers, self.watch = variable, laws, numbers, watch
        kinds = {type(law) for law in laws}
        shapes = {law.support[0] for law in laws if isinstance(law, NamedLaw)}
        self.whole, self.half = LINE in shapes, HALF_LINE in shapes
        self.widths = [law.width for law in laws if isinstance(law, Uniform)]
        self.kinks = [law.location for law in laws if isinstance(law, Laplace)]
        self.arbitrary = Density in kinds
        self.shape, *width = support
        self.width = width[0] if width else None
        self.part = fmpq(random.randint(20, 77), 97)
        self._places, self._points, self._pieces = {}, {}, {}

    @property
    def symbols(self):
        """What the pieces depend on."""
        return set().union(*(end.free_symbols for end in (*self.widths, *self.kinks)))

    def _breaks(self, fixed):
        """Where the densities of arbitrary laws change, whatever a derivative or a search does."""
        if self.shape != INTERVAL:
            return [self.part]
        width = start_of(fixed(self.width))
        return [self.part * width, width]

    def pieces(self, evaluate, fixed, name, draw=0):
        """Return the pieces of the line, one after the other.

        Parameters
        ----------
        evaluate, fixed : function
            The values of parameters where an integral is taken, and their own values.
        name : str
            Of the letter that is integrated over.
        draw : int
            Which draw of a sample the point is.
        """
        ends = [evaluate(width) for width in self.widths]
        if not self.whole or self.half or ends:
            ends.append(ZERO)
        ends += [evaluate(place) for place in self.kinks]
        if self.arbitrary:
            ends += self._breaks(fixed)
        ends = _in_order(ends)
        if not all(isinstance(end, fmpq) for end in ends):
            return self._between(ends, name, draw)
        key = name, draw, *ends
        if key not in self._pieces:
            self._pieces[key] = self._between(ends, name, draw)
        return self._pieces[key]

    def _between(self, ends, name, draw):
        """Return the pieces between some ends, and beyond the first and the last."""

        def piece(domain, start, step, place):
            coordinate = Coordinate(name, draw, domain)
            point = start + step * Exponentials.variable(coordinate)
            self._places[id(point)] = place, point
            return Piece(coordinate, point, ONE if domain != UNIT else step, start, step)

        found = [
            piece(UNIT, low, high - low, (start_of(low) + start_of(high)) / 2)
            for low, high in pairwise(ends)
        ]
        if self.whole and not ends:
            return [piece(exponentials.LINE, ZERO, ONE, None)]
        half = exponentials.HALF_LINE
        if self.whole:
            found.append(piece(half, ends[0], -ONE, start_of(ends[0]) - 1))
        if self.whole or self.half:
            found.append(piece(half, ends[-1], ONE, start_of(ends[-1]) + 1))
        return found

    def point_at(self, piece, t):
        """Return the point of a piece at a number; the same object for the same number."""
        if not (isinstance(piece.start, fmpq) and isinstance(piece.step, fmpq)):
            return piece.start + piece.step * t
        key = piece.coordinate.domain, piece.start, piece.step, id(t)
        if key not in self._points:
            self._points[key] = piece.start + piece.step * t, t
        return self._points[key][0]

    def any_point(self, random, evaluate):
        """Return a point inside the support of all laws."""
        part = fmpq(random.randint(10, 87), 97)
        widths = [start_of(evaluate(width)) for width in self.widths]
        if widths:
            return part * _least(widths)
        if self.half:
            return 3 * part
        return (6 * part - 3) * fmpq(31, 29)

    def side(self, law, point, end, which):
        """Return on which side of an end a point lies, −1 or 1; 0 on the end itself."""
        place = start_of(point)
        number = isinstance(place, (fmpq, arb))
        if not number:
            if id(point) not in self._places:
                raise Inexact(f"the density of {law} at another point than its variable")
            place = self._places[id(point)][0]
        end = start_of(end)
        if not isinstance(end, (fmpq, arb)):
            raise Inexact(f"the density of {law} where its break varies")
        if not (place < end or place >= end or place == end):
            raise Inexact(f"on which side of its break the density of {law} is read")
        sign = int(place > end) - int(place < end)
        if number:
            self.watch.note((law, which), sign)
        return sign

    def arbitrary_density(self, law, point, given, fixed):
        """The density of an arbitrary law, on one side of its break."""
        weight, left, right = self.numbers(law, given)
        share = weight / (1 + weight)
        (middle, *ends) = self._breaks(fixed)
        below = self.side(law, point, middle, "break") < 0
        if self.shape == LINE:
            rate = left if below else -right
            mass = 1 - share if below else share
            return mass * (left if below else right) * exp(rate * (point - middle))
        if self.side(law, point, ZERO, "start") < 0:
            return ZERO
        if ends and self.side(law, point, ends[0], "end") > 0:
            return ZERO
        if below:
            return (1 - share) / middle
        if self.shape == HALF_LINE:
            return share * right * exp(-right * (point - middle))
        return share / (ends[0] - middle)


def _least(values):
    least = values[0]
    for value in values:
        least = value if value < least else least
    return least


def _in_order(ends):
    """Sort the ends of pieces, each once."""
    found = []
    for end in ends:
        here, place = start_of(end), len(found)
        if not isinstance(here, (fmpq, arb)):
            raise Inexact("a continuum that is cut at a place that varies")
        for k, other in enumerate(found):
            there = start_of(other)
            if here < there:
                place = k
                break
            if not here > there:
                place = None
                if not _move_together(end, other):
                    raise Undecided("two ends of intervals that move apart")
                break
        if place is not None:
            found.insert(place, end)
    return found


def _move_together(one, other):
    if isinstance(one, Series) and isinstance(other, Series) and one.level == other.level:
        return all(map(_move_together, one.terms, other.terms))
    return one is other or (not isinstance(one, Series) and not isinstance(other, Series))
