"""Worlds that violate a hypothesis: those that need it fail there, and by what was violated."""

from dataclasses import replace

import pytest
from mpmath import mpf
from sympy import Integer, log, oo

from klutils.symbolic import (
    IID,
    KL,
    Between,
    Density,
    Derivation,
    Dominated,
    E,
    Equivalent,
    FixedSupport,
    Grad,
    H,
    Independent,
    Int,
    Integrable,
    Joint,
    N,
    Positive,
    SameSupport,
    SampleMean,
    SampleSize,
    SampleSum,
    SampleVar,
    Var,
    at_least,
    equal,
    estimate,
    said,
)
from klutils.symbolic.witness.evaluation import evaluate
from klutils.symbolic.witness.kinds import without
from klutils.symbolic.witness.violations import violations
from tests.symbolic.claims import coin, gibbs, mean_f, other_coin, score, spread
from tests.symbolic.setting import a, b, f, p, p_y, q, q_theta, q_y, r, theta, x

pair, model = Joint(p, p_y), Joint(q, q_y)
additive = KL(pair, model), equal(KL(p, q) + KL(p_y, q_y), "")
unbiased = Var(p, f(x)), estimate(N / (N - 1) * spread, "")
NEEDED = {
    "a model that misses mass": (E(p, q(x) / p(x)), equal(1, ""), Dominated(q, p), "left = 0.5"),
    "either way": (E(p, q(x) / p(x)), equal(1, ""), Equivalent(p, q), "left = 0.5"),
    "the same points": (E(p, q(x) / p(x)), equal(1, ""), SameSupport(p(x), q(x)), "left = 0.5"),
    "a support that moves": (E(q_theta, score), equal(0, ""), FixedSupport(q_theta, theta), "left"),
    "one draw": (*unbiased, SampleSize(2), "mean of the right = 0.0"),
    "draws alike": (SampleVar(mean_f), equal(Var(p, f(x)) / N, ""), IID(p), "with all draws alike"),
    "parts that depend": (*additive, Independent(p, p_y), "with parts that depend"),
    "a chance above 1": (
        KL(coin, other_coin),
        equal(a * log(a / b) + (1 - a) * log((1 - a) / (1 - b)), ""),
        Between(a, 0, 1),
        "a = 3/2, b",
    ),
    "no logarithm": (
        r * log(r),
        at_least(
            r - 1,
            "",
            gap=replace(gibbs, function=r * log(r) - r + 1, argument=r, law=None, equality=()),
        ),
        Positive(r),
        "r = -1, a side has no real value",
    ),
}


@pytest.mark.parametrize("name", NEEDED)
def test_a_claim_that_needs_its_hypothesis_fails_without_it(name):
    left, step, hypothesis, shown = NEEDED[name]
    found = without(left, step, hypothesis)
    assert found.code == "needed", said(found)
    assert shown in said(found)


NOT_SHOWN = {
    "a mean needs no independence": (E(p, f(x)), estimate(mean_f, ""), IID(p)),
    "both sides infinite": (KL(p, q), equal(E(p, log(p(x) / q(x))), ""), Dominated(p, q)),
    "an integral of the law alone": (Int(q(x), x), equal(1, ""), Dominated(q, p)),
}


@pytest.mark.parametrize("name", NOT_SHOWN)
def test_a_claim_that_holds_without_it_does_not_show_its_need(name):
    assert without(*NOT_SHOWN[name]).code == "not shown to be needed"


NOT_TESTABLE = {
    "an average that exists": (KL(p, q), equal(H(p, q) - H(p), ""), Integrable(p, log(p(x)))),
    "words": (KL(p, q), equal(H(p, q) - H(p), ""), "all is well"),
    "a law of two variables": (*additive, Dominated(pair, model)),
    "another sample": (E(p, f(x)), estimate(mean_f, ""), IID(q)),
    "a sum of draws": (N * E(p, f(x)), estimate(SampleSum(p, f(x)), ""), IID(p)),
    "a functional": (KL(p, q), equal(H(p, q) - H(p), ""), Between(H(p), 0, oo)),
    "other parts": (*additive, Independent(p, q_y)),
}


@pytest.mark.parametrize("name", NOT_TESTABLE)
def test_where_no_simple_world_violates_it_nothing_is_said(name):
    assert without(*NOT_TESTABLE[name]).code == "not testable"


def test_a_law_that_vanishes_is_still_one():
    claim = E(p, q(x) / p(x)), equal(1, "")
    found = list(violations(Dominated(q, p), *claim))
    assert len(found) == 2
    for left, step, world, _how in found:
        assert (left, step) == claim
        assert abs(evaluate(Int(p(x), x), world) - 1) < mpf("1e-40")
        points, _ = world.space(x, None)
        assert [world.density(p, t, None) == 0 for t in points] == [True, False, False]


def test_parts_that_depend_keep_their_own_laws():
    for _, _, world, _how in violations(Independent(p, p_y), *additive):
        (y,) = p_y.variables
        assert abs(evaluate(Int(p_y(y), y), world) - 1) < mpf("1e-40")
        dependent = Joint(p, Density("p_2", "y", given=x))
        assert abs(evaluate(E(dependent, y) - E(p_y, y), world)) < mpf("1e-30")


def test_a_world_that_is_violated_leaves_the_others_as_they_were():
    claim = E(p, q(x) / p(x)), equal(1, "")
    assert without(*claim, Dominated(q, p)).code == "needed"
    assert Derivation("eq-ratio", *claim).record()["steps"][0]["witness"]["holds"]


def test_a_derivation_says_which_hypotheses_it_needs():
    shown = Derivation(
        "eq-ratio",
        E(p, q(x) / p(x)),
        equal(Int(q(x), x), "", given=Dominated(q, p)),
        equal(Integer(1), ""),
        given=Integrable(p, q(x) / p(x)),
    )
    codes = [(one["step"], one["code"]) for one in shown.record()["without"]]
    assert codes == [(None, "not testable"), (1, "needed")]
    text = shown.markdown()
    assert r"- $q \ll p$, step 1: needed: without it, at p = (0.0, 0.625, 0.375)" in text
    assert "- Believed, for no simple world violates it: $\\mathbb{E}" in text


def test_it_knows_a_gradient_under_a_moving_support():
    claim = Var(q_theta, score), equal(-E(q_theta, Grad(log(q_theta(x)), theta, 2)), "")
    assert without(*claim, FixedSupport(q_theta, theta)).code == "needed"
    mixed = Grad(KL(p, q_theta), theta), equal(-E(p, score), "")
    assert without(*mixed, FixedSupport(q_theta, theta)).code == "not testable"
    assert SampleMean(p, f(x)) == mean_f
