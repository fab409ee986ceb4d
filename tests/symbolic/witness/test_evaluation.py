"""Values in the first world, against sums that one can do by hand."""

from fractions import Fraction
from itertools import product
from math import prod

import pytest
from mpmath import log as ln
from mpmath import mp, mpf
from sympy import Abs, Derivative, Integer, Rational, cosh, exp, log, sqrt

from klutils.symbolic import (
    KL,
    ArgMin,
    Cov,
    E,
    Exponential,
    Grad,
    H,
    Int,
    Joint,
    Name,
    Normal,
    SampleE,
    SampleMean,
    SampleProduct,
    SampleSum,
    SampleVar,
    Var,
)
from klutils.symbolic.witness import evaluation
from klutils.symbolic.witness.evaluation import RULES, TOLERANCE, disagreement, evaluate
from klutils.symbolic.witness.functions import KINKED
from klutils.symbolic.witness.worlds import worlds_for
from tests.symbolic.setting import f, p, q, q_theta, theta, x, y

POINTS = [Fraction(-1), Fraction(1, 2), Fraction(2)]
P = [Fraction(2, 10), Fraction(5, 10), Fraction(3, 10)]
Q = [Fraction(1, 2), Fraction(1, 4), Fraction(1, 4)]
SAMPLES = list(product(range(3), repeat=2))


def _mean(values, weights=P):
    return sum(w * v for w, v in zip(weights, values, strict=True))


SQUARES = [t**2 for t in POINTS]
EXACT = {
    "expectation": (E(p, x), _mean(POINTS)),
    "variance": (Var(p, x), _mean(SQUARES) - _mean(POINTS) ** 2),
    "covariance": (
        Cov(p, x, x**2),
        _mean([t**3 for t in POINTS]) - _mean(POINTS) * _mean(SQUARES),
    ),
    "integral": (Int(p(x) * q(x), x), _mean(Q)),
    "ratio": (E(p, p(x) / q(x)), _mean([s / t for s, t in zip(P, Q, strict=True)])),
    "absolute value": (Int(Abs(p(x) - q(x)), x), Fraction(3, 5)),
    "mean over samples": (SampleE(SampleMean(p, x) ** 2), None),
    "variance over samples": (SampleVar(SampleMean(p, x)), None),
    "sum over samples": (SampleE(SampleSum(p, x)), 2 * _mean(POINTS)),
    "likelihood ratio over samples": (SampleE(SampleProduct(p, q(x) / p(x))), Fraction(1)),
}
_means = [sum(POINTS[k] for k in chosen) / Fraction(2) for chosen in SAMPLES]
_chances = [prod(P[k] for k in chosen) for chosen in SAMPLES]
_second = _mean([m**2 for m in _means], _chances)
EXACT["mean over samples"] = (EXACT["mean over samples"][0], _second)
EXACT["variance over samples"] = (
    EXACT["variance over samples"][0],
    _second - _mean(_means, _chances) ** 2,
)


def _first_world():
    return worlds_for(KL(p, q))[0]


def _number(fraction):
    with mp.workdps(50):
        return mpf(fraction.numerator) / fraction.denominator


@pytest.mark.parametrize("name", EXACT)
def test_value_in_the_first_world(name):
    expr, exact = EXACT[name]
    assert abs(evaluate(expr, _first_world()) - _number(exact)) < TOLERANCE["atoms"]


def test_entropy_and_divergence_in_the_first_world():
    with mp.workdps(50):
        p_values, q_values = ([_number(w) for w in weights] for weights in (P, Q))
        pairs = list(zip(p_values, q_values, strict=True))
        expected = {
            H(p): -sum(w * ln(w) for w in p_values),
            H(p, q): -sum(v * ln(w) for v, w in pairs),
            KL(p, q): sum(v * ln(v / w) for v, w in pairs),
        }
        for expr, exact in expected.items():
            assert abs(evaluate(expr, _first_world()) - exact) < TOLERANCE["atoms"], str(expr)


def test_derivatives_are_those_of_a_polynomial():
    world = worlds_for(theta**3 * E(p, x))[0]
    at = _number(world.parameters[theta])
    mean = _number(_mean(POINTS))
    cube = theta**3 * E(p, x)
    with mp.workdps(50):
        expected = {
            Grad(cube, theta): 3 * at**2 * mean,
            Grad(cube, theta, 2): 6 * at * mean,
            Derivative(theta**2, theta): 2 * at,
        }
        for slope, exact in expected.items():
            assert abs(evaluate(slope, world) - exact) < TOLERANCE["atoms"], str(slope)


