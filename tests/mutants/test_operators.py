"""The slips: of each claim, exactly the wrong claims that a slip makes of it."""

from dataclasses import replace

import pytest
from sympy import Integer, Rational, exp, log

from klutils.mutants.operators import OPERATORS, mutants
from klutils.mutants.scene import Scene
from klutils.mutants.score import _in_words
from klutils.symbolic import (
    KL,
    ArgMin,
    E,
    Exponential,
    H,
    InOrder,
    Int,
    N,
    Name,
    SampleE,
    SampleMean,
    SampleVar,
    Uniform,
    Var,
    at_least,
    equal,
    estimate,
    value,
)
from klutils.symbolic.language.steps import Decimal
from tests.symbolic.claims import TRUE
from tests.symbolic.setting import (
    a,
    b,
    mu,
    p,
    p_joint,
    p_of_y,
    q,
    q_joint,
    q_of_y,
    q_theta,
    sigma,
    theta,
    x,
    y,
)

half = Rational(1, 2)
split = KL(p, q), equal(H(p, q) - H(p), "")
nll = H(p, q_theta), estimate(-SampleMean(p, log(q_theta(x))), "")
variance = {"variance": Var(p, log(q_theta(x))) / N}


def made(claim, operator, part="right", *, first=True):
    """The wrong claims that one slip makes of one part of a claim, in words."""
    left, step = claim
    found = [m for m in mutants(left, step, first=first) if m.operator == operator]
    return {_in_words(mutant) for mutant in found if mutant.part == part}


def right_sides(operator, right, left=None):
    """The right sides that one slip makes of one, in words."""
    said = made((left if left is not None else right + H(p), equal(right, "")), operator)
    return {claim.split(" = ")[1].removesuffix(", sampled from p") for claim in said}


# --- each slip makes what it should, and nothing else

