"""The third opinion: right about every claim of the book, and by no rule of the other two."""

import ast
from dataclasses import replace
from pathlib import Path

import pytest
from sympy import Integer, Rational, atan, exp, log, oo

from klutils.ledger import read as read_claims
from klutils.symbolic import (
    KL,
    ArgMax,
    ArgMin,
    Density,
    E,
    Exponential,
    Gap,
    Grad,
    H,
    InOrder,
    Int,
    Normal,
    SampleMean,
    SampleProduct,
    at_least,
    at_most,
    equal,
    equal_up_to_constant,
    estimate,
    said,
    value,
)
from klutils.symbolic import judge as judge_room
from klutils.symbolic.judge.comparison import RADIUS
from klutils.symbolic.judge.evaluation import Evaluation
from klutils.symbolic.judge.kinds import Undecided, judge
from klutils.symbolic.language.steps import Decimal
from klutils.symbolic.language.written import read, read_step
from tests.symbolic.claims import FALSE, TRUE, WRONG_FORM
from tests.symbolic.setting import (
    all_three,
    f,
    mu,
    p,
    phi,
    q,
    q_theta,
    r,
    sigma,
    theta,
    two_of_three,
    u,
    x,
    y,
)

ROOT = Path(judge_room.__file__).parent
# What the other routes do with an expression, by the calculus' rules or by SymPy's.
RULES = {"diff", "doit", "evalf", "expand", "integrate", "log_density", "moment", "n", "series"}
RULES |= {"formula", "kernel", "partition", "simplify", "solve", "subs", "unfold"}
NODES = {
    "Rational",
    "Add",
    "AppliedUndef",
    "Derivative",
    "Mul",
    "Pow",
    "S",
    "cosh",
    "exp",
    "log",
    "sinh",
}
NODES |= {"Abs", "KroneckerDelta", "Max", "Min", "Subs", "digamma", "gamma", "loggamma"}
NODES |= {
    "Integer",
    "Rational",
    "oo",
    "default_sort_key",
    "polygamma",
    "preorder_traversal",
    "sign",
    "tanh",
}
BOOK = {claim.label: claim.record for claim in read_claims(ROOT.parents[2] / "chapters")}
gibbs = Gap(r - 1 - log(r), r, q(x) / p(x), p, (p(x), q(x)))


def _filled(step):
    """A value as a derivation would hand it on, with some digits."""
    return replace(step, right=Decimal("0.218")) if step.kind == "value" else step


# --- what it says to claims that are known to be true or false


@pytest.mark.parametrize("label", BOOK)
def test_each_step_of_the_book_holds(label):
    left = read(BOOK[label]["source"]["start"])
    for number, data in enumerate(BOOK[label]["source"]["steps"], 1):
        step = read_step(data)
        found = judge(left, step)
        assert found.holds, f"step {number}: {said(found)}"
        left = step.right


@pytest.mark.parametrize("name", TRUE)
def test_a_true_claim_holds(name):
    found = judge(*TRUE[name])
    assert found.holds, said(found)


@pytest.mark.parametrize("name", FALSE)
def test_a_false_claim_does_not_hold(name):
    left, step = FALSE[name]
    assert not judge(left, _filled(step)).holds, "no setting speaks against it"


@pytest.mark.parametrize("name", WRONG_FORM)
def test_a_claim_that_is_wrong_in_form_alone_holds(name):
    """No number shows that a name was defined by a theorem; a missing gap is seen."""
    left, step, why = WRONG_FORM[name]
    found = judge(left, step)
    assert found.holds == ("no gap" not in why), said(found)


ALMOST = {
    "a hundredth more": (KL(p, q_theta), KL(p, q_theta) + H(q_theta) / 100),
    "a ten-thousandth more": (KL(p, q_theta), KL(p, q_theta) + H(q_theta) / 10**4),
    "a faint slope": (KL(p, q_theta), KL(p, q_theta) + theta / 10**4),
    "a shift below the grid": ((theta - 1) ** 2, (theta - 1 - Rational(1, 100)) ** 2),
    "a shift of a billionth": ((theta - 1) ** 2, (theta - 1 - Rational(1, 10**9)) ** 2),
}


