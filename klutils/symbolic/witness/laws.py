r"""The laws that are not made of others: what each is, from its textbook definition.

Main definitions
----------------
Row
    What a table of laws says of one type of law.
SIMPLE
    The rows of the arbitrary laws and of the named ones.
Extent
    Where a law on a continuum lives, and on what scale.
symbols_read
    The symbols that a law or an expression reads, in order.

Implementation notes
--------------------
Nothing here asks a law for its density: each row computes it. An arbitrary law on a continuum is
a simple one (standard normal, exponential or uniform, shifted and scaled) times a positive
quadratic. So no two of them have an unbounded ratio, and none is normal.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from mpmath import exp, mp, mpf, pi, sqrt
from mpmath import gamma as gamma_function

from klutils.symbolic.language.laws import Density, Pushforward
from klutils.symbolic.language.letters import Vector
from klutils.symbolic.language.named_laws import (
    Exponential,
    ExponentialFamily,
    Finite,
    Gamma,
    Laplace,
    Normal,
    Softmax,
    Uniform,
)
from klutils.symbolic.language.samples import SampleMean

from .spaces import gauss, normal
from .values import family

__all__ = ["SIMPLE", "Extent", "Row", "symbols_read"]

CENTRE, SPREAD = (1, 4), (5, 4)  # of an arbitrary law on the line, before it is bent
MOMENTS = {"line": (0, 1, 1), "half-line": (1, 2, 1), "interval": (3, 2, 6)}  # and their divisor


class Extent(NamedTuple):
    """Where a law lives: between which centres, its spread, the width of its narrowest part."""

    low: mpf
    high: mpf
    spread: mpf
    narrow: mpf


class Row(NamedTuple):
    """What the table says of one type of law.

    Attributes
    ----------
    density : callable
        ``density(law, point, place)``.
    shape : str or callable, optional
        The shape of what it lives on; ``shape(law)`` names other laws that say it.
    extent : callable, optional
        ``extent(law, place)``, on a continuum.
    edges : callable, optional
        ``edges(law, place)``: where its density has a kink or a jump.
    pairs : callable, optional
        ``pairs(law, place)``: points and probabilities, where that is not density times weight.
    words : callable, optional
        ``words(law, place)`` for what the law's own letters do not say.
    """

    density: Callable
    shape: str | Callable | None = None
    extent: Callable | None = None
    edges: Callable | None = None
    pairs: Callable | None = None
    words: Callable | None = None


@lru_cache(maxsize=4096)
def symbols_read(expr):
    """Return the symbols that an expression or a law reads, in one order.

    The law of a sample counts: where its parameters move, so does what is expected of the sample.
    """
    found = set(expr.free_symbols)
    for mean in expr.atoms(SampleMean):
        found |= mean.law.free_symbols
    return tuple(sorted(found, key=str))


def given(law, place):
    """Return the numbers that an arbitrary law is conditioned on, a vector's one by one."""
    numbers = []
    for condition in law.given:
        value = place.value(condition)
        numbers += [v for _, v in value] if isinstance(condition, Vector) else [value]
    return numbers


# --- arbitrary laws


def arbitrary(law, point, place):
    """The density of an arbitrary law, by the kind of space that its variable has."""
    (v,) = law.variables
    shape = place.world.shape(v)
    if shape in MOMENTS:
        z, jacobian = _standard(shape, point, place, v)
        if z is None:
            return mpf(0)
        a, c, total = bend(law, given(law, place), shape, place)
        plain = {"line": lambda: _normal(z, 0, 1), "half-line": lambda: exp(-z)}
        base = plain[shape]() if shape in plain else 1
        return base * (1 + a * (z - c) ** 2) / (total * jacobian)
    return _listed(law, point, place, lambda points: table(law, points, given(law, place), place))


