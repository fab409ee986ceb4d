r"""The rules by which an expression is brought to its normal form, one row for each functional.

Main definitions
----------------
normal
    The normal form of an expression.
derivative
    The normal form of a derivative, taken under the integral sign.

Implementation notes
--------------------
The modules with the rules of one subject take ``normal`` as an argument and do not import it.
Laws and functionals are looked up by exact type; what has no row is refused by name.
"""

from functools import lru_cache

from sympy import (
    Abs,
    Add,
    Derivative,
    Function,
    KroneckerDelta,
    Mul,
    Subs,
    digamma,
    exp,
    expand,
    expand_func,
    log,
    polygamma,
)

from klutils.symbolic.language.arguments import expression, symbol_of
from klutils.symbolic.language.divergences import (
    FDivergence,
    JensenShannon,
    MutualInformation,
    TotalVariation,
)
from klutils.symbolic.language.functionals import (
    KL,
    Cov,
    E,
    Functional,
    H,
    InOrder,
    Int,
    Name,
    SumOver,
    Var,
)
from klutils.symbolic.language.laws import DensityAt, Law, Pushforward
from klutils.symbolic.language.letters import Component, Convex, Vector
from klutils.symbolic.language.optimisation import ArgMax, ArgMin, At, Grad
from klutils.symbolic.language.samples import (
    SampleE,
    SampleMean,
    SampleProduct,
    SampleSum,
    SampleVar,
)
from klutils.symbolic.notation.plain import plain

from .coverage import check_kept
from .integrals import integrate_product, pull_back
from .laws import bounded, known, opened
from .logarithms import absolute, logarithm
from .points import expectation, finite_variable, sum_over_points
from .sample_means import over_samples, sample_mean
from .slopes import delta_terms, primed, slope
from .vectors import check_vectors, integrate_vector, sum_over

__all__ = ["derivative", "normal"]


def normal(expr):
    """Return the normal form of ``expr``.

    Examples
    --------
    >>> from klutils.symbolic import H, KL, Density
    >>> p, q = Density("p"), Density("q")
    >>> normal(KL(p, q) - (H(p, q) - H(p)))
    0
    """
    return _normal(expression(expr, "expr"))


@lru_cache(maxsize=4096)
def _normal(expr):
    return _expand(_reduce(expr))


def derivative(expr, symbol, order=1):
    """Return the normal form of the derivative of ``expr`` by ``symbol``."""
    if not isinstance(symbol, Component):
        symbol = symbol_of(symbol, "symbol")
    if not isinstance(order, int) or order < 1:
        raise ValueError(f"order = {order!r}; expected 1 or more")
    for _ in range(order):
        expr = normal(slope(normal(expr), symbol))
    return expr


def _expand(expr):
    expr = expand(expr, deep=False, log=False, power_exp=False)
    if expr.has(KroneckerDelta):
        expr = Add(*map(delta_terms, Add.make_args(expr)))
    return Add(*map(_gather_powers, Add.make_args(expr)))


def _gather_powers(term):
    """Write x x^a as x^(1 + a): SymPy keeps numeric and symbolic exponents apart."""
    factors = Mul.make_args(term)
    if not any(f.is_Pow and not f.exp.is_number for f in factors):
        return term
    powers = {}
    for base, power in (f.as_base_exp() for f in factors):
        powers[base] = powers.get(base, 0) + power
    return Mul(*(base ** expand(power) for base, power in powers.items()))


def _reduce(expr):
    """Reduce the parts first, then the whole."""
    if expr.is_Atom:
        return expr
    if not expr.has(*_HELD):
        return expand(expr, log=False, power_exp=False)
    if isinstance(expr, Functional):
        return _functional(expr)
    for kind, rule in _RULES.items():
        if isinstance(expr, kind):
            return rule(expr)
    parts = [normal(a) for a in expr.args]
    whole = expr.func(*parts)
    return whole if isinstance(expr, Function) else _expand(whole)


def _functional(expr):
    """Reduce a functional by its row; exact types, since a subclass may mean anything."""
    rule = _FUNCTIONALS.get(type(expr))
    if rule is None:
        raise ValueError(
            f"{type(expr).__name__} has no row in the algebra's table of laws and functionals"
        )
    for law in expr.args:
        if isinstance(law, Law):
            known(law)
            for part in law.parts:
                known(part)
    return rule(expr)


