r"""The numbers of a concrete world: parameters, functions and the weights of arbitrary laws.

Main definitions
----------------
Numbers
    Exact values, drawn from a seed; the first seed gives values to check by hand.
number, quotient
    An exact rational as a number of the current precision.

Implementation notes
--------------------
No two parameters are equal, and no two arbitrary laws have the same probabilities, in any
order: a claim that confuses two of them must not hold by chance.
"""

from fractions import Fraction
from functools import lru_cache
from random import Random

from mpmath import mp, mpf

from klutils.symbolic.language.laws import Density
from klutils.symbolic.language.named_laws import Finite
from klutils.symbolic.language.samples import N

__all__ = ["POINTS", "Numbers", "family", "number", "quotient"]

POINTS = 3
FIRST_LAWS = ((2, 5, 3), (2, 1, 1), (1, 3, 6), (3, 1, 2), (1, 1, 4), (4, 3, 1))
FIRST_PARAMETERS = {True: ("3/2", "5/2", "3", "5/4"), False: ("1/2", "-1", "4/3", "-1/3")}


class Numbers:
    """Values for the parameters, functions and arbitrary laws of a world.

    Parameters
    ----------
    seed : int
        Fixes every number.
    laws : list of Law
        The laws of one variable each that occur.
    symbols : iterable of Symbol
        The parameters that occur.
    size : int
        The sample size N.
    """

    def __init__(self, seed, laws, symbols, size):
        self.seed, self.laws, self.size = seed, laws, size
        self.variables = {v for law in laws for v in law.variables}
        self._drawn, self.functions, self.parameters = {}, {}, {N: size}
        self._listed = [p for law in laws if isinstance(law, Finite) for p in law.probabilities]
        listed_symbols = set().union(*(p.free_symbols for p in self._listed))
        self._chances = sorted((s for s in listed_symbols if s.is_positive), key=str)
        self._draw_chances()
        free = set(symbols) - self.variables - set(self.parameters)
        for positive, simple in FIRST_PARAMETERS.items():
            mine = sorted((s for s in free if bool(s.is_positive) is positive), key=str)
            if seed == 1:
                self.parameters |= zip(mine, map(Fraction, simple), strict=False)
            for symbol in mine:
                self.parameter(symbol)
        self._weights = {}
        for law in laws:
            if isinstance(law, Density):
                self.weights(law, POINTS)

    def draw(self, what, ranges):
        """Return exact whole numbers within the ranges, the same for the same ``what``."""
        if what not in self._drawn:
            chance = Random(":".join(map(str, (self.seed, *what))))
            self._drawn[what] = [chance.randint(low, high) for low, high in ranges]
        return self._drawn[what]

    def _draw_chances(self):
        """Choose the parameters of listed probabilities so that all of these are positive."""
        for attempt in range(400):
            whole = 10 if attempt < 200 else 40
            drawn = self.draw(("chances", attempt), [(1, whole - 1)] * len(self._chances))
            self.parameters |= {
                s: Fraction(d, whole) for s, d in zip(self._chances, drawn, strict=True)
            }
            if len(set(drawn)) == len(drawn) and self.are_probabilities():
                return
        raise ValueError(f"no values found that make all of {self._listed} probabilities")

    def are_probabilities(self):
        """Return whether the listed probabilities are positive where they are numbers."""
        known = {s: self.parameters[s] for s in self._chances}
        values = [p.subs(known) for p in self._listed if p.free_symbols]
        return all(not v.is_number or v > 0 for v in values)

    def parameter(self, symbol):
        """Return the value of a parameter: scales in [1/2, 2], the rest in [-1, 1]."""
        scale = [(5, 20) if symbol.is_positive else (-10, 10)]
        attempt = 0
        while symbol not in self.parameters:
            (tenths,) = self.draw(("parameter", symbol.name, attempt), scale)
            crowded = attempt < 100 and Fraction(tenths, 10) in self.parameters.values()
            if tenths and not crowded:
                self.parameters[symbol] = Fraction(tenths, 10)
            attempt += 1
        return self.parameters[symbol]

    def search(self, symbol, steps):
        """Return so many admissible values of a parameter, in order."""
        if symbol in self._chances:
            return [self.parameters[symbol] * Fraction(k, steps) for k in range(1, steps + 1)]
        if symbol.is_positive:
            return [Fraction(1, 4) + Fraction(3 * k, steps - 1) for k in range(steps)]
        return [Fraction(4 * k, steps - 1) - 2 for k in range(steps)]

    def function(self, name, positive, value):
        """Return the value at ``value`` of an arbitrary function, a quadratic of its own."""
        self.functions[name] = positive
        a, b, c = self.draw(("function", name), [(2, 9)] * 3)
        if positive:
            return mpf(a) / 4 + b * (value - mpf(c) / 4) ** 2
        return a * value * (value - mpf(2 * c + 1) / 8)

    def weights(self, law, count):
        """Return whole numbers in the ratio of an arbitrary law's probabilities."""
        key = *family(law), count
        attempt = 0
        while key not in self._weights:
            place = len(self._weights) + attempt
            if self.seed == 1 and count == POINTS and place < len(FIRST_LAWS):
                drawn = list(FIRST_LAWS[place])
            else:
                drawn = self.draw(("weights", *key, attempt), [(1, 9)] * count)
            shapes = {_shape(w) for w in self._weights.values()}
            if _shape(drawn) not in shapes and len(set(drawn)) > 1:
                self._weights[key] = drawn
            attempt += 1
        return self._weights[key]

    def place(self, law):
        """Return the position of an arbitrary law among those of the world."""
        self.weights(law, POINTS)
        return list(self._weights).index((*family(law), POINTS))


def family(law):
    """Return what the numbers of an arbitrary law depend on: not what it is given."""
    return law.name, law.variables[0].name, len(law.given)


def number(value):
    """Return an exact rational as a number of the current precision."""
    if isinstance(value, Fraction):
        return quotient(value.numerator, value.denominator, mp.prec)
    return mpf(value)


@lru_cache(maxsize=4096)
def quotient(above, below, _precision):
    """Return a quotient of whole numbers, once for each precision."""
    return mpf(above) / below


def _shape(weights):
    """The probabilities, whatever their order."""
    return tuple(sorted(Fraction(w, sum(weights)) for w in weights))
