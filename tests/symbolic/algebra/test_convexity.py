"""Signs and convex functions: what is recognised, and what must not be."""

import pytest
from sympy import Abs, Rational, Symbol, cosh, exp, log, sqrt

from klutils.symbolic import convex, normal, parameter
from klutils.symbolic.algebra.convexity import positive_throughout, zero_of_convex
from klutils.symbolic.algebra.signs import never_negative, positive, satisfies
from tests.symbolic.setting import f, p, q, theta, x

r = Symbol("r", positive=True)
u = Symbol("u", real=True)
a, b = parameter("a", between=(0, 1)), parameter("b", between=(0, 1))
g = convex("g")

CONVEX = {
    "Gibbs": (r - 1 - log(r), r, 1),
    "entropy": (r * log(r) - r + 1, r, 1),
    "Pinsker": (2 * (r * log(r) - r + 1) - 3 * (r - 1) ** 2 / (r + 2), r, 1),
    "chi-square": ((r - 1) ** 2, r, 1),
    "Neyman": ((r - 1) ** 2 / r, r, 1),
    "Hellinger": ((sqrt(r) - 1) ** 2, r, 1),
    "le Cam": ((r - 1) ** 2 / (r + 1), r, 1),
    "Jensen–Shannon": (r * log(r) - (r + 1) * log((r + 1) / 2), r, 1),
    "power": (r**3 - 3 * r + 2, r, 1),
    "away from 1": (r - 2 - 2 * log(r / 2), r, 2),
    "quartic": (u**4, u, 0),
    "shifted": ((u - 3) ** 2 + (u - 3) ** 4, u, 3),
    "cosh": (cosh(u) - 1, u, 0),
    "exp": (exp(u) - 1 - u, u, 0),
    "a letter as zero": ((u - theta) ** 2, u, theta),
    "a convex letter": (g(r) - g(r).diff(r).subs(r, 1) * (r - 1), r, 1),
    "a fraction": ((a - Rational(1, 2)) ** 2, a, Rational(1, 2)),
}

NOT_CONVEX = {
    "a tangent left out": (g(r), r),
    "a wrong tangent": (g(r) + r - 1, r),
    "concave": (log(r) - r + 1, r),
    "partly convex": ((r - 1) ** 2 * (3 - r), r),
    "two wells": ((u**2 - 1) ** 2, u),
    "two wells about a pole": ((u**2 - 1) ** 2 / u**2, u),
    "cubic": ((r - 1) ** 3, r),
    "linear": (2 * r - 2, r),
    "zero": ((r - 1) - (r - 1), r),
    "a corner": (Abs(r - 1), r),
    "a flat bottom": ((Abs(u - 1) + Abs(u + 1) - 2), u),
    "above zero": (r - log(r), r),
    "too much taken off": (2 * (r * log(r) - r + 1) - 4 * (r - 1) ** 2 / (r + 2), r),
    "zero outside": ((r + 1) ** 2, r),
    "an arbitrary function": (f(u) ** 2, u),
}


@pytest.mark.parametrize("name", CONVEX)
def test_a_convex_function_with_one_zero(name):
    function, letter, zero = CONVEX[name]
    assert zero_of_convex(function, letter)[0] == zero


@pytest.mark.parametrize("name", NOT_CONVEX)
def test_other_functions_are_not_accepted(name):
    zero, why = zero_of_convex(*NOT_CONVEX[name])
    assert zero is None
    assert why


def test_an_argument_meets_all_assumptions_of_its_letter():
    assert satisfies(p(x) / q(x), r) == (True, "")
    assert satisfies(f(x), r) == (False, "positive")
    assert satisfies(f(x), u) == (True, "")
    assert satisfies(log(f(x)), u) == (False, "real")
    assert satisfies(1 - a, r) == (True, "")
    assert satisfies(1 + a, b) == (False, "below 1")
    assert satisfies(a * b, b) == (True, "")
    assert satisfies(theta, Symbol("n", integer=True)) == (False, "integer")
    assert satisfies(theta**2, Symbol("t", nonnegative=True)) == (True, "")


def test_signs_of_expressions_in_fractions():
    for expr in (1 - a, a - a**2, 1 - a * b, (1 - a) / (2 - a), a + b - a * b, 1 / (1 - a)):
        assert positive(expr), expr
        assert not positive(-expr), expr
    for expr in (1 - 2 * a, a - b, 1 - a - b, a**2 + b - 1):
        assert not positive(expr), expr
        assert never_negative(expr) is None, expr


def test_logarithms_of_fractions_are_split():
    assert normal(log((1 - a) / a)) == log(1 - a) - log(a)
    assert normal(log((1 - a**2) / (2 - 2 * a))) == log(1 + a) - log(2)
    assert normal(log(a - a**2)) == log(a) + log(1 - a)
    assert normal(log((a - 1) / (b - 1))) == log(1 - a) - log(1 - b)
    assert normal(log(1 - 2 * a)).has(log)
    assert normal(log((1 - 2 * a) * (a - b))) == normal(log((1 - 2 * a) * (a - b)))


ABOVE = {
    "a logarithm": (log(1 + r), r),
    "an exponential": (exp(u), u),
    "a square and more": ((u - 1) ** 2 + Rational(1, 5), u),
}
NOT_ABOVE = {
    "a square": (u**2, u),
    "a pole": (1 / u**2, u),
    "a pole inside": (1 / (r - 1) ** 2, r),
    "a logarithm of any sign": (log(r), r),
    "a line": (r - 1, r),
    "a constant": (Rational(1, 2), r),
}


@pytest.mark.parametrize("name", ABOVE)
def test_what_is_above_zero_throughout_is_recognised(name):
    assert positive_throughout(*ABOVE[name])


@pytest.mark.parametrize("name", NOT_ABOVE)
def test_what_touches_zero_or_breaks_is_not(name):
    assert not positive_throughout(*NOT_ABOVE[name])
