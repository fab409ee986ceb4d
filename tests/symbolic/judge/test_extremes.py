"""Claims that the usual numbers do not tell from true ones, and true ones that look like these."""

import pytest
from sympy import Abs, Function, KroneckerDelta, Max, Min, Rational, Symbol, exp, log, sign

from klutils.symbolic import (
    KL,
    ArgMax,
    ArgMin,
    Between,
    E,
    Exponential,
    Gap,
    Grad,
    H,
    Int,
    JensenShannon,
    N,
    Normal,
    Positive,
    SampleE,
    SampleMean,
    Softmax,
    SumOver,
    TotalVariation,
    Var,
    at_least,
    at_most,
    copies,
    equal,
    equal_up_to_constant,
    estimate,
    index,
    parameter,
    said,
    variable,
    vector,
)
from klutils.symbolic.judge.kinds import judge
from tests.symbolic.setting import f, g, p, phi, q, q_theta, r, sigma, theta, u, x

a, b = parameter("a", between=(0, 1)), parameter("b", between=(0, 1))
h = Function("h", positive=True)
i, j, d, k = index("i"), index("j"), index("d"), variable("k")
mu = vector("mu")
below, whole = Symbol("n", negative=True), Symbol("m", integer=True)
third, small = Rational(1, 3), Rational(1, 10**5)
vanishes = (N - 1) * (N - 2) * (N - 3)
squares = SumOver(mu[i] ** 2, i, d)


def _above(value, bound):
    """value ≥ bound, for the reason that the difference is positive."""
    return value, at_least(bound, "", gap=Gap(r, r, value - bound))


def _below(value, bound):
    return value, at_most(bound, "", gap=Gap(r, r, bound - value))


def _lowest(body, other):
    return ArgMin(body, theta), equal(ArgMin(other, theta), "")


