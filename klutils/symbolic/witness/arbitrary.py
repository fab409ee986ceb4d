r"""Arbitrary laws, and those that are as general: tables at few points, bent laws on a continuum.

Main definitions
----------------
ARBITRARY
    Their rows in the table of laws.
bend
    The factor that makes an arbitrary law on a continuum.

Implementation notes
--------------------
Nothing here asks a law for its density: each row computes it. An arbitrary law on a continuum is
a simple one (standard normal, exponential or uniform, shifted and scaled) times a positive
quadratic. So no two of them have an unbounded ratio, and none is normal.
"""

from functools import lru_cache

from mpmath import exp, mp, mpf, pi, sqrt

from klutils.symbolic.language.laws import Density, Pushforward
from klutils.symbolic.language.letters import Vector
from klutils.symbolic.language.named_laws import ExponentialFamily, Softmax

from .rows import Extent, Row, seen
from .spaces import gauss, normal
from .values import family

__all__ = ["ARBITRARY", "bend"]

CENTRE, SPREAD = (1, 4), (5, 4)  # of an arbitrary law on the line, before it is bent
MOMENTS = {"line": (0, 1, 1), "half-line": (1, 2, 1), "interval": (3, 2, 6)}  # and their divisor


def given(law, place):
    """Return the numbers that an arbitrary law is conditioned on, a vector's one by one."""
    numbers = []
    for condition in law.given:
        value = place.value(condition)
        numbers += [v for _, v in value] if isinstance(condition, Vector) else [value]
    return numbers


def arbitrary(law, point, place):
    """The density of an arbitrary law, by the kind of space that its variable has."""
    (v,) = law.variables
    shape = place.world.shape(v)
    if shape in MOMENTS:
        _, number, symbols = seen(law)

        def height():
            return _HEIGHTS[shape](*_bent(law, shape, place), place, v)

        return place.remember(("height", number), symbols, height)(point)
    return _listed(law, point, place, lambda points: table(law, points, given(law, place), place))


def _on_the_line(a, c, total, _place, _v):
    """The density as a function of the point; c and a are meant for a standard scale."""
    start, scale = mpf(CENTRE[0]) / CENTRE[1], mpf(SPREAD[0]) / SPREAD[1]
    factor, half = 1 / (root_of_two_pi(mp.prec) * total * scale), mpf(-1) / 2

    def height(point):
        z = (point - start) / scale
        bent = z - c
        return factor * exp(half * z * z) * (1 + a * bent * bent)

    return height


def _on_the_half_line(a, c, total, _place, _v):
    return lambda x: exp(-x) * (1 + a * (x - c) ** 2) / total if x >= 0 else mpf(0)


def _on_an_interval(a, c, total, place, v):
    width = place.world.width(v)
    factor = 1 / (total * width)
    return lambda x: factor * (1 + a * (x / width - c) ** 2) if 0 <= x <= width else mpf(0)


_HEIGHTS = {
    "line": _on_the_line,
    "half-line": _on_the_half_line,
    "interval": _on_an_interval,
}


def _bent(law, shape, place):
    _, number, symbols = seen(law)

    def found():
        return bend(law, given(law, place), shape, place)

    return place.remember(("bend", number), symbols, found)


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

    _, number, symbols = seen(law)
    return place.remember(("table", number), symbols, shares)[points.index(point)]


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
    a, c, total = _bent(law, shape, place)
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


def _softmax(law, point, place):
    (hidden,) = law.hidden

    def heights(points):
        return [exp(place.move({hidden: k}).value(law.args[0])) for k in points]

    return _listed(law, point, place, heights)


@lru_cache(maxsize=64)
def root_of_two_pi(_precision):
    """Return the normalising factor of a standard normal law, once for each precision."""
    return sqrt(2 * pi)


ARBITRARY = {
    Density: Row(arbitrary, None, _bent_extent, _support_edges, _bent_pairs),
    ExponentialFamily: Row(_family),
    Pushforward: Row(_image),
    Softmax: Row(_softmax, "letters"),
}
