"""Every family over the whole range of its parameters, far from p = q and near, against Arb.

The bounds are those of the docstrings, in units of 2.2e-16: of the value itself, or of the largest
of its terms.  Warnings are errors, as everywhere in these tests.
"""

import math
import random

import numpy as np
import pytest
from flint import arb, ctx

from klutils.distributions import (
    Bernoulli,
    Beta,
    Categorical,
    Exponential,
    Gamma,
    Geometric,
    Laplace,
    MultivariateNormal,
    Normal,
    Poisson,
    Uniform,
)
from klutils.distributions.binet import binet, binet_gap, binet_slope
from tests.distributions import truth

EPS = float(np.finfo(np.float64).eps)
TINY = 5e-324
SCALES = [1, 10, 100, 300]


class Draw(random.Random):
    """Random parameters over 2 × `scale` decades, and others near by."""

    scale = 1

    def positive(self):
        return 10 ** self.uniform(-self.scale, self.scale)

    def real(self):
        return self.choice([-1, 1]) * self.positive()

    def probability(self):
        x = 10 ** -self.uniform(0, self.scale)
        return self.choice([x, 1 - x]) or x

    def step(self):
        return self.choice([-1, 1]) * 10 ** self.uniform(-14, -1)

    def near(self, x):
        return x * (1 + self.step())

    def near_probability(self, x):
        return self.near(x) if x < 0.5 else 1 - self.near(1 - x)

    def table(self, n=5):
        weights = np.exp(self.scale * np.log(10) * np.array([-self.random() for _ in range(n)]))
        return (weights / weights.sum()).tolist()

    def near_table(self, values):
        weights = np.array([self.near(x) for x in values])
        return (weights / weights.sum()).tolist()

    def interval(self):
        low, width = self.real(), self.positive()
        return low, max(low + width, math.nextafter(low, math.inf))

    def around(self, interval, share):
        low, high = interval
        return low - share() * (high - low), high + share() * (high - low)


POSITIVE = (lambda d: (d.positive(),), lambda d, p: (d.near(p[0]),))
PROBABILITY = (lambda d: (d.probability(),), lambda d, p: (d.near_probability(p[0]),))
LOCATED = (
    lambda d: (d.real(), d.positive()),
    lambda d, p: (p[0] + p[1] * d.step(), d.near(p[1])),
)
SHAPED = (lambda d: (d.positive(), d.positive()), lambda d, p: tuple(map(d.near, p)))
FAMILIES = {
    # family, truth, how to draw, units of rounding: of the divergence, of the two entropies
    "Bernoulli": (Bernoulli, truth.bernoulli, *PROBABILITY, 10, 4),
    "Beta": (Beta, truth.beta, *SHAPED, 200, 200),
    "Categorical": (
        Categorical,
        truth.categorical,
        lambda d: (d.table(),),
        lambda d, p: (d.near_table(p[0]),),
        12,
        12,
    ),
    "Exponential": (Exponential, truth.exponential, *POSITIVE, 10, 3),
    "Gamma": (Gamma, truth.gamma, *SHAPED, 40, 10),
    "Geometric": (Geometric, truth.geometric, *PROBABILITY, 10, 5),
    "Laplace": (Laplace, truth.laplace, *LOCATED, 10, 4),
    "Normal": (Normal, truth.normal, *LOCATED, 10, 4),
    "Poisson": (Poisson, truth.poisson, *POSITIVE, 10, 20),
}


def misses(value, exact, units, size=0.0):
    """By how much a value is off in units of rounding of itself or of `size`; 0 where it is not."""
    assert isinstance(value, float)
    assert not math.isnan(value), "nan"
    if abs(exact) >= arb(2) ** 1024:
        return 0 if abs(value) == math.inf and (value > 0) == bool(exact > 0) else math.inf
    if math.isinf(value):
        return math.inf
    scale = EPS * abs(exact) if size < abs(exact) else arb(EPS * size)
    off = abs(arb(value) - exact) - 8 * arb(TINY)
    return 0 if off <= units * scale else float((off / scale).mid())


