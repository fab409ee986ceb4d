r"""The table of notation of sums, products, powers and functions in LaTeX.

Main definitions
----------------
ARITHMETIC
    From classes to how they look.
"""

from sympy import (
    Abs,
    Add,
    EulerGamma,
    Integer,
    Max,
    Min,
    Mul,
    Pow,
    Rational,
    Symbol,
    cosh,
    digamma,
    exp,
    fraction,
    gamma,
    log,
    oo,
    pi,
    polygamma,
    sinh,
    tanh,
)
from sympy.core.function import AppliedUndef

from klutils.symbolic.language.functionals import (
    Cov,
    E,
    Functional,
    Int,
    Name,
    SumOver,
    Var,
)
from klutils.symbolic.language.laws import DensityAt
from klutils.symbolic.language.letters import Component, Convex, Fraction01, Variable
from klutils.symbolic.language.optimisation import At, Grad
from klutils.symbolic.language.samples import N, SampleE, SampleMean, SampleProduct

from .brackets import argument, one_fraction, parentheses, raised
from .latex_functionals import summed, written_sum
from .order import factors, terms
from .shape import absolute, at_needs_brackets, bare, is_sum, reaches, signed

__all__ = ["ARITHMETIC"]

LETTERS = (Symbol, Variable, Fraction01)
# What a logarithm needs no brackets for.
PLAIN = (*LETTERS, DensityAt, Component, Convex, Name, SampleProduct, SumOver, Int)
PLAIN = (*PLAIN, E, Var, SampleE, Abs, gamma)
# What stands beside a fraction rather than in its numerator.
WIDE = (Int, SumOver, SampleMean, E, SampleE, Cov, Grad, At, log, Add)


# sums and products


def _product(say, expr):
    negative, rest = signed(expr)
    if negative:
        code = say(rest)
        return "-" + (parentheses(code) if is_sum(rest) else code)
    above, below = fraction(rest, exact=True)
    held = Mul.make_args(above)
    others = Mul(below, *held[:-1])
    if type(held[-1]) is SampleMean and not others.has(N, *WIDE, Functional):
        return _scaled_mean(say, Mul(*held[:-1]), below, held[-1])
    if below == 1:
        return _side_by_side(say, above)
    apart = [f for f in held if isinstance(f, WIDE)]
    if is_sum(above) or not apart or below.has(DensityAt) or below.has(log):
        return rf"\frac{{{say(above)}}}{{{say(below)}}}"
    front = Mul(*(f for f in held if f not in apart))
    fractional = rf"\frac{{{say(front)}}}{{{say(below)}}}"
    rest = _side_by_side(say, Mul(*apart), [front, below])
    loose = len(apart) == 1 and (is_sum(apart[0]) or signed(apart[0])[0])
    return f"{fractional} {parentheses(rest) if loose else rest}"


def _scaled_mean(say, above, below, mean):
    """A number times a sample mean, with the number in the fraction before the sum."""
    size = "N" if below == 1 else f"{say(below)} N"
    with say.renaming({}, without=mean.bound):
        return rf"\frac{{{say(above)}}}{{{size}}} {summed(say, mean)}"


def _side_by_side(say, expr, before=()):
    inside = factors(expr)
    parts = []
    for k, factor in enumerate(inside):
        code = say(factor)
        others = [*before, *inside[:k], *inside[k + 1 :]]
        open_ended = reaches(factor) and k < len(inside) - 1
        taken_in = at_needs_brackets(bare(factor), others)
        loose = is_sum(factor) or signed(factor)[0] or open_ended
        if (len(inside) > 1 and loose) or taken_in:
            code = parentheses(code)
        parts.append(code)
    rational = [f for f in inside if f.is_number and isinstance(f, Rational)]
    numeric = len(rational) > 1 and all(f.is_number for f in inside)
    return (r" \cdot " if numeric else " ").join(parts)


# powers


def _power(say, expr):
    base, power = expr.as_base_exp()
    if power.is_negative:
        return rf"\frac{{1}}{{{say(base**-power)}}}"
    if power.is_Rational and power.p == 1 and power.q > 1:
        root = f"[{power.q}]" if power.q > 2 else ""
        return rf"\sqrt{root}{{{say(base)}}}"
    code = say(base)
    return raised(code if _stands_alone(base) else parentheses(code), say(power))


def _stands_alone(base):
    """Whether a power may be written on an expression without parentheses."""
    base = bare(base)
    if isinstance(base, Convex):
        return base.order == 0
    if base.is_Symbol or (base.is_Integer and base.is_nonnegative) or base in (pi, exp(1)):
        return True
    return isinstance(base, (AppliedUndef, Component, Name, Abs, gamma))


# functions


def _log(say, expr):
    (inner,) = expr.args
    inner = bare(inner)
    code = say(inner)
    plain = isinstance(inner, (*PLAIN, AppliedUndef, Integer)) and not signed(inner)[0]
    return rf"\ln {code if plain or one_fraction(code) else parentheses(code)}"


def _undefined(say, expr):
    name = expr.func.__name__
    inside = argument(say.list(expr.args))
    return rf"\lvert {name[1:-1]}{inside} \rvert" if name[0] == "|" else f"{name}{inside}"


def _function(name):
    return lambda say, expr: f"{name}{argument(say.list(expr.args))}"


def _polygamma(say, expr):
    order, inner = expr.args
    primes = "'" * int(order) if order.is_Integer and order < 4 else f"^{{({say(order)})}}"
    return rf"\psi{primes}{argument(say(inner))}"


def _absolute(say, expr):
    code = say(absolute(expr.args[0]))
    if parentheses(code).startswith(r"\left"):
        return rf"\left\lvert {code} \right\rvert"
    return rf"\lvert {code} \rvert"


def _rational(_say, number):
    minus = "-" if number.p < 0 else ""
    return rf"{minus}\frac{{{abs(number.p)}}}{{{number.q}}}"


ARITHMETIC = {
    Add: lambda say, expr: written_sum(say, terms(expr)),
    Mul: _product,
    Pow: _power,
    Integer: lambda _say, number: str(number.p),
    Rational: _rational,
    type(pi): lambda _say, _expr: r"\pi",
    type(exp(1)): lambda _say, _expr: "e",
    type(EulerGamma): lambda _say, _expr: r"\gamma",
    type(oo): lambda _say, _expr: r"\infty",
    type(-oo): lambda _say, _expr: r"-\infty",
    exp: lambda say, expr: f"e^{{{say(expr.args[0])}}}",
    log: _log,
    Abs: _absolute,
    gamma: _function(r"\Gamma"),
    digamma: _function(r"\psi"),
    polygamma: _polygamma,
    sinh: _function(r"\sinh"),
    cosh: _function(r"\cosh"),
    tanh: _function(r"\tanh"),
    Max: _function(r"\max"),
    Min: _function(r"\min"),
    AppliedUndef: _undefined,
}
