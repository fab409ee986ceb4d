r"""Concrete worlds: numbers for everything that a claim leaves arbitrary.

A world gives each variable a base measure with finitely many points, each arbitrary density
a table of exact rational values, and each parameter and function a value. Three kinds:

``atoms``
    Counting measure: probabilities of a few points.
``cells``
    Lebesgue measure: densities that are constant on a few intervals. Integrals are exact
    sums here too, densities exceed 1, and entropies may be negative.
``line``
    Normal laws on the real line, summed on a grid. For a normal density of standard deviation
    :math:`\sigma` times a polynomial, the trapezoidal rule with step :math:`\sigma/2` errs by a
    factor :math:`2e^{-2\pi^2 \cdot 4} < 10^{-33}`, and what lies beyond 13 standard deviations
    weighs less than :math:`10^{-36}`.

Main definitions
----------------
World
    The numbers, drawn from a seed when first asked for; the same seed gives the same world.
worlds_for
    The worlds in which a claim about given expressions can be tried.
"""

from fractions import Fraction
from itertools import product
from random import Random

from mpmath import cosh, exp, mp, mpf, pi, sinh, sqrt, tanh
from sympy import default_sort_key

from .functionals import ArgMin, Functional, Int, N, SampleE
from .laws import (
    Density,
    DensityAt,
    Exponential,
    ExponentialFamily,
    Finite,
    Joint,
    Law,
    Normal,
    Pushforward,
    Uniform,
)

__all__ = ["World", "worlds_for"]

POINTS = 3
LINE_REACH = 13  # standard deviations


