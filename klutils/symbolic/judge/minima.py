r"""Where a function is lowest: on a grid, and between its points as far as its slope tells.

Main definitions
----------------
minimisers
    Whether two sets of minimisers are one.
lowest
    The least value of a function of one letter, and where.

Implementation notes
--------------------
Two functions have the same minimisers where one, or its logarithm, rises with the other in
proportion at all points of the grid. Else the least points of either are followed down to where
the slope changes its sign, and these places are compared. Far points of the grid are few; where
one of them cannot be evaluated it is left out.
"""

from contextlib import suppress

from flint import arb

from klutils.symbolic.judge.arithmetic import NoValue, Undecided
from klutils.symbolic.judge.comparison import finite, same
from klutils.symbolic.language.findings import fact
from klutils.symbolic.language.functionals import Name
from klutils.symbolic.language.optimisation import Grad

__all__ = ["lowest", "minimisers", "unnamed"]

GRID = 60
HALVINGS = 170  # of a grid's step: below 1e-50
FOLLOWED = 6  # low points of a grid
NEAR, NARROW, STEP = arb("1e-40"), arb("1e-55"), arb("1e-20")
FARTHER = 1000, 10**6


def unnamed(expr):
    """Return what a name stands for."""
    while isinstance(expr, Name):
        expr = expr.value
    return expr


def minimisers(evaluation, left, step):
    """Whether two functions are lowest at the same places."""
    pair = [unnamed(side) for side in (left, step.right)]
    points, heights = _heights(evaluation, pair)
    if any(all(same(height, found[0]) for height in found) for found in heights):
        return False, fact("nothing minimised"), True
    first, second = map(_least, heights)
    scales = [_scales(side, found) for side, found in zip(pair, heights, strict=True)]
    if first == second and any(_proportional(f, g) for f in scales[0] for g in scales[1]):
        return True, fact("in proportion"), True
    found = [
        _places(evaluation, side, points, height)
        for side, height in zip(pair, heights, strict=True)
    ]
    shown = [", ".join(place.str(8, radius=False) for place in places) for places in found]
    alike = len(found[0]) == len(found[1]) and all(map(_near, *found))
    return alike, fact("lowest at", left=shown[0], right=shown[1]), True


def _heights(evaluation, pair):
    """Return points, and what is minimised there; those to be maximised turned round."""
    (symbol,) = pair[0].bound
    near = evaluation.admissible(symbol, GRID)
    points, rows = [], []
    for point in sorted([*near, *evaluation.far(symbol)]):
        try:
            row = [evaluation.value(e.body, {e.bound[0]: point}) * e.sign for e in pair]
            any(same(height, height) for height in row)
        except (NoValue, Undecided):
            if point in near:
                raise
            continue
        points.append(point)
        rows.append(row)
    return points, list(zip(*rows, strict=True))


def _least(heights):
    """Return the places of the least values."""
    best = heights[0]
    for height in heights:
        best = height if height < best else best
    return {k for k, height in enumerate(heights) if same(height, best)}


def _scales(expr, heights):
    """Return the heights, and those of the logarithm where the values are positive."""
    found = [height * expr.sign for height in heights]
    if not all(value > 0 for value in found):
        return [heights]
    return [heights, [arb(value).log() * expr.sign for value in found]]


def _proportional(first, second):
    """Return whether the first rises with the second, by one positive factor."""
    k = next(k for k, value in enumerate(second) if not same(value, second[0]))
    factor = (first[k] - first[0]) / (second[k] - second[0])
    if not factor > 0:
        return False
    pairs = zip(first, second, strict=True)
    return all(same(f - first[0], factor * (g - second[0])) for f, g in pairs)


def _places(evaluation, expr, points, heights):
    """Return where a function is least, each low point followed down to where its slope is 0."""
    found = []
    for k in _low_points(heights):
        place = _followed(evaluation, expr, points, k)
        height = evaluation.value(expr.body, {expr.bound[0]: place}) * expr.sign
        found.append((arb(place), arb(height)))
    best = found[0][1]
    for _, height in found:
        best = height if height < best else best
    return [place for place, height in found if _near(height, best)]


def _low_points(heights):
    """Return the places of the lowest points that no neighbour is below, in order."""
    last, chosen = len(heights) - 1, []
    for k, height in enumerate(heights):
        before, after = heights[max(k - 1, 0)], heights[min(k + 1, last)]
        if not (before < height or after < height):
            chosen.append(k)
    chosen.sort(key=lambda k: float(arb(heights[k]).mid()))
    return sorted(chosen[:FOLLOWED])


def _followed(evaluation, expr, points, k):
    """Return where a slope changes its sign next to a point of a grid."""
    letter = expr.bound[0]

    def slope(place):
        return evaluation.value(Grad(expr.body, letter), {letter: place}) * expr.sign

    low, high = (arb(points[j]) for j in (max(k - 1, 0), min(k + 1, len(points) - 1)))
    with suppress(NoValue, Undecided):
        if arb(slope(points[k])).contains(0):  # as it is on all of an interval
            return arb(points[k])
        ends = slope(low), slope(high)
        if ends[0] < 0 < ends[1]:
            place = _crossing(slope, low, high, *map(arb, ends))
            beside = place + STEP * (1 + abs(place))
            if slope(beside) > 0:  # else flat: where in it one ends must not depend on the heights
                return place
    for _ in range(HALVINGS):
        middle = ((low + high) / 2).mid()
        there = slope(middle)
        if not (there > 0 or there < 0):
            return middle
        low, high = (low, middle) if there > 0 else (middle, high)
    return (low + high) / 2


def _crossing(function, a, b, at_a, at_b):
    """Return where a function crosses 0, by regula falsi with the Illinois correction."""
    last = a
    for _ in range(HALVINGS):
        place = (b - at_b * (b - a) / (at_b - at_a)).mid()
        there = arb(function(place))
        if not (there > 0 or there < 0) or abs(place - last) < NARROW * (1 + abs(place)):
            return place
        if (there < 0) == (at_b < 0):
            at_a = at_a / 2
        else:
            a, at_a = b, at_b
        last, b, at_b = place, place, there
    raise Undecided("a slope whose change of sign is not found")


def _near(one, other):
    return abs(one - other) < NEAR * (1 + abs(one))


def lowest(evaluation, function, letter):
    """Return the least value of a function that was found, and the letter's value there.

    What lies between the points of the grid is found where the slope leads there.
    """
    points = sorted(evaluation.range_of(letter))
    values = [evaluation.value(function, {letter: point}) for point in points]
    for point in evaluation.far(letter, FARTHER):
        with suppress(NoValue, Undecided):
            value = evaluation.value(function, {letter: point})
            if finite(value):
                points.append(point)
                values.append(value)
    best, place = values[0], points[0]
    for value, point in zip(values, points, strict=True):
        best, place = (value, point) if value < best else (best, place)
    k = points.index(place)
    if 0 < k < len(points) - 1 and points[k - 1] < place < points[k + 1]:
        with suppress(NoValue, Undecided):
            between = _descent(evaluation, function, letter, points[k - 1], points[k + 1])
            value = evaluation.value(function, {letter: between})
            best, place = (value, between) if value < best else (best, place)
    return best, place


def _descent(evaluation, function, letter, low, high):
    """Return a place between two points where the slope is about 0."""
    for _ in range(HALVINGS // 4):
        middle = (low + high) / 2
        slope = evaluation.value(Grad(function, letter), {letter: middle})
        if not (slope > 0 or slope < 0):
            break
        low, high = (low, middle) if slope > 0 else (middle, high)
    return (low + high) / 2
