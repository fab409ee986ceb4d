r"""What each operation of arithmetic means, on numbers, series and functions on a continuum.

Main definitions
----------------
OPERATIONS
    From SymPy's class of a node to its value, a function of the evaluation, the node, where all
    letters are, and which samples were drawn.
"""

from flint import arb, fmpq
from sympy import (
    Abs,
    Add,
    KroneckerDelta,
    Max,
    Min,
    Mul,
    Pow,
    S,
    Subs,
    cosh,
    digamma,
    gamma,
    loggamma,
    polygamma,
    sinh,
    tanh,
)
from sympy import exp as Exp
from sympy import log as Log
from sympy import sign as Sign

from klutils.symbolic.judge import special
from klutils.symbolic.judge.arithmetic import (
    INFINITY,
    ONE,
    ZERO,
    Inexact,
    NoValue,
    exp,
    log,
    power,
    product,
)
from klutils.symbolic.language.letters import Convex

__all__ = ["OPERATIONS"]


def _sum(ev, expr, at, drawn):
    return sum((ev.value(a, at, drawn) for a in expr.args), ZERO)


def _product(ev, expr, at, drawn):
    return product([ev.value(a, at, drawn) for a in expr.args])


def _power(ev, expr, at, drawn):
    base, exponent = (ev.value(a, at, drawn) for a in expr.args)
    return power(base, exponent)


def _of(function):
    """Return the meaning of a function of one argument."""
    return lambda ev, expr, at, drawn: function(ev.value(expr.args[0], at, drawn))


def _hyperbolic(ev, expr, at, drawn):
    up = exp(ev.value(expr.args[0], at, drawn))
    down = ONE / up
    if isinstance(expr, cosh):
        return (up + down) / 2
    return (up - down) / (2 if isinstance(expr, sinh) else up + down)


def _signed(ev, expr, at, drawn):
    """|x| and sign x, which have a kink or a jump at 0."""
    value = ev.value(expr.args[0], at, drawn)
    side = special.sign(value)
    ev.setting.watch.note(expr, side)
    if isinstance(expr, Sign):
        return fmpq(side)
    return value if side >= 0 else -value


def _extreme(ev, expr, at, drawn):
    """The largest or least of some numbers."""
    turned = 1 if isinstance(expr, Max) else -1
    best, *others = (ev.value(a, at, drawn) for a in expr.args)
    for k, value in enumerate(others):
        side = special.sign(turned * (value - best))
        ev.setting.watch.note((expr, k), side)
        best = value if side > 0 else best
    return best


def _delta(ev, expr, at, drawn):
    one, other = (ev.value(a, at, drawn) for a in expr.args)
    if not (isinstance(one, fmpq) and isinstance(other, fmpq)):
        raise Inexact("whether two indices on a continuum are equal")
    return ONE if one == other else ZERO


def _polygamma(ev, expr, at, drawn):
    order, value = (ev.value(a, at, drawn) for a in expr.args)
    return special.polygamma(special.whole(order, "the order of a polygamma function"), value)


def _convex(ev, expr, at, drawn):
    return ev.setting.convex(expr.name, ev.value(expr.argument, at, drawn), expr.order)


def _substituted(ev, expr, at, drawn):
    """A derivative at a point, in SymPy's words."""
    body, symbols, points = expr.args
    places = [ev.value(point, at, drawn) for point in points]
    return ev.value(body, {**at, **dict(zip(symbols, places, strict=True))}, drawn)


def _nothing(_ev, expr, _at, _drawn):
    raise NoValue(f"{expr} is a quotient by 0")


OPERATIONS = {
    Add: _sum,
    Mul: _product,
    Pow: _power,
    Log: _of(log),
    Exp: _of(exp),
    Abs: _signed,
    Sign: _signed,
    Max: _extreme,
    Min: _extreme,
    KroneckerDelta: _delta,
    gamma: _of(special.gamma),
    loggamma: _of(lambda value: log(special.gamma(value))),
    digamma: _of(lambda value: special.polygamma(0, value)),
    polygamma: _polygamma,
    Convex: _convex,
    Subs: _substituted,
    cosh: _hyperbolic,
    sinh: _hyperbolic,
    tanh: _hyperbolic,
    type(S.Pi): lambda *_: arb.pi(),
    type(S.Exp1): lambda *_: arb(1).exp(),
    type(S.EulerGamma): lambda *_: arb.const_euler(),
    type(S.Infinity): lambda *_: INFINITY,
    type(S.NegativeInfinity): lambda *_: -INFINITY,
    type(S.ComplexInfinity): _nothing,
    type(S.NaN): _nothing,
}