class World:
    """Numbers for the laws, parameters and functions of some expressions.

    Parameters
    ----------
    kind : {"atoms", "cells", "line"}
    seed : int
        Fixes every number.
    laws : iterable of Law
        The laws that occur: they decide what points a variable takes.
    size : int
        The sample size N.
    """

    def __init__(self, kind, seed, laws=(), size=2):
        self.kind, self.seed, self.size = kind, seed, size
        self.laws = sorted(laws, key=default_sort_key)
        self.parameters = {}
        self._drawn, self._spaces, self._densities = {}, {}, {}

    def _draw(self, what, ranges):
        """Return exact whole numbers within the ranges, the same for the same ``what``."""
        if what not in self._drawn:
            draw = Random(":".join(map(str, (self.seed, *what))))
            self._drawn[what] = [draw.randint(low, high) for low, high in ranges]
        return self._drawn[what]

    def parameter(self, symbol):
        """Return the value of a parameter: scales in [4/5, 8/5], the rest in [-1, 1]."""
        if symbol == N:
            self.parameters[N] = self.size
        if symbol not in self.parameters:
            scale = [(8, 16) if symbol.is_positive else (-10, 10)]
            (tenths,) = self._draw(("parameter", symbol.name), scale)
            self.parameters[symbol] = Fraction(tenths, 10)
        return self.parameters[symbol]

    def function(self, name, positive, value):
        """Return the value at ``value`` of an arbitrary function, a quadratic of its own."""
        a, b, c = self._draw(("function", name), [(2, 9)] * 3)
        centred = value - mpf(c) / 4
        return mpf(a) / 4 + b * centred**2 if positive else a * value * centred

    def space(self, variable, evaluate):
        """Return the points of a variable and their base-measure weights."""
        if variable not in self._spaces or mp.prec != self._spaces[variable][0]:
            points, weights = self._make_space(variable, evaluate)
            index = {point: k for k, point in enumerate(points)}
            self._spaces[variable] = (mp.prec, points, weights, index)
        return self._spaces[variable][1:]

    def _make_space(self, variable, evaluate):
        mine = [law for law in self.laws if law.variables == (variable,)]
        for law in mine:
            if isinstance(law, Finite):
                size = max(len(m.probabilities) for m in mine if isinstance(m, Finite))
                return [mpf(k) for k in range(size)], [mpf(1)] * size
            if isinstance(law, Pushforward):
                return self._image(law, evaluate)
            if isinstance(law, Uniform):
                return _interval(evaluate(law.width))
            if isinstance(law, Exponential):
                return _half_line(evaluate(law.rate))
        if self.kind == "line":
            return self._line([law for law in mine if isinstance(law, Normal)], evaluate)
        drawn = self._draw(("space", variable.name), [(-4, -2), (-1, 1), (2, 4)] + [(1, 8)] * POINTS)
        points = [mpf(k) / 2 for k in drawn[:POINTS]]
        cells = [mpf(k) / 10 for k in drawn[POINTS:]]
        return points, cells if self.kind == "cells" else [mpf(1)] * POINTS

    def _line(self, normals, evaluate):
        means = [evaluate(law.mean) for law in normals] + [mpf(-1), mpf(1)]
        sigmas = [evaluate(law.standard_deviation) for law in normals] or [mpf(1), mpf(2)]
        step = min(sigmas) / 2
        low, high = min(means) - LINE_REACH * max(sigmas), max(means) + LINE_REACH * max(sigmas)
        count = int((high - low) / step) + 1
        return [low + k * step for k in range(count)], [step] * count

    def _image(self, law, evaluate):
        points, weights, _ = self.space(law.source.variables[0], evaluate)
        stretch = [self.function("|T'|", True, x) for x in points]
        if self.kind != "cells":
            raise ValueError("a change of variable needs Lebesgue measure: use cells")
        image = [self.function("T", False, x) for x in points]
        return image, [w * s for w, s in zip(weights, stretch, strict=True)]

    def density(self, law, point, evaluate):
        """Return the density of a law at a point of its variable."""
        given = tuple(evaluate(g) for g in _parameters(law))
        key = law, point, given, mp.prec
        if key not in self._densities:
            self._densities[key] = self._density(law, point, given, evaluate)
        return self._densities[key]

    def _density(self, law, point, given, evaluate):
        if isinstance(law, Finite):
            return given[int(point)] if point < len(given) else mpf(0)
        if isinstance(law, Normal):
            return _normal(point, *given)
        if isinstance(law, Uniform):
            return 1 / given[0]
        if isinstance(law, Exponential):
            return given[0] * exp(-given[0] * point)
        (variable,) = law.variables
        points, weights, index = self.space(variable, evaluate)
        if isinstance(law, Pushforward):
            x = self.space(law.source.variables[0], evaluate)[0][index[point]]
            return self.density(law.source, x, evaluate) / self.function("|T'|", True, x)
        if isinstance(law, ExponentialFamily):
            kernel = [self._kernel(x, given[0]) for x in points]
            total = sum(w * k for w, k in zip(weights, kernel, strict=True))
            return kernel[index[point]] / total
        if self.kind == "line":
            mean, sigma = self._normal_of(law)
            return _normal(point, mean + sum(given) / 2, sigma)
        table = self._table(law, given)
        total = sum(w * t for w, t in zip(weights, table, strict=True))
        return table[index[point]] / total

    def _kernel(self, x, theta):
        return self.function("h", True, x) * exp(theta * self.function("T", False, x))

    def _normal_of(self, law):
        tenths = self._draw(("law", law.name, law.given), [(-10, 10), (10, 20)])
        return mpf(tenths[0]) / 10, mpf(tenths[1]) / 10

    def _table(self, law, given):
        """Positive values at the points; with conditions, quadratic in each of them."""
        ranges = [(1, 9)] + [(1, 5), (-8, 8)] * len(given)
        values = []
        for k in range(POINTS):
            base, *rest = self._draw(("law", law.name, law.variables, len(given), k), ranges)
            quadratics = zip(rest[::2], rest[1::2], given, strict=True)
            values.append(base + sum((b * (g - mpf(c) / 4) ** 2 for b, c, g in quadratics), mpf(0)))
        return values

    def sample(self, law, evaluate):
        """Return one fixed sample of ``size`` points of a law, repeats allowed."""
        points = self.points(law, evaluate)
        middle = [pt for pt in points if all(abs(c) < 3 for c in pt)] or points
        chosen = self._draw(("sample", law), [(0, len(middle) - 1)] * self.size)
        return [middle[k] for k in chosen]

    def points(self, law, evaluate):
        """Return the points of a law, one tuple of coordinates each."""
        return list(product(*(self.space(v, evaluate)[0] for v in law.variables)))

    def describe(self, evaluate):
        """Return the world in words: each arbitrary law's values and each parameter."""
        lines = []
        for law in self.laws:
            if isinstance(law, Density) and law.given and set(law.given) & _variables(self.laws):
                continue
            if isinstance(law, Density) and self.kind == "line":
                mean, sigma = self._normal_of(law)
                lines.append(f"{law.name} = N({mp.nstr(mean, 3)}, {mp.nstr(sigma, 3)}²)")
            elif isinstance(law, (Density, Finite)):
                points, weights, _ = self.space(law.variables[0], evaluate)
                pairs = zip(points, weights, strict=True)
                values = [w * self.density(law, x, evaluate) for x, w in pairs]
                lines.append(f"{law.name} = ({', '.join(mp.nstr(v, 4) for v in values)})")
        for symbol, value in sorted(self.parameters.items(), key=lambda item: str(item[0])):
            lines.append(f"{symbol} = {value}")
        return f"{self.kind}: " + ", ".join(dict.fromkeys(lines))


