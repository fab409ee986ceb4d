r"""Points and weights: where a concrete world reads its densities.

Main definitions
----------------
line
    A trapezoidal rule for normal laws.
panels
    Double exponential rules for laws on the half-line or on intervals, and where they meet.
gauss
    Few points that give all moments up to an order: what a sample is drawn from.

Implementation notes
--------------------
For a normal density of standard deviation :math:`s` times a polynomial, the trapezoidal rule
with step :math:`h` errs by a factor :math:`2 e^{-2\pi^2 s^2 / h^2}`. Here :math:`h` is at most
:math:`\sigma/2.5` for the smallest :math:`\sigma`; a product of two densities has
:math:`s \ge \sigma/\sqrt2`, and the factor stays below :math:`10^{-26}`. What lies beyond 11
standard deviations weighs less than :math:`10^{-27}`.
"""

from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from math import factorial, floor, prod

from mpmath import cosh, exp, lu_solve, matrix, mp, mpf, pi, polyroots, sinh, tanh

__all__ = ["gauss", "line", "panels"]

REACH = 11
STEP = Fraction(2, 5)
# Grids change with their laws in steps, so that a derivative sees one grid: parameters are
# fractions with small denominators, and no such fraction is near the edge of a step.
EDGE = 0.1234567


def line(laws):
    """Return a grid for normal laws, given as pairs (mean, standard deviation)."""
    lowest, highest = min(m - REACH * s for m, s in laws), max(m + REACH * s for m, s in laws)
    narrowest = max(floor(32 * min(s for _, s in laws) + EDGE), 1)
    step = STEP * Fraction(narrowest, 32)
    low, high = floor(4 * lowest - EDGE), floor(4 * highest + EDGE) + 1
    return grid(Fraction(low, 4), Fraction(high, 4), step)


@lru_cache(maxsize=256)
def _grid(low, high, step, _precision):
    width = mpf(step.numerator) / step.denominator
    start = mpf(low.numerator) / low.denominator
    count = floor((high - low) / step) + 2
    return [start + k * width for k in range(count)], [width] * count


def grid(low, high, step):
    """Return equal steps from low to high, as points and weights."""
    return _grid(low, high, step, mp.prec)


def panels(edges, *, left=False, right=None):
    """Return a rule on the intervals between the edges, and beyond them.

    ``right`` is the rate at which integrands decay beyond the last edge, if they reach there;
    ``left`` says that they reach below the first edge too.
    """
    points, weights = [], []
    for low, high in pairwise(edges):
        for node, weight in _interval(mp.prec):
            points.append(low + (high - low) * node)
            weights.append((high - low) * weight)
    if right is not None:
        for node, weight in _half_line(mp.prec):
            points.append(edges[-1] + node / right)
            weights.append(weight / right)
    if left:
        for node, weight in _half_line(mp.prec):
            points.append(edges[0] - node)
            weights.append(weight)
    return points, weights


@lru_cache(maxsize=8)
def _interval(_precision):
    """Double exponential rule on [0, 1]."""
    step = mpf(1) / 12
    rule = []
    for k in range(-48, 49):
        s = pi / 2 * sinh(k * step)
        rule.append(((1 + tanh(s)) / 2, step * pi / 4 * cosh(k * step) / cosh(s) ** 2))
    return rule


@lru_cache(maxsize=8)
def _half_line(_precision):
    """Double exponential rule on [0, oo) for integrands that decay like exp(-x) or faster."""
    step = mpf(1) / 16
    rule = []
    for k in range(-72, 81):
        t = k * step
        x = exp(t - exp(-t))
        rule.append((x, step * x * (1 + exp(-t))))
    return rule


@lru_cache(maxsize=32)
def _gauss(shape, order, _precision):
    """Nodes and weights from the moments: roots of the orthogonal polynomial."""
    moment = {
        "line": lambda k: mpf(prod(range(1, k, 2)) if k % 2 == 0 else 0),
        "half-line": lambda k: mpf(factorial(k)),
        "interval": lambda k: mpf(1) / (k + 1),
    }[shape]
    hankel = matrix([[moment(i + j) for j in range(order)] for i in range(order)])
    lower = lu_solve(hankel, matrix([-moment(i + order) for i in range(order)]))
    nodes = polyroots([1, *reversed(list(lower))], maxsteps=200, extraprec=4 * mp.prec)
    powers = matrix([[node**i for node in nodes] for i in range(order)])
    weights = lu_solve(powers, matrix([moment(i) for i in range(order)]))
    return list(zip(nodes, weights, strict=True))


def gauss(shape, order):
    """Return (node, probability) pairs of the standard law, exact to degree 2 order - 1."""
    with mp.workdps(mp.dps + 15):
        return _gauss(shape, order, mp.prec)
