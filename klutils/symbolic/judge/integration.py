r"""Integrals over the variables of a setting: exact ones first, then by quadrature.

Main definitions
----------------
Integrator
    Integrates functions of points against the base measure.

Implementation notes
--------------------
Sums come first. Along lines the points are letters at first, and the integral is exact. If that
cannot be done, the outermost integral is taken by quadrature, at points that are numbers: what is
inside may be exact there, as a marginal is inside of a logarithm. Of several lines the one is
chosen for the quadrature that leaves the others exact, if there is one.
"""

from typing import NamedTuple

from flint import fmpq

from klutils.symbolic.judge.arithmetic import ZERO, Inexact, product, start_of
from klutils.symbolic.judge.exponentials import HALF_LINE, LINE, UNIT, Exponentials, integral
from klutils.symbolic.judge.quadrature import Segment, aim, quadrature

__all__ = ["Integrator"]

PROBES = {LINE: fmpq(3, 10), HALF_LINE: fmpq(9, 10), UNIT: fmpq(37, 100)}


class Slot(NamedTuple):
    """A letter, or a component of a vector, that is integrated over; and whose points it takes."""

    key: object
    letter: object


class Integrator:
    """Integrates functions of points against the base measure of a setting.

    Attributes
    ----------
    estimated : bool
        Whether some value came from a quadrature, whose balls are estimates.
    """

    def __init__(self, setting):
        self.setting, self.estimated = setting, False
        self._depth, self._numbers_at, self._failed, self._first = 0, [], {}, {}

    def integral(self, variables, at, function, key):
        """Integrate function(points) over variables.

        Parameters
        ----------
        variables : iterable of Symbol
        at : dict
            Where all else is.
        function : function
            From ``at`` with the variables to a value.
        key : hashable
            What is integrated; the same for the same function of other points.
        """
        slots, vectors = [], []
        for v in variables:
            if v in self.setting.scene.vectors:
                own = self.slots(v)
                vectors.append((v, [slot.key for slot in own]))
                slots += own
            else:
                slots.append(Slot(v, v))
        slots.sort(key=lambda slot: self.setting.line(slot.letter) is not None)

        def whole(here):
            for v, keys in vectors:
                here = {**here, v: tuple(here[k] for k in keys)}
            return function(here)

        self._depth += 1
        try:
            return self._over(slots, at, whole, key)
        finally:
            self._depth -= 1

    def _over(self, slots, at, function, key):
        """Sum over points; what is left are lines."""
        if not slots or self.setting.line(slots[0].letter):
            return self._lines(slots, at, function, key)
        slot, *others = slots
        total = ZERO
        for piece in self.setting.space(slot.letter):
            inner = self._over(others, {**at, slot.key: piece.point}, function, key)
            total = total + product((piece.stretch, inner))
        return total

    def pieces(self, letter, at, draw=0, name=None):
        """Return the points of a letter, or the pieces of its line."""
        name = f"{name or letter}·{self._depth}"
        return self.setting.pieces(letter, name, lambda e: self.value(e, at), self.value, draw)

    def _lines(self, slots, at, function, key):
        if not slots:
            return function(at)
        symbolic = any(isinstance(start_of(v), Exponentials) for v in at.values())
        memo = key, symbolic, *slots
        if memo not in self._failed:
            try:
                return self._exact(slots, at, function)
            except Inexact as reason:
                self._failed[memo] = reason
        if symbolic:  # numbers for the outer letters first
            raise self._failed[memo]
        return self._by_quadrature(slots, at, function, key)

    def _exact(self, slots, at, function):
        if not slots:
            return function(at)
        slot, *others = slots
        total = ZERO
        for piece in self.pieces(slot.letter, at, name=slot.key):
            inner = self._exact(others, {**at, slot.key: piece.point}, function)
            total = total + integral(product((piece.stretch, inner)), piece.coordinate)
        return total

    def _by_quadrature(self, slots, at, function, key):
        self.estimated = True
        memo = key, *slots
        if memo not in self._first:
            self._first[memo] = self._best_first(slots, at, function)
        slot = self._first[memo]
        others = [s for s in slots if s != slot]
        line, total = self.setting.line(slot.letter), ZERO
        target = aim(nested=any(k in at for k in self._numbers_at))
        self._numbers_at.append(slot.key)
        try:
            for piece in self.pieces(slot.letter, at, name=slot.key):

                def inner(t, piece=piece):
                    here = {**at, slot.key: line.point_at(piece, t)}
                    value = self._lines(others, here, function, key)
                    return product((piece.stretch, value))

                segment = Segment(piece.coordinate.domain)
                total = total + quadrature(inner, segment, self.setting.watch, target)
        finally:
            self._numbers_at.pop()
        return total

    def _best_first(self, slots, at, function):
        """Return the line that leaves the others exact where its point is a number."""
        ends = set().union(*(self.setting.line(s.letter).symbols for s in slots))
        if len(slots) == 1 or ends & {s.letter for s in slots}:
            return slots[0]
        for slot in slots:
            others = [s for s in slots if s != slot]
            piece = self.pieces(slot.letter, at)[-1]
            probe = piece.start + piece.step * PROBES[piece.coordinate.domain]
            try:
                self._exact(others, {**at, slot.key: probe}, function)
            except Inexact:
                continue
            return slot
        return slots[0]
