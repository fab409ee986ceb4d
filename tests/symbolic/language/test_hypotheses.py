"""Hypotheses: what they accept, how they look, and that they come back from a record."""

import re

import pytest
from sympy import Symbol, log, oo

from klutils.symbolic import (
    IID,
    KL,
    Between,
    Derivation,
    Dominated,
    E,
    Equivalent,
    Exchangeable,
    FiniteAlphabet,
    FixedSupport,
    Grad,
    H,
    Hypothesis,
    Independent,
    InsideDomain,
    Integrable,
    Invertible,
    IsDensity,
    IsFinite,
    Joint,
    Name,
    NonNegative,
    Positive,
    SameSupport,
    SampleSize,
    SquareIntegrable,
    Stands,
    equal,
)
from klutils.symbolic.language.written import (
    read,
    read_hypotheses,
    written,
    written_hypotheses,
)
from klutils.symbolic.notation.hypotheses import FORMS, in_tex, in_words
from tests.symbolic.setting import (
    a,
    best,
    f,
    log_partition,
    p,
    p_image,
    p_joint,
    p_of_y,
    p_y,
    q,
    q_theta,
    theta,
    x,
    y,
)

slope = Grad(log(q_theta(x)), theta)
SHOWN = {
    IID(p): (r"$x_1, \dots, x_N$ i.i.d. from $p$", "x₁, …, x_N i.i.d. from p"),
    IID(p_joint): (
        r"$(x_1, y_1), \dots, (x_N, y_N)$ i.i.d. from $p(x, y)$",
        "(x₁, y₁), …, (x_N, y_N) i.i.d. from p(x, y)",
    ),
    Independent(p, p_y): ("the parts $p$ and $p_2$ independent", "the parts p and p₂ independent"),
    Dominated(p, q): (r"$p \ll q$", "p ≪ q"),
    Equivalent(p, q): (r"$p \ll q$ and $q \ll p$", "p ≪ q and q ≪ p"),
    SameSupport(p_of_y(y), f(y)): (
        "$p(y \\mid x) > 0$ exactly where $f(y) > 0$",
        "p(y|x) > 0 exactly where f(y) > 0",
    ),
    FixedSupport(q_theta, theta): (
        r"the support of $q_{\theta}$ is free of $\theta$",
        "the support of q(·|θ) is free of θ",
    ),
    FiniteAlphabet(p, q): ("$p$ and $q$ on a finite alphabet", "p and q on a finite alphabet"),
    IsDensity(p): ("$p(x)$ densities", "p(x) densities"),
    Invertible(p_image): (
        "$T$ invertible and differentiable, $T' \\ne 0$",
        "T invertible and differentiable, T′ ≠ 0",
    ),
    Integrable(p, log(q_theta(x))): (
        r"$\mathbb{E}_{x \sim p}\lvert \ln q(x \mid \theta) \rvert < \infty$ for every $\theta$",
        "E_p|ln q(x|θ)| < ∞ for every θ",
    ),
    SquareIntegrable(p, x): (r"$\mathbb{E}_{x \sim p}[x^{2}] < \infty$", "E_p[x²] < ∞"),
    NonNegative(p, x): (
        r"$x \ge 0$ for almost every $x \sim p$",
        "x ≥ 0 for almost every x ~ p",
    ),
    IsFinite(H(p), H(p, q), KL(p, q)): (
        r"$H(p)$, $H(p, q)$ and $D_{\mathrm{KL}}(p \,\|\, q)$ finite",
        "H(p), H(p, q) and D_KL(p || q) finite",
    ),
    SampleSize(2): (r"$N \ge 2$", "N ≥ 2"),
    Between(a, 0, 1): ("$0 < a < 1$", "0 < a < 1"),
    Positive(a): ("$a > 0$", "a > 0"),
    InsideDomain(log_partition, theta, best): (
        r"$\theta$ and $\theta^{*}$ inside the interval where $A$ is finite",
        "θ and θ* inside the interval where A is finite",
    ),
    Exchangeable(theta, 2): (
        r"$\partial_{\theta}^{2}$ and $\int$ may be exchanged",
        "∂_θ^2 and ∫ may be exchanged",
    ),
    Exchangeable(theta, 1, slope, p): (
        r"$\partial_{\theta}$ and $\int$ may be exchanged: near each $\theta$, "
        r"$\lvert \frac{\partial}{\partial \theta} \ln q(x \mid \theta) \rvert$ stays below a "
        r"function of $x$ with finite mean under $p$",
        "∂_θ and ∫ may be exchanged: near each θ, |∂/∂θ ln q(x|θ)| stays below a function of x "
        "with finite mean under p",
    ),
    Stands(Name("L", a, x)): ("$L(x) = a$", "L(x) = a"),
}