def sizes(parameters):
    """The largest logarithm among the terms of an entropy, and 1."""
    return max([2, *(2 * abs(math.log(abs(x))) for x in parameters if x)])


def check(name, p, q):
    family, true, _, _, divergence, entropies = FAMILIES[name]
    with ctx.workprec(truth.BITS):
        exact = true(*p, *q)
        first, second = family(*p), family(*q)
        relative = name in ("Bernoulli", "Categorical", "Geometric", "Poisson")
        size = 0.0 if relative else sizes([*p[-1:], *q[-1:]])
        if name in ("Beta", "Gamma"):
            size = 1.0 if name == "Beta" else sizes([*p, *q])
        for found, value, true, units, of in [
            ("entropy", first.entropy(), exact[0], entropies, size),
            ("cross-entropy", first.cross_entropy(second), exact[1], entropies, size),
            ("divergence", first.kl_divergence(second), exact[2], divergence, 0.0),
        ]:
            off = misses(value, true, units, of)
            assert not off, f"{found} of {first} and {second} is {off:.3g} eps off: {value}"


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("name", FAMILIES)
def test_far_from_equality(name, scale):
    draw, parameters = Draw(f"{name} {scale}"), FAMILIES[name][2]
    draw.scale = scale
    for _ in range(25):
        check(name, parameters(draw), parameters(draw))


@pytest.mark.parametrize("scale", SCALES[:3])
@pytest.mark.parametrize("name", FAMILIES)
def test_near_equality(name, scale):
    draw, parameters, near = Draw(f"{name} {scale}"), *FAMILIES[name][2:4]
    draw.scale = scale
    for _ in range(25):
        p = parameters(draw)
        check(name, p, near(draw, p))


EXTREMES = [TINY, 1e-310, 2.2250738585072014e-308, 1e-17, 1.0, 1e17, 1e300, 1.7976931348623157e308]


@pytest.mark.parametrize("name", ["Beta", "Exponential", "Gamma", "Laplace", "Normal", "Poisson"])
def test_at_the_ends_of_float64(name):
    ends = {
        "Beta": [(a, b) for a in (1e-310, 1.0, 1e300) for b in (1e-300, 1.0)],
        "Gamma": [(k, b) for k in EXTREMES[1:] for b in (1e-310, 1.0, 1e300)],
        "Laplace": [(m, b) for m in (0.0, -1e308, 1e308) for b in EXTREMES],
        "Normal": [(m, b) for m in (0.0, -1e308, 1e308) for b in EXTREMES],
    }.get(name, [(x,) for x in EXTREMES])
    for p in ends:
        for q in ends:
            check(name, p, q)


@pytest.mark.parametrize("pi", [0.0, TINY, 1e-310, 1e-17, 0.5, 1 - EPS / 2, 1.0])
def test_probabilities_at_their_ends(pi):
    for rho in [TINY, 1e-310, 1e-17, 0.5, 1 - EPS / 2]:
        check("Bernoulli", (pi,), (rho,))
        if pi > 0:
            check("Geometric", (pi,), (rho,))


@pytest.mark.parametrize("scale", SCALES)
def test_the_uniform_family(scale):
    draw = Draw(scale)
    draw.scale = scale
    inward = [lambda: abs(draw.step()), lambda: draw.positive() / 10**scale, lambda: 1e-16]
    cases = [(p, draw.around(p, share)) for share in inward for p in [draw.interval()] * 20]
    cases += [((-1e308, 1e308), (-1.5e308, 1.2e308)), ((1e-20, 1.0), (0.0, 1.0))]
    for p, q in cases:
        first, second = Uniform(*p), Uniform(*q)
        with ctx.workprec(truth.BITS):
            exact = truth.uniform(*p, *q)
            values = first.entropy(), first.cross_entropy(second), first.kl_divergence(second)
            for value, true in zip(values, exact, strict=True):
                assert not misses(value, true, 3), f"{first} and {second}: {value}"


