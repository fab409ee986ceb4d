r"""What each functional means: expectations, divergences, derivatives, statistics of samples.

Main definitions
----------------
FUNCTIONALS
    From the class of a functional to its value, a function of the evaluation, the functional,
    where all letters are, and which samples were drawn.
"""

from flint import fmpq
from sympy import Derivative, default_sort_key

from klutils.symbolic.judge.arithmetic import (
    INFINITY,
    ZERO,
    NoValue,
    Series,
    Undecided,
    is_zero,
    log,
    product,
)
from klutils.symbolic.judge.laws import density
from klutils.symbolic.judge.sampling import all_samples, integrated, one_sample
from klutils.symbolic.judge.special import absolute, sign, whole
from klutils.symbolic.language.divergences import (
    FDivergence,
    JensenShannon,
    MutualInformation,
    TotalVariation,
)
from klutils.symbolic.language.functionals import KL, Cov, E, H, InOrder, Int, Name, SumOver, Var
from klutils.symbolic.language.laws import DensityAt
from klutils.symbolic.language.letters import Component, Vector
from klutils.symbolic.language.optimisation import ArgMax, ArgMin, At, Grad
from klutils.symbolic.language.samples import (
    SampleE,
    SampleMean,
    SampleProduct,
    SampleSum,
    SampleVar,
)
from klutils.symbolic.notation.plain import plain

__all__ = ["FUNCTIONALS"]

HALF = fmpq(1, 2)


def _density_at(ev, expr, at, drawn):
    (v,), scene = expr.law.variables, ev.setting.scene
    if isinstance(expr.point, Vector):
        if expr.point != v:
            raise Undecided(f"{plain(expr)} reads a law of {v} at another vector")
        return density(ev, expr.law, ev.point(v, at), at)
    letter = expr.point
    if letter.is_Symbol and letter in ev.setting.variables and letter != v:
        apart = scene.base(letter) != scene.base(v)
        if apart and not (ev.setting.line(letter) and ev.setting.line(v)):
            raise Undecided(f"{plain(expr)} reads a law of {v} at another variable")
    return density(ev, expr.law, ev.value(expr.point, at, drawn), at)


def _int(ev, expr, at, drawn):
    order = ev.setting.ordered(expr.bound)
    return ev.integral(order, at, lambda here: ev.value(expr.body, here, drawn), expr)


def _expectation(ev, expr, at, drawn):
    law, body = expr.args
    return ev.average(law, at, lambda here: ev.value(body, here, drawn), expr)


def _covariance(ev, expr, at, drawn):
    law, first, last = expr.args[0], expr.args[1], expr.args[-1]
    means = [
        ev.average(law, at, lambda here, body=body: ev.value(body, here, drawn), (expr, body))
        for body in (first, last)
    ]

    def deviations(here):
        one, other = (
            ev.value(body, here, drawn) - mean
            for body, mean in zip((first, last), means, strict=True)
        )
        return one * other

    return ev.average(law, at, deviations, expr)


def _divergence(ev, expr, at, _drawn):
    p, q = expr.args
    return _mean_log_ratio(ev, p, (p,), (q,), at, expr)


def _mean_log_ratio(ev, law, above, below, at, key):
    """The mean under a law of the logarithm of a quotient of densities."""

    def log_ratio(here):
        over, under = (product(ev.density(p, here) for p in laws) for laws in (above, below))
        return log(INFINITY if is_zero(under) else over / under)

    return ev.average(law, at, log_ratio, key)


def _entropy(ev, expr, at, _drawn):
    p, q = expr.args[0], expr.args[-1]
    return ev.average(p, at, lambda here: -log(ev.density(q, here)), expr)


def _information(ev, expr, at, _drawn):
    """The mean logarithm of p(x, z) / (p(x) p(z)), each marginal an integral of the joint law."""
    return _mean_log_ratio(ev, expr.joint, (expr.joint,), expr.marginals, at, expr)


def _jensen_shannon(ev, expr, at, _drawn):
    def half(law):
        def log_ratio(here):
            p, q = (ev.density(each, here) for each in expr.args)
            return log(2 * ev.density(law, here) / (p + q))

        return ev.average(law, at, log_ratio, (expr, law))

    return HALF * sum((half(law) for law in expr.args), ZERO)


def _total_variation(ev, expr, at, _drawn):
    def difference(here):
        p, q = (ev.density(law, here) for law in expr.args)
        ev.setting.watch.note(expr, sign(p - q))
        return HALF * absolute(p - q)

    return ev.integral(expr.args[0].variables, at, difference, expr)


