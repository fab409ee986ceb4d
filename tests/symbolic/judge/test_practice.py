"""What practice says of laws, each claim beside two wrong twins: one holds, the others do not."""

import pytest
from flint import ctx
from sympy import Integer, Rational, exp, log

from klutils.symbolic import (
    KL,
    E,
    Exponential,
    FDivergence,
    Gap,
    Grad,
    Marginal,
    Mixture,
    N,
    Normal,
    Posterior,
    SampleMean,
    TotalVariation,
    Uniform,
    Var,
    at_least,
    at_most,
    equal,
    estimate,
    said,
)
from klutils.symbolic.judge.evaluation import Evaluation
from klutils.symbolic.judge.kinds import Undecided, judge
from klutils.symbolic.judge.settings import settings_for
from klutils.symbolic.language.laws import Density
from tests.symbolic.judge.practice import CLAIMS, convex_f, n, p, pi_, pj, q, qj, x
from tests.symbolic.setting import a, f, r, u

# Judged in one setting: each node of the quadrature takes an exact integral of its own.
SLOW = [name for name in CLAIMS if "information" in name and "Laplace" in name]
half = Rational(1, 2)


@pytest.mark.parametrize("name", [name for name in CLAIMS if name not in SLOW])
def test_a_claim_of_practice_holds(name):
    left, right, *_ = CLAIMS[name]
    found = judge(left, equal(right, ""))
    assert found.holds, said(found)


@pytest.mark.parametrize("name", SLOW)
def test_a_slow_claim_of_practice_is_true_to_fifteen_digits(name):
    """What the judge confirms with many bits is seen with few bits as well."""
    left, right, *_ = CLAIMS[name]
    (setting,) = settings_for([left, right], 1)
    with ctx.workprec(256):
        evaluation = Evaluation(setting)
        assert abs(evaluation.value(left) - evaluation.value(right)) < 1e-15


@pytest.mark.parametrize("twin", [0, 1])
@pytest.mark.parametrize("name", CLAIMS)
def test_a_wrong_twin_does_not_hold(name, twin):
    left, _, *twins = CLAIMS[name]
    found = judge(left, equal(twins[twin], ""))
    assert not found.holds
    assert said(found).startswith("setting ")


convex_gap = convex_f(r) - convex_f(u).diff(u).subs(u, 1) * (r - 1)
y_p, y_q = (Marginal(joint, "y") for joint in (pj, qj))
x_p, x_q = (Posterior(joint, "x") for joint in (pj, qj))
BOUNDS = {
    "a normal law is no nearer than p itself": (
        KL(p, n),
        at_least(0, "", gap=Gap(r - 1 - log(r), r, n(x) / p(x), p)),
        at_least(1, "", gap=Gap(r - 1 - log(r), r, n(x) / p(x), p)),
    ),
    "a convex function above its tangent": (
        FDivergence(convex_f, p, q),
        at_least(0, "", gap=Gap(convex_gap, r, p(x) / q(x), q, (p(x), q(x)))),
        at_least(0, "", gap=Gap(-convex_gap, r, p(x) / q(x), q, (p(x), q(x)))),
    ),
    "data processing": (
        KL(pj, qj),
        at_least(
            KL(y_p, y_q),
            "",
            gap=Gap(r - 1 - log(r), r, x_q(x) / x_p(x), pj),
        ),
        at_most(
            KL(y_p, y_q),
            "",
            gap=Gap(r - 1 - log(r), r, x_q(x) / x_p(x), pj),
        ),
    ),
    "Pinsker": (
        2 * KL(p, q),
        at_least(
            E(q, 3 * (p(x) / q(x) - 1) ** 2 / (p(x) / q(x) + 2)),
            "",
            gap=Gap(
                2 * (r * log(r) - r + 1) - 3 * (r - 1) ** 2 / (r + 2),
                r,
                p(x) / q(x),
                q,
                (p(x), q(x)),
            ),
        ),
        at_least(
            E(q, 9 * (p(x) / q(x) - 1) ** 2 / (p(x) / q(x) + 2)),
            "",
            gap=Gap(2 * (r * log(r) - r + 1) - 9 * (r - 1) ** 2 / (r + 2), r, p(x) / q(x), q),
        ),
    ),
    "Donsker–Varadhan": (
        KL(pi_, p) - E(pi_, f(x)),
        at_least(
            -log(E(p, exp(f(x)))),
            "",
            gap=Gap(r - 1 - log(r), r, p(x) * exp(f(x)) / (E(p, exp(f(x))) * pi_(x)), pi_),
        ),
        at_least(
            log(E(p, exp(f(x)))),
            "",
            gap=Gap(r - 1 - log(r), r, p(x) * exp(f(x)) / (E(p, exp(f(x))) * pi_(x)), pi_),
        ),
    ),
}


@pytest.mark.parametrize("name", BOUNDS)
def test_a_bound_of_practice_holds_and_its_twin_does_not(name):
    left, true, false = BOUNDS[name]
    found = judge(left, true)
    assert found.holds, said(found)
    assert not judge(left, false).holds


def test_estimates_of_practice():
    spread = SampleMean(p, f(x) ** 2) - SampleMean(p, f(x)) ** 2
    assert not judge(Var(p, f(x)), estimate(N / (N - 1) * spread, "")).holds, "N may be 1"
    for setting in settings_for([spread], 3, 2):
        assert setting.size >= 2


# --- what is read outside of its support is 0, and no formula goes on there

OUTSIDE = {
    "a uniform law at 2x": (E(Uniform(1), Uniform(1)(2 * x)), half, Integer(1)),
    "an exponential law at −x": (E(Exponential(1), Exponential(1)(-x)), Integer(0), half),
    "an exponential law at x − 1": (
        E(Exponential(1), Exponential(1)(x - 1)),
        exp(-1) / 2,
        exp(1) / 2,
    ),
}


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_density_outside_its_support_is_0(name):
    left, right, wrong = OUTSIDE[name]
    assert judge(left, equal(right, "")).holds
    assert not judge(left, equal(wrong, "")).holds


def test_weights_without_coverage_do_not_average_to_1():
    wide = KL(p, Uniform(2))
    left = wide + E(Uniform(1), p(x) / Uniform(1)(x))
    assert not judge(left, equal(wide + 1, "")).holds


def test_a_support_that_moves_with_what_differentiates_is_undecided():
    with pytest.raises(Undecided, match="moves with a"):
        judge(Grad(KL(p, Uniform(a)), a), equal(1 / a, ""))


class Student(Normal):
    """A law that no route knows."""


class Relative(Density):
    """A law whose class is that of a known law by descent alone."""


@pytest.mark.parametrize("law", [Student(0, 1), Relative("p")], ids=["named", "arbitrary"])
def test_an_unknown_law_is_refused_by_name(law):
    with pytest.raises(Undecided, match=f"{type(law).__name__} has no row in the judge's table"):
        judge(KL(law, p), equal(0, ""))
    with pytest.raises(Undecided, match="no row"):
        judge(TotalVariation(Mixture({law: half, p: half}), p), equal(0, ""))