def _standard(shape, point, place, v):
    """Where a point is on the standard scale, and the scale; None outside the support."""
    if shape == "line":
        scale = mpf(SPREAD[0]) / SPREAD[1]
        return (point - mpf(CENTRE[0]) / CENTRE[1]) / scale, scale
    if shape == "half-line":
        return (point if point >= 0 else None), 1
    width = place.world.width(v)
    return (point / width if 0 <= point <= width else None), width


def bend(law, conditions, shape, place):
    """Return the factor 1 + a (z - c)² of an arbitrary law, as a, c and its mean."""
    drawn = place.world.draw(("bend", *family(law)), [(4, 16), (-15, 15)] * (1 + len(conditions)))
    a, c = mpf(drawn[0]) / 64, mpf(drawn[1]) / 10
    if shape == "interval":
        a, c = 8 * a, c / 2
    for k, number in enumerate(conditions, 1):
        c += mpf(drawn[2 * k] + k) / 16 * number
    first, second = (mpf(m) / MOMENTS[shape][2] for m in MOMENTS[shape][:2])
    return a, c, 1 + a * (second - 2 * c * first + c**2)


def table(law, points, conditions, place):
    """Positive values at few points; with conditions, quadratic in each of them."""
    values = []
    for k, base in enumerate(place.world.weights(law, len(points))):
        what = ("bends", *family(law), k)
        drawn = place.world.draw(what, [(1, 5), (-4, 4)] * len(conditions))
        bends = zip(drawn[::2], drawn[1::2], conditions, strict=True)
        values.append(base + sum((b * (g - mpf(c) / 2) ** 2 for b, c, g in bends), mpf(0)))
    return values


def _listed(law, point, place, heights):
    """The density at one of few points: a height over the sum of all."""
    (v,) = law.variables
    points, weights = place.world.points(v)
    if point not in points:
        where = mp.nstr(point, 5)
        raise ValueError(f"{law} is a law of {v}; its density is read at {where}")

    def shares():
        all_heights = heights(points)
        total = sum(w * h for w, h in zip(weights, all_heights, strict=True))
        return [h / total for h in all_heights]

    return place.remember(("table", law), symbols_read(law), shares)[points.index(point)]


def _bent_extent(law, place):
    shape = place.world.shape(law.variables[0])
    if shape == "line":
        scale = mpf(SPREAD[0]) / SPREAD[1]
        return Extent(*[mpf(CENTRE[0]) / CENTRE[1]] * 2, scale, scale)
    return Extent(*[mpf(1)] * 4)


def _bent_pairs(law, place):
    (v,) = law.variables
    shape = place.world.shape(v)
    if shape == "line":
        rule, scale, start = normal(place.rule), mpf(SPREAD[0]) / SPREAD[1], mpf(1) / 4
    elif place.rule.order:
        rule, start = gauss(shape, place.rule.order), mpf(0)
        scale = place.world.width(v) if shape == "interval" else mpf(1)
    else:
        return None
    a, c, total = bend(law, given(law, place), shape, place)
    return [(start + scale * z, w * (1 + a * (z - c) ** 2) / total) for z, w in rule]


def _support_edges(law, place):
    (v,) = law.variables
    shape = place.world.shape(v)
    if shape == "interval":
        return mpf(0), place.world.width(v)
    return (mpf(0),) if shape == "half-line" else ()


def _family(law, point, place):
    if place.world.is_continuous(law.variables[0]):
        raise ValueError(f"{law} beside a law on a continuum is not evaluated by the witness")
    world, theta = place.world, place.value(law.given[0])

    def heights(points):
        powers = (theta * world.function("T", False, x) for x in points)
        return [world.function("h", True, x) * exp(w) for x, w in zip(points, powers, strict=True)]

    return _listed(law, point, place, heights)


def _image(law, point, place):
    (v,) = law.variables
    points, _ = place.world.points(v)
    if point not in points:
        where = mp.nstr(point, 5)
        raise ValueError(f"{law} is a law of {v}; its density is read at {where}")
    (source,) = law.source.variables
    x = place.world.points(source)[0][points.index(point)]
    return place.density(law.source, x) / place.world.function("|T'|", True, x)


