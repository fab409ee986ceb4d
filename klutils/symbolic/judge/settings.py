r"""Settings of the third evaluation: random rational numbers for all that a claim leaves open.

Main definitions
----------------
Setting
    Values of parameters and functions, and the points and densities of every variable.
settings_for
    So many settings for the laws of a claim.

Implementation notes
--------------------
A variable of arbitrary laws has four points. Their weights under the base measure are 1 in the
first setting, small in the second, where densities exceed 1 and entropies fall below 0, and mixed
in the third. A conditional density is a rational function of what it is given. A variable with a
normal, uniform or exponential law has a continuum instead, see :mod:`.continuum`.
"""

from itertools import chain
from random import Random

from flint import fmpq
from sympy import default_sort_key

from klutils.symbolic.judge.arithmetic import ONE, ZERO, Undecided, exp
from klutils.symbolic.judge.continuum import Line, Piece
from klutils.symbolic.language.laws import Law, Pushforward
from klutils.symbolic.language.named_laws import (
    Exponential,
    ExponentialFamily,
    Finite,
    Normal,
    Uniform,
)
from klutils.symbolic.language.samples import N

__all__ = ["Setting", "settings_for"]

POINTS = 4
NAMED = (Normal, Uniform, Exponential)
# Weights of the base measure, in 60ths: counting, narrow, mixed.
WEIGHTS = ((60, 60), (2, 9), (10, 200))
CHANCES_TRIED = 2000


