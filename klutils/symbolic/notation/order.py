r"""In what order factors and terms are written.

Main definitions
----------------
factors, terms
    A product's factors, a sum's terms, in the order in which they are read.

Implementation notes
--------------------
SymPy sorts sums and products by rules of its own. Here factors stand in the order number,
symbol, density, function, logarithm, functional, derivative, integral or sum; terms with a plus
sign stand before those with a minus sign. Where an author wants another order, ``InOrder`` keeps
the one written.
"""

from sympy import Derivative, Mul, exp, log, pi
from sympy.core.function import AppliedUndef

from klutils.symbolic.language.functionals import (
    KL,
    Functional,
    H,
    InOrder,
    Int,
    Name,
    SumOver,
)
from klutils.symbolic.language.laws import DensityAt
from klutils.symbolic.language.letters import Component, Convex
from klutils.symbolic.language.optimisation import Grad
from klutils.symbolic.language.samples import SampleMean

__all__ = ["factors", "terms"]


def factors(product):
    """Return the factors of a product in the order in which they are read."""
    return sorted(Mul.make_args(product), key=_factor_order)


def terms(total):
    """Return the terms of a sum in the order in which they are read."""
    return sorted(total.args, key=_term_order)


def _factor_order(factor):
    base = factor.as_base_exp()[0]
    ranks = (
        (isinstance(base, (Int, SampleMean, SumOver)), 8),
        (isinstance(base, (Grad, Derivative)), 7.5),
        (isinstance(base, Functional) and not isinstance(base, Name), 7),
        (isinstance(base, log), 6),
        (base.is_Add and base.has(Functional), 7),
        (base.is_Add or isinstance(base, InOrder), 5),
        (isinstance(factor, exp) and not factor.is_number, 4.5),
        (isinstance(base, (AppliedUndef, Name, Convex)), 4),
        (isinstance(base, DensityAt), 2),
        (base.is_Rational, 0),
        (base is pi, 0.1),
        (factor == exp(1), 0.2),
        (base.is_number, 0.3),
        (base.is_Symbol or isinstance(base, Component), 1),
    )
    conditions = len(base.law.given) if isinstance(base, DensityAt) else 0
    return next((rank for holds, rank in ranks if holds), 3), conditions, str(factor)


def _term_order(term):
    negative = term.could_extract_minus_sign()
    body = -term if negative else term
    held = Mul.make_args(body)
    if any(isinstance(f, KL) for f in held):
        rank = 0
    elif any(isinstance(f, H) for f in held):
        rank = 2 if any(isinstance(f, H) and len(f.args) == 1 for f in held) else 1
    elif body.is_number:
        rank = 3
    elif isinstance(body, log):
        rank = 4
    elif body.has(Functional):
        rank = 6
    else:
        rank = 5
    return negative, rank, -len(str(body)) if rank == 5 else 0, str(body)
