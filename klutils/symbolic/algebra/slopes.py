r"""Derivatives: by components of vectors too, and those of arbitrary functions.

Main definitions
----------------
slope
    The derivative of an expression by a parameter or by a component of a vector.
primed
    Derivatives of arbitrary functions as functions of their own: f′(x) for both of SymPy's forms.
by_parts
    :math:`E_{N(a, s)}[x^k f'(x)] = E[f(x)\,(x^k (x - a)/s^2 - k x^{k-1})]`.
"""

from functools import lru_cache

from sympy import Add, Derivative, Function, Integer, KroneckerDelta, Mul, Pow, Subs, log
from sympy.core.function import AppliedUndef

from klutils.symbolic.language.functionals import Int, SumOver
from klutils.symbolic.language.laws import DensityAt
from klutils.symbolic.language.letters import Component
from klutils.symbolic.language.named_laws import Normal
from klutils.symbolic.language.samples import SampleMean
from klutils.symbolic.notation.plain import plain

from .laws import bounded, known, named

__all__ = ["by_parts", "delta_terms", "primed", "slope"]

PRIME = "\u2060′"  # a word joiner before it: no function that somebody writes has such a name


def slope(expr, symbol):
    """Return the derivative of a normal form.

    Raises
    ------
    ValueError
        If a density of bounded support is read at a point that moves.
    """
    for a in expr.atoms(DensityAt):
        known(a.law)
        if bounded(a.law) and a.point not in a.law.variables and a.point.has(symbol):
            raise ValueError(
                f"the density of {a.law} at {plain(a.point)} moves out of its support with {symbol}"
            )
    if isinstance(symbol, Component):
        return _by_component(expr, symbol)
    return primed(expr.diff(symbol))


def _by_component(expr, symbol):
    if symbol.whole not in expr.free_symbols:
        return Integer(0)
    if isinstance(expr, Component):
        return expr._eval_derivative(symbol)
    if expr.is_Add:
        return Add(*(_by_component(a, symbol) for a in expr.args))
    if expr.is_Mul:
        terms = enumerate(expr.args)
        return Add(
            *(Mul(*expr.args[:k], _by_component(a, symbol), *expr.args[k + 1 :]) for k, a in terms)
        )
    if expr.is_Pow:
        down = expr.exp * Pow(expr.base, expr.exp - 1) * _by_component(expr.base, symbol)
        up = _by_component(expr.exp, symbol)
        return down + (expr * log(expr.base) * up if up != 0 else 0)
    if isinstance(expr, (Int, SampleMean, SumOver)):
        return _inside(expr, symbol)
    if isinstance(expr, DensityAt):
        explicit = expr.law.log_density(expr.point)
        if explicit is not None:
            if symbol.whole in (expr.law.support or ()):
                raise ValueError(f"the support of {expr.law} moves with {symbol}")
            return expr * _by_component(explicit, symbol)
        return Derivative(expr, symbol, evaluate=False)
    if isinstance(expr, Derivative):
        letters = sorted([*expr.variables, symbol], key=str)
        return Derivative(expr.expr, *letters, evaluate=False)
    if isinstance(expr, Function):
        return Add(*(expr.fdiff(k) * _by_component(a, symbol) for k, a in enumerate(expr.args, 1)))
    raise TypeError(f"no rule for the derivative of {plain(expr)} by {symbol}")


def _inside(expr, symbol):
    """Differentiate under an integral, a mean or a sum."""
    if set(expr.bound) & symbol.place.free_symbols:
        raise ValueError(f"{symbol} is differentiated by, and its index is bound in {plain(expr)}")
    inner = _by_component(expr.body, symbol)
    if isinstance(expr, Int):
        return Int(inner, *expr.bound)
    if isinstance(expr, SumOver):
        return SumOver(inner, expr.index, expr.count)
    return SampleMean(expr.law, inner)


# --- derivatives of arbitrary functions


@lru_cache(maxsize=512)
def _prime(function, place):
    """The function that is the derivative of an arbitrary one in one argument."""
    base, places = _PRIMES.get(function, (function, ()))
    places = tuple(sorted((*places, place)))
    marks = "".join(f"{PRIME}{k}" if k else PRIME for k in places)
    made = Function(f"{base.__name__}{marks}", real=base._kwargs.get("real"))
    _PRIMES[made] = (base, places)
    return made


_PRIMES = {}


def primed(expr):
    """Write derivatives of arbitrary functions as functions of their own.

    Examples
    --------
    >>> from sympy import Function, Symbol
    >>> f, x, c = Function("f"), Symbol("x"), Symbol("c")
    >>> primed(f(c * x).diff(c)) == x * primed(f(x).diff(x)).subs(x, c * x)
    True
    """
    if not expr.has(Derivative, Subs):
        return expr
    found = {}
    for a in expr.atoms(Subs):
        inner = primed(a.expr)
        if not inner.has(Derivative, Subs):
            found[a] = inner.subs(dict(zip(a.variables, a.point, strict=True)))
    expr = expr.xreplace(found)
    return expr.xreplace({a: _primed_one(a) for a in expr.atoms(Derivative)})


def _primed_one(derivative):
    of = derivative.expr
    if not isinstance(of, AppliedUndef):
        return derivative
    for letter in derivative.variables:
        places = [k for k, a in enumerate(of.args) if a.has(letter)]
        if len(places) != 1 or of.args[places[0]] != letter:
            return derivative
        place = places[0] + 1 if len(of.args) > 1 else 0
        of = _prime(of.func, place)(*of.args)
    return of


def _integral_of(function):
    """The function whose derivative a primed function of one argument is, or None."""
    base, places = _PRIMES.get(function, (None, ()))
    if not places or set(places) != {0}:
        return None
    for _ in places[1:]:
        base = _prime(base, 0)
    return base


def by_parts(factors, v):
    """Take a derivative off a function under a normal law, or return None."""
    own = [f for f in factors if isinstance(f, DensityAt) and f.point == v]
    if len(own) != 1 or type(own[0].law) is not Normal or own[0].law.variables != (v,):
        return None
    rest = [f for f in factors if f is not own[0]]
    marked = [f for f in rest if isinstance(f, AppliedUndef) and _integral_of(f.func)]
    if len(marked) != 1 or marked[0].args != (v,) or v in own[0].law.free_symbols:
        return None
    others = Mul(*(f for f in rest if f is not marked[0]))
    if not others.is_polynomial(v):
        return None
    a, s = own[0].law.parameters
    whole = _integral_of(marked[0].func)(v)
    return (own[0] * whole * (others * (v - a) / s**2 - others.diff(v))).expand()


def delta_terms(term):
    """Write the later letter of a Kronecker delta as the earlier one elsewhere in a product."""
    for f in Mul.make_args(term):
        if isinstance(f, KroneckerDelta):
            first, second = sorted(f.args, key=str)
            rest = Mul(*(g for g in Mul.make_args(term) if g is not f))
            drawn = any(named(a.law) and a.point == second for a in rest.atoms(DensityAt))
            if second.is_Symbol and second in rest.free_symbols and not drawn:
                return f * rest.subs(second, first)
    return term
