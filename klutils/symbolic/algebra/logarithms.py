r"""Logarithms and absolute values of products, expanded where that is legal.

Main definitions
----------------
logarithm
    ln of a product of positive factors as a sum; a factor of unknown sign stays inside.
absolute
    Positive factors come out of an absolute value.
"""

from sympy import Abs, Add, Mul, Rational, exp, factor_terms, factorint, log, together

from klutils.symbolic.language.laws import DensityAt
from klutils.symbolic.language.made_laws import Coordinates

from .laws import log_density
from .signs import positive, sign_factors
from .vectors import log_coordinates

__all__ = ["absolute", "logarithm"]


def logarithm(arg, normal):
    """Expand ln of a product of positive factors."""
    if arg.is_Mul:
        signs = [positive(a) for a in arg.args]
        known = [a for a, sign in zip(arg.args, signs, strict=True) if sign]
        others = [a for a, sign in zip(arg.args, signs, strict=True) if not sign]
        # several factors of unknown sign stay together
        if len(others) == 1 and known:
            rest = logarithm(others[0], normal)
        elif len(others) == 2 and positive(Mul(*others)) and others[0].is_number:
            rest = _of_sum(Mul(*others).expand(), normal)
        else:
            rest = log(Mul(*others))
        return Add(rest, *(logarithm(a, normal) for a in known))
    if isinstance(arg, exp) and arg.args[0].is_real:
        return normal(arg.args[0])
    if arg.is_Pow and arg.exp.is_real and positive(arg.base):
        return normal(arg.exp * logarithm(arg.base, normal))
    if isinstance(arg, Rational) and arg.is_positive:
        primes = {**factorint(arg.p), **{b: -k for b, k in factorint(arg.q).items()}}
        return Add(*(k * log(b) for b, k in primes.items()))
    if isinstance(arg, DensityAt):
        return _of_density(arg, normal)
    return _of_sum(arg, normal) if arg.is_Add else log(arg)


def _of_density(arg, normal):
    if type(arg.law) is Coordinates:
        return normal(log_coordinates(arg.law, arg.point))
    explicit = log_density(arg.law, arg.point)
    return log(arg) if explicit is None else normal(explicit)


def _of_sum(arg, normal):
    factors = sign_factors(arg)
    if factors is not None and len(factors) > 1 and Mul(*factors) != arg:
        known = [f for f in factors if f != 1]
        if all(map(positive, known)) and len(known) > 1:
            return Add(*(_plain(f, normal) for f in known))
    factored = factor_terms(together(arg))
    return logarithm(factored, normal) if factored.is_Mul else log(factored)


def _plain(factor, normal):
    """ln of a factor that has no factors of its own."""
    base, power = factor.as_base_exp()
    return power * log(base) if base.is_Add else logarithm(factor, normal)


def absolute(arg):
    """Take positive factors out of an absolute value."""
    if arg.is_Add:
        arg = factor_terms(together(arg))
    outside = [a for a in Mul.make_args(arg) if positive(a)]
    inside = Mul(*(a for a in Mul.make_args(arg) if not positive(a)))
    if inside.is_Mul and inside.args[0] == -1:
        inside = -inside
    return Mul(*outside) * Abs(inside.expand())
