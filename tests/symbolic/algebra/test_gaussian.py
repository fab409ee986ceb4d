"""Products of normal densities, against the densities themselves at points."""

import pytest
from sympy import Rational, exp

from klutils.symbolic import Normal
from klutils.symbolic.algebra.gaussian import combine, tilt
from klutils.symbolic.language.laws import DensityAt
from tests.symbolic.setting import a, b, mu, nu, theta, x, y

POINT = {
    x: Rational(7, 5),
    y: Rational(-3, 4),
    mu: Rational(1, 3),
    nu: Rational(-2),
    theta: Rational(3, 7),
    a: Rational(5, 4),
    b: Rational(2, 3),
}
drawn = Normal(mu, a)(x)


def _value(*factors):
    """The product of some densities and numbers at one point, in 30 digits."""
    total = 1
    for f in factors:
        density = isinstance(f, DensityAt)
        total *= (exp(f.law.log_density(f.point)) if density else f).subs(POINT).evalf(30)
    return total


@pytest.mark.parametrize(
    "other",
    [
        Normal(x, b, "y")(y),
        Normal(theta * x + nu, b, "y")(y),
        Normal(nu - 3 * x, b, "y")(2 * y),
        Normal(nu, b)(x),
        Normal(nu, b)(2 * x + theta),
        Normal(theta * x, 1, "y")(x + y),
    ],
    ids=str,
)
def test_a_product_of_two_is_one_times_a_factor_free_of_the_variable(other):
    density, factor = combine(drawn, other, x)
    assert x not in factor.free_symbols
    assert x not in density.law.free_symbols
    assert abs(_value(density, factor) / _value(drawn, other) - 1) < 1e-25


def test_an_exponential_moves_the_mean():
    density, factor = tilt(drawn, theta * x + nu, x)
    assert x not in factor.free_symbols
    assert abs(_value(density, factor) / _value(drawn, exp(theta * x + nu)) - 1) < 1e-25


def test_what_is_no_line_is_not_combined():
    assert combine(drawn, Normal(x**2, b, "y")(y), x) is None
    assert combine(drawn, Normal(x, exp(x), "y")(y), x) is None
    assert tilt(drawn, x**2, x) is None