FALSE = {
    "N at the usual sizes": (vanishes, equal(0, "")),
    "N beside a variance": (Var(p, x) / N, equal(Var(p, x) / N * (1 + vanishes), "")),
    "an estimate at the usual sizes": (E(p, x), estimate(SampleMean(p, x) + vanishes, "")),
    "a variance at the usual sizes": (
        E(p, x),
        estimate(SampleMean(p, x), "", variance=Var(p, x) / N + vanishes),
    ),
    "a dimension": (SumOver(mu[i], i, d) * (d - 1) * (d - 2) * (d - 3), equal(0, "")),
    "an index": ((i - 1) * (i - 2) * (i - 3), equal(0, "")),
    "an index that is named": (KroneckerDelta(i, 7), equal(0, "")),
    "a number of letters": (
        (Int(1, k) - 2) * (Int(1, k) - 3) * (Int(1, k) - 4) * H(Softmax(mu[k])),
        equal(0, ""),
    ),
    "a third derivative": (Grad(f(theta), theta, 3), equal(0, "")),
    "a function of a sum": (
        Grad(Grad(f(theta, phi), theta), phi) ** 2,
        equal(Grad(f(theta, phi), theta, 2) * Grad(f(theta, phi), phi, 2), ""),
    ),
    "a far kink": (Max(theta, 10), equal(10, "")),
    "a far kink of a scale": (sign(sigma - 1000), equal(-1, "")),
    "a kink near an end": (Max(a, Rational(1, 1000)), equal(a, "")),
    "a derivative before a kink": (Grad(Abs(theta - 30), theta), equal(-1, "")),
    "a constant up to a kink": (
        KL(p, q_theta) + Max(theta, 10),
        equal_up_to_constant(KL(p, q_theta), "", over=theta),
    ),
    "a kink where the tail is": (E(Exponential(Rational(1, 100)), Max(x - 30, 0)), equal(0, "")),
    "g between the points": (
        E(p, (x - third) ** 2),
        at_least(small, "", gap=Gap((u - third) ** 2 - small, u, x, p)),
    ),
    "g far away": (
        E(q, p(x) / q(x) - (p(x) / q(x)) ** 2 / 10**4),
        at_least(0, "", gap=Gap(r - r**2 / 10**4, r, p(x) / q(x), q)),
    ),
    "laws that are alike": _above(KL(p, q), Rational(1, 1000)),
    "laws far from each other": _below(KL(p, q), 5),
    "total variation": _below(TotalVariation(p, q), Rational(9, 10)),
    "Jensen–Shannon": _below(JensenShannon(p, q), Rational(6, 10)),
    "a wide space": _below(H(p), 100),
    "a small number": _above(theta**2, Rational(1, 100)),
    "a large number": _below(theta**2, 100),
    "small components": _above(squares, Rational(1, 100)),
    "a far function": _above(f(theta), -1000),
    "a small function": _above(E(p, h(x)), Rational(1, 1000)),
    "a lower place far off": _lowest(theta**2, theta**2 * ((theta - 10) ** 2 - 1)),
    "two places and one": _lowest((theta**2 - 1) ** 2, (theta - 1) ** 2),
    "the other of two places": _lowest((theta**2 - 1) ** 2, (theta + 1) ** 2),
}
FALSE["a whole number of any sign"] = Abs(whole), equal(whole, "")
TRUE = {
    "a gap's letter in (0, 1)": (
        -log(a),
        at_least(1 - a, "", gap=Gap(b - 1 - log(b), b, a)),
    ),
    "a sign that is given": (log(theta**2), equal(2 * log(theta), "", given=Positive(theta))),
    "bounds that are given": (Max(theta, 2), equal(2, "", given=Between(theta, 0, 1))),
    "the greater and the less": (Max(theta, 0) + Min(theta, 0), equal(theta, "")),
    "minimisers at a kink": _lowest(Abs(theta - 3), (theta - 3) ** 2),
    "two minimisers": _lowest((theta**2 - 1) ** 2, Abs(theta**2 - 1)),
    "all of an interval": _lowest(Max(theta**2 - 1, 0), Max(theta**4 - 1, 0)),
    "a far minimiser": _lowest((theta - 50) ** 2, (theta - 50) ** 4),
    "no minimiser": _lowest(exp(-theta), -theta),
    "a logarithm turned round": (
        ArgMin(sigma - log(sigma), sigma),
        equal(ArgMax(sigma * exp(-sigma), sigma), ""),
    ),
    "the square of a mean": (
        SampleE(SampleMean(p, x) ** 2),
        equal(Var(p, x) / N + E(p, x) ** 2, ""),
    ),
    "a number of letters": (H(Softmax(0)), equal(log(Int(1, k)), "")),
    "copies": (KL(copies(p, d), copies(q, d)), equal(d * KL(p, q), "")),
    "one component": (SumOver(KroneckerDelta(i, j) * mu[i], i, d), equal(mu[j], "")),
    "a kink in the tail": (E(Exponential(1), Max(x - 30, 0)), equal(exp(-30), "")),
    "a kink before the middle": (
        E(Normal(theta, sigma), Max(x, 0) + Min(x, 0)),
        equal(theta, ""),
    ),
    "a negative letter": (Abs(below), equal(-below, "")),
    "an inequality": (
        log(E(p, h(x))),
        at_least(E(p, log(h(x))), "", gap=Gap(r - 1 - log(r), r, h(x) / E(p, h(x)), p)),
    ),
}


@pytest.mark.parametrize("name", FALSE)
def test_what_the_usual_numbers_hide_is_found(name):
    found = judge(*FALSE[name])
    assert not found.holds, said(found)


@pytest.mark.parametrize("name", TRUE)
def test_what_is_true_for_unusual_numbers_holds(name):
    found = judge(*TRUE[name])
    assert found.holds, said(found)


def test_what_it_finds_is_data_as_that_of_the_other_routes():
    found = judge(g(theta), equal(2 * g(theta), ""))
    assert (found.route, found.code) == ("judge", "setting")
    assert found.details["found"].code == "sides"
    assert judge(g(theta), equal(g(theta), "")).details == {"count": 3}
