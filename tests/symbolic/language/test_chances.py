"""Listed probabilities: what they ask of their letters is declared, or stated; never assumed."""

import pytest
from sympy import Rational, cos, exp, sin

from klutils.symbolic import (
    Density,
    Derivation,
    Finite,
    H,
    IsFinite,
    Mixture,
    Normal,
    Positive,
    equal,
    index,
    parameter,
)
from klutils.symbolic.language.chances import implied, known_positive

a, b = (parameter(name, positive=True) for name in "ab")
v, w = (parameter(name, between=(0, 1)) for name in "vw")
theta, k = parameter("theta"), index("k")
p, q = Density("p"), Density("q")

ASK_NOTHING = {
    "a letter of (0, 1)": [w, 1 - w],
    "two of them": [v * w, v * (1 - w), 1 - v],
    "a square": [w**2, 2 * w * (1 - w), (1 - w) ** 2],
    "shares": [a / (a + b), b / (a + b)],
    "a logistic function": [1 / (1 + exp(-theta)), 1 - 1 / (1 + exp(-theta))],
    "a whole number": [1 / k, 1 - 1 / k],
    "numbers": [Rational(1, 3), 0, Rational(2, 3)],
}
BEYOND = {
    "a positive letter": ([a, 1 - a], "1 - a is negative at a = 2; declare a with between="),
    "a letter of any sign": ([theta**2, 1 - theta**2], "declare theta with between=(0, 1)"),
    "twice a letter": ([2 * w, 1 - 2 * w], "at w = 9/16; write it in a letter between (0, 1)"),
    "a whole number": ([2 / k, 1 - 2 / k], "is negative at k = 1"),
}
TOGETHER = {
    "three points": ([a, b, 1 - a - b], 1 - a - b),
    "three in (0, 1)": ([v, w, 1 - v - w], 1 - v - w),
    "a product": ([a * b, 1 - a * b], 1 - a * b),
}


@pytest.mark.parametrize("listed", ASK_NOTHING.values(), ids=ASK_NOTHING)
def test_probabilities_of_declared_letters_ask_nothing(listed):
    assert implied([H(Finite("p", listed))]) == ()


@pytest.mark.parametrize(("listed", "words"), BEYOND.values(), ids=BEYOND)
def test_a_letter_that_makes_a_probability_negative_is_refused(listed, words):
    """A claim would be shown for all its values, and hold for some."""
    with pytest.raises(ValueError) as error:
        Finite("p", listed)
    assert words in str(error.value)
    if len(listed) == 2:
        with pytest.raises(ValueError, match="the weight of q"):
            Mixture([(p, listed[0]), (q, listed[1])])


@pytest.mark.parametrize(("listed", "asked"), TOGETHER.values(), ids=TOGETHER)
def test_what_probabilities_ask_of_letters_together_is_stated(listed, asked):
    law = Finite("p", listed)
    assert implied([H(law)]) == (Positive(asked),)
    shown = Derivation("eq-a", H(law, law), equal(H(law), "alike"))
    assert Positive(asked) in shown.hypotheses
    assert "Hypotheses: " in shown.markdown()
    assert "without it a probability that is listed would not be positive" in shown.markdown()


def test_it_is_stated_once_and_after_the_authors_own():
    law = Finite("p", [a, b, 1 - a - b])
    given = IsFinite(H(law)), Positive(1 - a - b)
    shown = Derivation("eq-a", H(law, law), equal(H(law), "alike"), given=given)
    assert shown.given == given


def test_it_is_found_in_every_law_of_every_side():
    inner = Mixture([(p, a), (q, 1 - a - b), (Density("s"), b)])
    assert implied([H(p), -H(inner) / 2]) == (Positive(1 - a - b),)


def test_what_is_known_to_be_positive():
    assert known_positive(1 - w)
    assert known_positive(w - w**2)
    assert known_positive(1 - v * w)
    assert not known_positive(1 - a)
    assert not known_positive(w - v)
    assert not known_positive(sin(theta) ** 2 - cos(theta) ** 2)
    assert str(Normal(0, 1 - w))
