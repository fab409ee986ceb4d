r"""Whether two expressions are the same as they are written, whatever order their terms stand in.

Main definitions
----------------
plainly
    An expression without what only its print is about: order, signs moved out of an integral, sums
    for N times a mean, the names of formulas, ways to write a derivative.

Implementation notes
--------------------
Nothing is computed here that a route would have to prove. Numbers are evaluated as SymPy evaluates
them when an expression is built, and so is what an author kept from being evaluated.
"""

from sympy import Add, Basic, Derivative, Function, Integer, Mul, Pow, Rational, Subs, Symbol
from sympy.core.function import AppliedUndef

from klutils.symbolic.language.divergences import JensenShannon, TotalVariation
from klutils.symbolic.language.functionals import KL, H, InOrder, Int, Name
from klutils.symbolic.language.laws import Joint
from klutils.symbolic.language.letters import Variable
from klutils.symbolic.language.named_laws import NamedLaw
from klutils.symbolic.language.optimisation import At, Grad
from klutils.symbolic.language.samples import N, SampleMean, SampleProduct, SampleSum
from klutils.symbolic.language.steps import Decimal

__all__ = ["plainly"]


def plainly(expr):
    """Return an expression in a form that two prints of it share.

    Examples
    --------
    >>> from klutils.symbolic import H, Density
    >>> p, q = Density("p"), Density("q")
    >>> plainly(InOrder(-H(p), H(p, q))) == plainly(H(p, q) - H(p))
    True
    """
    return _Plainly()(expr)


class _Plainly:
    def __init__(self):
        self.known = {}

    def __call__(self, expr):
        if not isinstance(expr, Basic) or not expr.args:
            return expr
        if expr not in self.known:
            self.known[expr] = self._made(expr)
        return self.known[expr]

    def _made(self, expr):
        if isinstance(expr, Decimal):
            return _decimal(expr)
        primed = _primed(expr)
        if primed is not None:
            name, point = primed
            return Function(name, real=True)(self(point))
        args = tuple(map(self, expr.args))
        for kinds, made in RULES.items():
            if isinstance(expr, kinds):
                return made(expr, args)
        return expr.func(*args)


def _integral(_expr, args):
    body, over = args
    if isinstance(body, Int):
        return _integral(None, (body.body, (*over, *body.bound)))
    number, rest = _signed(body) if body.is_Add else body.as_coeff_Mul()
    return number * Int(rest, *over)


def _slope(expr, args):
    if isinstance(expr, Grad):
        body, symbol, order = args
        steps = [(symbol, order)]
    else:
        body, *steps = args
    for symbol, order in steps:
        number, rest = body.as_coeff_Mul()
        if isinstance(rest, Grad) and rest.symbol == symbol:
            body = number * Grad(rest.body, symbol, rest.order + int(order))
        else:
            body = number * Grad(rest, symbol, int(order))
    return body


def _joint(_expr, args):
    first, *others = (part for law in args for part in law.parts)
    for other in others:
        first = Joint(first, other)
    return first


def _product(_expr, args):
    return Mul(*(part for factor in args for part in _signed(factor)))


def _power(_expr, args):
    base, exponent = args
    number, rest = _signed(base)
    if number < 0 and not exponent.is_Integer:
        number, rest = -number, -rest
    return Pow(number, exponent) * Pow(rest, exponent)


def _signed(factor):
    """A sum without a common number and with a first term of plus, and that number."""
    if not factor.is_Add:
        return Integer(1), factor
    number, rest = factor.primitive()
    return (-number, -rest) if rest.could_extract_minus_sign() else (number, rest)


def _at(_expr, args):
    body, symbol, point = args
    apart, rest = body.as_independent(symbol, as_Add=False)
    number, rest = _signed(rest)
    return number * apart * At(rest, symbol, point)


def _points(_expr, args):
    body, symbols, points = args
    for symbol, point in zip(symbols, points, strict=True):
        body = At(body, symbol, point)
    return body


def _of_laws(expr, args):
    """A functional of formulas, whose letter is no part of it."""
    if all(isinstance(law, NamedLaw) and not law.atoms(Variable) for law in args):
        args = [law.func(*law.parameters, "x", law.symbol) for law in args]
    return expr.func(*args)


# From classes, the particular ones first, to how they are made from their own parts made plain.
RULES = {
    InOrder: lambda _expr, args: Add(*args),
    SampleProduct: lambda expr, args: expr.func(*args),
    SampleSum: lambda _expr, args: N * SampleMean(*args),
    Int: _integral,
    (KL, H, JensenShannon, TotalVariation): _of_laws,
    NamedLaw: lambda expr, args: expr.func(*args[:-1], expr.symbol),
    Joint: _joint,
    Name: lambda expr, args: expr.func(args[0], args[1], *args[2]),
    (Grad, Derivative): _slope,
    Mul: _product,
    Pow: _power,
    At: _at,
    Subs: _points,
}


def _decimal(decimal):
    digits, minus = decimal.digits.removeprefix("-"), decimal.digits.startswith("-")
    size = Rational(digits) if decimal.exact else Symbol(f"{digits}…", positive=True)
    return -size if minus else size


def _primed(expr):
    """The name of a function's derivative and where it is taken, or None."""
    point = None
    if isinstance(expr, Subs) and len(expr.variables) == 1:
        (symbol,), (point,) = expr.variables, expr.point
        expr = expr.expr
    if not isinstance(expr, Derivative) or len(expr.args) != 2:
        return None
    body, (symbol, order) = expr.args
    if not isinstance(body, AppliedUndef) or body.args != (symbol,) or not order.is_Integer:
        return None
    return f"{body.func.__name__}{chr(39) * int(order)}", symbol if point is None else point