# --- finite laws


def _finite(law, point, place):
    chances = place.remember(
        ("table", law), symbols_read(law), lambda: list(map(place.value, law.probabilities))
    )
    return chances[int(point)] if 0 <= point < len(chances) else mpf(0)


def _softmax(law, point, place):
    (hidden,) = law.hidden

    def heights(points):
        return [exp(place.move({hidden: k}).value(law.args[0])) for k in points]

    return _listed(law, point, place, heights)


# --- laws on a continuum


def _parameters(law, place):
    return place.remember(
        ("numbers", law), symbols_read(law), lambda: [place.value(a) for a in law.parameters]
    )


def _normal(x, mean, sigma):
    return exp(-(((x - mean) / sigma) ** 2) / 2) / (sigma * sqrt(2 * pi))


def _normal_pairs(law, place):
    mean, sigma = _parameters(law, place)
    return [(mean + sigma * z, chance) for z, chance in normal(place.rule)]


def _normal_extent(law, place):
    mean, sigma = _parameters(law, place)
    return Extent(mean, mean, sigma, sigma)


def _laplace(law, point, place):
    location, scale = _parameters(law, place)
    return exp(-abs(point - location) / scale) / (2 * scale)


def _laplace_extent(law, place):
    location, scale = _parameters(law, place)
    return Extent(location, location, scale, scale)


def _laplace_pairs(law, place):
    if not place.rule.order:
        return None
    location, scale = _parameters(law, place)
    return [(location + scale * z, w) for z, w in gauss("both sides", place.rule.order)]


def _uniform(law, point, place):
    (width,) = _parameters(law, place)
    return 1 / width if 0 <= point <= width else mpf(0)


def _uniform_extent(law, place):
    (width,) = _parameters(law, place)
    return Extent(mpf(0), width, width, width)


def _uniform_pairs(law, place):
    if not place.rule.order:
        return None
    (width,) = _parameters(law, place)
    return [(width * z, w) for z, w in gauss("interval", place.rule.order)]


def _exponential(law, point, place):
    (rate,) = _parameters(law, place)
    return rate * exp(-rate * point) if point >= 0 else mpf(0)


def _rated_extent(law, place):
    rate = _parameters(law, place)[-1]
    return Extent(*[1 / rate] * 4)


def _exponential_pairs(law, place):
    if not place.rule.order:
        return None
    (rate,) = _parameters(law, place)
    return [(z / rate, w) for z, w in gauss("half-line", place.rule.order)]


def _gamma(law, point, place):
    k, rate = _parameters(law, place)
    if point <= 0:
        return mpf(0)
    return rate**k * point ** (k - 1) * exp(-rate * point) / gamma_function(k)


def _gamma_pairs(law, place):
    if not place.rule.order:
        return None
    k, rate = _parameters(law, place)
    return [(z / rate, w) for z, w in gauss(k, place.rule.order)]


def _from_zero(_law, _place):
    return (mpf(0),)


SIMPLE = {
    Density: Row(arbitrary, None, _bent_extent, _support_edges, _bent_pairs),
    ExponentialFamily: Row(_family),
    Pushforward: Row(_image),
    Finite: Row(_finite, "points"),
    Softmax: Row(_softmax, "letters"),
    Normal: Row(
        lambda law, x, place: _normal(x, *_parameters(law, place)),
        "line",
        _normal_extent,
        None,
        _normal_pairs,
    ),
    Laplace: Row(
        _laplace,
        "line",
        _laplace_extent,
        lambda law, place: (_parameters(law, place)[0],),
        _laplace_pairs,
    ),
    Uniform: Row(
        _uniform,
        "interval",
        _uniform_extent,
        lambda law, place: (mpf(0), _parameters(law, place)[0]),
        _uniform_pairs,
    ),
    Exponential: Row(_exponential, "half-line", _rated_extent, _from_zero, _exponential_pairs),
    Gamma: Row(_gamma, "half-line", _rated_extent, _from_zero, _gamma_pairs),
}