@pytest.mark.parametrize("hypothesis", SHOWN, ids=lambda h: type(h).__name__)
def test_a_hypothesis_prints_itself_on_the_page_and_in_a_message(hypothesis):
    assert (in_tex(hypothesis), in_words(hypothesis)) == SHOWN[hypothesis]


@pytest.mark.parametrize("hypothesis", SHOWN, ids=lambda h: type(h).__name__)
def test_a_hypothesis_comes_back_as_it_was(hypothesis):
    assert read(written(hypothesis)) == hypothesis
    assert read_hypotheses(written_hypotheses((hypothesis, "words"))) == (hypothesis, "words")


def test_each_class_has_its_forms():
    assert {type(hypothesis) for hypothesis in SHOWN} == set(FORMS)
    assert all(issubclass(kind, Hypothesis) for kind in FORMS)


WRONG = {
    "a symbol for a law": (lambda: IID(x), "law 1 is x; expected a law"),
    "no laws": (lambda: FiniteAlphabet(), "laws is empty; expected at least one law"),
    "words for an expression": (lambda: Integrable(p, "f"), "body is 'f'; expected an expression"),
    "nothing finite": (lambda: IsFinite(), "functionals is empty"),
    "a sum for a density": (lambda: SameSupport(p(x) + 1, q(x)), "expected a density at a point"),
    "one draw": (lambda: SampleSize(1), "least = 1; expected a whole number, 2 or more"),
    "half a draw": (lambda: SampleSize(Symbol("n")), "least = n; expected a whole number"),
    "bounds the wrong way": (lambda: Between(a, 1, 0), "low = 1, high = 0; expected two numbers"),
    "a bound that is no number": (lambda: Between(a, 0, theta), "expected two numbers"),
    "an unnamed function": (lambda: InsideDomain(theta, theta), "function is theta; expected a"),
    "no parameters": (lambda: InsideDomain(log_partition), "parameters is empty"),
    "no derivative": (lambda: Exchangeable(theta, 0), "order = 0; expected 1 or more"),
    "a slope without a law": (lambda: Exchangeable(theta, 1, slope), "slope and law belong"),
    "a law without an image": (lambda: Invertible(p), "image is p; expected the image of a law"),
    "a value for a name": (lambda: Stands(H(p)), "expected a name"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_argument_is_named(name):
    build, message = WRONG[name]
    with pytest.raises((TypeError, ValueError), match=re.escape(message)):
        build()


def test_only_laws_inside_expressions_speak_for_every_parameter():
    assert Integrable(Joint(p, p_y), f(x)).parameters == ()
    assert Dominated(p, q_theta).parameters == ()
    assert IsFinite(KL(p, q_theta)).parameters == (theta,)


def test_a_derivation_shows_and_records_its_hypotheses():
    ratio = E(p, q(x) / p(x))
    shown = Derivation("eq-ratio", ratio, equal(1, "", given=Dominated(q, p)), given=IID(p))
    record = shown.record()
    assert record["hypotheses"] == [in_tex(IID(p)), r"$q \ll p$"]
    assert read_hypotheses(record["source"]["given"]) == (IID(p),)
    assert r"Hypotheses: $x_1, \dots, x_N$ i.i.d. from $p$; $q \ll p$." in shown.markdown()
    assert oo not in Between(a, 0, 1).args
