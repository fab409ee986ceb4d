r"""The algebraic route: one normal form for all functionals of arbitrary densities.

Two expressions are equal when the normal form of their difference is zero.

Main definitions
----------------
normal
    The normal form of an expression.
is_zero
    Whether a normal form vanishes identically.
derivative
    The normal form of a derivative, taken under the integral sign.

How it works
------------
1. Unfold every functional to integrals against the base measure.
2. Expand logarithms of products of positive factors. Nothing is forced: a factor that is
   not known to be positive stays inside.
3. Expand products, split sums under the integral, pull out what is free of the variable.
4. Integrate each product by the rules in :mod:`.integrals`.

Sample means go through steps 2, 3 likewise. Their expectation uses

- :math:`\mathbb{E}[\bar f] = \mathbb{E}_p[f]`
- :math:`\mathbb{E}[\bar f \bar g] = \tfrac1N \mathbb{E}_p[fg] + (1 - \tfrac1N)\,
  \mathbb{E}_p[f]\, \mathbb{E}_p[g]`

What it takes for granted is integrability: the integrals it splits, swaps or differentiates
must exist. That is a hypothesis of the step, not something this module can find out. So is
:math:`\mathbb{E}_p[q/p] = 1`, which an arbitrary p owes to being positive wherever q is.
"""

from functools import lru_cache

from sympy import (
    Abs,
    Add,
    Derivative,
    Dummy,
    Function,
    Integer,
    KroneckerDelta,
    Mul,
    Subs,
    cancel,
    digamma,
    exp,
    expand,
    expand_func,
    log,
    oo,
    polygamma,
    together,
    zoo,
)

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
from klutils.symbolic.language.laws import DensityAt, Joint, Law, Pushforward
from klutils.symbolic.language.letters import Component, Convex, Vector
from klutils.symbolic.language.named_laws import Finite
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
from .integrals import finite_variable, integrate_product, pull_back
from .laws import bounded, known, opened
from .logarithms import absolute, logarithm
from .sample_means import over_samples, sample_mean
from .slopes import delta_terms, primed, slope
from .vectors import check_vectors, integrate_vector, sum_over

__all__ = ["derivative", "is_zero", "normal"]


@lru_cache(maxsize=4096)
def normal(expr):
    """Return the normal form of ``expr``.

    Examples
    --------
    >>> from klutils.symbolic import H, KL, Density
    >>> p, q = Density("p"), Density("q")
    >>> normal(KL(p, q) - (H(p, q) - H(p)))
    0
    """
    return _expand(_reduce(expr))


def derivative(expr, symbol, order=1):
    """Return the normal form of the derivative of ``expr`` by ``symbol``."""
    for _ in range(order):
        expr = normal(slope(normal(expr), symbol))
    return expr


def is_zero(form):
    """Return whether a normal form is 0 as a rational function of its integrals and logs."""
    if form == 0:
        return True
    return _cancel(form) == 0 or _cancel(_one_integral(form)) == 0


def _cancel(form):
    """Cancel a rational function of densities, integrals and logs, each taken as a symbol."""
    opaque = (Functional, DensityAt, Function, Derivative, Convex, Component)
    names = {a: Dummy(positive=a.is_positive) for a in form.atoms(*opaque) if a.func is not exp}
    plain = cancel(together(form.xreplace(names)))
    return plain.xreplace({name: a for a, name in names.items()})


def _one_integral(form):
    """Gather integrals over the same variables into one and cancel its integrand."""
    bodies, rest = {}, Integer(0)
    for term in Add.make_args(form):
        factors = Mul.make_args(term)
        single = [f for f in factors if isinstance(f, Int)]
        free = set().union(*(f.free_symbols for f in factors if f not in single))
        if len(single) == 1 and not free & set(single[0].bound):
            rate = Mul(*(f for f in factors if f not in single))
            bodies.setdefault(single[0].bound, []).append(rate * single[0].body)
        else:
            rest += term
    gathered = (Int(_cancel(Add(*terms)), *bound) for bound, terms in bodies.items())
    return rest + Add(*map(normal, gathered))


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


def _expectation(expr):
    """Expectations over listed points skip those of probability 0, whatever stands there."""
    check_kept(expr)
    law, body = expr.args
    if not any(type(part) is Finite for part in law.parts):
        return _unfolded(expr)
    if type(law) is Joint:
        first, second = law.args
        return normal(E(first, E(second, body)))
    if type(law) is not Finite:
        return _unfolded(expr)
    (v,) = law.variables
    terms = Add.make_args(normal(body))
    values = ((k, p) for k, p in enumerate(law.probabilities) if p != 0)
    return Add(*(p * _at_point(term, v, k) for k, p in values for term in terms))


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
    return _sum_over_points(term, variables, *finite)


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


def _sum_over_points(term, variables, v, size):
    """Sum a term over the points of a finite law, with 0 ln 0 = 0."""
    total = Integer(0)
    others = tuple(u for u in variables if u != v)
    weights = [f for f in Mul.make_args(term) if isinstance(f, DensityAt)]
    for k in range(size):
        if any(w.subs(v, k) == 0 for w in weights):
            continue
        value = _at_point(term, v, k)
        total += _integral(Int(value, *others)) if others else value
    return total


def _at_point(term, v, k):
    """Read a term at a listed point, with ln 0 = -oo and 1/0 = oo."""
    nothing = {
        a: -oo
        for a in term.atoms(log)
        if isinstance(a.args[0], DensityAt) and a.args[0].subs(v, k) == 0
    }
    return normal(term.xreplace(nothing).subs(v, k).subs(zoo, oo))


def _delta(expr):
    return expr.func(*(normal(a) for a in expr.args))


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
    E: _expectation,
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
