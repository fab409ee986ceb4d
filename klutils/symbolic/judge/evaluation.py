r"""The third evaluation: what an expression is worth in a setting, in balls.

Every functional has its meaning here once more, from its textbook definition, in :mod:`.laws`,
:mod:`.functionals` and :mod:`.operations`. No code is shared with the algebra or with the witness,
and none of theirs is called.

Main definitions
----------------
Evaluation
    Values of expressions in one setting.

Implementation notes
--------------------
``at`` maps symbols to their points, ``drawn`` laws to samples. Derivatives come from truncated
power series, so no step size enters. A component of a vector is a key of its own in ``at``; the
vector itself then maps to something that is another object for other components.
"""

from flint import fmpq
from sympy import default_sort_key
from sympy.core.function import AppliedUndef

from klutils.symbolic.judge.arithmetic import Undecided, is_zero
from klutils.symbolic.judge.comparison import ESTIMATED, RADIUS
from klutils.symbolic.judge.functionals import FUNCTIONALS
from klutils.symbolic.judge.integration import Integrator, Slot
from klutils.symbolic.judge.laws import density
from klutils.symbolic.judge.operations import OPERATIONS
from klutils.symbolic.judge.special import whole
from klutils.symbolic.language.functionals import Functional
from klutils.symbolic.language.laws import Joint, Law
from klutils.symbolic.language.letters import Component, Fraction01, Vector
from klutils.symbolic.language.samples import SampleMean
from klutils.symbolic.notation.plain import plain

__all__ = ["Evaluation"]

FAR = 7, 10, 15, 25, 50, 100


