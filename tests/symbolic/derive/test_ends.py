"""The two ends of a chain: what the signs claim of them together, and that a difference is seen."""

import re

import pytest
from sympy import Integer, log

from klutils.symbolic import (
    KL,
    Derivation,
    E,
    Gap,
    H,
    Int,
    SampleMean,
    StepError,
    Var,
    at_least,
    at_most,
    define,
    equal,
    equal_up_to_constant,
    estimate,
    value,
)
from klutils.symbolic.derive import derivation as module
from klutils.symbolic.derive.ends import claim_of_ends
from klutils.symbolic.language.findings import Fact, Finding, fact
from klutils.symbolic.language.steps import Decimal
from tests.symbolic.claims import gibbs
from tests.symbolic.setting import P, Q, f, p, q, q_theta, theta, u, x

split = equal(H(p, q) - H(p), "")
drop = equal_up_to_constant(H(p, q_theta), "", over=theta)
nll = estimate(-SampleMean(p, log(q_theta(x))), "", variance=Var(p, log(q_theta(x))))
square = Gap(u**2, u, f(x) - E(p, f(x)), p)
CHAINS = {
    "= and =": ([define(Int(p(x), x)), split], "= H(p, q) - H(p)"),
    "≥ and =": ([at_least(1, "", gap=gibbs), split], "≥ H(p, q) - H(p)"),
    "≥ and ≥": ([at_least(1, "", gap=gibbs), at_least(0, "", gap=gibbs)], "≥ 0"),
    "≐ and =": ([drop, split], "≐ H(p, q) - H(p)"),
    "= and ≈": ([split, nll], "≈ -(1/N) Σ ln q(xᵢ|θ)"),
    "= and a value": ([split, value(3)], "= None"),
}
MIXED = {
    "≥ and ≤": ([at_least(1, "", gap=gibbs), at_most(0, "", gap=gibbs)], ("≥", "≤")),
    "≐ and ≈": ([drop, nll], ("≐", "≈")),
    "≈ and ≈": ([nll, nll], ("≈",)),
    "≐ over two": ([drop, equal_up_to_constant(1, "", over=u)], ("≐",)),
    "a value between": ([value(3), split], ("=",)),
}


@pytest.mark.parametrize("name", CHAINS)
def test_signs_claim_something_of_the_ends(name):
    steps, said = CHAINS[name]
    claim = claim_of_ends(steps)
    right = claim.right if claim.right is None else module.plain(claim.right)
    assert f"{claim.sign.plain} {right}" == said
    assert getattr(claim, "variance", None) == (nll.variance if "≈" in name else None)


@pytest.mark.parametrize("name", MIXED)
def test_other_mixtures_claim_nothing_that_is_compared(name):
    steps, signs = MIXED[name]
    found = claim_of_ends(steps)
    assert isinstance(found, Fact)
    assert found.details["signs"] == signs


def test_the_ends_are_recorded_and_shown():
    chain = Derivation("eq-chain", KL(p, q), split, equal(E(p, log(p(x) / q(x))), ""))
    ends = chain.record()["ends"]
    assert (ends["kind"], ends["relation"]) == ("equality", "=")
    assert ends["algebra"]["holds"] is ends["witness"]["holds"] is True
    assert "\n\nFrom start to end: **equality**. *Algebra*: normal form" in chain.markdown()


def test_what_is_not_compared_says_so():
    exact = estimate(-SampleMean(p, log(q_theta(x))), "")
    chain = Derivation("eq-chain", KL(p, q_theta), drop, exact)
    assert chain.record()["ends"] == {"code": "mixed signs", "details": {"signs": ["≐", "≈"]}}
    assert "The two ends are not compared: ≐, ≈ together claim nothing" in chain.markdown()


def test_a_single_step_has_no_ends_of_its_own():
    assert "ends" not in Derivation("eq-one", KL(p, q), split).record()


def test_the_gaps_of_inequalities_add_up():
    lower = at_least(E(p, f(x)) ** 2 - 1, "", gap=Gap(u**2, u, Integer(1)))
    chain = Derivation("eq-sum", E(p, f(x) ** 2), at_least(E(p, f(x)) ** 2, "", gap=square), lower)
    claim, found = chain.ends
    assert claim.gap is None
    assert [finding.route for finding in found] == ["algebra", "witness"]
    assert found[1].worlds > 3


def test_digits_are_compared_with_the_start():
    chain = Derivation("eq-digits", KL(P, Q), equal(H(P, Q) - H(P), ""), value(3))
    claim, _ = chain.ends
    assert claim.right == Decimal("0.030")


WRONG = {
    "=": (KL(p, q), [equal(H(p, q), ""), equal(H(p, q) + H(p), "")], "left = 0.218"),
    "≥": (H(p), [equal(H(q), ""), at_least(H(p, q), "", gap=gibbs)], "left = 1.029653"),
    "≐": (KL(q_theta, p), [equal(KL(p, q_theta), ""), drop], "left − right"),
    "≈": (KL(p, q_theta), [equal(H(p, q_theta), ""), nll], "mean of the right"),
}


@pytest.mark.parametrize("sign", WRONG)
def test_a_fault_that_lets_each_step_pass_is_seen_at_the_ends(sign, monkeypatch):
    start, steps, said = WRONG[sign]
    passed = tuple(Finding(route, True, fact("agree")) for route in ("algebra", "witness"))
    monkeypatch.setattr(module, "check", lambda *_: passed)
    with pytest.raises(StepError, match=r"^eq-wrong: the two ends \(") as error:
        Derivation("eq-wrong", start, *steps)
    text = re.sub(r"\s+", " ", str(error.value))
    assert "do not agree, though each step holds" in text
    assert said in text
