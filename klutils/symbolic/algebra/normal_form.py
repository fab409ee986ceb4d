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
    Add,
    Derivative,
    Dummy,
    Function,
    Integer,
    Mul,
    Pow,
    Rational,
    cancel,
    exp,
    expand,
    factor_terms,
    factorint,
    log,
    oo,
    together,
    zoo,
)

from klutils.symbolic.language.functionals import E, Functional, Int
from klutils.symbolic.language.laws import DensityAt, Joint
from klutils.symbolic.language.named_laws import ExponentialFamily, Finite
from klutils.symbolic.language.optimisation import ArgMin, Grad
from klutils.symbolic.language.samples import (
    N,
    SampleE,
    SampleMean,
    SampleProduct,
    SampleSum,
    SampleVar,
)
from klutils.symbolic.notation.plain import plain

from .integrals import finite_variable, integrate_product, pull_back

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
        expr = normal(normal(expr).diff(symbol))
    return expr


def is_zero(form):
    """Return whether a normal form is 0 as a rational function of its integrals and logs."""
    if form == 0:
        return True
    return _cancel(form) == 0 or _cancel(_one_integral(form)) == 0


def _cancel(form):
    """Cancel a rational function of densities, integrals and logs, each taken as a symbol."""
    opaque = (Functional, DensityAt, Function, Derivative)
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
    if not expr.has(Functional, DensityAt, log):
        return expand(expr, log=False, power_exp=False)
    for kind, rule in _RULES.items():
        if isinstance(expr, kind):
            return rule(expr)
    parts = [normal(a) for a in expr.args]
    whole = expr.func(*parts)
    return whole if isinstance(expr, Function) else _expand(whole)


def _no_normal_form(expr):
    raise TypeError(f"{plain(expr)} has no normal form: claim that two sets are equal")


def _density(expr):
    """Replace the density of an exponential family by its formula."""
    law = expr.law
    if isinstance(law, ExponentialFamily):
        (x,) = law.variables
        return law.kernel(expr.point) / Int(law.kernel(x), x)
    return expr


def _logarithm(arg):
    """Expand ln of a product of positive factors."""
    if arg.is_Mul:
        positive = [a for a in arg.args if a.is_positive]
        others = [a for a in arg.args if not a.is_positive]
        # several factors of unknown sign stay together
        rest = _logarithm(others[0]) if len(others) == 1 and positive else log(Mul(*others))
        return Add(rest, *map(_logarithm, positive))
    if isinstance(arg, exp) and arg.args[0].is_real:
        return _expand(arg.args[0])
    if arg.is_Pow and arg.base.is_positive and arg.exp.is_real:
        return _expand(arg.exp * _logarithm(arg.base))
    if isinstance(arg, Rational) and arg.is_positive:
        primes = {**factorint(arg.p), **{b: -k for b, k in factorint(arg.q).items()}}
        return Add(*(k * log(b) for b, k in primes.items()))
    if isinstance(arg, DensityAt):
        explicit = arg.law.log_density(arg.point)
        return log(arg) if explicit is None else normal(explicit)
    if arg.is_Add:
        factored = factor_terms(together(arg))
        return _logarithm(factored) if factored.is_Mul else log(factored)
    return log(arg)


def _expectation(expr):
    """Expectations over listed points skip those of probability 0, whatever stands there."""
    law, body = expr.args
    if type(expr) is not E or not any(isinstance(part, Finite) for part in law.parts):
        return _reduce(expr.unfold())
    if isinstance(law, Joint):
        first, second = law.args
        return normal(E(first, E(second, body)))
    if not isinstance(law, Finite):
        return _reduce(expr.unfold())
    (v,) = law.variables
    terms = Add.make_args(normal(body))
    values = ((k, p) for k, p in enumerate(law.probabilities) if p != 0)
    return Add(*(p * _at_point(term, v, k) for k, p in values for term in terms))


def _integral(expr):
    body, variables = pull_back(expr.body, expr.bound)
    total = Integer(0)
    for term in Add.make_args(normal(body)):
        finite = finite_variable(term, variables)
        if finite is None:
            total += _expand(integrate_product(term, variables))
        else:
            total += _sum_over_points(term, variables, *finite)
    return total


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


def _sample_mean(expr):
    """A sample mean is linear, and constants are their own mean."""
    total = Integer(0)
    for term in Add.make_args(normal(expr.body)):
        factors = Mul.make_args(term)
        held = [f for f in factors if f.free_symbols & set(expr.bound)]
        constant = Mul(*(f for f in factors if not f.free_symbols & set(expr.bound)))
        total += constant * (SampleMean(expr.law, Mul(*held)) if held else 1)
    return total


def _over_samples(expr):
    """Take the expectation or the variance over samples of a polynomial in sample means."""
    (body,) = expr.args
    statistic = normal(body)
    if isinstance(expr, SampleVar):
        return normal(_mean_over_samples(statistic**2)) - normal(_mean_over_samples(statistic)) ** 2
    return _mean_over_samples(statistic)


def _mean_over_samples(statistic):
    total = Integer(0)
    for term in Add.make_args(_expand(statistic)):
        means, constant = [], Integer(1)
        for factor in Mul.make_args(term):
            base, power = factor.as_base_exp()
            if isinstance(base, SampleMean) and power.is_Integer and power > 0:
                means += [base] * int(power)
            elif factor.has(SampleMean):
                raise ValueError(f"no rule for the expectation of {plain(factor)} over samples")
            else:
                constant *= factor
        total += constant * _expected_product(means)
    return total


def _expected_product(means):
    """The expectation of a product of at most two sample means."""
    if not means:
        return Integer(1)
    single = [normal(E(m.law, m.body)) for m in means]
    if len(means) == 1:
        return single[0]
    if len(means) > 2:
        raise ValueError(f"no rule for a product of {len(means)} sample means")
    first, second = means
    if first.law != second.law:  # two samples, drawn independently
        return _expand(single[0] * single[1])
    both = normal(E(first.law, first.body * second.body))
    return _expand(Pow(N, -1) * both + (1 - Pow(N, -1)) * single[0] * single[1])


# What is reduced by a rule of its own; the first kind that fits decides.
_RULES = {
    DensityAt: _density,
    Derivative: lambda expr: expr,
    log: lambda expr: _logarithm(normal(expr.args[0])),
    Grad: lambda expr: derivative(*expr.args[:2], order=int(expr.args[2])),
    Int: _integral,
    SampleE: _over_samples,
    (SampleSum, SampleProduct): lambda expr: _reduce(expr.unfold()),
    SampleMean: _sample_mean,
    ArgMin: _no_normal_form,
    E: _expectation,
    Functional: lambda expr: _reduce(expr.unfold()),
}