class Evaluation(Integrator):
    """Evaluates in one setting."""

    def __init__(self, setting):
        super().__init__(setting)
        self._known, self._numbers, self._symbols, self.samples = {}, {}, {}, {}
        setting.draw_chances(self.value)

    @property
    def radius(self):
        """How wide the balls of a value may be, relative to its size."""
        return ESTIMATED if self.estimated else RADIUS

    def value(self, expr, at=None, drawn=None):
        """Return the value of an expression: a rational, a ball, or a series."""
        at, drawn = at or {}, drawn or {}
        if expr.is_Symbol:
            return self.symbol(expr, at)
        if expr.is_Rational:
            if expr not in self._numbers:
                self._numbers[expr] = fmpq(int(expr.p), int(expr.q))
            return self._numbers[expr]
        if isinstance(expr, Component):
            return self.symbol(self.component(expr, at), at)
        method = FUNCTIONALS.get(type(expr))
        if method is not None and isinstance(expr, Functional):
            return self.recall(expr, method, at, drawn)
        method = method or OPERATIONS.get(type(expr))
        if method is not None:
            return method(self, expr, at, drawn)
        if isinstance(expr, AppliedUndef):
            arguments = tuple(self.value(a, at, drawn) for a in expr.args)
            name = type(expr).__name__
            return self.setting.function(name, bool(expr.is_positive), arguments)
        raise Undecided(f"no meaning for {type(expr).__name__} in {plain(expr)}")

    # --- what is known already

    def recall(self, expr, method, at, drawn):
        """Evaluate, or recall the value that it had with the same objects at its symbols."""
        if expr not in self._symbols:
            laws = set().union(*(a.free_symbols for a in expr.atoms(Law)))
            symbols = self._sorted(expr.free_symbols | laws)
            self._symbols[expr] = symbols, expr.has(SampleMean)
        symbols, random = self._symbols[expr]
        return self._once(
            expr, symbols, at, lambda here: method(self, expr, here, drawn), drawn if random else {}
        )

    def once(self, key, symbols, at, function):
        """Return function(at), or recall what it was with the same objects at some symbols."""
        if key not in self._symbols:
            self._symbols[key] = self._sorted(symbols)
        return self._once(key, self._symbols[key], at, function, {})

    def _sorted(self, symbols):
        return sorted(symbols | self.setting.line_symbols, key=default_sort_key)

    def _once(self, key, symbols, at, function, drawn):
        points = [at.get(s) for s in symbols]
        known = key, tuple(map(id, points)), id(drawn) if drawn else None
        if known not in self._known:
            # The points are kept, so that no other object can take their identity. What the value
            # does not depend on is left out, so that an outer letter does not stand in its way.
            here = {s: v for s, v in at.items() if getattr(s, "whole", s) in symbols}
            self._known[known] = function(here), points, drawn
        return self._known[known][0]

    # --- letters

    def symbol(self, symbol, at):
        """Return the value of a symbol, or of a component with a number."""
        if symbol in at:
            return at[symbol]
        if getattr(symbol, "whole", symbol) in self.setting.variables:
            return self.setting.free_point(symbol, self.value)
        if isinstance(symbol, Vector):
            raise Undecided(f"{plain(symbol)} is a vector and no number")
        return self.setting.parameter(symbol)

    def component(self, expr, at):
        """Return a component with the number of its place."""
        place = whole(self.value(expr.place, at), f"the place of {plain(expr)}")
        return Component(expr.whole, place)

    def components(self, vector, at):
        """Return the values of all components of a parameter."""
        places = range(1, self.setting.width + 1)
        return [self.symbol(Component(vector, k), at) for k in places]

    def slots(self, vector):
        """Return the components of a vector of variables, and the letter whose points they take."""
        base, first, count = self.setting.scene.vectors[vector]
        last = whole(self.value(count), "a number of components")
        return [Slot(Component(vector, k), base) for k in range(first, last + 1)]

    def places(self, vector):
        """Return the numbers of the components of a vector of variables."""
        return [fmpq(int(slot.key.place)) for slot in self.slots(vector)]

    # --- densities and averages

    def point(self, v, at):
        """Return the point of a variable; of a vector, that of each component."""
        if v in self.setting.scene.vectors:
            return tuple(self.symbol(slot.key, at) for slot in self.slots(v))
        return self.symbol(v, at)

    def density(self, law, at):
        """Return the density of a law where ``at`` puts its variables."""
        points = tuple(self.point(v, at) for v in law.variables)
        return density(self, law, points if isinstance(law, Joint) else points[0], at)

    def average(self, law, at, function, key):
        """Integrate function(points) under a law, leaving out what has probability 0."""

        def weighted(here):
            chance = self.density(law, here)
            return chance if is_zero(chance) else chance * function(here)

        return self.integral(law.variables, at, weighted, key)

    # --- where a parameter is searched

    def admissible(self, symbol, steps):
        """Return values of a parameter at which all listed probabilities are positive."""
        values = self.setting.search(symbol, steps)
        if symbol not in self.setting.chances:
            return values
        return [v for v in values if self.setting.are_probabilities(self.value, {symbol: v})]

    def far(self, symbol, farther=()):
        """Return values of a parameter far from all usual ones."""
        if symbol in self.setting.chances or symbol in self.setting.scene.bounds:
            return []
        far = [fmpq(large) for large in (*FAR, *farther)]
        if isinstance(symbol, Fraction01):
            return [part for large in far for part in (1 / large, 1 - 1 / large)]
        if symbol.is_positive:
            return [*(1 / large for large in far), *far]
        return [*(-large for large in far), *far]

    def range_of(self, symbol):
        """Return a dense grid of the values that a symbol can take."""
        chance = self.setting.random("range", symbol.name)
        if isinstance(symbol, Fraction01):
            return [fmpq(16 * k + chance.randint(1, 15), 16 * 81) for k in range(81)]
        steps = [fmpq(16 * k + chance.randint(0, 15), 256) for k in range(81)]
        far = [fmpq(1, 10**6), fmpq(1, 1000), fmpq(1), fmpq(40), fmpq(1000)]
        grid = [step for step in steps if step > 0] + far
        return grid if symbol.is_positive else grid + [-step for step in grid] + [fmpq(0)]
