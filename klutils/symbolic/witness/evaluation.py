r"""The numerical route: what an expression is worth in a concrete world.

Every functional has its meaning here a second time, from its textbook definition, with no
call to the algebra or to ``unfold``. So an error in the algebra and an error here
would have to agree to go unseen. What both routes share is what a claim is made of: which
expression a name stands for, which laws are the parts of a joint law, where a support ends.

Main definitions
----------------
evaluate
    The value of an expression in a world, to 50 digits.
disagreement
    How far apart two expressions are in a world, and whether that is more than rounding.
least
    The least value of a function of one symbol on a grid.

Expectations over samples are sums over *all* samples of size N. Variances are sums of squared
deviations. Derivatives are numerical, at raised precision.
"""

from functools import lru_cache
from itertools import product
from math import prod

from mpmath import diff, exp, fsum, inf, isfinite, ln, mp, mpc, mpf, sqrt
from sympy import Add, Derivative, Float, Function, default_sort_key
from sympy import exp as Exp
from sympy import log as Log
from sympy.core.function import AppliedUndef

from klutils.symbolic.language.functionals import KL, Cov, E, Functional, H, InOrder, Int, Name, Var
from klutils.symbolic.language.laws import DensityAt, Joint
from klutils.symbolic.language.optimisation import ArgMax, ArgMin, Grad
from klutils.symbolic.language.samples import (
    SampleE,
    SampleMean,
    SampleProduct,
    SampleSum,
    SampleVar,
)
from klutils.symbolic.notation.plain import plain

from .values import number, quotient

__all__ = ["DIGITS", "TOLERANCE", "disagreement", "evaluate", "least"]

DIGITS = 50
# A value is made of fewer than 1e5 operations on numbers below 1e5 in size, so rounding at 50
# digits stays below 1e-40; numerical derivatives lose a few digits of that. On the line, the
# rules add at most 1e-26 times the size of the integrand, below 1e4 (see `spaces`).
TOLERANCE = {"atoms": mpf("1e-35"), "cells": mpf("1e-35"), "line": mpf("1e-20")}
SEARCH = 17
RANGE = 40  # eighths, in which the function of a gap is tried
NARROWINGS = 34  # 0.618 to this power is below 1e-7; values differ by squares of that, above 1e-35


def evaluate(expr, world):
    """Return the value of ``expr`` in ``world``, as an mpmath number."""
    with mp.workdps(DIGITS):
        value = mp.convert(_Evaluation(world).value(expr, {}, {}))
    if isinstance(value, mpc):
        raise ValueError(f"{plain(expr)} is not real: {mp.nstr(value, 8)}")
    return value


def least(function, symbol, world):
    """Return the least value of a function of one symbol on a grid of numbers, and where."""
    steps = range(1, RANGE + 1) if symbol.is_positive else range(-RANGE, RANGE + 1)
    with mp.workdps(DIGITS):
        points = [mpf(k) / 8 for k in steps]
        values = [_Evaluation(world).value(function, {symbol: point}, {}) for point in points]
    return min(zip(values, points, strict=True))


def disagreement(left, right, world):
    """Return both values, their difference, and whether it exceeds the tolerance."""
    a, b = evaluate(left, world), evaluate(right, world)
    with mp.workdps(DIGITS):
        if a == b:
            return a, b, mpf(0), False
        if not (isfinite(a) and isfinite(b)):
            return a, b, inf, True
        gap = abs(a - b)
        return a, b, gap, gap > TOLERANCE[world.kind] * (1 + max(abs(a), abs(b)))


