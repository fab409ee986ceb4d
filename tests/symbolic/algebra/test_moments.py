"""The exact moments of the algebra's table, against SymPy's integrals of densities by hand."""

import pytest
from sympy import Abs, exp, integrate, oo, pi, sqrt

from klutils.symbolic import Exponential, Gamma, Laplace, Normal, Uniform, variable
from klutils.symbolic.algebra.laws import moment
from tests.symbolic.setting import a, mu, sigma

t = variable("t")
LAWS = {
    "normal": (
        Normal(mu, sigma),
        exp(-((t - mu) ** 2) / (2 * sigma**2)) / (sigma * sqrt(2 * pi)),
        (-oo, oo),
    ),
    "exponential": (Exponential(a), a * exp(-a * t), (0, oo)),
    "uniform": (Uniform(a), 1 / a, (0, a)),
    "gamma": (Gamma(3, a), a**3 * t**2 * exp(-a * t) / 2, (0, oo)),
    "Laplace": (Laplace(0, a), exp(-Abs(t) / a) / (2 * a), (-oo, oo)),
}


@pytest.mark.parametrize("name", LAWS)
@pytest.mark.parametrize("order", [1, 2, 3, 4])
def test_a_moment_is_the_integral(name, order):
    law, density, ends = LAWS[name]
    exact = integrate(t**order * density, (t, *ends))
    assert (moment(law, order) - exact).simplify() == 0
