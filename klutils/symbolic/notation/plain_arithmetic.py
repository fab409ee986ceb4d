r"""The table of notation of sums, products, powers and functions in plain text.

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

from klutils.symbolic.language.functionals import Functional, Int, Name
from klutils.symbolic.language.laws import DensityAt
from klutils.symbolic.language.letters import Component

from .letters import above, letter, primes
from .order import factors, terms
from .plain_functionals import closed, written_sum
from .shape import absolute, bare, divided, is_sum, reaches, signed

__all__ = ["ARITHMETIC"]

ATOMS = (DensityAt, AppliedUndef, Component)


def _product(say, expr):
    negative, rest = signed(expr)
    if negative:
        return f"-{closed(say, rest)}"
    upper, lower = fraction(rest, exact=True)
    code = _side_by_side(say, factors(upper), lower != 1)
    return code if lower == 1 else f"{code}/{_below_a_line(say, lower)}"


def _side_by_side(say, inside, line):
    parts = []
    for k, factor in enumerate(inside):
        last = k == len(inside) - 1
        open_ended = divided(factor) if last and line else reaches(factor) and not last
        code = say(factor)
        loose = open_ended or is_sum(factor) or signed(factor)[0]
        parts.append(f"({code})" if loose and (len(inside) > 1 or line) else code)
    return " ".join(parts)


def _below_a_line(say, lower):
    lower = bare(lower)
    single = lower.is_Atom or isinstance(lower, (DensityAt, Functional, Component)) or lower.is_Pow
    code = say(lower)
    loose = is_sum(lower) or (reaches(lower) and type(lower) is not Int)
    return code if single and not loose else f"({code})"


def _power(say, expr):
    base, power = expr.as_base_exp()
    base = bare(base)
    if power.is_negative:
        lower = base**-power
        return f"1/{say(lower) if isinstance(lower, log) else _below_a_line(say, lower)}"
    if power == Rational(1, 2):
        return f"sqrt({say(base)})"
    code = say(base)
    if not (base.is_Atom or isinstance(base, (*ATOMS, Name))) or signed(base)[0]:
        code = f"({code})"
    if base.is_Rational and not base.is_Integer:
        code = f"({say(base)})"
    if power.is_Integer:
        return code + above(power)
    power_code = say(power)
    return f"{code}^{power_code if power.is_Atom and not power.is_Rational else f'({power_code})'}"


def _log(say, expr):
    inner = bare(expr.args[0])
    alone = isinstance(inner, (DensityAt, Symbol, AppliedUndef, Integer, Component))
    alone = alone and not signed(inner)[0]
    return f"ln {say(inner)}" if alone else f"ln({say(inner)})"


def _undefined(say, expr):
    name, inside = expr.func.__name__, say.list(expr.args)
    return f"|{name[1:-1]}({inside})|" if name[0] == "|" else f"{letter(name)}({inside})"


def _function(name):
    return lambda say, expr: f"{name}({say.list(expr.args)})"


def _polygamma(say, expr):
    order, inner = expr.args
    marks = primes(int(order)) if order.is_Integer else f"^({say(order)})"
    return f"ψ{marks}({say(inner)})"


ARITHMETIC = {
    Add: lambda say, expr: written_sum(say, terms(expr)),
    Mul: _product,
    Pow: _power,
    Integer: lambda _say, number: str(number.p),
    Rational: lambda _say, number: f"{number.p}/{number.q}",
    type(pi): lambda _say, _expr: "π",
    type(exp(1)): lambda _say, _expr: "e",
    type(EulerGamma): lambda _say, _expr: "γ",
    type(oo): lambda _say, _expr: "∞",
    type(-oo): lambda _say, _expr: "-∞",
    exp: _function("exp"),
    log: _log,
    Abs: lambda say, expr: f"|{say(absolute(expr.args[0]))}|",
    gamma: _function("Γ"),
    digamma: _function("ψ"),
    polygamma: _polygamma,
    sinh: _function("sinh"),
    cosh: _function("cosh"),
    tanh: _function("tanh"),
    Max: _function("max"),
    Min: _function("min"),
    AppliedUndef: _undefined,
}
