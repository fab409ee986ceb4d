"""A place in a world: where the symbols are, and what an expression is worth there.

Main definitions
----------------
Place
    A world, a rule of summation, and points for the symbols that are bound.
"""

from fractions import Fraction
from functools import lru_cache
from math import prod

from mpmath import fsum, inf, mp, mpf
from sympy.core.function import AppliedUndef

from klutils.symbolic.language.laws import DensityAt, Joint
from klutils.symbolic.language.letters import Component, Vector
from klutils.symbolic.language.samples import SampleMean
from klutils.symbolic.notation.plain import plain

from .functionals import bare_laws
from .functions import FUNCTIONS, KINKED
from .grids import grid, own_and_other_edges
from .made_laws import MADE
from .rows import mark, seen, symbols_read
from .spaces import Rule
from .table import meaning_of, row_of
from .values import COMPONENTS, keyed, number, quotient
from .vectors import VECTORS, Entries

__all__ = ["Place"]

LIMIT = 400_000  # points of one evaluation by one rule
UNKEPT = (DensityAt, Component)  # kept elsewhere, or quicker to find than to keep


class Place:
    """Where the symbols are: bound ones at points, samples as drawn, all else as in the world.

    Parameters
    ----------
    world : World
    rule : Rule, optional
    """

    __slots__ = ("at", "drawn", "known", "rule", "world")

    def __init__(self, world, rule=None, known=None, at=None, drawn=None):
        self.world, self.rule = world, rule or Rule()
        self.known = {} if known is None else known
        self.at, self.drawn = at or {}, drawn or {}

    def move(self, points):
        """Return the place with some symbols at other points."""
        return Place(self.world, self.rule, self.known, {**self.at, **points}, self.drawn)

    def draw(self, samples):
        """Return the place with the samples of some laws drawn."""
        return Place(self.world, self.rule, self.known, self.at, {**self.drawn, **samples})

    def remember(self, key, symbols, make):
        """Return what ``make()`` returns, made once for all places that agree on symbols."""
        whole = key, mp.prec, tuple([keyed(self.at.get(s)) for s in symbols])
        found = self.known.get(whole)
        if found is None:
            found = self.known[whole] = make()
        return found

    def tire(self, points):
        """Count points, and refuse where they become too many."""
        self.known["points"] = self.known.get("points", 0) + points
        if self.known["points"] > LIMIT:
            raise ValueError(f"could not be carried out: it takes more than {LIMIT} points")

    # --- expressions

    def value(self, expr):
        """Return what an expression is worth here."""
        if expr.is_Symbol:
            return self._symbol(expr)
        if expr.is_Rational:
            return quotient(expr.p, expr.q, mp.prec)
        if expr.is_Add:
            return fsum(map(self.value, expr.args))
        if expr.is_Mul:
            factors = [self.value(a) for a in expr.args]
            return mpf(0) if 0 in factors else prod(factors, start=mpf(1))
        if expr.is_Pow:
            base, power = map(self.value, expr.args)
            return inf if base == 0 and power < 0 else base**power
        meaning = meaning_of(expr)
        if meaning is None:
            return self._number(expr)
        if isinstance(expr, UNKEPT) or (self.drawn and _is_statistic(expr)):
            return meaning(expr, self)
        _, number, symbols = seen(expr)
        return self.remember(number, symbols, lambda: meaning(expr, self))

    def _number(self, expr):
        if type(expr) in FUNCTIONS:
            return FUNCTIONS[type(expr)](*map(self.value, expr.args))
        if isinstance(expr, AppliedUndef):
            return self.function(expr)
        if expr.is_Function or not expr.is_number:
            raise TypeError(f"{type(expr).__name__} has no row in the witness's table of functions")
        return expr.evalf(mp.dps + 5)._to_mpmath(mp.prec)

    def function(self, expr, order=0):
        """Return the value of an arbitrary function, or of its derivative, at its arguments."""
        arguments = fsum(k * self.value(a) for k, a in enumerate(expr.args, 1))
        return self.world.function(expr.func.__name__, bool(expr.is_positive), arguments, order)

    def _symbol(self, symbol):
        found = self.at.get(symbol)
        if found is not None:
            return number(found) if isinstance(found, Fraction) else found
        if symbol in self.world.variables:
            return self.world.free_point(symbol, self)
        if isinstance(symbol, Vector):
            numbers = range(1, COMPONENTS + 1)
            return Entries((k, number(self.world.component(symbol, k))) for k in numbers)
        return number(self.world.parameter(symbol))

    def count(self, expr, least=1):
        """Return an expression that must be a whole number here."""
        value = self.value(expr)
        if value != int(value) or value < least:
            raise ValueError(
                f"{plain(expr)} is {mp.nstr(value, 5)}; expected {least}, {least + 1}, …"
            )
        return int(value)

    # --- laws

    def density(self, law, point):
        """Return the density of a law of one variable at a point."""
        if law in self.world.changed:
            return self.world.changed[law](self, point)
        return self.own_density(law, point)

    def own_density(self, law, point):
        """Return the density that a law has where nothing violates a hypothesis."""
        _, number, symbols = seen(law)
        key = "density", number, keyed(point)
        return self.remember(key, symbols, lambda: row_of(law).density(law, point, self))

    def density_here(self, law):
        """Return the density of a law where this place puts its variables."""
        if type(law) is Joint:
            return self.density_here(law.args[0]) * self.density_here(law.args[1])
        (v,) = law.variables
        return self.density(law, self._symbol(v))

    def extent(self, law):
        """Return where a law on a continuum lives."""
        row = row_of(law)
        if row.extent is None:
            raise TypeError(f"{law} beside a law on a continuum is not evaluated by the witness")
        _, number, symbols = seen(law)
        return self.remember(("extent", number), symbols, lambda: row.extent(law, self))

    def draws(self, law, bodies=()):
        """Return the places that a law may lead to from here, with their probabilities.

        ``bodies`` are what is averaged: their bare densities and kinks say which points to take.
        """
        if type(law) is Joint:
            first, second = law.args
            return [
                (there, chance * more)
                for here, chance in self.draws(first, bodies)
                if chance
                for there, more in here.draws(second, bodies)
            ]
        (v,) = law.variables
        extra = frozenset(o for b in bodies for o in bare_laws(b) if o.variables == (v,)) - {law}
        pairs = self.pairs(law, extra, self._kinks(v, bodies))
        self.tire(len(pairs))
        return [(self.move({v: x}), chance) for x, chance in pairs]

    def pairs(self, law, extra=frozenset(), kinks=()):
        """Return points of a law's variable with their probabilities."""
        key = "pairs", mark(law), frozenset(map(mark, extra)), tuple(map(mark, kinks))
        symbols = self.world.read.get(key)
        if symbols is None:
            edged = self.world.edged(law.variables[0])
            read = {s for part in (law, *extra, *kinks, *edged) for s in symbols_read(part)}
            symbols = self.world.read[key] = sorted(read - set(law.variables), key=str)
        return self.remember(key, symbols, lambda: self._pairs(law, extra, kinks))

    def _pairs(self, law, extra, kinks):
        (v,), row = law.variables, row_of(law)
        if isinstance(v, Vector):
            return row.pairs(law, self)
        if not self.world.is_continuous(v):
            points, weights = self.world.points(v)
        else:
            simple = type(law) not in MADE and type(law) not in VECTORS
            if row.pairs and not extra and not kinks:
                others = simple and own_and_other_edges(law, self)[1]
                found = None if others else row.pairs(law, self)
                if found is not None:
                    return found
            points, weights = grid(v, [law, *sorted(extra, key=str)], self, kinks)
        return [(x, w * self.density(law, x)) for x, w in zip(points, weights, strict=True)]

    def grid(self, v, laws, narrow=None):
        """Return points and weights of a variable on a continuum, for some laws."""
        return grid(v, laws, self, narrow=narrow)

    # --- integrals against the base measure

    def points(self, variables, laws, bodies=(), kinks=()):
        """Return the points of some variables, as places, with weights of the base measure."""
        if not variables:
            return [(self, mpf(1))]
        first, *others = _in_order(variables, laws)
        found = []
        points, weights = self._space(first, laws, (*self._kinks(first, bodies), *kinks))
        self.tire(len(points))
        for point, weight in zip(points, weights, strict=True):
            rest = self.move({first: point}).points(others, laws, bodies, kinks)
            found += [(there, weight * more) for there, more in rest]
        return found

    def _space(self, v, laws, kinks):
        if isinstance(v, Vector):
            raise TypeError(f"an integral over the vector {v} has no row in the witness's table")
        if not self.world.is_continuous(v):
            return self.world.points(v)
        mine = [law for law in dict.fromkeys(laws) if law.variables == (v,)]
        mine = mine or self.world.laws_of(v)
        return grid(v, mine, self, kinks)

    def _kinks(self, v, bodies):
        """What has a kink where it vanishes, and moves with this variable alone from here."""
        if not bodies or not self.world.is_continuous(v):
            return ()
        found = [k for body in bodies for k in _kinked(body) if v in k.free_symbols]
        known = {v, *self.at}
        return tuple(k for k in found if k.free_symbols & self.world.variables <= known)


def _in_order(variables, laws):
    """The variables so that each comes after those that its laws depend on."""
    if len(variables) == 1:
        return variables
    needs = dict.fromkeys(variables, 0)
    for law in laws:
        for v in set(law.variables) & set(variables):
            needs[v] += len(law.free_symbols & set(variables) - {v})
    return sorted(variables, key=lambda v: (needs[v], str(v)))


@lru_cache(maxsize=1024)
def _kinked(expr):
    nodes = sorted(expr.atoms(*KINKED), key=str)
    return tuple(dict.fromkeys(k for node in nodes for k in KINKED[type(node)](node)))


@lru_cache(maxsize=1024)
def _is_statistic(expr):
    return expr.has(SampleMean)