SLIPS = {
    "sign of a term": [
        (H(p, q) - H(p), {"H(p, q) + H(p)", "-H(p, q) - H(p)"}),
        (InOrder(H(p, q), -H(p)), {"H(p, q) + H(p)", "-H(p, q) - H(p)"}),
        (H(p), {"-H(p)"}),
        (E(p, x + y), {"E_p[x - y]", "E_p[y - x]", "-E_p[x + y]"}),
        (log(1 + H(p)), {"ln(1 - H(p))", "ln(H(p) - 1)", "-ln(H(p) + 1)"}),
        (exp(-H(p)), {"exp(H(p))", "-exp(-H(p))"}),
        (ArgMin(KL(p, q_theta), theta), {"arg min_θ -D_KL(p || q(·|θ))"}),
    ],
    "term dropped": [
        (H(p, q) - H(p), {"H(p, q)", "-H(p)"}),
        (E(p, x + y), {"E_p[x]", "E_p[y]"}),
        (InOrder(H(p), H(q), Integer(1)), {"H(q) + 1", "H(p) + 1", "H(p) + H(q)"}),
        (H(p), set()),
    ],
    "term doubled": [
        (H(p, q) - H(p), {"2 H(p, q) - H(p)", "H(p, q) - 2 H(p)"}),
        (E(p, x + y), {"E_p[2 x + y]", "E_p[2 y + x]", "2 E_p[x + y]"}),
        (ArgMin(KL(p, q_theta), theta), set()),
    ],
    "p and q swapped, once": [
        (KL(p, q), {"D_KL(q || p)", "D_KL(p || p)", "D_KL(q || q)"}),
        (H(p) + 0 * q(x), set()),
        (Int(p(x) * log(q(x)), x), {"∫ q(x) ln q(x) dx", "∫ p(x) ln p(x) dx"}),
        (log(p(x) / q(x)), {"0"}),
    ],
    "p and q swapped, everywhere": [
        (E(p, log(p(x) / q(x))), {"E_q[ln(q(x)/p(x))]"}),
        (H(p, q) - H(p), {"H(q, p) - H(q)"}),
    ],
    "E_q for E_p": [
        (E(p, log(q(x))), {"E_q[ln q(x)]"}),
        (Var(p, log(q(x))), {"Var_q[ln q(x)]"}),
        (E(p, E(q, x)), {"E_p[E_p[x]]", "E_q[E_q[x]]"}),
        (KL(p, q), set()),
    ],
    "ratio inverted": [
        (E(p, log(p(x) / q(x))), {"E_p[ln(q(x)/p(x))]", "E_p[ln(p(x) q(x))]"}),
        (E(p, half * x), {"E_p[2 x]"}),
        (KL(p, q), set()),
    ],
    "logarithm lost": [
        (E(p, log(q(x))), {"E_p[q(x)]"}),
        (log(log(x)), {"ln x"}),
        (H(p), set()),
    ],
    "factor 1/N or 1/2 lost or changed": [
        (H(p) / 2, {"H(p)/4"}),  # its double is a term doubled
        (H(p) / 3, {"H(p)", "H(p)/6"}),
        (3 * H(p), {"H(p)"}),
        (H(p) / N, {"H(p)", "H(p)/N²"}),
        (SampleMean(p, x), {"Σ xᵢ"}),
        (H(p), set()),
    ],
    "constant added": [
        (E(p, x), {"E_p[1 + x]", "1 + E_p[x]"}),
        (Int(p(x) * x, x), {"∫ (1 + x p(x)) dx", "1 + ∫ x p(x) dx"}),
        (ArgMin(KL(p, q_theta), theta), {"arg min_θ (D_KL(p || q(·|θ)) + 1)"}),
    ],
    "N for N − 1": [
        (H(p) / (N - 1), set()),  # H(p)/N is a term dropped
        (H(p) / N, {"H(p)/(N - 1)"}),
        (SampleMean(p, x), {"N (1/N) Σ xᵢ/(N - 1)"}),
        (H(p), set()),
    ],
    "dependence on θ lost": [
        (KL(p, q_theta), {"D_KL(p || q)"}),
        (theta * H(p), {"H(p)"}),
        (H(Exponential(a)), {"H(Exp(1))"}),
        (KL(p, q), set()),
    ],
    "dependence on θ gained": [
        (H(p, q_theta), {"H(p(·|θ), q(·|θ))", "H(p, q(·|θ)) + θ"}),
        (
            ArgMin(KL(p, q_theta), theta),
            {"arg min_θ D_KL(p(·|θ) || q(·|θ))", "arg min_θ (D_KL(p || q(·|θ)) + θ)"},
        ),
        (KL(p, q), set()),
    ],
    "conditional for marginal": [
        (
            E(p, KL(p_of_y, q_of_y)),
            {
                "E_p(·|y)[D_KL(p(·|x) || q(·|x))]",
                "E_p(x)[D_KL(p(y) || q(y|x))]",
                "E_p[D_KL(p(·|x) || q)]",
            },
        ),
        (H(p_joint), {"H(p(x) p(y))"}),
        (KL(p, q), set()),
    ],
}


@pytest.mark.parametrize("operator", SLIPS)
def test_a_slip_makes_exactly_these_right_sides(operator):
    for right, expected in SLIPS[operator]:
        left = right if isinstance(right, ArgMin) else 3 * H(p) + 5 + right
        assert right_sides(operator, right, left) == expected, f"of {right}"