@pytest.mark.parametrize("name", ALMOST)
def test_minimisers_that_lie_close_are_told_apart(name):
    first, second = (ArgMin(body, theta) for body in ALMOST[name])
    assert not judge(first, equal(second, "")).holds


def test_a_difference_in_the_fiftieth_digit_is_seen():
    """Both sides are balls, and far more than fifty digits apart from being equal."""
    divergence, faint = KL(p, q), Rational(1, 10**49)
    assert judge(divergence, equal(H(p, q) - H(p), "")).holds
    assert not judge(divergence, equal(H(p, q) - H(p) + faint, "")).holds
    assert float(RADIUS) < 1.01e-50, "balls as wide as this would overlap too easily"


def test_minimisers_are_the_same_where_no_factor_relates_the_functions():
    likelihood, divergence = SampleProduct(p, q_theta(x)), KL(p, q_theta)
    nll = ArgMin(-SampleMean(p, log(q_theta(x))), theta)
    assert judge(nll, equal(ArgMax(1 + likelihood, theta), "")).holds
    assert judge(ArgMin(divergence, theta), equal(ArgMin(divergence**2, theta), "")).holds


WORSE = {
    "a set, and more": (ArgMin(H(p, q_theta), theta), at_least(0, "", gap=gibbs)),
    "a set in a sum": (ArgMin(H(p, q_theta), theta) + 1, equal(1, "")),
    "one side without a value": (E(p, log(f(x) - f(x) ** 2 - 9)), equal(H(p), "")),
    "∞ − ∞": (
        KL(all_three, two_of_three) - H(all_three, two_of_three),
        equal(-H(all_three), ""),
    ),
    "a strict inequality turned": (H(p), at_least(H(p, q), "", gap=gibbs)),
    "g below 0 where r is not": (
        KL(p, q),
        at_least(0, "", gap=Gap(-log(r), r, q(x) / p(x), p, (p(x), q(x)))),
    ),
    "an argument where g is negative": (
        H(p) - 1,
        at_least(H(p), "", gap=Gap(r**3, r, Integer(-1))),
    ),
    "equal for other laws too": (
        E(p, f(x) ** 2),
        at_least(E(p, f(x)) ** 2, "", gap=Gap(u**2, u, f(x) - E(p, f(x)), p, (p(x), q(x)))),
    ),
    "equal whatever the laws": (
        KL(p, q),
        at_least(KL(p, q), "", gap=Gap(u**2, u, Integer(0), p, (p(x), q(x)))),
    ),
    "≤ with a gap of nothing": (H(p), at_most(H(p), "", gap=Gap(u**2, u, Integer(0), p))),
    "a sample of another law": (
        SampleMean(p, log(q_theta(x))),
        equal_up_to_constant(SampleMean(q, log(q_theta(x))), "", over=theta),
    ),
    "decimals too small": (log(2), replace(value(3), right=Decimal("0.692"))),
    "cut, not rounded": (log(2), replace(value(3), right=Decimal("0.694"))),
    "cut, and said to be all": (log(2), replace(value(3), right=Decimal("0.693", exact=True))),
    "exact, and said to go on": (Integer(1) / 4, replace(value(2), right=Decimal("0.25"))),
    "a number for its decimals": (log(2), replace(value(3), right=Integer(1))),
    "the other sign": (-log(2), replace(value(3), right=Decimal("0.693"))),
}
STILL_TRUE = {
    "infinite on both sides": (KL(all_three, two_of_three), equal(oo, "")),
    "digits that need more digits": (
        InOrder(exp(400), log(2), -exp(400)),
        replace(value(3), right=Decimal("0.693")),
    ),
    "cut towards 0": (-log(2), replace(value(3), right=Decimal("-0.693"))),
    "another statistic": (E(p, f(x)), estimate(SampleMean(q, p(x) / q(x) * f(x)), "")),
    "a density of a named law at a point": (
        Grad(log(Normal(mu, sigma)(x)), mu),
        equal((x - mu) / sigma**2, ""),
    ),
    "a derivative inside another": (
        Grad(theta * Grad(theta * phi, phi), theta),
        equal(2 * theta, ""),
    ),
    "more digits than at first": (InOrder(exp(400), log(2), -exp(400)), equal(log(2), "")),
    "a divergence that diverges": (
        Int(Exponential(1)(x) ** 2 / Exponential(3)(x), x),
        equal(oo, ""),
    ),
}


