"""What is left over of a difference is written in letters that a reader knows."""

import pytest
from sympy import log, sqrt

from klutils.symbolic import (
    KL,
    Coordinates,
    E,
    Grad,
    H,
    Joint,
    Normal,
    SumOver,
    equal,
    index,
    plain,
    vector,
)
from klutils.symbolic.algebra.kinds import algebra
from klutils.symbolic.algebra.letters import MARK, legible
from klutils.symbolic.algebra.normal_form import normal
from tests.symbolic.setting import f, mu, p, sigma, tau, x, y

i, d = index("i"), index("d")
m, s = vector("mu"), vector("sigma", positive=True)
hidden = Joint(Normal(mu, sigma), Normal(x, 1, "y"))
LEFT_OVER = {
    "one variable": (Grad(E(Normal(mu, sigma), f(x)), sigma), mu),
    "two, one inside the other": (E(hidden, f(x * y)), mu),
    "beside a law of its own letter": (E(hidden, f(y)) + E(Joint(p, Normal(x, 1, "y")), f(y)), mu),
    "two sums": (
        KL(Coordinates(Normal(m[i], s[i]), i, d), Coordinates(Normal(0, 1), i, d)),
        SumOver(log(m[i] ** 2 + 1), i, d),
    ),
    "the root of a deviation": (H(p, Normal(mu, sqrt(sigma))) + E(Normal(0, tau), f(x)), mu),
}


@pytest.mark.parametrize("name", LEFT_OVER)
def test_no_mark_of_the_normal_form_is_shown(name):
    left, right = LEFT_OVER[name]
    found = algebra(left, equal(right, ""))
    assert not found.holds
    assert MARK not in plain(found.details["left_over"])


@pytest.mark.parametrize("name", LEFT_OVER)
def test_what_is_shown_is_what_was_left_over(name):
    left, right = LEFT_OVER[name]
    difference = normal(left - right)
    assert normal(legible(difference) - difference) == 0


def test_letters_in_use_are_left_to_their_owners():
    shown = legible(normal(E(hidden, f(x * y)) + x * y))
    assert plain(shown).startswith("x y + ")
    assert {str(v) for part in shown.args for v in getattr(part, "bound", ())} == {"z", "u"}
