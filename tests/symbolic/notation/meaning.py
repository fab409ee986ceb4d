"""What an expression means to the reader of printed equations: a function of what θ is.

Letters and functionals that are closed are worth a number that their text fixes; signs of operation
are functions of the value behind them that nothing simplifies.
"""

import cmath
import zlib

from sympy import Abs, Add, Mul, NumberSymbol, Pow, Rational, Symbol, exp, log

from klutils.symbolic import (
    KL,
    ArgMin,
    At,
    E,
    Grad,
    H,
    InOrder,
    Int,
    SampleE,
    SampleMean,
    SampleProduct,
    SampleSum,
    SumOver,
)


def number(text):
    """A number between 1/2 and 3/2 that a text fixes."""
    return 0.5 + zlib.crc32(text.encode()) % 9973 / 9973


def leaf(name, parametric):
    """What a letter or a closed functional is worth, by the value of θ."""
    if name == "theta":
        return lambda theta: theta
    return lambda theta: number(name) + (number(name + "'") * theta if parametric else 0)


def applied(sign, body):
    """What a sign of operation makes of its body; sums and integrals are linear."""
    if sign in ("int", "sum_N"):
        return lambda theta: number(sign) * body(theta)
    return lambda theta: cmath.sin(number(sign) * body(theta) + number(sign + "'"))


POINT = 0.25  # what θ is at the bar


def meaning(expr):
    """What an expression means, as a function of the value of θ."""
    kind = type(expr)
    if isinstance(expr, Rational):
        return lambda _theta: int(expr.p) / int(expr.q)
    if isinstance(expr, NumberSymbol):
        return lambda _theta: float(expr)
    if kind is Symbol or kind in (H, KL):
        return leaf(_name(expr), expr.has(Symbol("theta", real=True)))
    if kind is SampleMean:
        size, whole = leaf("N", False), applied("sum_N", meaning(expr.body))
        return lambda theta: whole(theta) / size(theta)
    if kind is At:
        body = meaning(expr.body)
        return lambda _theta: body(POINT)
    if kind in SIGNS:
        return applied(
            SIGNS[kind],
            meaning(
                expr.args[1]
                if kind is E
                else expr.args[0 if kind in (Int, SumOver, Grad, ArgMin, SampleE) else 1]
            ),
        )
    parts = [meaning(a) for a in expr.args]
    return lambda theta: VALUES[kind](*(part(theta) for part in parts))


SIGNS = {
    Int: "int",
    SumOver: "sum_d",
    SampleSum: "sum_N",
    SampleProduct: "prod",
    Grad: "slope",
    ArgMin: "argmin",
    E: "mean",
    SampleE: "samples",
}


def product(*values):
    """The product of some values."""
    result = 1
    for value in values:
        result *= value
    return result


def root_of(value):
    """A value as a complex number, on the upper side of the cut."""
    return complex(value) + 0j


VALUES = {
    Add: lambda *values: sum(values),
    InOrder: lambda *values: sum(values),
    Mul: product,
    Pow: lambda base, power: root_of(base) ** power,
    exp: lambda value: cmath.e**value,
    log: lambda value: cmath.log(root_of(value)),
    Abs: abs,
}


def _name(expr):
    return (
        str(expr).replace(" ", "")
        if isinstance(expr, Symbol)
        else LEAVES[
            expr.args[-1].name, type(expr).__name__, len(expr.args), bool(expr.args[-1].given)
        ]
    )


LEAVES = {
    ("p", "H", 1, False): "H(p)",
    ("q", "H", 2, False): "H(p,q)",
    ("q", "H", 2, True): "H(p,qt)",
    ("q", "KL", 2, False): "D(p,q)",
    ("q", "KL", 2, True): "D(p,qt)",
}