@pytest.mark.parametrize("name", WORSE)
def test_what_is_worse_than_false_does_not_hold(name):
    assert not judge(*WORSE[name]).holds


@pytest.mark.parametrize("name", STILL_TRUE)
def test_what_looks_odd_may_hold(name):
    found = judge(*STILL_TRUE[name])
    assert found.holds, said(found)


def test_evidence_names_the_setting_and_both_values():
    found = judge(KL(p, q), equal(H(p, q) + H(p), ""))
    assert said(found).startswith("setting 1: left = ")
    assert ", right = " in said(found)
    assert said(judge(KL(p, q), equal(H(p, q) - H(p), ""))) == "holds in 3 settings"


def test_an_estimate_of_something_random_is_named():
    found = judge(SampleMean(p, f(x)), estimate(SampleMean(p, f(x)), ""))
    assert (
        said(found)
        == "setting 1: (1/N) Σ f(xᵢ) is random already; an estimate starts from a fixed number"
    )


def test_a_claim_is_judged_alike_every_time():
    claim = KL(p, q_theta), equal(H(p, q_theta), "")
    assert judge(*claim) == judge(*claim)


UNDECIDED = {
    "whose terms do not fall off": (
        E(Normal(0, 1), log(1 + exp(x**2)) / Normal(0, 1)(x)),
        equal(1, ""),
    ),
    "at a point that is none of": (E(p, q(x + 1)), equal(1, "")),
    "at another variable": (E(p, Density("s")(y)) + E(Density("t", "y"), y), equal(1, "")),
    "balls as wide as": (InOrder(exp(4000), log(2), -exp(4000)), equal(log(2), "")),
    "a ball without bounds": (exp(exp(exp(exp(20)))), equal(oo, "")),
    "states no digits": (log(2), value(3)),
    "no meaning for atan": (atan(log(q(x))), equal(1, "")),
    "in any setting": (log(-1 - f(x) ** 2), equal(log(-2 - f(x) ** 2), "")),
}


@pytest.mark.parametrize("why", UNDECIDED)
def test_what_cannot_be_evaluated_is_undecided_and_named(why):
    with pytest.raises(Undecided, match=why):
        judge(*UNDECIDED[why])


def test_a_difference_in_one_setting_outweighs_what_is_undecided_in_another(monkeypatch):
    values = Evaluation.value

    def gap(self, expr, *where):
        if self.setting.seed == 1:
            raise Undecided("nothing is known here")
        return values(self, expr, *where)

    monkeypatch.setattr(Evaluation, "value", gap)
    assert not judge(KL(p, q), equal(KL(q, p), "")).holds
    with pytest.raises(Undecided, match="nothing is known"):
        judge(KL(p, q), equal(H(p, q) - H(p), ""))


# --- that it is a third route


def _trees():
    for path in sorted(ROOT.glob("*.py")):
        yield path.stem, ast.parse(path.read_text(encoding="utf-8"))


def test_it_calls_no_rule_of_the_calculus_or_of_sympy():
    for name, tree in _trees():
        called = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        assert not called & RULES, name
        taken = {
            alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module.startswith("sympy")
            for alias in node.names
        }
        assert taken <= NODES, f"{name} takes more from SymPy than what a claim is made of"
