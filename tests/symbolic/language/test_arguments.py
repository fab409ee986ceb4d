"""A wrong argument raises, and the message names it, its value and what was expected."""

import re

import pytest
from sympy import Rational, Symbol, log

from klutils.symbolic import (
    KL,
    ArgMin,
    Chain,
    Cov,
    Density,
    Derivation,
    E,
    Exponential,
    ExponentialFamily,
    FDivergence,
    Finite,
    Gap,
    Grad,
    H,
    Int,
    Joint,
    Mixture,
    Name,
    Normal,
    Pushforward,
    SampleE,
    SampleMean,
    SampleProduct,
    SumOver,
    Uniform,
    at_least,
    copies,
    equal,
    equal_up_to_constant,
    estimate,
    index,
    parameter,
    value,
    variable,
    vector,
)
from tests.symbolic.setting import a, b, f, g, p, p_of_y, p_y, q, theta, x, y

mu, j = vector("mu"), index("j")

WRONG = {
    "a law for an expression": (lambda: E(p, p), "body is p; expected an expression; call it"),
    "words for a law": (lambda: KL(p, "q"), "q is 'q'; expected a law"),
    "an expression for a law": (lambda: H(p(x)), "p is"),
    "a law of another variable": (lambda: KL(p, p_y), "expected laws of the same variables"),
    "a number for a name": (lambda: Density(3), "name is 3; expected a name"),
    "a symbol for a variable's name": (lambda: variable(x), "name is x; expected a name"),
    "a number for a parameter's name": (lambda: parameter(1), "name is 1; expected a name"),
    "words for a parameter": (lambda: Density("p", given="t"), "given is 't'; expected param"),
    "an expression for a parameter": (
        lambda: Density("p", given=theta**2),
        "given holds theta**2; expected parameters or variables",
    ),
    "two points for one": (lambda: p(x, y), "p: expected the point (x), got (x, y)"),
    "probabilities that do not add up": (
        lambda: Finite("p", [Rational(1, 2)]),
        "probabilities sum to 1/2; expected exactly 1",
    ),
    "a negative probability": (lambda: Finite("p", [2, -1]), "probabilities[1] = -1; expected 0"),
    "a probability of unknown sign": (
        lambda: Finite("p", [theta, 1 - theta]),
        "theta is negative at theta = -1; declare theta with between=(0, 1)",
    ),
    "a probability that a variable makes negative": (
        lambda: Finite("p", [x, 1 - x], "y"),
        "x is negative at x = -1; take a function of x with values in (0, 1)",
    ),
    "a weight of unknown sign": (
        lambda: Mixture([(p, theta), (q, 1 - theta)]),
        "the weight of p = theta is negative at",
    ),
    "nothing for probabilities": (lambda: Finite("p", None), "probabilities is None; expected"),
    "nothing for weights": (lambda: Mixture(None), "weights is None; expected laws with"),
    "laws without weights": (lambda: Mixture([p, q]), "weights holds"),
    "nothing for a dimension": (lambda: copies(p, None), "count is None; expected"),
    "nothing for what comes before": (lambda: Chain(p, p, None, y, 2), "before is None; expected"),
    "nothing for a convex function": (lambda: FDivergence(None, p, q), "f is None; expected"),
    "a component whose letter is summed over": (
        lambda: Grad(SumOver(mu[j] ** 2, j, 3), mu[j]),
        "symbol is mu[j], and body sums over j itself; expected another letter",
    ),
    "half a derivative": (lambda: Grad(KL(p, q), theta, 1.5), "order = 1.5; expected 1 or more"),
    "nothing for a case of equality": (lambda: Gap(x, x, x, p, None), "equality is (None,)"),
    "a float probability": (lambda: Finite("p", [0.5, 0.5]), "probabilities[0] = 0.5"),
    "no probabilities": (lambda: Finite("p", []), "probabilities sum to 0; expected exactly 1"),
    "a negative deviation": (lambda: Normal(0, -1), "standard_deviation = -1 is not known to be"),
    "a float mean": (lambda: Normal(0.5, 1), "mean = 0.5"),
    "a rate of unknown sign": (lambda: Exponential(theta), "rate = theta is not known to be pos"),
    "a width of unknown sign": (lambda: Uniform(theta), "width = theta is not known to be pos"),
    "words for a family's parameter": (
        lambda: ExponentialFamily("q", "t"),
        "parameter is 't'; expected a number or an expression",
    ),
    "a part that is no law": (lambda: Joint(p, x), "second is x; expected a law"),
    "two laws of one variable": (lambda: Joint(p, q), "expected laws of different variables"),
    "the condition after what it conditions": (lambda: Joint(p_of_y, p), "swap them"),
    "the image of a named law": (lambda: Pushforward(Normal(0, 1)), "expected an arbitrary law"),
    "the image of two variables": (lambda: Pushforward(Joint(p, p_y)), "a law of one variable"),
    "no variable": (lambda: Int(p(x)), "variables is empty; expected the symbols"),
    "a number for a variable": (lambda: Int(p(x), 3), "variables is 3; expected a symbol"),
    "words to average": (lambda: Cov(p, "x", x), "first is 'x'; expected an expression"),
    "a likelihood that may be negative": (
        lambda: SampleProduct(p, f(x)),
        "body is f(x), not known to be positive",
    ),
    "no sample to average over": (lambda: SampleE(KL(p, q)), "holds no sample mean"),
    "a derivative by a number": (lambda: Grad(KL(p, q), 3), "symbol is 3; expected a symbol"),
    "no derivative": (lambda: Grad(KL(p, q), theta, 0), "order = 0; expected 1 or more"),
    "a minimiser over a law": (lambda: ArgMin(KL(p, q), p), "symbol is p; expected a symbol"),
    "a name that is none": (lambda: Name(x, x), "latex is x; expected LaTeX"),
    "a captured variable": (
        lambda: Int(p(x) * f(y), x).subs(y, x),
        "y cannot become x",
    ),
    "a reason that is none": (lambda: equal(1, 2), "reason is 2; expected a few words"),
    "a law as a right side": (lambda: equal(p, ""), "right is p; expected an expression"),
    "words for a variance": (lambda: estimate(1, "", variance="v"), "variance is 'v'; expected"),
    "a hypothesis that is none": (
        lambda: equal(1, "", given=[3]),
        "given holds 3; expected a hypothesis",
    ),
    "a number to minimise over": (
        lambda: equal_up_to_constant(1, "", over=2),
        "over is 2; expected a symbol",
    ),
    "the sample size to minimise over": (
        lambda: equal_up_to_constant(1, "", over=Symbol("N", integer=True, positive=True)),
        "over = N, the sample size; expected a parameter",
    ),
    "no digits": (lambda: value(0), "digits = 0; expected a whole number from 1 to 30"),
    "half a digit": (lambda: value(0.5), "digits = 0.5; expected a whole number"),
    "a gap that is none": (lambda: at_least(0, "", gap=3), "gap is 3; expected Gap"),
    "a gap of a number": (lambda: Gap(1, 2, 3), "of is 2; expected a symbol"),
    "equality of numbers": (
        lambda: Gap(x, x, x, p, (2 * p(x), q(x))),
        "expected two densities",
    ),
    "a sample of no law": (lambda: Gap(x, x, x, sample=True), "expected the law that is sampled"),
    "a label of another kind": (lambda: Derivation("kl", KL(p, q)), "label is 'kl'; expected"),
    "a label that is none": (lambda: Derivation(3, KL(p, q)), "label is 3; expected"),
    "no steps": (lambda: Derivation("eq-a", KL(p, q)), "eq-a: steps is empty"),
    "an expression for a step": (
        lambda: Derivation("eq-a", KL(p, q), H(p)),
        "eq-a: step 1 is a H; expected equal",
    ),
    "words for a start": (lambda: Derivation("eq-a", "KL", equal(0, "")), "start is 'KL'"),
    "digits of infinity": (
        lambda: Derivation("eq-a", KL(Finite("p", [0, 1]), Finite("q", [1, 0])), value(3)),
        "eq-a, step 1 (value): +inf has no digits",
    ),
}

