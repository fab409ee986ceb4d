r"""Concrete worlds: a base measure for every variable and numbers for all that is arbitrary.

A variable of a law on a continuum has a line, a half-line or an interval; that of a law on listed
points has these points. What is arbitrary alone has, in different worlds:

``atoms``
    Counting measure: probabilities of a few points.
``cells``
    Lebesgue measure: densities that are constant on a few intervals. Integrals are exact
    sums here too, densities exceed 1, and entropies may be negative.
``line``
    A continuum.

Main definitions
----------------
World
    The numbers, drawn from a seed when first asked for; the same seed gives the same world.
AGREED, TOLERANCE
    To what two rules of summation must agree, and two sides of a claim.
"""

from fractions import Fraction
from functools import lru_cache

from mpmath import mp, mpf
from sympy import default_sort_key

from klutils.symbolic.language.laws import Pushforward
from klutils.symbolic.language.letters import Component, Vector, variable
from klutils.symbolic.language.made_laws import Chain
from klutils.symbolic.language.named_laws import Finite
from klutils.symbolic.language.samples import N, SampleMean

from .place import Place
from .table import row_of, shape_of
from .values import COMPONENTS, POINTS, Numbers, number
from .vectors import Entries
from .words import setting, text

__all__ = ["AGREED", "CONTINUOUS", "CONTINUUM", "DIGITS", "TOLERANCE", "World", "lettered"]

DIGITS, CONTINUUM = 50, 30
# Two rules of summation agree to this, relative to 1 + |value|; see `spaces`.
AGREED = mpf("1e-12")
# A value is made of fewer than 1e5 operations on numbers below 1e5 in size, so rounding at 50
# digits stays below 1e-40; numerical derivatives lose a few digits of that. On a continuum each
# side of a claim is known to `AGREED`.
TOLERANCE = {"atoms": mpf("1e-35"), "cells": mpf("1e-35"), "line": 4 * AGREED}

FIRST_POINTS = (Fraction(-1), Fraction(1, 2), Fraction(2))
WIDTHS = {3: (1, 2), 4: (3, 15)}  # tenths; the narrow cells make entropies negative
CONTINUOUS = ("line", "half-line", "interval")