def test_a_minimiser_is_the_lowest_point_of_the_search():
    world = worlds_for(E(p, (x - theta) ** 2))[0]
    found = evaluate(ArgMin(E(p, (x - theta) ** 2), theta), world)
    assert abs(found - _number(_mean(POINTS))) <= _number(Fraction(1, 8))
    with pytest.raises(ValueError, match="is free of θ"):
        evaluate(ArgMin(KL(p, q), theta), world)


def test_a_name_is_worth_what_it_stands_for():
    world = worlds_for(KL(p, q_theta))[0]
    name = Name("L", KL(p, q_theta), theta)
    assert evaluate(name, world) == evaluate(KL(p, q_theta), world)


def test_functions_of_numbers():
    world = _first_world()
    assert evaluate(cosh(Integer(0)), world) == 1
    with mp.workdps(50):
        assert abs(evaluate(sqrt(E(p, x**2)), world) ** 2 - evaluate(E(p, x**2), world)) < mpf(
            "1e-48"
        )


def test_a_complex_value_is_no_value():
    world = _first_world()
    with pytest.raises(ValueError, match="is not real"):
        evaluate(E(p, log(f(x) - 1000)), world)


def test_rounding_is_no_disagreement_and_a_difference_is():
    world = _first_world()
    assert not disagreement(KL(p, q), H(p, q) - H(p), world)[3]
    assert disagreement(KL(p, q), H(p, q) - H(p) + Integer(10) ** -30, world)[3]


def test_an_infinite_difference_of_two_rules_is_no_agreement(monkeypatch):
    """A rule with a point at 0 finds −∞ there, and its neighbour a number: neither is the mean."""
    monkeypatch.setitem(KINKED, log, lambda _expr: [])
    mean = E(Normal(0, 1), log(7 * x**2))
    with pytest.raises(ValueError, match="could not be integrated"):
        evaluate(mean, worlds_for(mean)[0])


def test_a_logarithm_with_a_pole_is_integrated_on_both_sides_of_it():
    mean = E(Normal(0, 1), log(x**2))
    found = evaluate(mean, worlds_for(mean)[0])
    assert mp.almosteq(found, -mp.euler - mp.log(2), 1e-14)


def _narrow(at):
    return exp(-(10**6) * (at - Rational(1, 3)) ** 2)


PEAKS = {
    "a mean": E(Normal(0, 1), _narrow(x)),
    "beside a factor": E(Normal(0, 1), exp(-(10**5) * (x - Rational(1, 7)) ** 2) * x),
    "with slow tails": E(Normal(0, 1), 1 / (1 + 10**8 * (x - Rational(1, 3)) ** 2)),
    "a variance": Var(Normal(0, 1), _narrow(x)),
    "an integral": Int(Normal(0, 1)(x) * _narrow(x), x),
    "of the first of two": E(Joint(Normal(0, 1), Normal(0, 1, variable="y")), _narrow(x) * y**2),
    "of the second of two": E(Joint(Normal(0, 1), Normal(x, 1, variable="y")), _narrow(y)),
    "along a slope": E(Joint(Normal(0, 1), Normal(0, 1, variable="y")), _narrow(x - y)),
    "on a half-line": E(Exponential(1), _narrow(x - 1)),
}


@pytest.mark.parametrize("name", PEAKS)
def test_a_peak_between_all_points_is_refused_and_not_taken_for_nothing(name, monkeypatch):
    monkeypatch.setattr(evaluation, "RULES", RULES[:6])  # the finer ones only take longer
    with pytest.raises(ValueError, match=r"too narrow|could not be integrated"):
        evaluate(PEAKS[name], worlds_for(PEAKS[name])[0])


def test_a_function_that_vanishes_at_a_point_is_no_peak():
    mean = E(Normal(0, 1), (x - Rational(1, 3)) ** 4)
    assert mp.almosteq(evaluate(mean, worlds_for(mean)[0]), 3 + mpf(6) / 9 + mpf(1) / 81)


def test_a_parameter_elsewhere_leaves_the_world_as_it_is():
    world = worlds_for(KL(p, q_theta), q_theta(theta))[0]
    before = evaluate(KL(p, q_theta), world)
    elsewhere = evaluate(KL(p, q_theta), world, {theta: Fraction(7, 5)})
    assert before != elsewhere
    assert evaluate(KL(p, q_theta), world) == before
    assert abs(evaluate(theta, world, {theta: Fraction(7, 5)}) - 1.4) < 1e-15
