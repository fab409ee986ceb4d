"""Every kind of law and functional: the true claim holds in every world, its twin in not all."""

import pytest
from sympy import Integer, Rational, atan

from klutils.symbolic import (
    KL,
    E,
    Exponential,
    Grad,
    Int,
    N,
    Normal,
    SampleE,
    SampleMean,
    Uniform,
    Var,
)
from klutils.symbolic.language.functionals import Functional
from klutils.symbolic.witness.evaluation import disagreement
from klutils.symbolic.witness.worlds import worlds_for
from tests.symbolic.setting import a, f, family, p, q_theta, theta, x
from tests.symbolic.witness.reach import REACH


def _differs(left, right, **options):
    return [disagreement(left, right, world)[3] for world in worlds_for(left, right, **options)]


@pytest.mark.parametrize("name", REACH)
def test_a_true_claim_holds_in_every_world_and_its_twin_does_not(name):
    left, right, wrong = REACH[name]
    assert not any(_differs(left, right))
    assert any(_differs(left, wrong))


class _Mine(Normal):
    """A law that no table knows."""


class _Odd(Functional):
    """A functional that no table knows."""


REFUSED = {
    "an unknown law": (E(_Mine(0, 1), x), "_Mine has no row in the witness's table of laws"),
    "an unknown functional": (_Odd(a), "_Odd has no row in the witness's table of functionals"),
    "an unknown function": (E(p, atan(x)), "atan has no row in the witness's table of functions"),
    "a family on a continuum": (E(Normal(0, 1), family(x)), "is not evaluated by the witness"),
    "a jump at another place": (E(Uniform(1), Uniform(1)(2 * x)), "could not be integrated"),
    "an infinite integral": (
        E(Normal(0, 1), (Normal(0, 3)(x) / Normal(0, 1)(x)) ** 2),
        "could not be integrated to 12 digits",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_beyond_the_tables_and_rules_is_refused_by_name(name):
    expr, why = REFUSED[name]
    with pytest.raises((TypeError, ValueError), match=why):
        _differs(expr, expr)


def test_densities_vanish_outside_their_support():
    assert all(_differs(E(Exponential(a), Exponential(a)(-x)), a))
    assert all(_differs(E(Uniform(1), p(x) / Uniform(1)(x)), Integer(1), among=[KL(p, Uniform(2))]))


def test_a_support_stays_where_it_is_when_its_parameter_moves():
    """To the left of where it is, the divergence is infinite: it has no slope."""
    for world in worlds_for(KL(p, Uniform(a))):
        assert disagreement(Grad(KL(p, Uniform(a)), a), 1 / a, world)[3]


def test_one_draw_is_a_sample_too():
    spread = SampleMean(p, f(x) ** 2) - SampleMean(p, f(x)) ** 2
    unbiased = N / (N - 1) * SampleE(spread)
    assert any(_differs(Var(p, f(x)), unbiased))
    assert not any(_differs(Var(p, f(x)), unbiased, least_size=2))


def test_a_sample_that_was_drawn_stays_where_it_is():
    assert not any(_differs(Grad(SampleMean(q_theta, f(x)), theta), Integer(0)))
    assert any(_differs(Grad(SampleE(SampleMean(q_theta, f(x))), theta), Integer(0)))


def test_laws_of_a_whole_derivation_share_their_worlds():
    """A law that lives on (0, 1) in one step lives there in all."""
    (first, *_) = worlds_for(E(p, x), among=[KL(p, Uniform(1))])
    assert first.shape(x) == "interval"
    assert not any(_differs(Int(p(x), x), Integer(1), among=[KL(p, Uniform(Rational(1, 2)))]))