@pytest.mark.parametrize(
    ("p", "q"),
    [
        ((7.7e-24, 175.4), (1e-25, 1.7e29)),
        ((1.0, 1e-10), (1.5, 1e-10)),
        ((1e-310, 1e-311), (3.0, 0.5)),
        ((2.0, 1e300), (2.0 + 1e-9, 1e300)),
        ((1e-12, 1e12), (1e12, 1e-12)),
    ],
    ids=str,
)
def test_beta_laws_whose_terms_cancel(p, q):
    check("Beta", p, q)
    check("Beta", q, p)


def covariance(draw, d=3):
    a = np.array([[draw.gauss(0, 1) for _ in range(d)] for _ in range(d)])
    units = np.array([2.0 ** round(math.log2(draw.positive())) for _ in range(d)])
    return (a @ a.T + np.eye(d)) * np.outer(units, units)


@pytest.mark.parametrize("near", [True, False], ids=["near", "far"])
@pytest.mark.parametrize("scale", [1, 20, 70])
def test_badly_scaled_covariances(scale, near):
    """Correlations of condition number below 100 or so, in units 2 × `scale` decades apart."""
    draw = Draw(f"{near} {scale}")
    draw.scale = scale
    for _ in range(20):
        mean, first = [draw.real() for _ in range(3)], covariance(draw)
        other, second = [draw.real() for _ in range(3)], covariance(draw)
        if near:
            h, units = abs(draw.step()), np.sqrt(np.diag(first))
            a = np.array([[draw.gauss(0, 1) for _ in range(3)] for _ in range(3)])
            second = first + h * (a + a.T) / 8 * np.outer(units, units)
            other = (np.array(mean) + h * units).tolist()
        p, q = MultivariateNormal(mean, first), MultivariateNormal(other, second)
        condition = max(
            np.linalg.cond(c / np.sqrt(np.outer(np.diag(c), np.diag(c)))) for c in (first, second)
        )
        with ctx.workprec(truth.BITS):
            exact = truth.multivariate_normal(mean, p.covariance, other, q.covariance)
            units, size = 9 * condition, sizes([*np.diag(first), *np.diag(second)])
            assert not misses(p.entropy(), exact[0], units, size)
            assert not misses(p.cross_entropy(q), exact[1], units, size)
            # Of the divergence the terms are squares of entries, each h in size.
            assert not misses(p.kl_divergence(q), exact[2], units, h**2 if near else 0)


@pytest.mark.parametrize(
    ("p", "q", "exact"),
    [
        (Normal(0, 1), Normal(0, 1e7), 15.618095650958327),
        (Normal(0, 1), Normal(0, 1e9), 20.223265836946418),
        (Normal(0, 1), Normal(0, 1e200), 460.0170185988092),
        (Exponential(1), Exponential(1e-17), 38.14394658089878),
        (Uniform(-1e308, 1e308), Uniform(-1e308, 1e308), 0.0),
    ],
    ids=repr,
)
def test_cases_that_were_wrong(p, q, exact):
    assert p.kl_divergence(q) == pytest.approx(exact, rel=2 * EPS, abs=0)


@pytest.mark.parametrize("shape", [1e-300, 1e-9, 0.5, 5e11, 1e15, 1e100, 1e300])
def test_the_entropy_of_a_gamma_law_of_any_shape(shape):
    with ctx.workprec(truth.BITS):
        exact, _, _ = truth.gamma(shape, 1, 1, 1)
        assert not misses(Gamma(shape, 1).entropy(), exact, 10, sizes([shape]))


@pytest.mark.parametrize(("low", "high"), [(0, 1), (-3, 3), (-20, 20), (-307, 307)])
def test_binets_function(low, high):
    draw = Draw(low)

    def phi(x):
        return x.lgamma() - x * x.log() + x

    def slope(x):
        return x.digamma() - x.log()

    with ctx.workprec(truth.BITS):
        for _ in range(100):
            k, far = (10 ** draw.uniform(low, high) for _ in range(2))
            x = truth.exact(k)
            assert not misses(binet(k), phi(x), 6, 1 + abs(math.log(k)))
            assert not misses(binet_slope(k), x * slope(x), 4)
            for other in (far, draw.near(k)):
                y = truth.exact(other)
                gap = phi(y) - phi(x) - (y - x) * slope(x)
                assert not misses(binet_gap(k, other, other - k), gap, 40), (k, other)
