r"""The laws that are made of others: mixtures, marginals, posteriors, tilted laws.

Main definitions
----------------
MADE
    Their rows in the table of laws.
marginal
    The density of one variable of a joint law, by summing over the other.
"""

from mpmath import exp, fsum, sqrt

from klutils.symbolic.language.made_laws import (
    Marginal,
    Mixture,
    Posterior,
    Tilted,
)

from .rows import Extent, Row, extent_of, hull, mark, symbols_read
from .spaces import Coarse
from .values import keyed

__all__ = ["MADE", "draws_of_first", "marginal"]


def _part_of(law):
    """The part of a joint law that says where a law read off it lives."""
    return [part for part in law.joint.parts if part.variables == law.variables]


# --- mixtures


def _mixture(law, point, place):
    return fsum(place.value(w) * place.density(part, point) for part, w in law.pairs)


def _mixture_pairs(law, place):
    return [
        (x, place.value(w) * chance) for part, w in law.pairs for x, chance in place.pairs(part)
    ]


def _mixture_extent(law, place):
    return hull([place.extent(part) for part, _ in law.pairs])


# --- read off a joint law


def marginal(joint, v, place):
    """Return the density of one variable of a joint law, where the place puts it."""
    outer = tuple(s for s in symbols_read(joint) if s not in joint.variables)
    key = "marginal", mark(joint), v, keyed(place.at[v])
    return place.remember(key, outer, lambda: _marginal_at(joint, v, place))


def _marginal_at(joint, v, place):
    first, second = joint.parts
    if first.variables == (v,):
        rest = fsum(chance for _, chance in place.draws(second))
        return place.density_here(first) * rest
    draws = draws_of_first(joint, place)
    return fsum(chance * here.density_here(second) for here, chance in draws if chance)


def draws_of_first(joint, place):
    """Return draws of a joint law's first part, close enough to see what depends on it."""
    first, second = joint.parts
    (x,), (y,) = first.variables, second.variables
    if not (place.world.is_continuous(x) and place.world.is_continuous(y)) or place.rule.order:
        return place.draws(first)

    def pairs():
        own = place.extent(first).narrow
        slope, width = _slope(joint, place)
        narrow = 1 / sqrt(1 / own**2 + (slope / width) ** 2)
        points = zip(*place.grid(x, [first], narrow), strict=True)
        return [(point, w * place.density(first, point)) for point, w in points]

    read = {s for law in (joint, *place.world.edged(x)) for s in symbols_read(law)}
    outer = sorted(read - set(joint.variables), key=str)
    found = place.remember(("draws of first", mark(joint)), outer, pairs)
    place.tire(len(found))
    return [(place.move({x: point}), chance) for point, chance in found]


def _slope(joint, place):
    """How fast the second part moves with the first variable, and its narrowest part."""
    first, second = joint.parts
    own = place.extent(first)
    ends = own.low - own.spread / 2, own.high + own.spread / 2
    low, high = (place.move({first.variables[0]: end}).extent(second) for end in ends)
    slope = abs(high.low - low.low) / (ends[1] - ends[0])
    return slope, min(low.narrow, high.narrow)


def _marginal(law, point, place):
    (v,) = law.variables
    here = place.move({v: point})
    return marginal(law.joint, v, here)


def _marginal_extent(law, place):
    first, second = law.joint.parts
    if first.variables == law.variables:
        return place.extent(first)
    parts = [(chance, here.extent(second)) for here, chance in place.draws(first) if chance]
    whole = _spread_over(parts)
    if not place.world.is_continuous(first.variables[0]):
        return whole
    slope, width = _slope(law.joint, place)
    smoothed = sqrt(width**2 + (slope * place.extent(first).narrow) ** 2)
    return whole._replace(narrow=min(smoothed, whole.spread))


def _spread_over(parts):
    """The extent of a law that mixes others, by the law of total variance."""
    total = fsum(c for c, _ in parts)
    centres = [(c, (e.low + e.high) / 2, e.spread) for c, e in parts]
    mean = fsum(c * m for c, m, _ in centres) / total
    square = fsum(c * (s**2 + (m - mean) ** 2) for c, m, s in centres) / total
    return Extent(mean, mean, sqrt(square), min(e.narrow for _, e in parts))


def _posterior(law, point, place):
    (v,), other, where = law.variables, law.other, place.value(law.condition)
    here = place.move({v: point, other: where})
    first, second = law.joint.parts
    both = here.density_here(first) * here.density_here(second)
    if both == 0:
        return both
    return both / marginal(law.joint, other, place.move({other: where}))


def _posterior_pairs(law, place):
    _, second = law.joint.parts
    there = place.move({law.other: place.value(law.condition)})
    if second.variables == law.variables:
        return there.pairs(second)
    if place.rule.order:
        raise Coarse
    draws = draws_of_first(law.joint, there)
    return _reweighted(draws, law, lambda here: here.density_here(second))


def _reweighted(draws, law, factor):
    (v,) = law.variables
    weighted = [(here.at[v], chance * factor(here)) for here, chance in draws if chance]
    total = fsum(w for _, w in weighted)
    if not total:
        raise ValueError(f"{law} could not be normalised: it vanishes wherever it is read")
    return [(x, w / total) for x, w in weighted]


def _moments_extent(law, place):
    return extent_of(place.pairs(law))


# --- tilted laws


def _factor(law, place, point):
    (hidden,) = law.hidden
    return exp(place.move({hidden: point}).value(law.args[1]))


def _tilted(law, point, place):
    base = place.density(law.law, point)
    if base == 0:
        return base
    key = "partition", mark(law)
    total = place.remember(key, symbols_read(law), lambda: _total(law, place))
    return base * _factor(law, place, point) / total


def _total(law, place):
    """The mean of the factor; on a continuum, over points that suit the tilted law itself."""
    (v,) = law.variables
    if place.world.is_continuous(v) and not place.rule.order:
        pairs = zip(*place.grid(v, [law]), strict=True)
        return fsum(w * place.density(law.law, x) * _factor(law, place, x) for x, w in pairs)
    draws = place.draws(law.law)
    return fsum(c * _factor(law, here, here.at[v]) for here, c in draws if c)


def _tilted_pairs(law, place):
    if place.rule.order:
        return _weighted(law, place)
    pairs = zip(*place.grid(law.variables[0], [law]), strict=True)
    return [(x, w * place.density(law, x)) for x, w in pairs]


def _weighted(law, place):
    (v,) = law.variables
    return _reweighted(place.draws(law.law), law, lambda here: _factor(law, here, here.at[v]))


def _tilted_extent(law, place):
    return hull([place.extent(law.law), extent_of(_weighted(law, place))])


MADE = {
    Mixture: Row(
        _mixture, lambda law: [p for p, _ in law.pairs], _mixture_extent, None, _mixture_pairs
    ),
    Marginal: Row(_marginal, _part_of, _marginal_extent),
    Posterior: Row(_posterior, _part_of, _moments_extent, None, _posterior_pairs),
    Tilted: Row(_tilted, lambda law: [law.law], _tilted_extent, None, _tilted_pairs),
}
