"""Functions of numbers that an expression may hold; any other is refused by name.

Main definitions
----------------
FUNCTIONS
    From SymPy's classes to functions of mpmath numbers.
KINKED
    Those with a kink or a pole, and what vanishes there.
"""

import mpmath
import sympy
from mpmath import inf, ln, mpf

from klutils.symbolic.language.laws import DensityAt

__all__ = ["FUNCTIONS", "KINKED"]


def _ln(value):
    return ln(value) if value else -inf


FUNCTIONS = {
    sympy.log: _ln,
    sympy.exp: mpmath.exp,
    sympy.Abs: abs,
    sympy.sign: mpmath.sign,
    sympy.Max: max,
    sympy.Min: min,
    sympy.sin: mpmath.sin,
    sympy.cos: mpmath.cos,
    sympy.sinh: mpmath.sinh,
    sympy.cosh: mpmath.cosh,
    sympy.tanh: mpmath.tanh,
    sympy.gamma: mpmath.gamma,
    sympy.loggamma: mpmath.loggamma,
    sympy.digamma: mpmath.digamma,
    sympy.polygamma: lambda n, x: mpmath.polygamma(int(n), x),
    sympy.KroneckerDelta: lambda a, b: mpf(1 if a == b else 0),
}


def _vanishing(expr):
    """The factors of what a logarithm is taken of that may vanish: no densities."""
    bases = [f.base if f.is_Pow else f for f in sympy.Mul.make_args(expr.args[0])]
    return [b for b in bases if not (b.is_positive or b.is_number or b.has(DensityAt))]


KINKED = {
    sympy.log: _vanishing,
    sympy.Abs: lambda expr: [expr.args[0]],
    sympy.sign: lambda expr: [expr.args[0]],
    sympy.Max: lambda expr: [a - b for a in expr.args for b in expr.args if a != b],
    sympy.Min: lambda expr: [a - b for a in expr.args for b in expr.args if a != b],
}
