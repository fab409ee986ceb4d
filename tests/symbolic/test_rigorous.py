"""A third route: identities in balls, by integrals with proven bounds.

Densities that are neither normal nor tables, on an interval: no code, no rule of summation and
no number is shared with the other two routes.
"""

import pytest
from flint import acb, arb, ctx
from sympy import Add, Integer, Pow, Symbol, log

from klutils.symbolic import KL, Cov, E, H, InOrder, Int, Var, is_zero, normal
from klutils.symbolic.language.laws import DensityAt
from tests.symbolic.setting import f, p, q, s, x

# On [0, 1], each integrates to 1.
DENSITIES = {
    "p": lambda t: 1 + t / 2 - acb(1) / 4,
    "q": lambda t: (1 + t) ** 2 * 3 / 7,
    "s": lambda t: t.exp() / (acb(1).exp() - 1),
}
IDENTITIES = {
    "decomposition": KL(p, q) - H(p, q) + H(p),
    "non-negative form": KL(p, q) - E(p, q(x) / p(x) - 1 - log(q(x) / p(x))),
    "asymmetry": KL(p, q) - KL(q, p) - Int((p(x) + q(x)) * log(p(x) / q(x)), x),
    "three laws": E(s, log(p(x) / q(x))) - KL(s, q) + KL(s, p),
    "chi-square": Int((p(x) - q(x)) ** 2 / q(x), x) - E(p, p(x) / q(x)) + 1,
    "mixture": KL(p, q)
    + E(p, log((p(x) + q(x)) / (2 * p(x))))
    - E(p, log((1 + q(x) / p(x)) / 2) + log(p(x) / q(x))),
    "variance of a sum": Var(p, f(x) + log(q(x)))
    - Var(p, f(x))
    - Var(p, log(q(x)))
    - 2 * Cov(p, f(x), log(q(x))),
    "importance weights": E(p, f(x)) - E(q, p(x) / q(x) * f(x)),
}
NOT_IDENTITIES = {
    "sign": KL(p, q) - H(p, q) - H(p),
    "swapped": KL(p, q) - KL(q, p),
    "Jensen": E(p, log(q(x))) - log(E(p, q(x))),
}


def _at(expr, t):
    """The value of an integrand at a complex ball."""
    if isinstance(expr, DensityAt):
        return DENSITIES[expr.law.name](t)
    if isinstance(expr, log):
        return _at(expr.args[0], t).log()
    if isinstance(expr, Symbol):
        return t
    if isinstance(expr, (Add, InOrder)):
        return sum((_at(a, t) for a in expr.args), acb(0))
    if expr.is_Mul:
        product = acb(1)
        for a in expr.args:
            product *= _at(a, t)
        return product
    if isinstance(expr, Pow):
        return _at(expr.base, t) ** int(expr.exp)
    if expr.is_Rational:
        return acb(int(expr.p)) / int(expr.q)
    if expr.func.__name__ == "f":
        return t * t - 3 * t
    return acb(_ball(expr))


def _integral(function):
    return acb.integral(lambda t, _analytic: function(t), 0, 1).real


def _ball(expr):
    """The value of a functional, from its definition, as a ball."""
    if isinstance(expr, KL):
        first, second = (DENSITIES[law.name] for law in expr.args)
        return _integral(lambda t: first(t) * (first(t) / second(t)).log())
    if isinstance(expr, H):
        first, last = (DENSITIES[expr.args[k].name] for k in (0, -1))
        return _integral(lambda t: -first(t) * last(t).log())
    if isinstance(expr, (Var, Cov)):
        law, one, other = (*expr.args, expr.args[-1])[:3]
        means = [_ball(E(law, body)) for body in (one, other)]
        density = DENSITIES[law.name]
        return _integral(
            lambda t: density(t) * (_at(one, t) - means[0]) * (_at(other, t) - means[1])
        )
    if isinstance(expr, E):
        law, body = expr.args
        return _integral(lambda t: DENSITIES[law.name](t) * _at(body, t))
    if isinstance(expr, Int):
        return _integral(lambda t: _at(expr.body, t))
    if expr.is_Add:
        return sum((_ball(a) for a in expr.args), arb(0))
    if expr.is_Mul:
        product = arb(1)
        for a in expr.args:
            product *= _ball(a)
        return product
    if isinstance(expr, log):
        return _ball(expr.args[0]).log()
    if isinstance(expr, Integer):
        return arb(int(expr))
    raise TypeError(f"no ball for {expr}")


@pytest.fixture(autouse=True)
def _precision():
    before, ctx.prec = ctx.prec, 128
    yield
    ctx.prec = before


def test_the_densities_are_densities():
    for density in DENSITIES.values():
        assert _integral(density).overlaps(arb(1))


@pytest.mark.parametrize("name", IDENTITIES)
def test_identity_is_contained_in_balls_around_zero(name):
    ball = _ball(IDENTITIES[name])
    assert ball.contains(0)
    assert ball.rad() < 1e-25, "a ball this wide would contain 0 whatever the claim"
    assert is_zero(normal(IDENTITIES[name]))


@pytest.mark.parametrize("name", NOT_IDENTITIES)
def test_what_is_no_identity_is_bounded_away_from_zero(name):
    assert not _ball(NOT_IDENTITIES[name]).contains(0)
    assert not is_zero(normal(NOT_IDENTITIES[name]))
