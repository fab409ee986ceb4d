"""What a setting draws at random is what a claim leaves open: laws, parameters, functions."""

import pytest
from flint import ctx, fmpq
from sympy import Rational, Symbol

from klutils.symbolic import (
    KL,
    Chain,
    Density,
    E,
    Exponential,
    Finite,
    Gamma,
    H,
    Int,
    Joint,
    Laplace,
    Marginal,
    Mixture,
    Normal,
    Posterior,
    Softmax,
    SumOver,
    Tilted,
    Uniform,
    Var,
    copies,
    index,
    parameter,
    variable,
    vector,
)
from klutils.symbolic.judge.evaluation import Evaluation
from klutils.symbolic.judge.settings import settings_for
from tests.symbolic.setting import (
    a,
    b,
    d,
    f,
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


# --- laws that are made of others, vectors and letters

k, t, i, j, count = variable("k"), *map(index, "tijT")
logits, before = vector("theta"), variable("u")
half = Rational(1, 2)
chain = Chain(p, Density("p", given=(before, t)), before, t, count)
normal_joint = Joint(Normal(0, sigma, "z"), Normal(variable("z"), 1))
MADE = [
    Mixture({p: half, q: half}),
    Marginal(p_joint, "y"),
    Posterior(p_joint, "x"),
    Tilted(p, f(x)),
    Softmax(logits[k], "k"),
    copies(p, count),
    chain,
    chain.at(count),
    Laplace(mu, sigma),
    Gamma(a, b),
    Mixture({Normal(0, 1): half, Laplace(mu, sigma): half}),
    Marginal(normal_joint, "x", name="m"),
    Posterior(normal_joint, "z", name="m"),
    Tilted(Normal(0, 1), f(x)),
    Marginal(Joint(Laplace(0, 1, "z"), Normal(variable("z"), 1)), "x", name="m"),
]


@pytest.mark.parametrize("law", MADE, ids=lambda law: type(law).__name__)
def test_a_law_that_is_made_of_others_integrates_to_1(law):
    with ctx.workprec(256):
        for total in _values(Int(law.density, *law.variables)):
            assert _is(total, 1)
            assert total == 1 or total.rad() < 1e-15


def test_dimensions_are_1_2_and_3_and_indices_lie_below():
    total, product = SumOver(logits[i] * logits[j], i, count), logits[i] * logits[j]
    settings = settings_for([total + product], 3)
    assert [setting.parameter(count) for setting in settings] == [1, 2, 3]
    for setting in settings:
        assert 1 <= setting.parameter(j) <= setting.parameter(count)
    pairs = [[s.parameter(n) for n in (i, j)] for s in settings_for([product], 3)]
    assert {one == other for one, other in pairs} == {True, False}


def test_the_points_of_letters_are_counted():
    for setting in settings_for([KL(Density("p", "k"), Softmax(logits[k], "k"))], 3):
        space = setting.space(k)
        assert [piece.point for piece in space] == list(range(1, len(space) + 1))
        assert {piece.stretch for piece in space} == {1}


def test_a_letter_between_0_and_1_has_a_value_there():
    letter = parameter("w", between=(0, 1))
    for setting in settings_for([letter], 3):
        assert 0 < setting.parameter(letter) < 1
        assert all(0 < value < 1 for value in setting.search(letter, 40))


def test_a_convex_function_is_0_at_1_and_curved_upwards():
    for setting in settings_for([H(p)], 3):
        assert setting.convex("f", fmpq(1), 0) == 0
        assert setting.convex("f", fmpq(1), 1) != 0
        for value in (fmpq(1, 9), fmpq(1), fmpq(7)):
            assert setting.convex("f", value, 2) > 0


def test_laws_on_either_side_of_a_step_share_their_support():
    """An arbitrary law that a uniform one must cover lives on its interval, in all of a claim."""
    other = KL(q, Uniform(2))
    for mass in _values(Int(p(x) * x, x), others=[KL(p, Uniform(1)), other]):
        assert mass < 1