def _unfolded(expr):
    return _reduce(expr.unfold())


def _no_normal_form(expr):
    raise TypeError(f"{plain(expr)} has no normal form: claim that two sets are equal")


def _density(expr):
    """Replace the density of a law that is made of others by its formula."""
    formula = opened(expr.law, expr.point)
    return expr if formula is None else normal(formula)


def _derivative_as_written(expr):
    """A derivative that is written out: of a function, of a density, or of something else."""
    of = expr.expr
    if not isinstance(of, DensityAt):
        return primed(expr)
    row = known(of.law)
    if not row.explicit and row.open_ is None:
        return expr
    for symbol in expr.variables:
        of = derivative(of, symbol)
    return of


def _at(expr):
    """The value at a point of what stands inside, once that is worked out."""
    value = primed(normal(expr.body).subs(expr.symbol, expr.point))
    if value.has(Subs):
        raise ValueError(f"no rule for the value of {plain(expr.body)} at {expr.point}")
    return normal(value)


def _spread(expr):
    check_kept(expr)
    return _unfolded(expr)


def _integral(expr):
    check_kept(expr)
    body = expr.body
    laws = {a.law for a in body.atoms(DensityAt)}
    check_vectors(laws)
    if any(map(bounded, laws)) and any(type(law) is Pushforward for law in laws):
        body = normal(body)  # the formula of a law holds at its own variable
    body, variables = pull_back(body, expr.bound)
    return Add(*(_integral_of_term(term, variables) for term in Add.make_args(normal(body))))


def _integral_of_term(term, variables):
    for v in variables:
        if isinstance(v, Vector):
            value = integrate_vector(Mul.make_args(term), v, normal)
            if value is not None:
                others = tuple(u for u in variables if u != v)
                return _integral(Int(value, *others)) if others else _expand(value)
    pulled = _sum_in_front(term, variables)
    if pulled is not None:
        return pulled
    finite = finite_variable(term, variables)
    if finite is None:
        return _expand(integrate_product(term, variables))
    return sum_over_points(term, variables, *finite, normal)


def _sum_in_front(term, variables):
    """Take a sum over an index in front of an integral, or return None."""
    factors = Mul.make_args(term)
    for f in factors:
        if isinstance(f, SumOver) and f.free_symbols & set(variables):
            others = Mul(*(g for g in factors if g is not f))
            if f.index not in others.free_symbols:
                inner = normal(Int(f.body * others, *variables))
                return sum_over(inner, f.index, f.count, normal)
    return None


_HELD = (
    Functional,
    DensityAt,
    log,
    Abs,
    Derivative,
    Subs,
    Convex,
    KroneckerDelta,
    digamma,
    polygamma,
    exp,
)

# What is reduced by a rule of its own; the first kind that fits decides.
_RULES = {
    DensityAt: _density,
    Subs: primed,
    Derivative: _derivative_as_written,
    log: lambda expr: logarithm(normal(expr.args[0]), normal),
    Abs: lambda expr: absolute(normal(expr.args[0])),
    digamma: lambda expr: normal(polygamma(0, expr.args[0])),
    polygamma: lambda expr: expand_func(expr.func(*map(normal, expr.args))),
    Convex: lambda expr: Convex(expr.name, normal(expr.argument), expr.order),
}

# Every functional by its exact type.
_FUNCTIONALS = {
    Int: _integral,
    E: lambda expr: expectation(expr, normal),
    Var: _spread,
    Cov: _spread,
    **dict.fromkeys((KL, H, MutualInformation, JensenShannon), _unfolded),
    **dict.fromkeys((FDivergence, TotalVariation, Name, InOrder), _unfolded),
    SumOver: lambda expr: sum_over(normal(expr.body), expr.index, expr.count, normal),
    Grad: lambda expr: derivative(expr.body, expr.symbol, order=expr.order),
    At: _at,
    SampleMean: lambda expr: sample_mean(expr, normal),
    SampleSum: _unfolded,
    SampleProduct: _unfolded,
    SampleE: lambda expr: over_samples(expr, normal),
    SampleVar: lambda expr: over_samples(expr, normal),
    ArgMin: _no_normal_form,
    ArgMax: _no_normal_form,
}
