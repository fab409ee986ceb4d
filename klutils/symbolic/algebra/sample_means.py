r"""Sample means, and their moments over all samples of N draws.

Main definitions
----------------
sample_mean
    A sample mean in normal form: linear, constants in front.
smallest_sample
    From how many draws on a statistic is defined.
over_samples
    Expectation or variance over samples of a polynomial in sample means.
"""

from sympy import Add, Integer, Mul, Pow, expand, roots

from klutils.symbolic.language.functionals import E
from klutils.symbolic.language.samples import N, SampleMean, SampleVar
from klutils.symbolic.notation.plain import plain

from .coverage import check_kept

__all__ = ["over_samples", "sample_mean", "smallest_sample"]


def smallest_sample(*expressions):
    """Return the least number of draws from which no denominator in N vanishes.

    Examples
    --------
    >>> smallest_sample(N / (N - 1)), smallest_sample(1 / N)
    (2, 1)
    """
    least = 1
    for expr in expressions:
        for a in expr.atoms(Pow):
            if a.exp.could_extract_minus_sign() and a.base.is_polynomial(N) and a.base.has(N):
                whole = [k for k in roots(a.base, N) if k.is_Integer and k > 0]
                least = max(least, *(int(k) + 1 for k in whole), 1)
    return least


def sample_mean(expr, normal):
    """A sample mean is linear, and constants are their own mean."""
    check_kept(expr)
    total = Integer(0)
    for term in Add.make_args(normal(expr.body)):
        factors = Mul.make_args(term)
        held = [f for f in factors if f.free_symbols & set(expr.bound)]
        constant = Mul(*(f for f in factors if not f.free_symbols & set(expr.bound)))
        total += constant * (SampleMean(expr.law, Mul(*held)) if held else 1)
    return total


def over_samples(expr, normal):
    """Take the expectation or the variance over samples of a polynomial in sample means."""
    (body,) = expr.args
    statistic = normal(body)
    if isinstance(expr, SampleVar):
        square = normal(_mean_over_samples(_expand(statistic**2), normal))
        return square - normal(_mean_over_samples(statistic, normal)) ** 2
    return _mean_over_samples(statistic, normal)


def _expand(expr):
    return expand(expr, deep=False, log=False, power_exp=False)


def _mean_over_samples(statistic, normal):
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
        total += constant * _expected_product(means, normal)
    return total


def _expected_product(means, normal):
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
