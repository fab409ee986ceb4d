r"""The numbers of a concrete world: parameters, functions and the weights of arbitrary laws.

Main definitions
----------------
Numbers
    Exact values, drawn from a seed; the first seed gives values to check by hand.
number, quotient
    An exact rational as a number of the current precision.
keyed
    What stands for a point in the key of a table.

Implementation notes
--------------------
No two parameters are equal, and no two arbitrary laws have the same probabilities, in any
order: a claim that confuses two of them must not hold by chance.
"""

from fractions import Fraction
from functools import lru_cache
from random import Random

from mpmath import cos, factorial, ln, mp, mpf, sin
from sympy import Rational

from klutils.symbolic.language.laws import Density
from klutils.symbolic.language.letters import Fraction01, Scales, Vector
from klutils.symbolic.language.made_laws import Mixture
from klutils.symbolic.language.named_laws import Finite
from klutils.symbolic.language.samples import N

__all__ = ["POINTS", "Numbers", "family", "keyed", "number", "quotient"]

POINTS = 3
COMPONENTS = 3  # of a vector that stands for all of its components
FIRST_LAWS = ((2, 5, 3), (2, 1, 1), (1, 3, 6), (3, 1, 2), (1, 1, 4), (4, 3, 1))
FIRST_PARAMETERS = {
    "scale": ("3/2", "5/2", "3", "5/4"),
    "share": ("1/4", "2/3"),
    "negative": ("-3/2", "-1/2"),
    "whole": ("2", "-1", "-3"),
    "real": ("1/2", "-1", "4/3", "-1/3"),
}
EXAMPLES = {"scale": ("1/2", "2"), "share": ("1/4", "2/3"), "real": ("-1/3", "1/2")}
EXAMPLES |= {"negative": ("-1/2", "-2"), "whole": ("-2", "3"), "count": ("1", "2")}
RANGES = {"scale": (5, 20), "share": (1, 9), "real": (1, 10)}  # tenths
RANGES |= {"negative": (5, 20), "whole": (1, 7)}


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
    counts : iterable of Symbol
        Those of the symbols that say how many: a dimension, a number of steps.
    """

    wavy = False  # whether arbitrary functions are more than polynomials

    def __init__(self, seed, laws, symbols, size, counts=()):
        self.seed, self.laws, self.size = seed, laws, size
        self.variables = {v for law in laws for v in law.variables}
        self._drawn, self.functions, self.parameters, self.components = {}, {}, {N: size}, {}
        self._listed = [p for law in laws if isinstance(law, Finite) for p in law.probabilities]
        self._listed += [w for law in laws if isinstance(law, Mixture) for _, w in law.pairs]
        self._count(symbols, counts)
        listed_symbols = set().union(*(p.free_symbols for p in self._listed))
        self._chances = sorted((s for s in listed_symbols if s.is_positive), key=str)
        self._draw_chances()
        free = set(symbols) - self.variables - set(self.parameters)
        free = {s for s in free if not isinstance(s, Vector)}
        for symbol in sorted(free | set(self.parameters), key=str):
            _check_declared(symbol)
        for kind, simple in FIRST_PARAMETERS.items():
            mine = sorted((s for s in free if _kind(s) == kind), key=str)
            if seed == 1:
                self.parameters |= zip(mine, map(Fraction, simple), strict=False)
            for place, symbol in enumerate(mine):
                self.parameter(symbol, place)
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

    def _count(self, symbols, counts):
        """Give every letter for a whole number 1, 2 or 3, so that worlds differ in them.

        Two indices are equal in some worlds and differ in others.
        """
        whole = sorted((s for s in symbols if s.is_integer and s.is_positive and s != N), key=str)
        known = {s: 1 + (place + self.seed) % 3 for place, s in enumerate(sorted(counts, key=str))}
        most = min(known.values(), default=COMPONENTS)
        for place, symbol in enumerate(s for s in whole if s not in known):
            known[symbol] = 1 + (self.seed + place * (self.seed % 2)) % most
        self.parameters |= known

    def parameter(self, symbol, place=None):
        """Return the value of a parameter: a scale in [1/2, 2], a share in (0, 1), else in [-1, 1].

        A whole number of any sign lies in [-7, 7]. What may have either sign has both, in
        different worlds.
        """
        kind, attempt = _kind(symbol), 0
        while symbol not in self.parameters:
            what = ("parameter", symbol.name, attempt)
            tenths, sign = self.draw(what, [RANGES[kind], (0, 1)])
            sign = sign if place is None else (place + self.seed) % 2
            turned = kind == "negative" or (kind in ("real", "whole") and sign)
            value = Fraction(-tenths if turned else tenths, 1 if kind == "whole" else 10)
            crowded = attempt < 100 and value in self.parameters.values()
            if not crowded:
                self.parameters[symbol] = value
            attempt += 1
        return self.parameters[symbol]

    def component(self, whole, place):
        """Return the value of one component of a vector; no two components are equal."""
        attempt, positive = 0, isinstance(whole, Scales)
        while (whole, place) not in self.components:
            what = ("component", whole.name, place, attempt)
            (tenths,) = self.draw(what, [(5, 20) if positive else (-12, 12)])
            taken = {*self.components.values(), *self.parameters.values()}
            if tenths and (Fraction(tenths, 10) not in taken or attempt > 100):
                self.components[whole, place] = Fraction(tenths, 10)
            attempt += 1
        return self.components[whole, place]

    def search(self, symbol, steps):
        """Return so many admissible values of a parameter, in order."""
        if symbol in self._chances:
            return [self.parameters[symbol] * Fraction(k, steps) for k in range(1, steps + 1)]
        if isinstance(symbol, Fraction01):
            return [Fraction(k, steps + 1) for k in range(1, steps + 1)]
        if _kind(symbol) == "whole":
            return [Fraction(k - steps // 2) for k in range(steps)]
        if symbol.is_negative:
            return [-Fraction(1, 4) - Fraction(3 * k, steps - 1) for k in range(steps)]
        if symbol.is_positive:
            return [Fraction(1, 4) + Fraction(3 * k, steps - 1) for k in range(steps)]
        return [Fraction(4 * k, steps - 1) - 2 for k in range(steps)]

    def function(self, name, positive, value, order=0):
        """Return the value at ``value`` of an arbitrary function of its own, or of a derivative.

        At few points it is a quadratic. On a continuum, where not every function is one, it is
        a line and a wave: its exponential is integrable wherever that of a slow line is.
        """
        self.functions[name] = positive
        a, b, c = self.draw(("function", name), [(2, 9)] * 3)
        if self.wavy:
            if positive:  # a + 4 + (1 + cos(x + c)) (b + 1) / 4
                wave = mpf(b + 1) / 4 * _wave(value + c, order)
                return wave + (a + 4 + mpf(b + 1) / 4 if order == 0 else 0)
            slope = (-mpf(a) / 40 * value, -mpf(a) / 40)[order] if order < 2 else 0
            return slope + mpf(b) / 4 * _wave(value + c, order)
        if positive:
            shifted = value - mpf(c) / 4
            return (mpf(a) / 4 + b * shifted**2, 2 * b * shifted, mpf(2 * b), mpf(0))[min(order, 3)]
        middle = mpf(2 * c + 1) / 8
        return (a * value * (value - middle), a * (2 * value - middle), mpf(2 * a), mpf(0))[
            min(order, 3)
        ]

    def convex(self, name, r, order):
        """Return the value of a convex function with f(1) = 0, or of one of its derivatives."""
        a, b, c = (mpf(k) / 4 for k in self.draw(("convex", name), [(1, 8)] * 3))
        if order == 0:
            logarithm = r * ln(r) if r else mpf(0)
            return a * (r - 1) ** 2 + b * (logarithm - r + 1) + c * (r - 1)
        if order == 1:
            return 2 * a * (r - 1) + b * ln(r) + c
        curved = b * (-1) ** order * factorial(order - 2) / r ** (order - 1)
        return curved + (2 * a if order == 2 else 0)

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


def _wave(value, order):
    """The cosine or one of its derivatives."""
    sign = 1 if order % 4 in (0, 3) else -1
    return sign * (sin(value) if order % 2 else cos(value))


def _kind(symbol):
    """Whether a parameter is a scale, a share of one, a whole number, or any real number."""
    if isinstance(symbol, Fraction01):
        return "share"
    if symbol.is_negative or (symbol.is_integer and not symbol.is_positive):
        return "negative" if symbol.is_negative else "whole"
    return "scale" if symbol.is_positive else "real"


def _check_declared(symbol):
    """Refuse a letter of which more is declared than holds of the numbers of its kind."""
    counts = symbol.is_integer and symbol.is_positive
    for example in map(Rational, EXAMPLES["count" if counts else _kind(symbol)]):
        for name, wanted in symbol._assumptions_orig.items():
            if wanted is not None and getattr(example, f"is_{name}") is not wanted:
                raise ValueError(
                    f"{symbol} is declared {'' if wanted else 'not '}{name}, and the witness has "
                    "no such numbers; expected a letter from parameter(…) or index(…)"
                )


def family(law):
    """Return what the numbers of an arbitrary law depend on: not what it is given."""
    return law.name, law.variables[0].name, len(law.given)


def keyed(point):
    """Return what stands for a point in the key of a table: of a number, its digits.

    The hash of an mpmath number is worked out anew at every use, in Python; that of a tuple is not.
    """
    return point._mpf_ if type(point) is mpf else point


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
