"""What the table of laws gives: exact moments, and refusals by name."""

import pytest
from sympy import (
    Abs,
    EulerGamma,
    Rational,
    Symbol,
    digamma,
    exp,
    gamma,
    lambdify,
    log,
    oo,
    pi,
    sqrt,
)

from klutils.symbolic import (
    KL,
    E,
    Exponential,
    Gamma,
    Grad,
    H,
    Int,
    Joint,
    Laplace,
    Mixture,
    Normal,
    SampleMean,
    Uniform,
    Var,
    is_zero,
    normal,
)
from klutils.symbolic.language.named_laws import NamedLaw
from klutils.symbolic.language.supports import LINE
from tests.symbolic.setting import a, b, d, f, mu, nu, p, p_of_y, q, sigma, tau, theta, x, y


class Cauchy(NamedLaw):
    """A law that the algebra has no row for."""

    letters = positive = ("scale",)
    symbol = "C"
    support = (LINE,)

    def log_density(self, x):
        return -log(1 + x**2 / self.scale**2) - log(pi * self.scale)


class OtherNormal(Normal):
    """A subclass may mean anything."""


class Twice(KL):
    """A functional without a row."""

    def unfold(self):
        return 2 * super().unfold()


gap = Abs(mu - nu)
MOMENTS = {
    "ln x, gamma": (E(Gamma(a, b), log(x)), digamma(a) - log(b)),
    "x ln x, gamma": (E(Gamma(a, b), x * log(x)), a / b * (digamma(a + 1) - log(b))),
    "x³, gamma": (E(Gamma(a, b), x**3), a * (a + 1) * (a + 2) / b**3),
    "ln x, exponential": (E(Exponential(a), log(x)), -EulerGamma - log(a)),
    "ln² x, exponential": (Var(Exponential(a), log(x)), pi**2 / 6),
    "ln x, uniform": (E(Uniform(a), log(x)), log(a) - 1),
    "entropy, gamma": (
        H(Gamma(a, b)),
        a - log(b) + log(gamma(a)) + (1 - a) * digamma(a),
    ),
    "a gamma law of shape 1": (KL(Exponential(a), Gamma(1, b)), log(a / b) + b / a - 1),
    "exponential model": (H(p, Exponential(a)), a * E(p, x) - log(a)),
    "two Laplace laws": (
        KL(Laplace(mu, a), Laplace(nu, b)),
        log(b / a) + (gap + a * exp(-gap / a)) / b - 1,
    ),
    "Laplace, x²": (E(Laplace(mu, a), x**2), mu**2 + 2 * a**2),
    "Laplace, |x - μ|³": (E(Laplace(mu, a), Abs(x - mu) ** 3), 6 * a**3),
    "normal, |x|": (E(Normal(0, sigma), Abs(x)), sigma * sqrt(2 / pi)),
    "normal, |μ - x|³": (E(Normal(mu, sigma), Abs(mu - x) ** 3), 2 * sigma**3 * sqrt(2 / pi)),
    "root, exponential": (E(Exponential(a), sqrt(x)), sqrt(pi) / (2 * sqrt(a))),
    "a power, gamma": (E(Gamma(a, b), x**d), gamma(a + d) / gamma(a) / b**d),
    "ln x², gamma": (E(Gamma(a, b), log(x**2)), 2 * digamma(a) - 2 * log(b)),
    "ln of a multiple": (E(Gamma(a, b), log(b * x)), digamma(a)),
    "|x| on the half-line": (E(Exponential(a), x * Abs(x)), 2 / a**2),
    "moments of a normal exponential": (
        E(Normal(mu, sigma), x * exp(theta * x)),
        (mu + theta * sigma**2) * exp(theta * mu + theta**2 * sigma**2 / 2),
    ),
    "two normal densities": (
        Int(Normal(0, 1)(x) * Normal(mu, sigma)(x), x),
        exp(-(mu**2) / (2 + 2 * sigma**2)) / sqrt(2 * pi * (1 + sigma**2)),
    ),
}


@pytest.mark.parametrize("name", MOMENTS)
def test_moments_are_exact(name):
    left, right = MOMENTS[name]
    assert is_zero(normal(left - right))
    assert not is_zero(normal(left - right - Rational(1, 1000)))


def test_moments_agree_with_numerical_integrals():
    """The rows with a formula of their own, against mpmath's quadrature."""
    from mpmath import mp, quad

    t = Symbol("t", real=True)
    laws = (
        (Gamma(Rational(5, 2), 3), 0, (x * log(x), sqrt(x) * log(x), log(x**2) ** 2)),
        (Laplace(1, 2), -mp.inf, (Abs(x - 3), x**3, x * Abs(x - 1))),
        (Normal(1, 2), -mp.inf, (Abs(x - 3), x**4, x**2 * Abs(x - 1), exp(x / 3) * x)),
        (Uniform(3), 0, (log(x), x**2 * log(x) ** 2)),
        (Exponential(2), 0, (log(x) ** 2, x**2 * log(x))),
    )
    for law, low, bodies in laws:
        top = law.width if isinstance(law, Uniform) else mp.inf
        density = exp(law.log_density(x))
        for body in bodies:
            found = mp.mpf(normal(E(law, body)).evalf(20))
            value = lambdify(t, (density * body).subs(x, t), "mpmath")
            expected = quad(value, [low, 0, 1, 3, top] if low else [0, 1, 3, top])
            assert abs(found - expected) < 1e-8, (law, body)


