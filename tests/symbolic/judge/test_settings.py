"""What a setting draws at random is what a claim leaves open: laws, parameters, functions."""

import pytest
from sympy import Symbol

from klutils.symbolic import KL, Density, E, Exponential, Finite, H, Int, Normal, Uniform, Var
from klutils.symbolic.judge.evaluation import Evaluation
from klutils.symbolic.judge.settings import settings_for
from tests.symbolic.setting import (
    a,
    b,
    d,
    family,
    mu,
    p,
    p_image,
    p_joint,
    p_of_y,
    q,
    q_theta,
    s,
    sigma,
    theta,
    x,
    y,
)

coin = Finite("p", [a, 1 - a - b, b])
of_two = Density("p", "y", given=(x, theta))


def _values(expr, others=()):
    for setting in settings_for([expr, *others], 3):
        yield Evaluation(setting).value(expr)


def _is(value, wanted):
    return value == wanted or (not isinstance(value, type(wanted)) and value.contains(wanted))


@pytest.mark.parametrize("law", [p, q_theta, of_two, family, p_joint, p_image, coin], ids=str)
def test_a_density_sums_to_1(law):
    mass = law.density
    for total in _values(Int(mass, *law.variables)):
        assert _is(total, 1)


@pytest.mark.parametrize("named", [Normal(mu, sigma), Exponential(a), Uniform(d)], ids=str)
@pytest.mark.parametrize("law", [p, q_theta], ids=str)
def test_an_arbitrary_density_integrates_to_1_beside_a_named_one(law, named):
    for density in (law(x), named(x)):
        for total in _values(Int(density, x), others=[named(x)]):
            assert _is(total, 1)


@pytest.mark.parametrize("named", [Normal(mu, sigma), Exponential(a), Uniform(d)], ids=str)
def test_an_arbitrary_law_beside_a_named_one_is_none_like_it(named):
    for divergence in _values(KL(p, named)):
        assert divergence > 0.01


def test_one_setting_counts_and_another_has_densities_above_1():
    counting, narrow, _ = _values(H(p))
    assert counting > 0 > narrow


def test_no_two_parameters_and_no_two_laws_are_equal():
    parameters = [Symbol(f"c{k}", real=True) for k in range(30)]
    for setting in settings_for([KL(p, q) + KL(s, q)], 3):
        assert len({setting.parameter(symbol) for symbol in parameters}) == len(parameters)
        assert len({str(Evaluation(setting).value(H(law))) for law in (p, q, s)}) == 3


def test_a_conditional_law_depends_on_its_condition():
    for spread in _values(Var(p, E(p_of_y, y))):
        assert spread > 0


def test_the_same_family_at_another_parameter_is_the_same_function():
    phi = Symbol("phi", real=True)
    other = Density("q", given=phi)
    for setting in settings_for([KL(q_theta, other)], 3):
        at = {phi: setting.parameter(theta)}
        assert _is(Evaluation(setting).value(KL(q_theta, other), at), 0)


def test_listed_probabilities_are_positive_at_all_admissible_parameters():
    for setting in settings_for([H(coin)], 3):
        evaluation = Evaluation(setting)
        points = evaluation.admissible(a, 60)
        assert len(points) > 5
        for point in points:
            assert evaluation.value(1 - a - b, {a: point}) > 0