def worlds_for(*expressions, more=0):
    """Return the worlds in which a claim about the expressions can be tried.

    Named laws on the line need the line; a change of variable needs cells; sums over all
    samples and searches need few points. Everything else is tried on atoms, on cells and on the line.
    ``more`` adds so many worlds of the first kind.
    """
    laws = set().union(*(e.atoms(Law) for e in expressions))
    laws |= {part for law in laws if isinstance(law, Joint) for part in law.args}
    few = any(e.has(SampleE, ArgMin) for e in expressions)
    if any(isinstance(law, (Normal, Uniform, Exponential)) for law in _integrated(expressions)):
        kinds = ["line"] * 3
    elif any(isinstance(law, Pushforward) for law in laws):
        kinds = ["cells"] * 3
    else:
        kinds = ["atoms", "atoms", "cells", "cells"]
        many = len({v for law in laws for v in law.variables}) > 1
        family = any(isinstance(law, (ExponentialFamily, Finite)) for law in laws)
        if not (few or many or family):
            kinds.append("line")
    kinds += kinds[:1] * more
    return [World(kind, seed, laws, size=2 + seed % 2) for seed, kind in enumerate(kinds, 1)]


def _integrated(expressions):
    """Return the laws that some functional averages over."""
    found = set()
    for expression in expressions:
        for node in expression.find(Functional):
            if isinstance(node, Int):
                found |= {a.law for a in node.body.atoms(DensityAt)}
            elif isinstance(node.args[0], Law):
                found.add(node.args[0])
    return found


def _parameters(law):
    """What the density depends on besides the point."""
    if isinstance(law, Finite):
        return law.probabilities
    if isinstance(law, Normal):
        return law.mean, law.standard_deviation
    if isinstance(law, (Uniform, Exponential)):
        return (law.args[0],)
    return law.given


def _variables(laws):
    return {v for law in laws for v in law.variables}


def number(value):
    """Return an exact rational as a number of the current precision."""
    if isinstance(value, Fraction):
        return mpf(value.numerator) / value.denominator
    return mpf(value)


def _normal(x, mean, sigma):
    return exp(-(((x - mean) / sigma) ** 2) / 2) / (sigma * sqrt(2 * pi))


def _interval(width):
    """Double exponential rule on [0, width]."""
    step = mpf(1) / 12
    nodes, weights = [], []
    for k in range(-48, 49):
        t = k * step
        s = pi / 2 * sinh(t)
        nodes.append(width * (1 + tanh(s)) / 2)
        weights.append(step * width * pi / 4 * cosh(t) / cosh(s) ** 2)
    return nodes, weights


def _half_line(rate):
    """Double exponential rule on [0, oo) for integrands that decay like exp(-rate x)."""
    step = mpf(1) / 16
    nodes, weights = [], []
    for k in range(-72, 81):
        t = k * step
        x = exp(t - exp(-t))
        nodes.append(x / rate)
        weights.append(step * x * (1 + exp(-t)) / rate)
    return nodes, weights