def _f_divergence(ev, expr, at, _drawn):
    name, (p, q) = expr.args[0].name, expr.laws

    def f(here):
        return ev.setting.convex(name, ev.density(p, here) / ev.density(q, here), 0)

    return ev.average(q, at, f, expr)


def _sum_over(ev, expr, at, drawn):
    last = whole(ev.value(expr.count, at, drawn), "a number of terms")
    terms = (ev.value(expr.body, {**at, expr.index: fmpq(k)}, drawn) for k in range(1, last + 1))
    return sum(terms, ZERO)


# --- samples


def _sample(ev, expr, at, drawn):
    law = expr.law
    if law not in drawn and law not in ev.samples:
        ev.samples[law] = one_sample(ev, law, ev.samples.values())
    values = [
        ev.recall(expr.body, type(ev).value, {**at, **here}, drawn)
        for here in drawn.get(law) or ev.samples[law]
    ]
    if isinstance(expr, SampleProduct):
        return product(values)
    total = sum(values, ZERO)
    return total if isinstance(expr, SampleSum) else total / len(values)


def _all_samples(ev, expr, at, drawn):
    (body,) = expr.args
    laws = sorted({m.law for m in expr.atoms(SampleMean)}, key=default_sort_key)
    values = [
        (chance, ev.value(body, at, {**drawn, **sample}), coordinates)
        for sample, chance, coordinates in all_samples(ev, laws, at)
    ]
    mean = sum((integrated(c * v, over) for c, v, over in values), ZERO)
    if not isinstance(expr, SampleVar):
        return mean
    return sum((integrated(c * (v - mean) * (v - mean), over) for c, v, over in values), ZERO)


# --- derivatives and minimisers


def _gradient(ev, expr, at, drawn):
    if isinstance(expr, Derivative):
        body, steps = expr.expr, [tuple(s) for s in expr.variable_count]
    else:
        body, *step = expr.args
        steps = [tuple(step)]
    return _derivative(ev, body, steps, at, drawn)


def _derivative(ev, body, steps, at, drawn):
    """Differentiate by one symbol after the other, each at a level of its own."""
    if not steps:
        return ev.value(body, at, drawn)
    *others, (symbol, order) = steps
    levels = [v.level for v in at.values() if isinstance(v, Series)]
    level = 1 + max(levels, default=0)
    if isinstance(symbol, Component):
        symbol = ev.component(symbol, at)
    series = Series.variable(level, ev.symbol(symbol, at), int(order))
    here = {**at, symbol: series}
    if isinstance(symbol, Component):
        here[symbol.whole] = series, at.get(symbol.whole)
    value = _derivative(ev, body, others, here, drawn)
    if isinstance(value, Series) and value.level == level:
        return value.derivative(int(order))
    return ZERO


def _at(ev, expr, at, drawn):
    if isinstance(expr.symbol, Vector) and isinstance(expr.point, Vector):
        points = tuple(ev.components(expr.point, at))
        keys = [Component(expr.symbol, k) for k in range(1, len(points) + 1)]
        here = {**at, **dict(zip(keys, points, strict=True)), expr.symbol: points}
        return ev.value(expr.body, here, drawn)
    return ev.value(expr.body, {**at, expr.symbol: ev.value(expr.point, at, drawn)}, drawn)


def _set(_ev, expr, _at, _drawn):
    raise NoValue(f"{plain(expr)} is a set and no number")


FUNCTIONALS = {
    Int: _int,
    E: _expectation,
    Var: _covariance,
    Cov: _covariance,
    KL: _divergence,
    H: _entropy,
    MutualInformation: _information,
    JensenShannon: _jensen_shannon,
    TotalVariation: _total_variation,
    FDivergence: _f_divergence,
    SumOver: _sum_over,
    SampleMean: _sample,
    SampleSum: _sample,
    SampleProduct: _sample,
    SampleE: _all_samples,
    SampleVar: _all_samples,
    Grad: _gradient,
    Derivative: _gradient,
    At: _at,
    ArgMin: _set,
    ArgMax: _set,
    DensityAt: _density_at,
    Name: lambda ev, e, at, drawn: ev.value(e.value, at, drawn),
    InOrder: lambda ev, e, at, drawn: sum((ev.value(a, at, drawn) for a in e.args), ZERO),
}