KINDS = {
    "=": ("= decomposition", {"D_KL(p || q) ≈ H(p, q) - H(p)"}),
    "= with a parameter": (
        "= slope of the divergence",
        {
            "∂/∂θ D_KL(p || q(·|θ)) ≈ -E_p[∂/∂θ ln q(x|θ)]",
            "∂/∂θ D_KL(p || q(·|θ)) ≐_θ -E_p[∂/∂θ ln q(x|θ)]",
        },
    ),
    "≈": (
        "importance weights",
        {"E_p[f(x)] = (1/N) Σ p(xᵢ) f(xᵢ)/q(xᵢ), sampled from q"},
    ),
    "≈ with a parameter": (
        "mean of waiting times",
        {
            "1/a = (1/N) Σ xᵢ, sampled from Exp(a)",
            "1/a ≐_a (1/N) Σ xᵢ, sampled from Exp(a)",
        },
    ),
    "≐": (
        "entropy dropped",
        {
            "D_KL(p || q(·|θ)) = H(p, q(·|θ))",
            "D_KL(p || q(·|θ)) ≈ H(p, q(·|θ))",
        },
    ),
    "≥": ("divergence is not negative", {"D_KL(p || q) = 0", "D_KL(p || q) ≤ 0"}),
    "≤": ("Gibbs", {"H(p) = H(p, q)", "H(p) ≥ H(p, q)"}),
    ":=": ("definition of the divergence", {"D_KL(p || q) ≈ ∫ p(x) ln(p(x)/q(x)) dx"}),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_sides_under_another_sign(kind):
    name, expected = KINDS[kind]
    assert made(TRUE[name], "kind exchanged", "kind") == expected


def test_the_case_of_equality_is_exchanged_for_one_with_another_law():
    said = made(TRUE["divergence is not negative"], "case of equality changed", "case of equality")
    assert said == {
        "D_KL(p || q) ≥ 0, equal if p(x) = s(x)",
        "D_KL(p || q) ≥ 0, equal if s(x) = q(x)",
    }
    assert not made(TRUE["tangent of ln"], "case of equality changed", "case of equality")


@pytest.mark.parametrize(
    ("digits", "exact", "expected"),
    [
        ("0.693", False, {"0.694…", "0.692…", "0.693"}),
        ("1.9", False, {"1.0…", "1.8…", "1.9"}),
        ("0.5", True, {"0.6", "0.4", "0.5…"}),
    ],
)
def test_the_last_digit_is_changed_or_said_to_be_all(digits, exact, expected):
    step = replace(value(3), right=Decimal(digits, exact))
    assert made((log(2), step), "digit changed", "digits") == {f"ln 2 = {one}" for one in expected}


# --- the parts of a claim


def test_the_left_side_is_broken_in_the_first_step_alone():
    first = {m.part for m in mutants(*split, first=True)}
    later = {m.part for m in mutants(*split)}
    assert first - later == {"left"}
    assert made(split, "p and q swapped, once", "left") == {
        "D_KL(q || p) = H(p, q) - H(p)",
        "D_KL(p || p) = H(p, q) - H(p)",
        "D_KL(q || q) = H(p, q) - H(p)",
    }


def test_a_gap_is_broken_in_its_function_its_argument_and_its_law():
    claim = TRUE["divergence is not negative"]
    stem = "D_KL(p || q) ≥ 0, as the mean of "
    assert made(claim, "term dropped", "gap") == {
        f"{stem}{g} at q(x)/p(x) under p" for g in ("r - 1", "r - ln r", "-1 - ln r")
    }
    assert made(claim, "p and q swapped, everywhere", "gap") == {
        f"{stem}r - 1 - ln r at p(x)/q(x) under p"
    }
    assert made(claim, "E_q for E_p", "gap") == {f"{stem}r - 1 - ln r at q(x)/p(x) under q"}
    assert made(claim, "gap of both signs", "gap") == {
        f"{stem}{g} at q(x)/p(x) under p" for g in ("-ln r", "2 r - 2 - ln r")
    }


def test_a_stated_variance_is_broken():
    claim = nll[0], estimate(nll[1].right, "", **variance)
    stem = "H(p, q(·|θ)) ≈ -(1/N) Σ ln q(xᵢ|θ), sampled from p, with variance "
    assert made(claim, "factor 1/N or 1/2 lost or changed", "variance") == {
        f"{stem}Var_p[ln q(x|θ)]",
        f"{stem}Var_p[ln q(x|θ)]/N²",
    }
    assert made(claim, "E_q for E_p", "variance") == {f"{stem}Var_q(·|θ)[ln q(x|θ)]/N"}
    assert made(claim, "N for N − 1", "variance") == {f"{stem}Var_p[ln q(x|θ)]/(N - 1)"}


def test_the_law_of_a_sample_is_exchanged():
    assert made(nll, "E_q for E_p") == {"H(p, q(·|θ)) ≈ -(1/N) Σ ln q(xᵢ|θ), sampled from q(·|θ)"}


# --- slips deep inside


@pytest.mark.parametrize(
    ("operator", "right", "wrong"),
    [
        ("sign of a term", log(Int(p(x) * (1 + x), x)), "ln(∫ p(x) (1 - x) dx)"),
        ("logarithm lost", ArgMin(E(p, log(q_theta(x))), theta), "arg min_θ E_p[q(x|θ)]"),
        ("E_q for E_p", 1 / log(E(p, q(x))), "1/ln(E_q[q(x)])"),
        ("p and q swapped, once", exp(E(p, H(q))), "exp(E_p[H(p)])"),
        (
            "factor 1/N or 1/2 lost or changed",
            SampleE(SampleMean(p, x) ** 2),
            "E_samples(p)[(Σ xᵢ)²]",
        ),
        (
            "N for N − 1",
            log(SampleVar(N * SampleMean(p, x))),
            "ln(Var_samples(p)[(N - 1) (1/N) Σ xᵢ])",
        ),
        ("term dropped", InOrder(H(p), -E(p, x + y)), "H(p) - E_p[y]"),
    ],
)
def test_a_slip_is_made_at_a_place_deep_inside(operator, right, wrong):
    left = right if isinstance(right, ArgMin) else KL(p, q)
    assert wrong in right_sides(operator, right, left + 0 * q(x))


def test_a_part_of_a_joint_law_is_misread():
    claim = KL(p_joint, q_joint), equal(KL(p, q) + E(p, KL(p_of_y, q_of_y)), "")
    found = mutants(*claim, first=True)
    swapped = {m.left for m in found if m.operator == "p and q swapped, once"}
    part = type(p_joint)
    for first, second in ((part(q, p_of_y), q_joint), (part(p, q_of_y), q_joint)):
        assert KL(first, second) in swapped, f"{first.parts} for {p_joint.parts}"


def test_nothing_is_broken_inside_a_name():
    named = Name("L", H(p, q_theta) + theta, theta)
    found = mutants(H(p), equal(named, ""), first=True)
    assert found
    for mutant in found:
        assert all(name == named for name in mutant.step.right.atoms(Name))


# --- what is no mutant


def _all_mutants():
    for name, (left, step) in TRUE.items():
        yield name, left, step, mutants(left, step, first=True)


def test_no_mutant_is_its_original_and_none_is_made_twice():
    for name, left, step, found in _all_mutants():
        claims = [(m.left, m.step) for m in found]
        assert (left, step) not in claims, name
        for k, claim in enumerate(claims):
            assert claim not in claims[:k], f"{name}: {_in_words(found[k])} is made twice"


def test_each_slip_is_made_somewhere():
    digits = replace(value(3), right=Decimal("0.693"))
    found = {m.operator for _, _, _, all_of_it in _all_mutants() for m in all_of_it}
    found |= {m.operator for m in mutants(log(Integer(2)), digits)}
    assert found == set(OPERATORS)
    assert set(SLIPS) == set(OPERATORS[:-4])


def test_what_cannot_be_written_is_left_out():
    interval, half_line = Uniform(a), Exponential(b)
    with pytest.raises(ValueError, match="support"):
        KL(half_line, interval)
    claim = KL(interval, half_line), equal(H(interval, half_line) - H(interval), "")
    found = [m for m in mutants(*claim, first=True) if m.part == "left"]
    assert {m.left for m in found if m.operator == "p and q swapped, once"} == {
        KL(interval, interval),
        KL(half_line, half_line),
    }
    assert Scene.built(KL, p, 3) == []


def test_a_scene_holds_what_a_slip_can_confuse():
    left, step = KL(p, q_theta), equal(E(p, mu * x) / N + H(p_joint) + sigma, "")
    scene = Scene.of(left, step)
    assert set(scene.laws) == {p, q_theta, p_joint, p_of_y}
    assert set(scene.variables) == {x, y}
    assert set(scene.parameters) == {theta, mu, sigma}
    assert scene.conditions == (theta,)
    assert scene.others(p) == [q_theta]
    assert {frozenset(pair) for pair in scene.pairs()} == {frozenset((p, q_theta))}


def test_the_laws_of_a_gap_belong_to_the_scene():
    _, step = TRUE["divergence is not negative"]
    bare = at_least(0, "", gap=step.gap)
    assert set(Scene.of(Integer(3), bare).laws) == {p, q}
