r"""What needs brackets where it stands, whatever the signs of the page.

Main definitions
----------------
bare
    An expression without wrappers that do not show.
is_sum, signed
    What is written as a sum; what is written with a minus before it, that of an integral's body or
    of a value at a point included.
reaches, divided
    Operators that reach as far as their product does; whether a line below them would be read
    as a part of their body.
absolute
    What is written between the bars of an absolute value.
at_needs_brackets, ends_in_bar
    Whether a bar on the right would be read as one of the factors beside it.

Implementation notes
--------------------
A sign of operation (:math:`\sum`, :math:`\prod`, :math:`\int`, :math:`\partial/\partial\theta`)
reaches to the next plus or minus that stands outside all brackets. So a sum behind it is bracketed,
and so is the operation itself where a factor follows. A logarithm reaches one factor only.
"""

from sympy import Derivative, Mul, Subs, log

from klutils.symbolic.language.functionals import InOrder, Int, SumOver
from klutils.symbolic.language.letters import Variable
from klutils.symbolic.language.optimisation import ArgMax, ArgMin, At, Grad
from klutils.symbolic.language.samples import SampleMean, SampleProduct, SampleSum
from klutils.symbolic.language.steps import Decimal

__all__ = [
    "absolute",
    "at_needs_brackets",
    "bare",
    "divided",
    "ends_in_bar",
    "is_sum",
    "reaches",
    "signed",
]

REACHING = (Int, SumOver, SampleMean, SampleSum, SampleProduct, Grad, Derivative, ArgMin, ArgMax)
LINEAR = (Int, SampleMean, SampleSum)


def bare(expr):
    """Return an expression without a sum of one term around it, unless that has a minus."""
    while type(expr) is InOrder and len(expr.args) == 1 and not signed(expr.args[0])[0]:
        (expr,) = expr.args
    return expr


def is_sum(expr):
    """Return whether an expression is written as a sum."""
    expr = bare(expr)
    return expr.is_Add or type(expr) is InOrder


def signed(expr):
    """Return whether an expression is written with a minus before it, and what follows that.

    Examples
    --------
    >>> from sympy.abc import a, b
    >>> signed(-a * b), signed(a - b)
    ((True, a*b), (False, a - b))
    """
    expr = bare(expr)
    if is_sum(expr):
        return False, expr
    if type(expr) is Decimal and expr.digits.startswith("-"):
        return True, Decimal(expr.digits[1:], expr.exact)
    turned = [f for f in Mul.make_args(expr) if type(f) in (Int, At) and signed(f.body)[0]]
    if turned:
        kept = [f.func(-f.body, *f.args[1:]) if f in turned else f for f in Mul.make_args(expr)]
        negative, rest = signed(Mul(*kept))
        return negative != (len(turned) % 2 == 1), rest
    if expr.could_extract_minus_sign():
        rest = bare(-expr)
        return (
            (False, signed(rest)[1]) if type(rest) is Decimal and signed(rest)[0] else (True, rest)
        )
    return False, expr


def reaches(expr):
    """Return whether an expression ends in an operator's body, which would take in more."""
    expr = bare(expr)
    if isinstance(expr, log):
        return reaches(expr.args[0])
    if isinstance(expr, Mul):
        return any(map(reaches, expr.args))
    return type(expr) in REACHING


def divided(expr):
    """Return whether ``expr / 2``, on one line, would be read as something else."""
    return reaches(expr) and type(bare(expr)) not in LINEAR


def at_needs_brackets(expr, beside):
    """Return whether the bar of a value at a point would be read as taking in other factors."""
    if type(expr) is At:
        return any(f.has(expr.symbol) for f in beside)
    if type(expr) is Subs:
        return any(f.has(*expr.variables) for f in beside)
    return False


def ends_in_bar(expr):
    """Return whether an expression ends in the bar of a value at a point.

    The bar takes in all that stands left of it in its term, an operator included.
    """
    expr = bare(expr)
    return type(expr) in (At, Subs) or any(type(bare(f)) in (At, Subs) for f in Mul.make_args(expr))


def absolute(inner):
    r"""Return an expression or its negative, so that a variable has a plus: x − μ, not μ − x."""
    if not inner.is_Add:
        return inner
    turned = [term.could_extract_minus_sign() for term in inner.args if term.has(Variable)]
    return -inner if turned and all(turned) else inner
