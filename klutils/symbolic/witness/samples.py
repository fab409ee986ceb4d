"""What a statistic is worth on a sample, and its moments over all samples.

Main definitions
----------------
SAMPLES
    Their rows in the table of functionals.
"""

from itertools import product
from math import prod

from mpmath import fsum, mpf
from sympy import default_sort_key

from klutils.symbolic.language.samples import (
    SampleE,
    SampleMean,
    SampleProduct,
    SampleSum,
    SampleVar,
)
from klutils.symbolic.notation.plain import plain

__all__ = ["SAMPLES"]


def _sample(expr, place):
    sample = place.drawn.get(expr.law) or place.world.sample(expr.law)
    values = [place.move(here).value(expr.body) for here in sample]
    if isinstance(expr, SampleProduct):
        return prod(values, start=mpf(1))
    return fsum(values) / (1 if isinstance(expr, SampleSum) else len(values))


def _over_all_samples(expr, place):
    """Sum over all samples; on a continuum, over points that carry enough moments."""
    (body,) = expr.args
    laws = sorted({mean.law for mean in expr.atoms(SampleMean)}, key=default_sort_key)
    continuous = any(place.world.is_continuous(v) for law in laws for v in law.variables)
    if continuous and not place.rule.order:
        raise ValueError(
            f"{plain(expr)} is no polynomial of the sample: its samples cannot be listed"
        )
    size = place.world.size
    draws = [[(_own(here, law), c) for here, c in place.draws(law) if c] for law in laws]
    values = []
    for chosen in product(*(product(one, repeat=size) for one in draws)):
        chance = prod((c for sample in chosen for _, c in sample), start=mpf(1))
        samples = {law: [pt for pt, _ in s] for law, s in zip(laws, chosen, strict=True)}
        values.append((chance, place.draw(samples).value(body)))
        place.tire(1)
    mean = fsum(c * v for c, v in values)
    if isinstance(expr, SampleVar):
        return fsum(c * (v - mean) ** 2 for c, v in values)
    return mean


def _own(here, law):
    return {v: here.at[v] for v in law.variables}


SAMPLES = {
    SampleMean: _sample,
    SampleSum: _sample,
    SampleProduct: _sample,
    SampleE: _over_all_samples,
    SampleVar: _over_all_samples,
}
