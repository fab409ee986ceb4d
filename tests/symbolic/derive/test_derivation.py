"""Derivations: what they show, what they record, and what they say when a step is wrong."""

import json
import re

import pytest
from sympy import Integer, Rational, exp, log

from klutils.symbolic import (
    KL,
    RECORD,
    ArgMin,
    Derivation,
    E,
    Gap,
    H,
    Int,
    N,
    Normal,
    SampleMean,
    StepError,
    Var,
    at_least,
    check,
    define,
    equal,
    equal_up_to_constant,
    estimate,
    value,
)
from klutils.symbolic.language.written import read, read_step
from tests.symbolic.setting import P, Q, p, q, q_theta, r, theta, x

finite = r"$\mathbb{E}_p\lvert \ln p \rvert < \infty$"
iid = "the sample is i.i.d."
gibbs = Gap(r - 1 - log(r), r, q(x) / p(x), p, (p(x), q(x)))


@pytest.fixture(scope="module")
def objective():
    return Derivation(
        "eq-objective",
        KL(p, q_theta),
        equal(H(p, q_theta) - H(p), "decomposition", given=finite),
        equal_up_to_constant(H(p, q_theta), r"$H(p)$ is free of $\theta$", over=theta),
        estimate(
            -SampleMean(p, log(q_theta(x))),
            "sample mean",
            variance=Var(p, log(q_theta(x))) / N,
            given=[iid, finite],
        ),
        title="From the divergence to the objective",
        given="$p$ is fixed",
        uses=["eq-decomposition"],
    )


def test_what_the_page_shows(objective):
    equation, fold = objective.markdown().split("\n\n<details")
    assert equation == (
        "$$\n"
        "\\begin{aligned}\n"
        "D_{\\mathrm{KL}}(p \\,\\|\\, q_{\\theta}) &= H(p, q_{\\theta}) - H(p)"
        " && \\text{decomposition} \\\\\n"
        " &\\doteq_{\\theta} H(p, q_{\\theta}) && \\text{$H(p)$ is free of $\\theta$} \\\\\n"
        " &\\approx -\\frac{1}{N} \\sum_{i=1}^{N} \\ln q(x_{i} \\mid \\theta)"
        " && \\text{sample mean}\n"
        "\\end{aligned}\n"
        "$$ (eq-objective)\n\n"
        f"Hypotheses: $p$ is fixed; {finite}; {iid}.\n\n"
        "Here $x_1, \\dots, x_N$ i.i.d. from $p$."
    )
    assert fold.startswith(' class="checked"><summary>How this was checked</summary>\n\n1. ')
    assert fold.endswith(
        "\n\nBuilds on {eq}`eq-decomposition`.\n\n"
        '<a href="claims.html#row-eq-objective">Its row on the page of claims</a>\n\n</details>'
    )


def test_the_fold_says_of_each_step_what_it_needs_and_what_was_found(objective):
    steps = [line for line in objective.markdown().splitlines() if re.match(r"\d\. ", line)]
    assert steps[0] == (
        f"1. **equality**, given {finite}. *Algebra*: normal form of the difference is 0. "
        "*Witness*: 5 comparisons, largest difference below 1e-30; first at "
        "N = 2, p = (0.2, 0.5, 0.3), q = (0.2031, 0.3125, 0.4844), θ = 1/2, "
        "sampled x = (0.5, 2.0)."
    )
    assert [line.partition("**")[2].partition("**")[0] for line in steps] == [
        step.kind for step in objective.steps
    ]


def test_no_evidence_is_read_as_markup():
    claim = KL(p, q), at_least(0, "", gap=gibbs)
    shown = Derivation("eq-gibbs", *claim).markdown()
    assert "1/r² \\> 0" in shown


def test_the_case_of_equality_is_shown():
    shown = Derivation("eq-gibbs", KL(p, q), at_least(0, "", gap=gibbs)).markdown()
    assert "\n\nEquality: exactly if $q(x) = p(x)$ for almost every $x \\sim p$.\n\n" in shown


