r"""Concrete worlds: a base measure for every variable and a density for every law.

``atoms``
    Counting measure: probabilities of a few points.
``cells``
    Lebesgue measure: densities that are constant on a few intervals. Integrals are exact
    sums here too, densities exceed 1, and entropies may be negative.
``line``
    Continuous laws, summed by the rules in :mod:`.spaces`. Arbitrary laws are normal there,
    each of its own width; on the support of a named law that is smaller, they are tilted.

Main definitions
----------------
World
    The numbers, drawn from a seed when first asked for; the same seed gives the same world.
worlds_for
    The worlds in which a claim about given expressions can be tried.
"""

from fractions import Fraction
from itertools import chain

from mpmath import exp, mp, mpf, pi, sqrt
from sympy import default_sort_key
from sympy.core.function import AppliedUndef

from klutils.symbolic.language.functionals import Functional, Int
from klutils.symbolic.language.laws import Density, DensityAt, Law, Pushforward
from klutils.symbolic.language.named_laws import (
    Exponential,
    ExponentialFamily,
    Finite,
    Normal,
    Uniform,
)
from klutils.symbolic.language.optimisation import ArgMin
from klutils.symbolic.language.samples import N, SampleE, SampleMean
from klutils.symbolic.notation.plain import letter

from .spaces import gauss, line, panels
from .values import POINTS, Numbers, family, number

__all__ = ["World", "worlds_for"]

FIRST_POINTS = (Fraction(-1), Fraction(1, 2), Fraction(2))
WIDTHS = {3: (1, 2), 4: (3, 15)}  # tenths; the narrow cells make entropies negative
SIGMAS = (10, 14, 12, 17, 11, 15)  # tenths