class _Evaluation:
    """Evaluates in one world; ``at`` maps bound symbols to points, ``drawn`` laws to samples."""

    def __init__(self, world):
        self.world, self.known = world, {}

    def value(self, expr, at, drawn):
        if expr.is_Symbol:
            return self._symbol(expr, at, drawn)
        if expr.is_Rational:
            return quotient(expr.p, expr.q, mp.prec)
        method = self.meaning.get(type(expr))
        if isinstance(expr, Functional) and not drawn:
            key = expr, mp.prec, tuple(at.get(s) for s in expr.ordered_free)
            if key not in self.known:
                self.known[key] = method(self, expr, at, drawn)
            return self.known[key]
        if method is not None:
            return method(self, expr, at, drawn)
        if expr.is_Add:
            return fsum(self.value(a, at, drawn) for a in expr.args)
        if expr.is_Mul:
            factors = [self.value(a, at, drawn) for a in expr.args]
            return mpf(0) if 0 in factors else prod(factors, start=mpf(1))
        if expr.is_Pow:
            base, power = (self.value(a, at, drawn) for a in expr.args)
            return inf if base == 0 and power < 0 else base**power
        if isinstance(expr, AppliedUndef):
            arguments = (k * self.value(a, at, drawn) for k, a in enumerate(expr.args, 1))
            positive = bool(expr.is_positive)
            return self.world.function(expr.func.__name__, positive, fsum(arguments))
        if isinstance(expr, Function):
            arguments = (Float(self.value(a, at, drawn), mp.dps + 5) for a in expr.args)
            return expr.func(*arguments).evalf(mp.dps + 5)._to_mpmath(mp.prec)
        if not expr.is_number:
            raise TypeError(f"no numerical meaning for {type(expr).__name__}")
        return expr.evalf(mp.dps + 5)._to_mpmath(mp.prec)

    def _symbol(self, symbol, at, drawn):
        if symbol in at:
            return at[symbol]
        if symbol in self.world.variables:
            return self.world.free_point(symbol, lambda e: self.value(e, at, drawn))
        return number(self.world.parameter(symbol))

    def density(self, law, at, drawn):
        """The density of a law at the point that ``at`` gives its variables."""
        if isinstance(law, Joint):
            return self.density(law.args[0], at, drawn) * self.density(law.args[1], at, drawn)
        (v,) = law.variables
        return self.world.density(law, at[v], lambda e: self.value(e, at, drawn))

    def points(self, variables, at, drawn, integrated=()):
        """All points of the variables, as (assignment, weight of the base measure)."""
        if not variables:
            yield at, mpf(1)
            return
        first, *others = self.world.ordered(variables)
        space = self.world.space(first, lambda e: self.value(e, at, drawn), integrated)
        for point, weight in zip(*space, strict=True):
            for here, rest in self.points(others, {**at, first: point}, drawn, integrated):
                yield here, weight * rest

    def average(self, law, function, at, drawn, *, alone=True):
        """Sum function(point) over a law, skipping what has probability 0.

        ``alone`` says that no other density enters but through a logarithm.
        """
        terms = []
        for here, weight in self.points(law.variables, at, drawn, law.parts if alone else ()):
            probability = weight * self.density(law, here, drawn)
            if probability:
                terms.append(probability * function(here))
        return fsum(terms)

    def _int(self, expr, at, drawn):
        points = self.points(expr.bound, at, drawn)
        return fsum(w * self.value(expr.body, here, drawn) for here, w in points)

    def _expectation(self, expr, at, drawn):
        law, body = expr.args
        alone = not _bare_densities(body)
        return self.average(law, lambda h: self.value(body, h, drawn), at, drawn, alone=alone)

    def _variance(self, expr, at, drawn):
        law, body = expr.args
        return self._moment(law, body, body, at, drawn)

    def _covariance(self, expr, at, drawn):
        return self._moment(*expr.args, at, drawn)

    def _moment(self, law, f, g, at, drawn):
        alone = not (_bare_densities(f) or _bare_densities(g))
        mean_f = self.average(law, lambda h: self.value(f, h, drawn), at, drawn, alone=alone)
        mean_g = self.average(law, lambda h: self.value(g, h, drawn), at, drawn, alone=alone)

        def deviation(here):
            return (self.value(f, here, drawn) - mean_f) * (self.value(g, here, drawn) - mean_g)

        return self.average(law, deviation, at, drawn, alone=alone)

    def _divergence(self, expr, at, drawn):
        p, q = expr.args

        def log_ratio(here):
            model = self.density(q, here, drawn)
            return ln(self.density(p, here, drawn) / model) if model else inf

        return self.average(p, log_ratio, at, drawn)

    def _entropy(self, expr, at, drawn):
        p, q = expr.args[0], expr.args[-1]

        def surprise(here):
            model = self.density(q, here, drawn)
            return -ln(model) if model else inf

        return self.average(p, surprise, at, drawn)

    def draws(self, law, at, drawn, order):
        """The points that a sample of a law consists of, with their probabilities."""
        found = [({}, mpf(1))]
        for part in law.parts:
            (v,) = part.variables
            found = [
                ({**here, v: point}, chance * more)
                for here, chance in found
                for point, more in self.world.draws(
                    part, lambda e, here=here: self.value(e, {**at, **here}, drawn), order
                )
            ]
        return found

    def _sample(self, expr, at, drawn):
        sample = drawn.get(expr.law) or self._fixed_sample(expr.law)
        values = [self.value(expr.body, {**at, **here}, drawn) for here in sample]
        if isinstance(expr, SampleProduct):
            return prod(values, start=mpf(1))
        return fsum(values) / (1 if isinstance(expr, SampleSum) else len(values))

    def _fixed_sample(self, law):
        """One sample, the same whenever it is asked for; its points do not depend on θ."""
        points = [here for here, chance in self.draws(law, {}, {}, 4) if chance]
        places = self.world.draw(("sample", law), [(0, len(points) - 1)] * self.world.size)
        return [points[k] for k in places]

    def _all_samples(self, expr, at, drawn):
        """Sum over all samples; on the line, over points that carry enough moments."""
        laws = sorted({m.law for m in expr.atoms(SampleMean)}, key=default_sort_key)
        found = None
        for order in (3, 4, 5, 6):
            before, found = found, self._enumerate(expr, laws, at, drawn, order)
            if self.world.kind != "line":
                return found
            allowed = TOLERANCE["line"] * (1 + abs(found))
            if before is not None and abs(found - before) <= allowed:
                return found
        raise ValueError(
            f"{plain(expr)} is no polynomial of the sample: its samples cannot be listed"
        )

    def _enumerate(self, expr, laws, at, drawn, order):
        (body,) = expr.args
        one_draw = [self.draws(law, at, drawn, order) for law in laws]
        samples = [product(draws, repeat=self.world.size) for draws in one_draw]
        values = []
        for chosen in product(*samples):
            chance = prod((c for sample in chosen for _, c in sample), start=mpf(1))
            here = {law: [pt for pt, _ in s] for law, s in zip(laws, chosen, strict=True)}
            if chance:
                values.append((chance, self.value(body, at, {**drawn, **here})))
        mean = fsum(c * v for c, v in values)
        if isinstance(expr, SampleVar):
            return fsum(c * (v - mean) ** 2 for c, v in values)
        return mean

    def _gradient(self, expr, at, drawn):
        if isinstance(expr, Derivative):
            body, steps = expr.expr, expr.variable_count
        else:
            body, steps = expr.args[0], [expr.args[1:]]
        symbols = [symbol for symbol, _ in steps]

        def function(*values):
            return self.value(body, {**at, **dict(zip(symbols, values, strict=True))}, drawn)

        start = tuple(self.value(symbol, at, drawn) for symbol in symbols)
        return diff(function, start, tuple(int(order) for _, order in steps))

    def _minimiser(self, expr, at, drawn):
        """The best point of a grid, then of ever smaller intervals around it.

        All that is asked is which of two values is less. So two functions that are least in
        the same places because one rises with the other lead to the same number, digit by digit.
        """
        (symbol,) = expr.bound

        def height(t):
            return self.value(expr.body, {**at, symbol: t}, drawn) * expr.sign

        grid = [number(t) for t in self.world.search(symbol, SEARCH)]
        values = list(map(height, grid))
        if max(values) - min(values) <= TOLERANCE[self.world.kind] * (1 + abs(max(values))):
            raise ValueError(
                f"{plain(expr)} has no minimiser of its own: it is free of {plain(symbol)}"
            )
        best = values.index(min(values))
        return _narrowed(height, grid[max(best - 1, 0)], grid[min(best + 1, SEARCH - 1)])

    meaning = {
        Int: _int,
        E: _expectation,
        Var: _variance,
        Cov: _covariance,
        KL: _divergence,
        H: _entropy,
        SampleMean: _sample,
        SampleSum: _sample,
        SampleProduct: _sample,
        SampleE: _all_samples,
        SampleVar: _all_samples,
        Grad: _gradient,
        Derivative: _gradient,
        ArgMin: _minimiser,
        ArgMax: _minimiser,
        DensityAt: lambda self, e, at, drawn: self.world.density(
            e.law, self.value(e.point, at, drawn), lambda a: self.value(a, at, drawn)
        ),
        Name: lambda self, e, at, drawn: self.value(e.value, at, drawn),
        InOrder: lambda self, e, at, drawn: fsum(self.value(a, at, drawn) for a in e.args),
        Log: lambda self, e, at, drawn: _ln(self.value(e.args[0], at, drawn)),
        Exp: lambda self, e, at, drawn: exp(self.value(e.args[0], at, drawn)),
    }


@lru_cache(maxsize=1024)
def _bare_densities(expr):
    """Whether densities stand in an expression outside logarithms, or in one of a sum."""
    if isinstance(expr, Log):
        return any(total.has(DensityAt) for total in expr.atoms(Add))
    return isinstance(expr, DensityAt) or any(map(_bare_densities, expr.args))


def _narrowed(height, low, high):
    """Narrow an interval around a least value, by the golden section, to 1e-7 of its length."""
    share = (sqrt(5) - 1) / 2
    inner = [high - share * (high - low), low + share * (high - low)]
    heights = list(map(height, inner))
    for _ in range(NARROWINGS):
        if heights[0] <= heights[1]:
            high, inner[1], heights[1] = inner[1], inner[0], heights[0]
            inner[0] = high - share * (high - low)
            heights[0] = height(inner[0])
        else:
            low, inner[0], heights[0] = inner[0], inner[1], heights[1]
            inner[1] = low + share * (high - low)
            heights[1] = height(inner[1])
    return low


def _ln(value):
    return ln(value) if value else -inf
