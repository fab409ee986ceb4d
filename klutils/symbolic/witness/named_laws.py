"""The named laws: each density from its textbook formula.

Main definitions
----------------
NAMED
    Their rows in the table of laws.
"""

from mpmath import exp, mpf, pi, sqrt
from mpmath import gamma as gamma_function

from klutils.symbolic.language.named_laws import (
    Exponential,
    Finite,
    Gamma,
    Laplace,
    Normal,
    Uniform,
)

from .rows import Extent, Row, numbers
from .spaces import gauss, normal

__all__ = ["NAMED"]


def _finite(law, point, place):
    chances = numbers(law, law.probabilities, place)
    return chances[int(point)] if 0 <= point < len(chances) else mpf(0)


def _parameters(law, place):
    return numbers(law, law.parameters, place)


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


NAMED = {
    Finite: Row(_finite, "points"),
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
