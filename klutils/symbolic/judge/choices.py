r"""Random rational values for what a claim leaves open but for its laws' points.

Main definitions
----------------
Choices
    Values of parameters, components of vectors, indices and functions.
family
    What the numbers of an arbitrary law depend on.
positive
    The value of a random positive rational function.

Implementation notes
--------------------
Dimensions and numbers of steps are 1, 2 and 3 over the settings, in turn. Indices lie below them;
in one setting all indices are equal, in the others they differ where there is room.
"""

from random import Random

from flint import fmpq
from sympy import default_sort_key

from klutils.symbolic.judge.arithmetic import Series, Undecided, exp
from klutils.symbolic.language.letters import Fraction01, Scales
from klutils.symbolic.language.samples import N

__all__ = ["Choices", "family", "positive"]

CHANCES_TRIED = 2000
SIZES, LETTERS = (2, 3, 1), (3, 2, 4)
# Rates on a continuum are above 5/97: exponentials of this slope have an expectation there.
GENTLE = fmpq(1, 100)


class Choices:
    """Values for the parameters and functions of a claim.

    Parameters
    ----------
    seed : int
        Fixes every number.
    scene : Scene
        What occurs in the claim.
    """

    def __init__(self, seed, scene):
        self.seed, self.scene = seed, scene
        self.size = max(self.sample_size(), scene.least_size)
        self.parameters = {N: fmpq(self.size)}
        counts = sorted(scene.counts - {N}, key=default_sort_key)
        for rank, count in enumerate(counts):
            self.parameters[count] = fmpq(self.how_many(rank))
        self.letters = self.alphabet()
        limits = [int(self.parameters[count].p) for count in scene.counts]
        self.limit = min([*limits, self.letters if scene.lettered else 3])
        self.width = max([3, self.letters if scene.lettered else 3, *limits])
        listed = [p for p in scene.listed if p.free_symbols]
        found = set().union(*(p.free_symbols for p in listed))
        self.chances, self._listed = sorted(found, key=default_sort_key), listed
        self._functions = {}

    # --- numbers, small ones; in another kind of setting others

    def sample_size(self):
        """Return N."""
        return SIZES[(self.seed - 1) % len(SIZES)]

    def how_many(self, rank):
        """Return a dimension or a number of steps."""
        return 1 + (self.seed - 1 + rank) % 3

    def alphabet(self):
        """Return the number of letters."""
        return LETTERS[(self.seed - 1) % len(LETTERS)]

    def free_value(self, symbol, chance):
        """Return a value of a parameter."""
        if symbol in self.scene.bounds:
            return _between(*self.scene.bounds[symbol], chance)
        return _parameter(symbol, chance)

    def random(self, *what):
        """Return a source of random numbers, the same for the same ``what``."""
        return Random(":".join(map(str, ("mutants", self.seed, *what))))

    def parameter(self, symbol):
        """Return the value of a parameter; no two are equal, but for indices."""
        if symbol not in self.parameters:
            if symbol.is_integer and symbol.is_positive:
                self.parameters[symbol] = self._index(symbol)
                return self.parameters[symbol]
            chance = self.random("parameter", symbol, symbol.is_positive)
            values = iter(lambda: self.free_value(symbol, chance), None)
            taken = set(self.parameters.values())
            self.parameters[symbol] = next(v for v in values if v not in taken)
        return self.parameters[symbol]

    def _index(self, symbol):
        indices = self.scene.indices
        rank = indices.index(symbol) if symbol in indices else len(indices)
        shift = 0 if self.seed % 3 == 2 else rank
        return fmpq(1 + (self.limit - 1 + shift) % self.limit)

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
        if isinstance(symbol, Fraction01) or (symbol in self.chances and symbol.is_positive):
            return [(k + shift) / (steps + 1) for k in range(steps)]
        if symbol.is_positive:
            return [fmpq(1, 20) + (k + shift) * fmpq(4, steps) for k in range(steps)]
        return [(k + shift) * fmpq(6, steps) - 3 for k in range(steps)]

    # --- functions

    def function(self, name, positive, arguments):
        """Return the value of an arbitrary function.

        Off a continuum it is a rational function of no low degree; there it is a quadratic and an
        exponential, or that alone where it is positive. It is bounded where a claim takes the
        exponential of it on a continuum.
        """
        weights, (a, b, c) = self._numbers(name, positive, len(arguments))
        value = arguments[0]
        for weight, argument in zip(weights, arguments[1:], strict=True):
            value = value + weight * argument
        if not self.scene.on_a_line:
            value = value + self._beyond(arguments, a, b)
        if positive and self.scene.on_a_line:
            return a * exp(GENTLE * (b - c) * value)
        if positive:
            return a + b * (value - c) * (value - c)
        if name in self.scene.bounded:
            return a * (value - c) / (1 + b * value * value)
        quadratic = (a * value + b) * (value - c)
        return quadratic + exp(GENTLE * b * value) if self.scene.on_a_line else quadratic

    def _beyond(self, arguments, a, b):
        """What makes a function of no degree, and more than one of a sum of its arguments."""
        first, *others = arguments
        for other in others:
            first = first * (1 + other * fmpq(3, 7))
        return b * first / (a + first * first)

    def _numbers(self, name, positive, count):
        key = name, positive, count
        if key not in self._functions:
            chance = self.random("function", *key)
            weights = [_ratio(chance, 20, 60, 31) for _ in range(count - 1)]
            self._functions[key] = weights, [_ratio(chance, 10, 60, 29) for _ in range(3)]
        return self._functions[key]

    def convex(self, name, argument, order):
        """Return an arbitrary convex function with f(1) = 0, or one of its derivatives.

        It grows as r does, so that it has an expectation wherever r has one, and is rational.
        """
        if order:
            levels = [v.level for v in _nested(argument)]
            series = Series.variable(1 + max(levels, default=0), argument, order)
            return self.convex(name, series, 0).derivative(order)
        chance = self.random("convex", name)
        a, b, c, d, tilt = (_ratio(chance, 10, 60, 29) for _ in range(5))
        away = argument - 1
        return tilt * away + a * away * away / (argument + b) + c * away * away / (argument + d)


