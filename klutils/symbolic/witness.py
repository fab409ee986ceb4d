r"""The numerical route: what an expression is worth in a concrete world.

Every functional has its meaning here a second time, from its textbook definition, with no
call to :mod:`.normal_form` or to ``unfold``. So an error in the algebra and an error here
would have to agree to go unseen.

Main definitions
----------------
evaluate
    The value of an expression in a world, to 50 digits.
disagreement
    How far apart two expressions are in a world, and whether that is more than rounding.

Implementation notes
--------------------
Expectations over samples are sums over *all* samples of size N. Variances are sums of squared
deviations. Derivatives are numerical, at raised precision.
"""

from itertools import product
from math import prod

from mpmath import diff, exp, fsum, inf, isfinite, ln, mp, mpf
from sympy import Derivative, Symbol, default_sort_key
from sympy import exp as Exp
from sympy import log as Log
from sympy.core.function import AppliedUndef

from .functionals import (
    KL,
    ArgMax,
    ArgMin,
    Cov,
    E,
    Grad,
    H,
    InOrder,
    Int,
    Name,
    SampleE,
    SampleMean,
    SampleProduct,
    SampleSum,
    SampleVar,
    Var,
)
from .laws import DensityAt, Joint
from .worlds import number

__all__ = ["DIGITS", "TOLERANCE", "disagreement", "evaluate"]

DIGITS = 50
# A value is made of fewer than 1e5 operations on numbers below 1e5 in size, so rounding at 50
# digits stays below 1e-40; numerical derivatives lose a few digits of that. On the line, the
# grid adds at most 1e-33 times the size of the integrand, below 1e4 (see `worlds`).
TOLERANCE = {"atoms": mpf("1e-35"), "cells": mpf("1e-35"), "line": mpf("1e-25")}


def evaluate(expr, world):
    """Return the value of ``expr`` in ``world``, as an mpmath number."""
    with mp.workdps(DIGITS):
        return _Evaluation(world).value(expr, {}, {})


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
        self.world = world

    def value(self, expr, at, drawn):
        method = self.meaning.get(type(expr))
        if method is not None:
            return method(self, expr, at, drawn)
        if isinstance(expr, Symbol):
            return at[expr] if expr in at else number(self.world.parameter(expr))
        if expr.is_Add:
            return fsum(self.value(a, at, drawn) for a in expr.args)
        if expr.is_Mul:
            return prod((self.value(a, at, drawn) for a in expr.args), start=mpf(1))
        if expr.is_Pow:
            return self.value(expr.base, at, drawn) ** self.value(expr.exp, at, drawn)
        if isinstance(expr, AppliedUndef):
            (argument,) = (self.value(a, at, drawn) for a in expr.args)
            return self.world.function(expr.func.__name__, bool(expr.is_positive), argument)
        if not expr.is_number:
            raise TypeError(f"no numerical meaning for {type(expr).__name__}")
        return expr.evalf(mp.dps + 5)._to_mpmath(mp.prec)

    def density(self, law, at, drawn):
        """The density of a law at the point that ``at`` gives its variables."""
        if isinstance(law, Joint):
            return self.density(law.args[0], at, drawn) * self.density(law.args[1], at, drawn)
        (v,) = law.variables
        return self.world.density(law, at[v], lambda e: self.value(e, at, drawn))

    def points(self, variables, at, drawn):
        """All points of the variables, as (assignment, weight of the base measure)."""
        spaces = [self.world.space(v, lambda e: self.value(e, at, drawn)) for v in variables]
        for choice in product(*(zip(s[0], s[1], strict=True) for s in spaces)):
            here = {**at, **{v: c[0] for v, c in zip(variables, choice, strict=True)}}
            yield here, prod((c[1] for c in choice), start=mpf(1))

    def average(self, law, function, at, drawn):
        """Sum function(point) over a law, skipping what has probability 0."""
        terms = []
        for here, weight in self.points(law.variables, at, drawn):
            probability = weight * self.density(law, here, drawn)
            if probability:
                terms.append(probability * function(here))
        return fsum(terms)

    def _int(self, expr, at, drawn):
        points = self.points(expr.bound, at, drawn)
        return fsum(w * self.value(expr.body, here, drawn) for here, w in points)

    def _expectation(self, expr, at, drawn):
        law, body = expr.args
        return self.average(law, lambda here: self.value(body, here, drawn), at, drawn)

    def _variance(self, expr, at, drawn):
        law, body = expr.args
        return self._moment(law, body, body, at, drawn)

    def _covariance(self, expr, at, drawn):
        return self._moment(*expr.args, at, drawn)

    def _moment(self, law, f, g, at, drawn):
        mean_f = self.average(law, lambda here: self.value(f, here, drawn), at, drawn)
        mean_g = self.average(law, lambda here: self.value(g, here, drawn), at, drawn)

        def deviation(here):
            return (self.value(f, here, drawn) - mean_f) * (self.value(g, here, drawn) - mean_g)

        return self.average(law, deviation, at, drawn)

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

    def _sample(self, expr, at, drawn):
        law = expr.law
        if law not in drawn:
            sample = self.world.sample(law, lambda e: self.value(e, at, {}))
        else:
            sample = drawn[law]
        here = ({**at, **dict(zip(law.variables, point, strict=True))} for point in sample)
        values = [self.value(expr.body, h, drawn) for h in here]
        if isinstance(expr, SampleProduct):
            return prod(values, start=mpf(1))
        return fsum(values) / (1 if isinstance(expr, SampleSum) else len(values))

    def _all_samples(self, expr, at, drawn):
        (body,) = expr.args
        laws = sorted({m.law for m in body.atoms(SampleMean)}, key=default_sort_key)
        draws = []
        for law in laws:
            points = []
            for here, weight in self.points(law.variables, at, drawn):
                chance = weight * self.density(law, here, drawn)
                points.append((tuple(here[v] for v in law.variables), chance))
            draws.append(list(product(points, repeat=self.world.size)))
        values = []
        for samples in product(*draws):
            chosen = {
                law: [point for point, _ in s] for law, s in zip(laws, samples, strict=True)
            }
            chance = prod((c for s in samples for _, c in s), start=mpf(1))
            values.append((chance, self.value(body, at, {**drawn, **chosen})))
        mean = fsum(c * v for c, v in values)
        if isinstance(expr, SampleVar):
            return fsum(c * (v - mean) ** 2 for c, v in values)
        return mean

    def _gradient(self, expr, at, drawn):
        if isinstance(expr, Derivative):
            (body, (symbol, order)) = expr.args
        else:
            body, symbol, order = expr.args
        start = self.value(symbol, at, drawn)
        return diff(lambda t: self.value(body, {**at, symbol: t}, drawn), start, int(order))

    def _minimiser(self, expr, at, drawn):
        """The best point of a grid: sets of minimisers are compared on it."""
        symbol = expr.bound[0]
        grid = [mpf(k) / 8 for k in range(1 if symbol.is_positive else -12, 13)]
        values = [self.value(expr.body, {**at, symbol: t}, drawn) * expr.sign for t in grid]
        return grid[values.index(min(values))]

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


def _ln(value):
    return ln(value) if value else -inf
