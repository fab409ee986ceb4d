import pytest
from sympy import Integer, Rational

from klutils.symbolic import Density, Exponential, Finite, Joint, Normal, Uniform, parameter
from klutils.symbolic.language.supports import inside
from tests.symbolic.setting import P, a, d, mu, p, p_joint, p_of_y, q_theta, sigma, theta, x, y


def test_a_density_is_read_at_a_point():
    assert str(p(x)) == str(p.density)
    assert p(2) != p(x)
    assert p(x).is_positive


def test_substituting_a_value_moves_the_point_and_not_the_law():
    moved = p(x).subs(x, 2)
    assert moved.law == p
    assert moved.point == 2


def test_a_parameter_is_replaced_in_the_law():
    assert q_theta(x).subs(theta, 3) == Density("q", given=Integer(3))(x)


def test_a_joint_density_is_the_product_of_its_parts():
    assert p_joint.density == p(x) * p_of_y(y)
    assert p_joint.variables == (x, y)
    assert p_joint.dependent
    assert not Joint(p, Density("p", "y")).dependent


def test_named_laws_together_depend_by_their_parameters():
    first = Normal(0, sigma)
    assert Joint(first, Normal(x, 1, "y")).dependent
    assert not Joint(first, Normal(mu, 1, "y")).dependent


def test_a_listed_law_knows_its_probabilities():
    assert [P(k) for k in range(4)] == [Rational(1, 5), Rational(1, 2), Rational(3, 10), 0]
    assert P(Rational(1, 2)) == 0
    assert P(-1) == 0


def test_one_support_lies_inside_another():
    interval, wider = Uniform(a).support, Uniform(a + d).support
    half_line, line, points = Exponential(1).support, Normal(0, 1).support, P.support
    chain = [interval, wider, half_line, line]
    for k, first in enumerate(chain):
        for n, second in enumerate(chain):
            assert inside(first, second) is (k <= n), f"{first} in {second}"
        assert not inside(points, first)
        assert not inside(first, points)
        assert inside(None, first)
        assert inside(first, None)


def test_laws_say_their_names():
    laws = p, q_theta, p_joint, Normal(0, 2), Uniform(a), Exponential(a), P
    assert [str(law) for law in laws] == [
        "p",
        "q(·|theta)",
        "p",
        "N(0, 4)",
        "U(0, a)",
        "Exp(a)",
        "p",
    ]
    for law in laws:
        repr(law), repr(law.density)


def test_a_finite_law_may_hold_parameters():
    heads = parameter("a", between=(0, 1))
    assert Finite("p", [heads, 1 - heads])(1) == 1 - heads
    with pytest.raises(ValueError, match=r"probabilities sum to 2\*a"):
        Finite("p", [a, a])
