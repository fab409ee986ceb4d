r"""Rules of summation on a continuum, of which two in succession must agree.

Main definitions
----------------
Rule, RULES, GRIDS
    How fine a rule is; all of them, from the coarsest; those that are no Gauss rules.
Coarse, Narrow
    Why a rule does not suit a law, or a function.
normal, gauss
    Points and probabilities of a law that give its moments.
line, panels
    Points and weights on the line; on intervals, half-lines and where they meet.
crossings
    Where a function changes its sign.

Implementation notes
--------------------
No error is derived here; it is observed. The grid of each rule has a step of four fifths of the one
before; every other one lies elsewhere and reaches further. The errors of these rules fall at least
geometrically with the number of points, so the second of two is the better one by far, and what
both differ by is the error of the first. (A grid of the same step would not do: shifted grids make
errors of opposite signs, and of what is nested in a logarithm the squares are left.) The first
rules are Gauss rules, exact for polynomials; a law without one is `Coarse` there.
"""

from functools import lru_cache
from itertools import pairwise
from math import ceil, factorial, floor, prod
from typing import NamedTuple

from mpmath import cosh, exp, lu_solve, matrix, mp, mpf, pi, polyroots, sinh, sqrt

__all__ = [
    "GRIDS",
    "RULES",
    "Coarse",
    "Narrow",
    "Rule",
    "crossings",
    "gauss",
    "line",
    "normal",
    "panels",
]

STEP = mpf(3) / 5  # of the coarsest grid, in standard deviations
PANEL_STEPS = 5  # of the coarsest grid, to a unit
REACH = 8.5  # standard deviations; the second version goes one further
FINER = 1.25  # so many times more points has each grid than the one before
EDGE = 0.1234567  # no fraction with a small denominator is near the edge of a step


class Coarse(Exception):
    """A law has no rule of this kind: it begins with finer ones."""


class Narrow(ValueError):
    """A function is too narrow for the points of a rule."""


class Rule(NamedTuple):
    """How fine a rule is: the order of a Gauss rule, or how many times a grid was refined."""

    order: int | None = None
    refined: int = 0

    @property
    def finer(self):
        """How many times as many points as the coarsest grid."""
        return FINER**self.refined

    @property
    def elsewhere(self):
        """Whether the grid lies between the places of its neighbours, and reaches further."""
        return self.refined % 2 == 1


GRIDS = tuple(Rule(None, k) for k in range(10))
# Odd and even in turn: about the middle, two of the same kind share the errors of an odd function.
RULES = (*map(Rule, (3, 4, 7, 6)), *GRIDS)


def normal(rule):
    """Return (point, probability) pairs of the standard normal law."""
    return gauss("line", rule.order) if rule.order else _normal(rule, mp.prec)


@lru_cache(maxsize=64)
def _normal(rule, _precision):
    points, weights = line(0, 0, 1, 1, rule)
    scale = 1 / sqrt(2 * pi)
    pairs = zip(points, weights, strict=True)
    return [(x, w * scale * exp(-(x**2) / 2)) for x, w in pairs]


def line(lowest, highest, spread, narrow, rule):
    """Return points and weights between two places, and beyond them by several spreads."""
    if rule.order:
        raise Coarse
    low, high = lowest - REACH * spread, highest + REACH * spread
    count = ceil((high - low) / (narrow * STEP) * rule.finer + EDGE)
    step = mpf(high - low) / count
    more = ceil(spread / step + EDGE) if rule.elsewhere else 0
    start = low + step / 3 if rule.elsewhere else low
    return [start + k * step for k in range(-more, count + more)], [step] * (count + 2 * more)


