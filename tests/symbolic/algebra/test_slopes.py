"""Derivatives where the parameter is in the law, in a vector, or in an arbitrary function."""

import pytest
from sympy import Abs, Derivative, Integer, Rational, log

from klutils.symbolic import (
    KL,
    At,
    Density,
    E,
    FDivergence,
    Grad,
    Mixture,
    Normal,
    SampleE,
    SampleMean,
    SampleVar,
    TotalVariation,
    Uniform,
    Var,
    convex,
    index,
    is_zero,
    normal,
    variable,
    vector,
)
from klutils.symbolic.algebra.sample_means import smallest_sample
from klutils.symbolic.language.samples import N
from tests.symbolic.setting import f, g, mu, p, phi, q, q_theta, r, sigma, theta, x

i, j = index("i"), index("j")
e = variable("e")
thetas, phis = vector("theta"), vector("phi")
q_phi, q_vector, other = (Density("q", given=c) for c in (phi, thetas, phis))
score = Grad(log(q_theta(x)), theta)
drawn, noise = Normal(mu, sigma), Normal(0, 1, "e")
moved = f(mu + sigma * e)
slope = f(x).diff(x).subs(x, mu + sigma * e)
h = convex("h")
ratio = p(x) / q(x)
pinsker = 2 * r * log(r) - 2 * (r - 1) - 3 * (r - 1) ** 2 / (r + 2)


def _score(place):
    return Grad(log(q_vector(x)), thetas[place])


IDENTITIES = {
    "score function": (Grad(E(q_theta, f(x)), theta), E(q_theta, f(x) * score), E(q_theta, f(x))),
    "score function by a sample": (
        Grad(SampleE(SampleMean(q_theta, f(x))), theta),
        SampleE(SampleMean(q_theta, f(x) * score)),
        Integer(0),
    ),
    "variance by a sample": (
        Grad(SampleVar(SampleMean(q_theta, f(x))), theta),
        Grad(Var(q_theta, f(x)), theta) / N,
        Grad(Var(q_theta, f(x)), theta),
    ),
    "reparameterised law": (E(drawn, f(x)), E(noise, moved), E(noise, f(mu - 2 * sigma * e))),
    "reparameterised slope by the mean": (
        Grad(E(drawn, f(x)), mu),
        E(noise, slope),
        E(noise, e * slope),
    ),
    "reparameterised slope by the deviation": (
        Grad(E(drawn, f(x)), sigma),
        E(noise, e * slope),
        E(noise, slope),
    ),
    "slope inside": (Grad(E(drawn, f(x)), sigma), E(noise, Grad(moved, sigma)), E(noise, moved)),
    "slope written under the law": (
        Grad(E(drawn, f(x)), mu),
        E(drawn, Derivative(f(x), x)),
        -E(drawn, Derivative(f(x), x)),
    ),
    "both estimators": (
        E(drawn, f(x) * (x - mu) / sigma**2),
        E(noise, slope),
        E(noise, slope) / sigma,
    ),
    "Stein": (E(noise, e * f(e)), E(noise, f(e).diff(e)), E(noise, f(e))),
    "Stein, twice": (
        E(noise, f(e).diff(e, 2)),
        E(noise, (e**2 - 1) * f(e)),
        E(noise, e**2 * f(e)),
    ),
    "importance weights": (
        E(p, f(x)),
        E(q, f(x) * ratio),
        E(q, f(x) / ratio),
    ),
    "curvature where both agree": (
        At(Grad(KL(q_theta, q_phi), phi, 2), phi, theta),
        E(q_theta, score**2),
        -E(q_theta, score**2),
    ),
    "slope where both agree": (At(Grad(KL(q_theta, q_phi), phi), phi, theta), Integer(0), theta),
    "value at a number": (At(theta**2, theta, 3), Integer(9), Integer(3)),
    "information matrix": (
        E(q_vector, _score(i) * _score(j)),
        -E(q_vector, Grad(_score(i), thetas[j])),
        E(q_vector, Grad(_score(i), thetas[j])),
    ),
    "information matrix as a curvature": (
        At(Grad(Grad(KL(q_vector, other), phis[i]), phis[j]), phis, thetas),
        E(q_vector, _score(i) * _score(j)),
        E(q_vector, _score(i) ** 2),
    ),
    "order of derivatives": (
        Grad(Grad(log(q_vector(x)), thetas[i]), thetas[j]),
        Grad(Grad(log(q_vector(x)), thetas[j]), thetas[i]),
        Grad(Grad(log(q_vector(x)), thetas[i]), thetas[i]),
    ),
    "f-divergence with its tangent": (
        FDivergence(h, p, q),
        E(q, h(ratio) - h(r).diff(r).subs(r, 1) * (ratio - 1)),
        E(p, h(ratio)),
    ),
    "refined Pinsker": (
        2 * KL(p, q) - E(q, 3 * (ratio - 1) ** 2 / (ratio + 2)),
        E(q, pinsker.subs(r, ratio)),
        E(p, pinsker.subs(r, ratio)),
    ),
    "total variation": (
        TotalVariation(p, q),
        E(q, Abs(ratio - 1)) / 2,
        E(q, Abs(ratio - 1)),
    ),
    "total variation is symmetric": (
        TotalVariation(p, q),
        TotalVariation(q, p),
        2 * TotalVariation(q, p),
    ),
}


@pytest.mark.parametrize("name", IDENTITIES)
def test_an_identity_holds_and_its_wrong_twin_does_not(name):
    left, right, wrong = IDENTITIES[name]
    assert is_zero(normal(left - right))
    assert not is_zero(normal(left - wrong))


def test_two_functions_are_not_integrated_by_parts():
    left = normal(E(Normal(0, 1), f(x).diff(x) * g(x)))
    assert not is_zero(left - normal(E(Normal(0, 1), x * f(x) * g(x))))
    assert is_zero(left - normal(E(Normal(0, 1, "e"), f(e).diff(e) * g(e))))


def test_a_support_that_moves_is_refused_in_mixtures_too():
    half = Rational(1, 2)
    moving = Mixture({Uniform(sigma): half, p: half})
    with pytest.raises(ValueError, match="moves with sigma"):
        normal(Grad(E(moving, f(x)), sigma))


def test_a_value_at_a_point_that_is_in_use_is_refused():
    both = Density("q", given=(theta, phi))
    with pytest.raises(ValueError, match="no rule for the value of"):
        normal(At(Grad(E(p, log(both(x))), phi), phi, theta))


def test_how_many_draws_a_statistic_needs():
    assert smallest_sample(N / (N - 1) * theta, 1 / N) == 2
    assert smallest_sample(1 / (N**2 - 5 * N + 6)) == 4
    assert smallest_sample(theta / (theta - 1)) == 1
