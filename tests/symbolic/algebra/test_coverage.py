"""Weights without coverage are refused, wherever they stand."""

import pytest
from sympy import Integer, Rational, sqrt

from klutils.symbolic import (
    KL,
    Cov,
    E,
    Int,
    Joint,
    Mixture,
    Normal,
    Posterior,
    SampleE,
    SampleMean,
    Tilted,
    Uniform,
    Var,
    normal,
)
from klutils.symbolic.algebra.coverage import check_coverage
from klutils.symbolic.language.supports import shared_supports
from tests.symbolic.setting import f, p, p_of_y, p_y, q, x, y

narrow, wide = Uniform(1), Uniform(2)
half = Rational(1, 2)
weight = wide(x) / narrow(x)

UNCOVERED = {
    "mean": lambda: E(narrow, weight),
    "mean of a sum": lambda: E(narrow, 1 + weight),
    "variance": lambda: Var(narrow, weight),
    "variance of a root": lambda: Var(narrow, sqrt(weight)),
    "covariance": lambda: Cov(narrow, sqrt(weight), f(x) * sqrt(weight)),
    "sample mean": lambda: SampleE(SampleMean(narrow, weight * f(x))),
    "integral": lambda: Int(narrow(x) * (1 + weight), x),
    "deep inside": lambda: 2 + E(p_y, E(narrow, weight) * f(y)),
    "a tilted law": lambda: E(Tilted(narrow, f(x)), weight),
    "a tilted law, twice": lambda: Var(Tilted(Tilted(narrow, f(x)), f(x)), sqrt(weight)),
    "a part of a mixture": lambda: E(Mixture({narrow: half, Uniform(half): half}), weight),
    "a posterior": lambda: E(Posterior(Joint(narrow, p_of_y), "x", name="p"), weight),
    "nothing left": lambda: E(narrow, 1 / narrow(x)),
}


@pytest.mark.parametrize("name", UNCOVERED)
def test_a_density_does_not_cancel_against_a_wider_one(name):
    with pytest.raises(ValueError, match=r"U\(0, 1\) cancels"):
        normal(UNCOVERED[name]())


def test_a_weight_inside_the_law_is_fine():
    assert normal(E(p, q(x) / p(x))) == 1
    assert normal(E(wide, p(x) / wide(x))) == 1


def test_arbitrary_laws_have_the_support_that_a_derivation_gives_them():
    left = E(narrow, p(x) / narrow(x))
    check_coverage(left, shared_supports([left]))
    with pytest.raises(ValueError, match=r"U\(0, 1\) cancels against p, whose support is wider"):
        check_coverage(left, shared_supports([left, KL(p, wide)]))
    inside = {x: ("interval", Integer(1))}
    check_coverage(E(wide, p(x) / wide(x)), inside)
    for mean in (E, Var, SampleMean):
        with pytest.raises(ValueError, match=r"p cancels against N\(0, 1\), whose support"):
            check_coverage(mean(p, 1 + Normal(0, 1)(x) / p(x)), inside)