def test_the_record_is_json_and_says_what_was_checked(objective):
    record = json.loads(json.dumps(objective.record()))
    assert set(record) == {
        *("label", "title", "statement", "start", "steps", "ends"),
        *("hypotheses", "samples", "read back", "without", "uses", "source"),
    }
    assert record["label"] == "eq-objective"
    assert record["title"] == "From the divergence to the objective"
    assert record["uses"] == ["eq-decomposition"]
    assert record["hypotheses"] == ["$p$ is fixed", finite, iid]
    assert [step["kind"] for step in record["steps"]] == [
        "equality",
        "equal up to a constant",
        "estimate",
    ]
    assert [step["relation"] for step in record["steps"]] == ["=", "\\doteq_{\\theta}", "\\approx"]
    assert read(record["source"]["start"]) == objective.start
    assert [read_step(step) for step in record["source"]["steps"]] == objective.steps
    for step in record["steps"]:
        assert set(step) == {
            "kind",
            "relation",
            "expression",
            "reason",
            "hypotheses",
            "algebra",
            "witness",
        }
        assert step["algebra"]["holds"] is step["witness"]["holds"] is True
        assert step["witness"]["worlds"] >= 4
        assert re.fullmatch(r"0|below 1e-(10|15|20|30|40)", step["witness"]["largest disagreement"])


def test_the_bundle_has_the_equation_and_its_record(objective):
    bundle = objective._repr_mimebundle_()
    assert set(bundle) == {"text/markdown", "text/plain", RECORD}
    assert bundle["text/plain"] == (
        "eq-objective: D_KL(p || q(·|θ)) in 3 steps, checked by algebra and by witness"
    )


def test_a_derivation_is_the_same_when_built_again(objective):
    again = Derivation(
        objective.label,
        objective.start,
        *objective.steps,
        title=objective.title,
        given="$p$ is fixed",
        uses="eq-decomposition",
    )
    assert again.record() == objective.record()


def test_it_builds_on_others_by_label(objective):
    other = Derivation("eq-split", KL(p, q), equal(H(p, q) - H(p), ""), uses=objective)
    assert other.uses == ("eq-objective",)
    assert other.result == H(p, q) - H(p)


def test_digits_are_filled_in_and_cut_off():
    example = Derivation(
        "eq-example",
        KL(P, Q),
        define(Int(P(x) * log(P(x) / Q(x)), x)),
        value(4),
    )
    assert example.result.digits == "0.0304"
    assert example.latex().splitlines()[-2].endswith(r"&= 0.0304\ldots && \text{to 4 decimals}")


@pytest.mark.parametrize(
    ("number", "places", "shown"),
    [
        (Rational(1, 2), 3, "0.5"),
        (Rational(-1, 2), 3, "-0.5"),
        (Rational(3), 2, "3"),
        (Rational(0), 2, "0"),
        (Rational(2, 3), 2, r"0.66\ldots"),
        (Rational(-2, 3), 2, r"-0.66\ldots"),
        (Rational(999999, 1000000), 3, r"0.999\ldots"),
        (log(8) / log(2), 3, "3"),
        (log(Rational(1, 2)), 4, r"-0.6931\ldots"),
        (Rational(1, 3) + 1000, 1, r"1000.3\ldots"),
    ],
)
def test_decimals(number, places, shown):
    step = Derivation("eq-number", number, value(places)).record()["steps"][0]
    assert step["expression"] == shown
    assert step["reason"] == ("exactly" if r"\ldots" not in shown else f"to {places} decimals")


