from fractions import Fraction

import pytest
from sympy import Symbol

from klutils.symbolic import Density, Finite, parameter
from klutils.symbolic.witness.values import POINTS, Numbers
from tests.symbolic.setting import a, b, mu, nu, sigma, tau, theta

SEEDS = range(1, 30)
LAWS = [Density(name, variable) for name in "pqrs" for variable in "xy"]


def _numbers(seed, laws=(), symbols=(), size=2):
    return Numbers(seed, list(laws), symbols, size)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_two_laws_have_the_same_probabilities_in_any_order(seed):
    numbers = _numbers(seed, LAWS)
    weights = [numbers.weights(law, POINTS) for law in LAWS]
    shares = {tuple(sorted(Fraction(w, sum(law)) for w in law)) for law in weights}
    assert len(shares) == len(LAWS)
    assert all(len(set(law)) > 1 for law in weights), "a uniform law hides its weights"


@pytest.mark.parametrize("seed", SEEDS)
def test_no_two_parameters_are_equal(seed):
    symbols = {mu, nu, sigma, tau, theta}
    numbers = _numbers(seed, symbols=symbols)
    values = [numbers.parameter(symbol) for symbol in symbols]
    assert len(set(values)) == len(values)
    assert all(value != 0 for value in values)
    assert numbers.parameter(sigma) > 0


def test_the_first_numbers_can_be_checked_by_hand():
    numbers = _numbers(1, [Density("p"), Density("q")], {theta, sigma})
    assert numbers.weights(Density("p"), POINTS) == [2, 5, 3]
    assert numbers.weights(Density("q"), POINTS) == [2, 1, 1]
    assert numbers.parameter(theta) == Fraction(1, 2)
    assert numbers.parameter(sigma) == Fraction(3, 2)


def test_the_same_seed_gives_the_same_numbers():
    first, second = (_numbers(5, LAWS, {mu, nu}) for _ in range(2))
    assert first.parameters == second.parameters
    assert first.weights(LAWS[3], POINTS) == second.weights(LAWS[3], POINTS)
    assert first.function("f", False, 2) == second.function("f", False, 2)


def test_a_law_does_not_depend_on_the_letter_of_its_parameter():
    numbers = _numbers(7, LAWS)
    given = Density("m", given=theta), Density("m", given=mu)
    assert numbers.weights(given[0], POINTS) == numbers.weights(given[1], POINTS)


@pytest.mark.parametrize("seed", SEEDS)
def test_listed_probabilities_stay_probabilities(seed):
    c = parameter("c", positive=True)
    four = Finite("p", [a, b, c, 1 - a - b - c])
    numbers = _numbers(seed, [four], {a, b, c})
    values = [p.subs(numbers.parameters) for p in four.probabilities]
    assert sum(values) == 1
    assert min(values) > 0
    assert all(0 < value < 1 for value in numbers.search(a, 5))


def test_listed_probabilities_that_cannot_be():
    with pytest.raises(ValueError, match="no values found"):
        _numbers(1, [Finite("p", [3 - a - b, a + b - 2])], {a, b})


def test_a_search_meets_distinct_values():
    numbers = _numbers(1, symbols={theta, sigma})
    for symbol in (theta, sigma):
        values = numbers.search(symbol, 25)
        assert len(set(values)) == 25
        assert min(values) > 0 or symbol == theta


@pytest.mark.parametrize("declared", ["even", "prime", "nonnegative"])
def test_a_letter_of_which_more_is_declared_is_refused(declared):
    """Its value would be no such number, and a true claim have a false counterexample."""
    with pytest.raises(ValueError, match="k is declared"):
        _numbers(1, symbols={Symbol("k", **{declared: True})})


@pytest.mark.parametrize("seed", SEEDS)
def test_letters_have_numbers_of_their_kind(seed):
    below, whole = Symbol("n", negative=True), Symbol("k", integer=True)
    numbers = _numbers(seed, symbols={below, whole})
    assert numbers.parameters[below] < 0
    assert all(value < 0 for value in numbers.search(below, 5))
    assert numbers.parameters[whole].denominator == 1
    assert all(value.denominator == 1 for value in numbers.search(whole, 5))
