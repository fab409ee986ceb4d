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
4. Use :math:`\int p = 1` and :math:`\int \partial_\theta q = 0`; for named laws, the moments.
5. Separate an integral into independent factors.

Sample means go through steps 2, 3 likewise. Their expectation uses

.. math:: \mathbb{E}[\bar f] = \mathbb{E}_p[f], \qquad
   \mathbb{E}[\bar f \bar g] = \tfrac1N \mathbb{E}_p[fg]
   + (1 - \tfrac1N)\, \mathbb{E}_p[f]\, \mathbb{E}_p[g].

What it takes for granted is integrability: the integrals it splits, swaps or differentiates
must exist. That is a hypothesis of the step, not something this module can find out.
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
    factorint,
    log,
    oo,
    together,
)

from .functionals import (
    ArgMin,
    E,
    Functional,
    Grad,
    Int,
    N,
    SampleE,
    SampleMean,
    SampleProduct,
    SampleSum,
    SampleVar,
)
from .laws import DensityAt, ExponentialFamily, Finite, Pushforward

__all__ = ["derivative", "is_zero", "normal"]


@lru_cache(maxsize=4096)
def normal(expr):
    """Return the normal form of ``expr``."""
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
    opaque = (Functional, DensityAt, Function, Derivative)
    atoms = {a for a in form.atoms(*opaque) if not isinstance(a, exp)}
    outermost = sorted(atoms, key=lambda a: -a.count_ops())
    plain = form.xreplace({a: Dummy() for a in outermost})
    return cancel(together(plain)) == 0


def _expand(expr):
    return expand(expr, deep=False, log=False, power_exp=False)


def _reduce(expr):
    """Reduce the parts first, then the whole."""
    if not expr.has(Functional, DensityAt, log):
        return expand(expr, log=False, power_exp=False)
    if isinstance(expr, DensityAt):
        return _density(expr)
    if isinstance(expr, Derivative):
        return expr
    if isinstance(expr, Grad):
        return derivative(*expr.args[:2], order=int(expr.args[2]))
    if isinstance(expr, Int):
        return _integral(expr)
    if isinstance(expr, SampleE):
        return _over_samples(expr)
    if isinstance(expr, SampleMean) and not isinstance(expr, (SampleSum, SampleProduct)):
        return _sample_mean(expr)
    if isinstance(expr, ArgMin):
        raise TypeError("a set of minimisers has no normal form; its function has one")
    if isinstance(expr, Functional):
        return _reduce(expr.unfold())
    parts = [normal(a) for a in expr.args]
    if isinstance(expr, log):
        return _logarithm(parts[0])
    whole = expr.func(*parts)
    return whole if isinstance(expr, Function) else _expand(whole)


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
        rest = _logarithm(Mul(*others)) if others else Integer(0)
        if len(others) > 1 or not positive:
            rest = log(Mul(*others))
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
        content, rest = arg.primitive()
        if content != 1:
            return _logarithm(content) + log(rest)
    return log(arg)


def _integral(expr):
    body, variables = _pull_back(expr.body, expr.bound)
    total = Integer(0)
    for term in Add.make_args(normal(body)):
        total += _integrate_term(term, variables)
    return total


def _pull_back(body, variables):
    """Substitute y = T(x) where densities of pushforwards are integrated over y."""
    laws = {a.law for a in body.atoms(DensityAt) if isinstance(a.law, Pushforward)}
    for y in variables:
        sources = {law.source.variables for law in laws if law.variables == (y,)}
        if not sources:
            continue
        ((x,),) = sources
        stretch = Pushforward.stretch(x)
        body = body.replace(
            lambda a, y=y: isinstance(a, DensityAt) and a.law in laws and a.point == y,
            lambda a, x=x, s=stretch: a.law.source(x) / s,
        )
        body = body.subs(y, Pushforward.transform(x)) * stretch
        variables = tuple(x if v == y else v for v in variables)
    return body, variables