def _nested(value):
    """Yield a series and those that it starts from."""
    while isinstance(value, Series):
        yield value
        value = value.terms[0]


def positive(numbers, given):
    """Return the value of a random positive rational function, from enough random numbers."""
    above, below = numbers[0], numbers[1]
    for k, g in enumerate(given):
        above = above + numbers[2 + 2 * k] * g
        below = below + numbers[3 + 2 * k] * g
    return above * above / (1 + below * below)


def coefficients(chance, count):
    """Return a positive number, and the random numbers that :func:`positive` asks for."""
    first = fmpq(chance.randint(5, 97), 97)
    ends = [_ratio(chance, -60, 60, 31), _ratio(chance, -60, 60, 31)] if count else []
    rates = [
        _ratio(chance, low, high, below)
        for _ in range(count)
        for low, high, below in ((10, 90, 31), (-50, 50, 43))
    ]
    return first, ends + rates


def family(law):
    """Return what the numbers of an arbitrary law depend on: not what it is given."""
    return law.name, law.variables[0].name, len(law.given)


def _ratio(chance, low, high, below):
    return fmpq(chance.randint(low, high), below)


def _between(low, high, chance):
    """A number between two bounds, of which one may be infinite."""
    part = fmpq(chance.randint(1, 96), 97)
    if low is None or high is None:
        return low + 2 * part if high is None else high - 2 * part
    return low + (high - low) * part


def _parameter(symbol, chance):
    if isinstance(symbol, Fraction01):
        return fmpq(chance.randint(1, 96), 97)
    if symbol.is_integer:
        whole = fmpq(chance.randint(1, 60))
        return -whole if symbol.is_negative else whole * chance.choice((-1, 1))
    if symbol.is_negative:
        return -_ratio(chance, 13, 80, 31)
    if symbol.is_positive or symbol.is_nonnegative or isinstance(symbol, Scales):
        return _ratio(chance, 13, 80, 31)
    return _ratio(chance, 4, 60, 31) * chance.choice((-1, 1))