MESSAGES = {
    "sign": (
        (KL(p, q), equal(H(p, q) + H(p), "split")),
        "eq-wrong, step 1 (equality: split) does not hold.\n"
        "  claimed: D_KL(p || q)  =  H(p, q) + H(p)\n"
        "  witness fails: p = (0.2, 0.5, 0.3), q = (0.5, 0.25, 0.25): "
        "left = 0.21801191, right = 2.2773179\n"
        "  algebra fails: left − right does not vanish; left over: 2 ∫ p(x) ln p(x) dx",
    ),
    "swapped arguments": (
        (KL(p, q), equal(H(q, p) - H(p), "")),
        "left over: ∫ q(x) ln p(x) dx - ∫ p(x) ln q(x) dx",
    ),
    "dropped term": (
        (KL(p, q), equal(H(p, q), "")),
        "left over: ∫ p(x) ln p(x) dx",
    ),
    "E_q for E_p": (
        (KL(p, q), equal(E(q, log(p(x) / q(x))), "")),
        "left = 0.21801191, right = -0.23927818",
    ),
    "= for ≈": (
        (KL(p, q), equal(SampleMean(p, log(p(x) / q(x))), "")),
        "  claimed: D_KL(p || q)  =  (1/N) Σ ln(p(xᵢ)/q(xᵢ))\n",
    ),
    "≈ for =": (
        (KL(p, q), estimate(H(p, q) - H(p), "")),
        "H(p, q) - H(p) holds no sample; expected a statistic of the sample",
    ),
    "≐ for =": (
        (KL(p, q_theta), equal_up_to_constant(H(p, q_theta) - H(p), "", over=theta)),
        "both sides are equal: claim the equality",
    ),
    "reversed ≐": (
        (KL(p, q_theta), equal_up_to_constant(KL(q_theta, p), "", over=theta)),
        "algebra fails: the difference depends on θ; its derivative is ",
    ),
    "reversed inequality": (
        (H(p), at_least(H(p, q), "", gap=gibbs)),
        "left = 1.029653, right = 1.24766",
    ),
    "minimiser": (
        (ArgMin(KL(p, q_theta), theta), equal(ArgMin(-H(p, q_theta), theta), "")),
        "the derivatives by θ have no constant positive ratio",
    ),
}


def _unfolded(text):
    return " ".join(text.split())


@pytest.mark.parametrize("name", MESSAGES)
def test_what_a_wrong_step_says(name):
    claim, said = MESSAGES[name]
    with pytest.raises(StepError) as error:
        Derivation("eq-wrong", *claim)
    assert _unfolded(said) in _unfolded(str(error.value))
    assert max(map(len, str(error.value).splitlines())) <= 78, "wider than a page's code"
    assert [finding.route for finding in error.value.findings] == ["algebra", "witness"]
    for internal in ("DensityAt", "SampleMean(", "theta"):
        assert internal not in str(error.value), "a message speaks the reader's language"


def test_the_message_names_the_step_that_is_wrong():
    with pytest.raises(StepError, match=r"^eq-two, step 2 \(equality: slip\)"):
        Derivation("eq-two", KL(p, q), equal(H(p, q) - H(p), "fine"), equal(H(p), "slip"))


def test_a_claim_beyond_the_algebra_is_not_called_false():
    from sympy import Max

    claim = KL(p, q), equal(Max(KL(p, q), -1), "")
    with pytest.raises(StepError, match="it may be true, and beyond this algebra"):
        check(*claim)


def test_check_returns_what_both_routes_found():
    found = check(KL(p, q), equal(H(p, q) - H(p), ""))
    assert [finding.route for finding in found] == ["algebra", "witness"]
    assert all(finding.holds for finding in found)


def test_more_digits_than_are_computed_are_refused():
    """Both routes compute 50 digits and round alike: from there on they agree on wrong ones."""
    assert Derivation("eq-few", exp(Integer(60)), value(10)).result.digits.endswith(".3144765630")
    with pytest.raises(ValueError, match="more than the 45 digits that are known"):
        Derivation("eq-many", exp(Integer(75)), value(20))


def test_more_digits_than_a_quadrature_has_are_refused():
    """On a continuum the witness knows 12: what it adds to them is chance."""
    entropy = H(Normal(0, 1))
    assert Derivation("eq-few", entropy, value(9)).result.digits == "1.418938533"
    for places, expr in ((12, entropy), (20, entropy), (9, 10**6 * entropy)):
        with pytest.raises(ValueError, match="more than the 12 digits that are known"):
            Derivation("eq-many", expr, value(places))


def test_a_number_near_a_short_one_is_not_taken_for_it():
    """exp(-80) to three decimals was proposed as 0 exactly, and then refused."""
    assert Derivation("eq-tiny", exp(Integer(-80)), value(3)).result.digits == "0.000"
    assert Derivation("eq-near", 1 + exp(Integer(-80)), value(3)).result.digits == "1.000"
    assert Derivation("eq-exact", E(Normal(0, 1), x**2), value(3)).result.exact
    assert Derivation("eq-half", log(exp(Integer(1))) / 2, value(30)).result.digits == "0.5"