REFUSED = {
    "an unknown law": lambda: E(Cauchy(1), f(x)),
    "one as a model": lambda: KL(p, Cauchy(1)),
    "one in a mixture": lambda: E(Mixture({Cauchy(1): a / (2 * a), p: a / (2 * a)}), f(x)),
    "one in a joint law": lambda: H(Joint(p, Cauchy(1, "y"))),
    "one that is sampled": lambda: SampleMean(Cauchy(1), x),
    "one at a point": lambda: log(Cauchy(1)(x)),
    "a subclass of a law": lambda: E(OtherNormal(0, 1), x),
    "a subclass of a functional": lambda: Twice(p, q),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_has_no_row_is_refused_by_name(name):
    with pytest.raises(
        ValueError, match=r"(Cauchy|OtherNormal|Twice) has no row in the algebra's table of laws"
    ):
        normal(REFUSED[name]())


def test_formulas_hold_inside_a_support_alone():
    for point in (2 * x, -x, theta, x - 1, y):
        with pytest.raises(ValueError, match="not known to lie in its support"):
            normal(log(Uniform(1)(point)))
        with pytest.raises(ValueError, match="not known to lie in its support"):
            normal(E(p, log(Gamma(a, b)(point))))
    assert normal(log(Exponential(a)(2))) == log(a) - 2 * a
    assert normal(E(p, log(Exponential(a)(x)))) == log(a) - a * normal(E(p, x))


def test_a_density_does_not_slide_out_of_its_support():
    for left in (E(p, Exponential(a)(x - theta)), E(p, Uniform(1)(theta * x))):
        with pytest.raises(ValueError, match="moves out of its support with theta"):
            normal(Grad(left, theta))


NESTED = {
    "normal": (E(Joint(p, Normal(x, 1, "y")), y), E(p, x)),
    "twice": (E(Joint(Normal(0, sigma), Normal(x, tau, "y")), x * y), sigma**2),
    "exponential": (E(Joint(Normal(0, 1), Exponential(exp(x), "y")), y), exp(Rational(1, 2))),
    "uniform": (E(Joint(Normal(0, 1), Uniform(exp(x), "y")), y**2), exp(2) / 3),
    "gamma": (E(Joint(Normal(0, 1), Gamma(2, exp(x), "y")), y), 2 * exp(Rational(1, 2))),
    "laplace": (E(Joint(p, Laplace(x, 1, "y")), Abs(y - x) * f(x)), E(p, f(x))),
    "an inner mean": (E(p, E(Normal(x, 1, "y"), y**2)), 1 + E(p, x**2)),
    "an inner mean of an arbitrary law": (
        Var(p, E(p_of_y, f(y))),
        E(p, E(p_of_y, f(y)) ** 2) - E(Joint(p, p_of_y), f(y)) ** 2,
    ),
    "total variance": (Var(Joint(p, Normal(x, sigma, "y")), y), sigma**2 + Var(p, x)),
}


@pytest.mark.parametrize("name", NESTED)
def test_an_inner_value_stays_inside_the_outer_integral(name):
    left, right = NESTED[name]
    assert is_zero(normal(left - right))
    assert x not in normal(left).free_symbols


def test_negative_powers_are_not_given_a_moment():
    for law in (Exponential(a), Normal(mu, sigma), Gamma(a, b)):
        assert normal(E(law, 1 / x)).has(Int)
    assert normal(E(Joint(Normal(0, 1), Normal(x, 1, "y")), 1 / y)).has(Int)
    assert normal(E(Normal(0, 1), 1 / x)) not in (0, oo)


def test_a_law_that_reads_its_own_variable_is_not_normalised():
    from klutils.symbolic import Density

    odd = Density("p", "x", given=x)
    assert normal(Int(odd(x), x)) == Int(odd(x), x)


def test_the_bound_letter_of_a_named_law_does_not_matter():
    r = Symbol("r", positive=True)
    assert is_zero(normal(E(Exponential(r), f(x)) - E(Exponential(r, "y"), f(y))))
    first = E(p, E(Normal(x, 1, "y"), f(y)) * E(Normal(x, d, "y"), f(y)))
    second = E(p, E(Normal(x, 1, "y"), f(y)) * E(Normal(x, d, "t"), f(_t())))
    assert is_zero(normal(first - second))
    assert not is_zero(normal(first - E(p, E(Normal(x, 1, "y"), f(y)) ** 2)))
    nested = E(Normal(0, 1), E(Normal(x, 1, "y"), f(y)) ** 2)
    assert is_zero(normal(nested - E(Normal(0, 1, "t"), E(Normal(_t(), 1, "x"), f(x)) ** 2)))
    assert not is_zero(normal(nested - E(Normal(0, 2), E(Normal(x, 1, "y"), f(y)) ** 2)))


def _t():
    from klutils.symbolic import variable

    return variable("t")