def panels(edges, rule, *, left=None, right=None):
    """Return a rule on the intervals between the edges, and beyond them.

    ``left`` and ``right`` are the scales on which integrands decay beyond the first and the last
    edge, if they reach there.
    """
    if rule.order:
        raise Coarse
    points, weights = [], []
    for low, high in pairwise(edges):
        for node, other, weight in _interval(rule, mp.prec):
            point = low + (high - low) * node if node < other else high - (high - low) * other
            if low < point < high:  # rounding takes the last ones onto an edge, perhaps a pole
                points.append(point)
                weights.append((high - low) * weight)
    for scale, edge in ((left and -left, edges[0]), (right, edges[-1])):
        if scale is not None:
            for node, weight in _half_line(rule, mp.prec):
                if edge + node * scale != edge:
                    points.append(edge + node * scale)
                    weights.append(weight * abs(scale))
    return points, weights


def _places(low, high, rule):
    step = 1 / (PANEL_STEPS * mpf(rule.finer))
    shift, reach = (mpf(1) / 3, 1.06) if rule.elsewhere else (0, 1)
    first, last = floor(low * reach / step), ceil(high * reach / step)
    return step, [(k + shift) * step for k in range(first, last + 1)]


@lru_cache(maxsize=64)
def _interval(rule, _precision):
    """Double exponential rule on [0, 1]: each point, its distance from 1, its weight."""
    step, places = _places(-3.7, 3.7, rule)
    found = []
    for place in places:
        s = pi / 2 * sinh(place)
        node, other = 1 / (1 + exp(-2 * s)), 1 / (1 + exp(2 * s))
        found.append((node, other, step * pi / 4 * cosh(place) / cosh(s) ** 2))
    return found


@lru_cache(maxsize=64)
def _half_line(rule, _precision):
    """Double exponential rule on [0, oo) for integrands that decay like exp(-x) or faster."""
    step, places = _places(-4.2, 4.1, rule)
    nodes = [(t, exp(t - exp(-t))) for t in places]
    return [(x, step * x * (1 + exp(-t))) for t, x in nodes]


MOMENTS = {
    "line": lambda k: mpf(prod(range(1, k, 2)) if k % 2 == 0 else 0),
    "half-line": lambda k: mpf(factorial(k)),
    "interval": lambda k: mpf(1) / (k + 1),
    "both sides": lambda k: mpf(factorial(k) if k % 2 == 0 else 0),
}


@lru_cache(maxsize=128)
def _gauss(shape, order, _precision):
    """Nodes and weights from the moments: roots of the orthogonal polynomial."""
    moment = MOMENTS.get(shape, lambda k: prod((shape + j for j in range(k)), start=mpf(1)))
    hankel = matrix([[moment(i + j) for j in range(order)] for i in range(order)])
    lower = lu_solve(hankel, matrix([-moment(i + order) for i in range(order)]))
    nodes = polyroots([1, *reversed(list(lower))], maxsteps=200, extraprec=4 * mp.prec)
    powers = matrix([[node**i for node in nodes] for i in range(order)])
    weights = lu_solve(powers, matrix([moment(i) for i in range(order)]))
    return list(zip(nodes, weights, strict=True))


def gauss(shape, order):
    """Return (node, probability) pairs of a standard law, exact to degree 2 order - 1.

    ``shape`` is a key of `MOMENTS`, or the shape parameter of a gamma law of rate 1.
    """
    with mp.workdps(mp.dps + 15):
        return _gauss(shape, order, mp.prec)


def crossings(function, places):
    """Return the points at which a function changes its sign between neighbouring places."""
    values = [(x, function(x)) for x in places]
    return [
        x if fx == 0 else _root(function, x, fx, y, fy)
        for (x, fx), (y, fy) in pairwise(values)
        if fx == 0 or fx * fy < 0
    ]


def _root(function, a, fa, b, fb):
    """The root between two points by regula falsi, with the Illinois correction."""
    for _ in range(200):
        c = b - fb * (b - a) / (fb - fa)
        fc = function(c)
        if fc == 0 or abs(b - a) <= abs(c) * mpf(2) ** (4 - mp.prec):
            return c
        if fc * fb < 0:
            a, fa = b, fb
        else:
            fa /= 2
        if abs(c - b) <= (abs(c) + mpf(2) ** -20) * mpf(2) ** (2 - mp.prec):
            return c
        b, fb = c, fc
    return b