class World(Numbers):
    """Points and densities for the laws of some expressions.

    Parameters
    ----------
    kind : {"atoms", "cells", "line"}
    seed, laws, symbols, size
        As in :class:`.Numbers`; a law of several variables stands for its parts.
    sampled : bool
        Whether the claim is about samples, so that their size belongs to the world.
    """

    def __init__(self, kind, seed, laws=(), symbols=(), size=2, *, sampled=False):
        parts = {part for law in laws for part in law.parts}
        super().__init__(seed, sorted(parts, key=default_sort_key), symbols, size)
        self.kind, self.sampled = kind, sampled
        self._spaces, self._densities = {}, {}

    # --- points

    def space(self, variable, evaluate, integrated=()):
        """Return the points of a variable and their base-measure weights.

        Where the densities of the ``integrated`` laws are the only ones in an integrand, but
        for logarithms, the points may be chosen for these laws alone.
        """
        laws = self._laws_of(variable)
        if self._is_continuous(variable):
            return self._continuum(laws, evaluate, integrated)
        key = variable, mp.prec
        if key not in self._spaces:
            self._spaces[key] = self._few_points(variable, laws, evaluate)
        return self._spaces[key]

    def _laws_of(self, variable):
        return [law for law in self.laws if law.variables == (variable,)]

    def _is_continuous(self, variable):
        """Named laws have a continuum of points; arbitrary ones only where no law is named."""
        laws = self._laws_of(variable)
        if self.kind != "line" or not laws:
            return False
        return any(law.support for law in laws) or not any(law.support for law in self.laws)

    def _few_points(self, variable, laws, evaluate):
        listed = [len(law.probabilities) for law in laws if isinstance(law, Finite)]
        if listed:
            return [mpf(k) for k in range(max(listed))], [mpf(1)] * max(listed)
        for law in laws:
            if isinstance(law, Pushforward):
                return self._image(law, evaluate)
        drawn = self.draw(("points", variable.name), [(-4, -2), (-1, 1), (2, 4)])
        points = FIRST_POINTS if self.seed == 1 else [Fraction(k, 2) for k in drawn]
        widths = self.draw(("widths", variable.name), [WIDTHS.get(self.seed, (1, 8))] * POINTS)
        weights = [mpf(1) if self.kind == "atoms" else mpf(k) / 10 for k in widths]
        return list(map(number, points)), weights

    def _image(self, law, evaluate):
        points, weights = self.space(law.source.variables[0], evaluate)
        if self.kind != "cells":
            raise ValueError("a change of variable needs Lebesgue measure: use cells")
        stretch = [self.function("|T'|", True, x) for x in points]
        image = [self.function("T", False, x) for x in points]
        return image, [w * s for w, s in zip(weights, stretch, strict=True)]

    def _continuum(self, laws, evaluate, integrated):
        supports = {law.support for law in laws if law.support}
        if all(shape == "line" for shape, *_ in supports):
            needed = [law for law in laws if law in integrated] or laws
            return line([self.normal(law, evaluate) for law in needed])
        laws = [law for law in laws if law in integrated and law.support] or laws
        supports = {law.support for law in laws if law.support}
        widths = sorted({evaluate(support[1]) for support in supports if len(support) > 1})
        beyond = any(len(support) == 1 for support in supports)
        rates = [evaluate(law.rate) for law in laws if isinstance(law, Exponential)]
        rates += [1 / self.normal(law, evaluate)[1] for law in laws if not law.support]
        return panels(
            [mpf(0), *widths],
            left=("line",) in supports,
            right=min(rates, default=mpf(1)) if beyond else None,
        )

    def ordered(self, variables):
        """Return the variables so that each comes after those its laws depend on."""
        needs = dict.fromkeys(variables, 0)
        if self.kind == "line" and len(variables) > 1:
            for law in self.laws:
                for v in set(law.variables) & set(variables):
                    needs[v] += len(law.density.free_symbols & set(variables) - {v})
        return sorted(variables, key=lambda v: (needs[v], str(v)))

    def free_point(self, variable, evaluate):
        """Return one fixed point of a variable that nothing integrates over."""
        points = self.space(variable, evaluate)[0]
        (k,) = self.draw(("free", variable.name), [(0, POINTS - 1)])
        return points[k] if len(points) == POINTS else points[len(points) * (k + 4) // 10]

    # --- laws

    def density(self, law, point, evaluate):
        """Return the density of a law at a point of its variable."""
        given = tuple(map(evaluate, _parameters(law)))
        key = law, point, given, mp.prec
        if key not in self._densities:
            self._densities[key] = self._density(law, point, given, evaluate)
        return self._densities[key]

    def _density(self, law, point, given, evaluate):
        if isinstance(law, Finite):
            return given[int(point)] if 0 <= point < len(given) else mpf(0)
        if isinstance(law, Normal):
            return _normal(point, *given)
        if isinstance(law, Uniform):
            return 1 / given[0] if 0 <= point <= given[0] else mpf(0)
        if isinstance(law, Exponential):
            return given[0] * exp(-given[0] * point) if point >= 0 else mpf(0)
        (variable,) = law.variables
        if isinstance(law, Density) and self._is_continuous(variable):
            return self._tilted(law, point, evaluate)
        points, weights = self.space(variable, evaluate)
        if point not in points:
            where = mp.nstr(point, 5)
            raise ValueError(f"{law} is a law of {variable}; its density is read at {where}")
        k = points.index(point)
        if isinstance(law, Pushforward):
            x = self.space(law.source.variables[0], evaluate)[0][k]
            return self.density(law.source, x, evaluate) / self.function("|T'|", True, x)
        table = self._table(law, points, given)
        return table[k] / sum(w * t for w, t in zip(weights, table, strict=True))

    def _table(self, law, points, given):
        """Positive values at the points; with conditions, quadratic in each of them."""
        if isinstance(law, ExponentialFamily):
            powers = (given[0] * self.function("T", False, x) for x in points)
            bases = (self.function("h", True, x) for x in points)
            return [h * exp(power) for h, power in zip(bases, powers, strict=True)]
        values = []
        for k, base in enumerate(self.weights(law, len(points))):
            drawn = self.draw(("bends", *family(law), k), [(1, 5), (-4, 4)] * len(given))
            bends = zip(drawn[::2], drawn[1::2], given, strict=True)
            values.append(base + sum((b * (g - mpf(c) / 2) ** 2 for b, c, g in bends), mpf(0)))
        return values

    def normal(self, law, evaluate):
        """Return mean and standard deviation of a law on the line."""
        given = tuple(map(evaluate, _parameters(law)))
        if isinstance(law, Normal):
            return given
        (tenths,) = self.draw(("mean", *family(law)), [(-10, 10)])
        sigma = SIGMAS[self.place(law) % len(SIGMAS)]
        return mpf(tenths) / 10 + sum(given) / 2, mpf(sigma) / 10

    def _tilted(self, law, point, evaluate):
        """An arbitrary law on the largest support around: normal, or tilted."""
        mean, sigma = self.normal(law, evaluate)
        shape = self._shape(law)
        if shape == "line":
            return _normal(point, mean, sigma)
        tilt = mean / sqrt(sigma**2 + mean**2)
        if shape == "half-line":
            rate, bend = 1 / sigma, 1 + tilt**2
            decay = rate * exp(-rate * point)
            return decay * (1 + bend * (rate * point) ** 2) / (1 + 2 * bend)
        width = self._width(law, evaluate)
        return (1 + tilt * (2 * point / width - 1)) / width

    def _shape(self, law):
        """The shape of the largest support around an arbitrary law; the line, if none is named."""
        shapes = {other.support[0] for other in self._laws_of(*law.variables) if other.support}
        return next((s for s in ("line", "half-line", "interval") if s in shapes), "line")

    def _width(self, law, evaluate):
        laws = self._laws_of(*law.variables)
        return max(evaluate(other.width) for other in laws if isinstance(other, Uniform))

    def draws(self, law, evaluate, order):
        """Return (point, probability) pairs of a law of one variable, to sample from.

        On the line these are ``order`` points with the law's moments to degree 2 order - 1.
        """
        (variable,) = law.variables
        if not self._is_continuous(variable):
            pairs = zip(*self.space(variable, evaluate), strict=True)
            return [(x, w * self.density(law, x, evaluate)) for x, w in pairs]
        if isinstance(law, (Uniform, Exponential)):
            scale = evaluate(law.width) if isinstance(law, Uniform) else 1 / evaluate(law.rate)
            return [(scale * node, chance) for node, chance in gauss(law.support[0], order)]
        mean, sigma = self.normal(law, evaluate)
        return [(mean + sigma * node, chance) for node, chance in gauss("line", order)]

    def describe(self, evaluate):
        """Return the world in words: the values of each law, function and parameter."""
        lines = [f"N = {self.size}"] if self.sampled else []
        for law in self.laws:
            conditional = set(law.given) & self.variables
            if conditional or not isinstance(law, (Density, Finite, ExponentialFamily)):
                continue
            if self._is_continuous(*law.variables):
                lines.append(f"{letter(law.name)} = {self._on_the_line(law, evaluate)}")
            else:
                points, chances = zip(*self.draws(law, evaluate, 0), strict=True)
                lines.append(f"{letter(law.name)} = {_listed(chances)}")
                if len(self.variables) == 1:
                    for name, positive in sorted(self.functions.items()):
                        values = (self.function(name, positive, point) for point in points)
                        lines.append(f"{letter(name)} = {_listed(values)}")
        shown = sorted((str(s), v) for s, v in self.parameters.items() if s.name != "N")
        lines += [f"{letter(name)} = {value}" for name, value in shown]
        return ", ".join(dict.fromkeys(lines))

    def _on_the_line(self, law, evaluate):
        """What an arbitrary law is on a continuum, up to its normalising factor."""
        mean, sigma = self.normal(law, evaluate)
        shape, x = self._shape(law), law.variables[0].name
        tilt = mean / sqrt(sigma**2 + mean**2)
        if shape == "half-line":
            bend, scale = mp.nstr(1 + tilt**2, 3), mp.nstr(sigma, 3)
            return f"c (1 + {bend} ({x}/{scale})²) exp(-{x}/{scale})"
        if shape == "interval":
            width = mp.nstr(self._width(law, evaluate), 3)
            return f"c (1 + {mp.nstr(tilt, 3)} (2 {x}/{width} - 1))"
        return f"N({mp.nstr(mean, 3)}, {mp.nstr(sigma, 3)}²)"


def _listed(values):
    return f"({', '.join(mp.nstr(value, 4) for value in values)})"


def worlds_for(*expressions, among=(), more=0):
    """Return the worlds in which a claim about the expressions can be tried.

    Named laws that are integrated need the line; a change of variable needs cells; sums over
    all samples and searches need few points. All else is tried on atoms, cells and the line.
    ``among`` are the other sides of the derivation: their laws and symbols belong to the worlds,
    so that all its steps are tried in the same ones.
    ``more`` adds so many worlds of atoms, where these will do.
    """
    sides = (*expressions, *among)
    laws = set().union(*(e.atoms(Law) for e in sides))
    laws |= {law.source for law in laws if isinstance(law, Pushforward)}
    parts = set(chain.from_iterable(law.parts for law in laws))
    if any(isinstance(law, (Uniform, Exponential)) for law in parts) or any(
        isinstance(law, Normal) for law in _integrated(sides)
    ):
        kinds = ["line"] * (3 if len({law.variables for law in parts}) == 1 else 1)
    elif any(isinstance(law, Pushforward) for law in parts):
        kinds = ["cells"] * 4
    else:
        kinds = ["atoms", "atoms", "cells", "cells"]
        if _fits_the_line(expressions, parts):
            kinds.append("line")
    kinds += ["atoms"] * more if "atoms" in kinds else []
    symbols = set().union(*(e.free_symbols for e in sides))
    listed = all(isinstance(law, Finite) for law in parts)
    if listed and not symbols and not any(e.has(AppliedUndef) for e in sides):
        kinds = ["atoms"]  # nothing is left to choose
    sampled = any(e.has(SampleMean) or N in e.free_symbols for e in expressions)
    return [
        World(kind, seed, parts, symbols, size=3 if seed == 2 else 2, sampled=sampled)
        for seed, kind in enumerate(kinds, 1)
    ]


def _fits_the_line(expressions, laws):
    few_points = any(e.has(SampleE, ArgMin) for e in expressions)
    kept = any(isinstance(law, (ExponentialFamily, Finite, Normal)) for law in laws)
    one_variable = len({law.variables for law in laws}) == 1
    return one_variable and not few_points and not kept


def _integrated(expressions):
    """Return the laws that some functional averages over."""
    found = set()
    for expression in expressions:
        for node in expression.find(Functional):
            if isinstance(node, Int):
                found |= {a.law for a in node.body.atoms(DensityAt)}
            elif node.args and isinstance(node.args[0], Law):
                found |= set(node.args[0].parts)
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


def _normal(x, mean, sigma):
    return exp(-(((x - mean) / sigma) ** 2) / 2) / (sigma * sqrt(2 * pi))