SUPPORTS = {
    "a wider law, then a narrower": lambda: KL(Uniform(2), Uniform(1)),
    "widths nobody can compare": lambda: KL(Uniform(a), Uniform(b)),
    "the line and the half-line": lambda: KL(Normal(0, 1), Exponential(1)),
    "cross-entropy too": lambda: H(Exponential(1), Uniform(1)),
    "an expectation too": lambda: E(Normal(0, 1), log(Exponential(1)(x))),
    "a sample too": lambda: SampleMean(Normal(0, 1), log(Uniform(1)(x))),
    "points and a continuum": lambda: KL(Finite("p", [1]), Normal(0, 1)),
    "inside a joint law": lambda: KL(Joint(Normal(0, 1), p_y), Joint(Exponential(1), p_y)),
    "a bare integral": lambda: Int(Normal(0, 1)(x) * log(Exponential(1)(x)), x),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_argument_is_named(name):
    build, message = WRONG[name]
    with pytest.raises((TypeError, ValueError), match=re.escape(message)):
        build()


@pytest.mark.parametrize("name", SUPPORTS)
def test_laws_whose_supports_do_not_fit_are_refused(name):
    with pytest.raises(ValueError, match="support"):
        SUPPORTS[name]()


def test_laws_whose_supports_fit_are_accepted():
    KL(Uniform(1), Uniform(2))
    KL(Uniform(a), Uniform(a + b))
    KL(Exponential(1), Normal(0, 1))
    E(Joint(p, p_y), f(x) * g(y))