class World(Numbers):
    """Points for the variables of some laws, and numbers for all that is arbitrary.

    Parameters
    ----------
    base : {"atoms", "cells", "line"}
        What variables of arbitrary laws alone have.
    seed, laws, symbols, size, counts
        As in :class:`.Numbers`; a law of several variables stands for its parts.
    supports : dict, optional
        The support that the arbitrary laws of each variable share.
    claims : tuple of Expr
        The expressions that the world is for; they say what is worth describing.
    """

    def __init__(
        self, base, seed, laws=(), symbols=(), size=2, counts=(), *, supports=None, claims=()
    ):
        self.base, self.claims = base, claims
        self.read, self.known, self.values = {}, {}, {}  # what evaluation has found here
        self._words = {}
        self.changed = {}  # densities that violate a hypothesis, by law: of a place and a point
        parts = sorted({part for law in laws for part in law.parts}, key=default_sort_key)
        self.places = {
            c.before: variable(c.first.variables[0].name) for c in parts if isinstance(c, Chain)
        }
        self._shapes, self._points, self._samples, self._edged = {}, {}, {}, {}
        super().__init__(seed, parts, symbols, size, counts)
        self.variables |= set(self.places)
        self._supports = supports or {}
        means, self.sampled, self.lettered = _read(claims)
        continuous = any(self.is_continuous(v) for v in self.variables if not isinstance(v, Vector))
        self.kind = "line" if continuous else base
        self.wavy = continuous and not means
        self.tolerance = TOLERANCE[self.kind]
        self._fixed = dict(self.parameters)

    # --- spaces

    def laws_of(self, v):
        """Return the laws of a variable."""
        v = self.places.get(v, v)
        return [law for law in self.laws if law.variables == (v,)]

    def edged(self, v):
        """Return the laws of a variable on a continuum whose densities have kinks or jumps."""
        v = self.places.get(v, v)
        if isinstance(v, Vector) or not self.is_continuous(v):
            return ()
        if v not in self._edged:
            self._edged[v] = [law for law in self.laws_of(v) if row_of(law).edges]
        return self._edged[v]

    def shape(self, v):
        """Return the shape of a variable's space."""
        v = self.places.get(v, v)
        if v not in self._shapes:
            self._shapes[v] = self._shape(v)
        return self._shapes[v]

    def _shape(self, v):
        laws = self.laws_of(v)
        shapes = {shape_of(law): law for law in laws if shape_of(law)}
        if not shapes:
            return "letters" if v in self.lettered else self.base
        continuous = [s for s in CONTINUOUS if s in shapes]
        if continuous and len(continuous) < len(shapes):
            both = " and ".join(map(str, shapes.values()))
            raise ValueError(f"{both} are laws of {v}: listed points and a continuum do not meet")
        if not continuous:
            return "points" if "points" in shapes else "letters"
        support = self._supports.get(v)
        return support[0] if support else continuous[0]

    def is_continuous(self, v):
        """Return whether a variable has a continuum of points."""
        return self.shape(v) in CONTINUOUS

    def width(self, v):
        """Return the width of the interval that the arbitrary laws of a variable live on.

        It stays where it is when parameters move.
        """
        support = self._supports[self.places.get(v, v)]
        moved, self.parameters = self.parameters, self._fixed
        try:
            return Place(self).value(support[1])
        finally:
            self.parameters = moved

    def points(self, v):
        """Return the points of a variable that has few, and their base-measure weights."""
        v = self.places.get(v, v)
        key = v, mp.prec
        if key not in self._points:
            self._points[key] = self._few_points(v)
        return self._points[key]

    def _few_points(self, v):
        shape, laws = self.shape(v), self.laws_of(v)
        if shape == "letters":
            return [mpf(k) for k in range(1, COMPONENTS + 1)], [mpf(1)] * COMPONENTS
        if shape == "points":
            count = max(len(law.probabilities) for law in laws if isinstance(law, Finite))
            return [mpf(k) for k in range(count)], [mpf(1)] * count
        for law in laws:
            if isinstance(law, Pushforward):
                return self._image(law)
        drawn = self.draw(("points", v.name), [(-4, -2), (-1, 1), (2, 4)])
        points = FIRST_POINTS if self.seed == 1 else [Fraction(k, 2) for k in drawn]
        widths = self.draw(("widths", v.name), [WIDTHS.get(self.seed, (1, 8))] * POINTS)
        weights = [mpf(1) if self.base == "atoms" else mpf(k) / 10 for k in widths]
        return list(map(number, points)), weights

    def _image(self, law):
        points, weights = self.points(law.source.variables[0])
        if self.base != "cells":
            raise ValueError("a change of variable needs Lebesgue measure: use cells")
        stretch = [self.function("|T'|", True, x) for x in points]
        image = [self.function("T", False, x) for x in points]
        return image, [w * s for w, s in zip(weights, stretch, strict=True)]

    def free_point(self, v, place):
        """Return one fixed point of a variable that nothing integrates over."""
        v = self.places.get(v, v)
        if isinstance(v, Vector):
            return self._free_vector(v, place)
        if self.is_continuous(v):
            (tenths,) = self.draw(("free", v.name), [(3, 12)])
            sign = -1 if self.shape(v) == "line" and self.seed % 2 else 1
            scale = self.width(v) if self.shape(v) == "interval" and self.laws_of(v) else 1
            return sign * mpf(tenths) / (13 if self.shape(v) == "interval" else 10) * scale
        points = self.points(v)[0]
        (k,) = self.draw(("free", v.name), [(0, POINTS - 1)])
        return points[k] if len(points) == POINTS else points[len(points) * (k + 4) // 10]

    def _free_vector(self, v, place):
        (law, *_) = self.laws_of(v)
        first = 0 if isinstance(law, Chain) else 1
        inner = (law.first if isinstance(law, Chain) else law.law).variables[0]
        found = []
        for k in range(first, place.count(law.count) + 1):
            if self.is_continuous(inner):
                (tenths,) = self.draw(("free", v.name, k), [(3, 12)])
                found.append((k, mpf(tenths) / 10))
            else:
                points = self.points(inner)[0]
                (j,) = self.draw(("free", v.name, k), [(0, len(points) - 1)])
                found.append((k, points[j]))
        return Entries(found)

    def component_value(self, whole, place):
        """Return the value of a component as a number of the current precision."""
        return number(self.component(whole, place))

    # --- samples

    def sample(self, law):
        """Return one sample, the same whenever it is asked for; its points are fixed numbers."""
        if law not in self._samples:
            moved, self.parameters = self.parameters, self._fixed
            try:
                self._samples[law] = [self._one_draw(law, k) for k in range(self.size)]
            finally:
                self.parameters = moved
        return self._samples[law]

    def _one_draw(self, law, k):
        place = Place(self)
        for part in law.parts:
            (v,) = part.variables
            if isinstance(v, Vector):
                raise TypeError(
                    f"a sample of {law}, a law of a vector, is not drawn by the witness"
                )
            place = place.move({v: self._drawn_point(part, v, place, k)})
        return place.at

    def _drawn_point(self, law, v, place, k):
        what = "sample", str(law), v.name, k
        if self.is_continuous(v):
            (tenths,) = self.draw(what, [(-15, 15)])
            low, high, spread, _ = place.extent(law)
            if self.shape(v) == "interval":
                return mpf(tenths + 17) / 34 * high
            middle = low if self.shape(v) == "line" else mpf(8) / 5 * spread
            return mpf(int((middle + spread * tenths / 10) * 100)) / 100
        points = [x for x, chance in place.pairs(law) if chance]
        (j,) = self.draw(what, [(0, len(points) - 1)])
        return points[j]

    # --- words

    def setting(self):
        """Return all numbers of the world, as data; see :mod:`.words`."""
        return setting(self, Place(self))

    def describe(self):
        """Return the world in words: all that one needs to do the sums by hand."""
        state = self.size, len(self.parameters), len(self.components)
        if state not in self._words:
            with mp.workdps(DIGITS):
                self._words[state] = text(self.setting())
        return self._words[state]


@lru_cache(maxsize=4)
def _read(claims):
    """Whether claims hold sample means; or anything of a sample; their lettered variables."""
    means = any(e.has(SampleMean) for e in claims)
    return means, means or any(N in e.free_symbols for e in claims), lettered(claims)


def lettered(expressions):
    """Return the variables that number the components of a vector."""
    components = set().union(*(e.atoms(Component) for e in expressions))
    found = set().union(*(c.place.free_symbols for c in components))
    return {variable(s.name.removeprefix("·")) for s in found if not s.is_integer}
