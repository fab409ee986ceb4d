"""Derivatives and minimisers, by numbers.

Main definitions
----------------
OPTIMISATION
    Their rows in the table of functionals.

Implementation notes
--------------------
A derivative is that of the sum which stands for an integral: points and probabilities move with
the parameter, smoothly, so that both rules of summation lead to the derivative of the integral.
"""

from mpmath import diff, isnan, mp, sqrt
from sympy import Derivative
from sympy.core.function import AppliedUndef

from klutils.symbolic.language.letters import Component
from klutils.symbolic.language.optimisation import ArgMax, ArgMin, Grad
from klutils.symbolic.notation.plain import plain

from .values import number

__all__ = ["OPTIMISATION"]

SEARCH = 17
NARROWINGS = 34  # 0.618 to this power is below 1e-7; values differ by squares of that, above 1e-20


def _gradient(expr, place):
    if isinstance(expr, Derivative):
        body, steps = expr.expr, [(s, int(order)) for s, order in expr.variable_count]
    else:
        body, steps = expr.body, [(expr.symbol, expr.order)]
    if (
        isinstance(body, AppliedUndef)
        and len(body.args) == 1
        and [body.args[0]] == [s for s, _ in steps]
    ):
        return place.function(body, order=steps[0][1])

    def function(*values):
        here = place
        for (symbol, _), value in zip(steps, values, strict=True):
            here = _moved(here, symbol, value)
        return here.value(body)

    with mp.workprec(4 * mp.prec):  # where a parameter is the end of a support, it is so exactly
        start = tuple(place.value(symbol) for symbol, _ in steps)
    slope = diff(function, start, tuple(order for _, order in steps))
    if isnan(slope):
        raise ValueError(f"{plain(expr)} is no number: what is differentiated is infinite nearby")
    return slope


def _moved(place, symbol, value):
    """Return a place with one parameter, or one component of a vector, moved."""
    if not isinstance(symbol, Component):
        return place.move({symbol: value})
    entries = place.value(symbol.whole)
    return place.move({symbol.whole: entries.replaced(place.count(symbol.place, least=0), value)})


def _minimiser(expr, place):
    """The best point of a grid, then of ever smaller intervals around it.

    All that is asked is which of two values is less. So two functions that are least in
    the same places because one rises with the other lead to the same number, digit by digit.
    """
    (symbol,) = expr.bound

    def height(t):
        return place.move({symbol: t}).value(expr.body) * expr.sign

    grid = [number(t) for t in place.world.search(symbol, SEARCH)]
    values = list(map(height, grid))
    if max(values) - min(values) <= place.world.tolerance * (1 + abs(max(values))):
        raise ValueError(
            f"{plain(expr)} has no minimiser of its own: it is free of {plain(symbol)}"
        )
    best = values.index(min(values))
    return _narrowed(height, grid[max(best - 1, 0)], grid[min(best + 1, SEARCH - 1)])


def _narrowed(height, low, high):
    """Narrow an interval around a least value, by the golden section, to 1e-7 of its length."""
    share = (sqrt(5) - 1) / 2
    inner = [high - share * (high - low), low + share * (high - low)]
    heights = list(map(height, inner))
    for _ in range(NARROWINGS):
        if heights[0] <= heights[1]:
            high, inner[1], heights[1] = inner[1], inner[0], heights[0]
            inner[0] = high - share * (high - low)
            heights[0] = height(inner[0])
        else:
            low, inner[0], heights[0] = inner[0], inner[1], heights[1]
            inner[1] = low + share * (high - low)
            heights[1] = height(inner[1])
    return low


OPTIMISATION = {
    Grad: _gradient,
    Derivative: _gradient,
    ArgMin: _minimiser,
    ArgMax: _minimiser,
}