class Setting:
    """Values for the parameters, functions and arbitrary laws of a claim.

    Parameters
    ----------
    seed : int
        Fixes every number.
    laws : set of Law
        The laws of one variable each that occur.
    """

    def __init__(self, seed, laws):
        self.seed = seed
        self.size = 3 if seed % 3 == 2 else 2
        self.laws = sorted(laws, key=default_sort_key)
        self.variables = {v for law in self.laws for v in law.variables}
        self.chances, self._listed = self._listed_symbols()
        self.parameters = {N: fmpq(self.size)}
        self._spaces, self._tables, self._points = {}, {}, {}
        self.lines = {
            v: Line(v, self._laws_of(v), self._numbers, self.random("line", v.name))
            for v in self.variables
            if any(isinstance(law, NAMED) for law in self._laws_of(v))
        }
        on_lines = [law for v in self.lines for law in self._laws_of(v)]
        self.line_symbols = set().union(*(law.free_symbols for law in on_lines))

    def random(self, *what):
        """Return a source of random numbers, the same for the same ``what``."""
        return Random(":".join(map(str, ("mutants", self.seed, *what))))

    # --- parameters and functions

    def _listed_symbols(self):
        """The parameters of listed probabilities, and these probabilities."""
        listed = [p for law in self.laws if isinstance(law, Finite) for p in law.probabilities]
        listed = [p for p in listed if p.free_symbols]
        found = set().union(*(p.free_symbols for p in listed))
        return sorted(found, key=default_sort_key), listed

    def parameter(self, symbol):
        """Return the value of a parameter; no two are equal."""
        if symbol not in self.parameters:
            chance = self.random("parameter", symbol.name, symbol.is_positive)
            values = iter(lambda: _parameter(symbol, chance), None)
            taken = set(self.parameters.values())
            self.parameters[symbol] = next(v for v in values if v not in taken)
        return self.parameters[symbol]

    def draw_chances(self, evaluate):
        """Choose the parameters of listed probabilities so that all of these are positive."""
        if not self.chances:
            return
        chance = self.random("chances")
        for attempt in range(CHANCES_TRIED):
            for s in self.chances:
                free = not s.is_positive and attempt < CHANCES_TRIED // 2
                self.parameters[s] = (
                    _parameter(s, chance) if free else fmpq(chance.randint(1, 96), 97)
                )
            if len({self.parameters[s] for s in self.chances}) == len(self.chances) and (
                self.are_probabilities(evaluate, {})
            ):
                return
        raise Undecided(f"no values make all of {self._listed} probabilities")

    def are_probabilities(self, evaluate, at):
        """Return whether the listed probabilities are positive."""
        return all(evaluate(p, at) > 0 for p in self._listed)

    def search(self, symbol, steps):
        """Return values of a parameter to search for the least value of something."""
        shift = fmpq(self.random("search").randint(1, 29), 30)
        if symbol in self.chances and symbol.is_positive:
            return [(k + shift) / (steps + 1) for k in range(steps)]
        if symbol.is_positive:
            return [fmpq(1, 20) + (k + shift) * fmpq(4, steps) for k in range(steps)]
        return [(k + shift) * fmpq(6, steps) - 3 for k in range(steps)]

    def function(self, name, positive, arguments):
        """Return the value of an arbitrary function: a quadratic, or an exponential."""
        chance = self.random("function", name, positive, len(arguments))
        value = sum((_ratio(chance, 20, 60, 31) * v for v in arguments[1:]), arguments[0])
        a, b, c = (_ratio(chance, 10, 60, 29) for _ in range(3))
        if positive and self.lines:
            return a * exp((b - c) * value)
        if positive:
            return a + b * (value - c) * (value - c)
        return (a * value + b) * (value - c)

    # --- points and densities of variables

    def _laws_of(self, variable):
        return [law for law in self.laws if law.variables == (variable,)]

    def pieces(self, variable, evaluate, fixed, draw=0):
        """Return the points of a variable with their weights, or the pieces of its line."""
        if variable in self.lines:
            return self.lines[variable].pieces(evaluate, fixed, draw)
        return self.space(variable)

    def space(self, variable):
        """Return the points of a variable without a continuum, with their weights."""
        if variable not in self._spaces:
            space = [Piece(None, *pair) for pair in self._space(variable)]
            self._spaces[variable] = space
            self._points[variable] = {piece.point: k for k, piece in enumerate(space)}
        return self._spaces[variable]

    def _space(self, variable):
        laws = self._laws_of(variable)
        listed = [len(law.probabilities) for law in laws if isinstance(law, Finite)]
        if listed:
            return [(fmpq(k), ONE) for k in range(max(listed))]
        for law in laws:
            if isinstance(law, Pushforward):
                return self._image(law)
        chance = self.random("space", variable.name)
        low, high = WEIGHTS[(self.seed - 1) % 3]
        points = [fmpq(60 * k - 90 + chance.randint(-20, 20), 47) for k in range(POINTS)]
        return [(point, fmpq(chance.randint(low, high), 60)) for point in points]

    def _image(self, law):
        """The image of a space under T: its weights are stretched by |T′|."""
        found = [
            (self.function("T", False, (x,)), weight * self.function("|T'|", True, (x,)))
            for _, x, weight in self.space(law.source.variables[0])
        ]
        if len({y for y, _ in found}) < len(found):
            raise Undecided("T maps two points to one")
        return found

    def any_point(self, variable, chance, evaluate):
        """Return a point of a variable where no listed law vanishes."""
        if variable in self.lines:
            return self.lines[variable].any_point(chance, evaluate)
        listed = [law for law in self._laws_of(variable) if isinstance(law, Finite)]
        possible = [
            point
            for k, (_, point, _) in enumerate(self.space(variable))
            if all(k < len(a.probabilities) and a.probabilities[k] != 0 for a in listed)
        ]
        if not possible:
            raise Undecided(f"no point of {variable} has a probability under all laws")
        return chance.choice(possible)

    def free_point(self, variable, evaluate):
        """Return a fixed point of a variable that nothing integrates over."""
        if variable not in self.parameters:
            self.parameters[variable] = self.any_point(
                variable, self.random("free", variable.name), evaluate
            )
        return self.parameters[variable]

    def ordered(self, variables):
        """Return variables so that each comes after those that its laws are given."""
        given = {v: {s for law in self._laws_of(v) for s in law.free_symbols} for v in variables}
        return sorted(variables, key=lambda v: (len(given[v] & set(variables)), v.name))

    def density(self, law, point, given, evaluate):
        """Return the density of a law at a point of its variable.

        Parameters
        ----------
        law : Law
            Of one variable.
        point : number
        given : tuple of numbers
            What the law is given; of a named law, its parameters.
        evaluate : function
            From an expression to its value, for the ends of intervals.
        """
        (variable,) = law.variables
        if variable in self.lines:
            return self.lines[variable].density(law, point, given, evaluate)
        self.space(variable)
        k = self._points[variable].get(point) if isinstance(point, fmpq) else None
        if k is None:
            raise Undecided(f"the density of {law} at a point that is none of {variable}'s")
        if isinstance(law, Finite):
            return given[k] if k < len(given) else ZERO
        if isinstance(law, Pushforward):
            x = self.space(law.source.variables[0])[k].point
            return self.density(law.source, x, given, evaluate) / self.function("|T'|", True, (x,))
        return self._table(law, variable, given)[k]

    def _table(self, law, variable, given):
        """The densities of an arbitrary law at all points."""
        key = law, tuple(map(id, given))
        if key not in self._tables:
            space = self.space(variable)
            values = [self._value(law, k, piece.point, given) for k, piece in enumerate(space)]
            total = sum((a.stretch * v for a, v in zip(space, values, strict=True)), ZERO)
            self._tables[key] = [v / total for v in values], given
        return self._tables[key][0]

    def _numbers(self, law, given):
        """Three positive numbers of an arbitrary law on a continuum."""
        return [self._value(law, f"number {k}", None, given) for k in range(3)]

    def _value(self, law, k, x, given):
        if isinstance(law, ExponentialFamily):
            base = self.function("h", True, (x,))
            return base * exp(given[0] * self.function("T", False, (x,)))
        chance = self.random("law", *family(law), k)
        a = fmpq(chance.randint(5, 97), 97)
        if not given:
            return a
        return a + positive(chance, given)


def positive(chance, given):
    """Return the value of a random positive rational function."""
    above, below = _ratio(chance, -60, 60, 31), _ratio(chance, -60, 60, 31)
    for g in given:
        above = above + _ratio(chance, 10, 90, 31) * g
        below = below + _ratio(chance, -50, 50, 43) * g
    return above * above / (1 + below * below)


def family(law):
    """Return what the numbers of an arbitrary law depend on: not what it is given."""
    return law.name, law.variables[0].name, len(law.given)


def _ratio(chance, low, high, below):
    return fmpq(chance.randint(low, high), below)


def _parameter(symbol, chance):
    if symbol.is_integer:
        return fmpq(chance.randint(2, 9))
    if symbol.is_positive or symbol.is_nonnegative:
        return _ratio(chance, 13, 80, 31)
    return _ratio(chance, 4, 60, 31) * chance.choice((-1, 1))


def settings_for(expressions, number):
    """Return so many settings for the laws of some expressions."""
    laws = set().union(*(e.atoms(Law) for e in expressions))
    laws |= {law.source for law in laws if isinstance(law, Pushforward)}
    parts = set(chain.from_iterable(law.parts for law in laws))
    return [Setting(seed, parts) for seed in range(1, number + 1)]