def _integrate_term(term, variables):
    """Integrate one product: sums over finite laws, normalisation, moments, separation."""
    finite = _finite_variable(term, variables)
    if finite is not None:
        return _sum_over_points(term, variables, *finite)
    factors, variables = _merge_inner(list(Mul.make_args(term)), list(variables))
    outside = [f for f in factors if not f.free_symbols & set(variables)]
    factors = [f for f in factors if f.free_symbols & set(variables)]
    changed = True
    while changed and variables:
        changed = False
        for v in variables:
            value = _integrate_variable(factors, v)
            if value is None:
                continue
            if value == 0:
                return Integer(0)
            outside.append(value)
            factors = [f for f in factors if v not in f.free_symbols]
            variables = [u for u in variables if u != v]
            changed = True
            break
    outside += [f for f in factors if not f.free_symbols & set(variables)]
    factors = [f for f in factors if f.free_symbols & set(variables)]
    return _expand(Mul(*outside) * _separate(factors, variables))


def _integrate_variable(factors, v):
    """Return the integral over v of the factors that hold v, if a rule gives it, else None."""
    held = [f for f in factors if v in f.free_symbols]
    densities = [f for f in held if isinstance(f, DensityAt) and f.law.variables == (v,)]
    if len(held) == 1 and isinstance(held[0], Derivative):
        of = held[0].expr
        normalised = isinstance(of, DensityAt) and of.law.variables == (v,) and of.point == v
        return Integer(0) if normalised and v not in held[0].variables else None
    if len(densities) != 1 or densities[0].point != v:
        return None
    rest = Mul(*(f for f in held if f is not densities[0]))
    if rest == 1:
        return Integer(1)
    if rest == v or (rest.is_Pow and rest.base == v and rest.exp.is_Integer and rest.exp > 0):
        return densities[0].law.moment(int(rest.as_base_exp()[1]))
    return None


def _merge_inner(factors, variables):
    """Turn an integral of an integral into one over both variables (Fubini)."""
    merged = []
    for f in factors:
        inner = isinstance(f, Int) and f.free_symbols & set(variables)
        if inner and not set(f.bound) & set(variables):
            variables = variables + list(f.bound)
            merged += Mul.make_args(f.body)
        else:
            merged.append(f)
    return merged, variables


def _separate(factors, variables):
    """Split an integral over several variables into its independent parts."""
    groups = []
    for v in variables:
        mine = {v}
        for f in factors:
            if v in f.free_symbols:
                mine |= f.free_symbols & set(variables)
        touching = [g for g in groups if g & mine]
        groups = [g for g in groups if not g & mine] + [mine.union(*touching)]
    parts = (Int(Mul(*(f for f in factors if f.free_symbols & g)), *g) for g in groups)
    return Mul(*parts)


def _finite_variable(term, variables):
    """Return the first variable that lives on finitely many points, and their number."""
    sizes = {}
    for a in term.atoms(DensityAt):
        if isinstance(a.law, Finite) and a.point in variables:
            sizes[a.point] = max(sizes.get(a.point, 0), len(a.law.probabilities))
    return min(sizes.items(), key=lambda item: str(item[0]), default=None)


def _sum_over_points(term, variables, v, size):
    """Sum a term over the points of a finite law, with 0 ln 0 = 0 and ln 0 = -oo."""
    total = Integer(0)
    for k in range(size):
        weights = [f for f in Mul.make_args(term) if isinstance(f, DensityAt)]
        if any(w.subs(v, k) == 0 for w in weights):
            continue
        nothing = {
            a: -oo
            for a in term.atoms(log)
            if isinstance(a.args[0], DensityAt) and a.args[0].subs(v, k) == 0
        }
        value = normal(term.xreplace(nothing).subs(v, k))
        others = tuple(u for u in variables if u != v)
        total += _integral(Int(value, *others)) if others else value
    return total


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
        return normal(SampleE(statistic**2)) - normal(SampleE(statistic)) ** 2
    total = Integer(0)
    for term in Add.make_args(_expand(statistic)):
        means, constant = [], Integer(1)
        for factor in Mul.make_args(term):
            base, power = factor.as_base_exp()
            if isinstance(base, SampleMean) and power.is_Integer and power > 0:
                means += [base] * int(power)
            elif factor.has(SampleMean):
                raise ValueError(f"no rule for the expectation of {factor} over samples")
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
