"""Points and weights for a variable on a continuum, chosen for the laws that are integrated.

Main definitions
----------------
grid
    Points and weights that suit some laws, split where a density or a body has a kink.
own_and_other_edges
    Where a law's own density has a kink or jump, and where those of other laws have.
"""

from mpmath import mpf

from .rows import hull
from .spaces import Coarse, crossings, line, panels
from .table import row_of, shape_of

__all__ = ["grid", "own_and_other_edges"]

PLACES = 64  # at which a change of sign is looked for


def grid(v, laws, place, kinks=(), narrow=None):
    """Return points and weights of a variable, for integrands made of some laws."""
    if place.rule.order:
        raise Coarse
    shape = _domain(v, laws, place)
    extent = hull([place.extent(law) for law in laws])
    low, high = None if shape == "line" else mpf(0), None
    if shape == "interval":
        high = max([extent.high] + ([place.world.width(v)] if _arbitrary(laws) else []))
    edges = {e for law in place.world.laws_of(v) for e in _edges(law, place)}
    edges |= {c for kink in kinks for c in _crossings(kink, v, shape, extent, high, place)}
    edges = {e for e in edges if (low is None or e > low) and (high is None or e < high)}
    edges = sorted(edges | ({low, high} - {None}))
    if not edges:
        narrow = narrow or extent.narrow
        return line(extent.low, extent.high, extent.spread, narrow, place.rule)
    left = max(extent.spread, edges[0] - extent.low) if low is None else None
    right = max(extent.spread, extent.high - edges[-1]) if high is None else None
    return panels(edges, place.rule, left=left, right=right)


def own_and_other_edges(law, place):
    """Return the edges of a law's own density, and those of other laws of its variable."""
    (v,) = law.variables
    own = set(_edges(law, place))
    shape = shape_of(law) or place.world.shape(v)
    others = {e for other in place.world.laws_of(v) for e in _edges(other, place)} - own
    if shape != "line":
        last = max(own) if shape == "interval" else None
        others = {e for e in others if e > 0 and (last is None or e < last)}
    return own, others


def _edges(law, place):
    edges = row_of(law).edges
    return edges(law, place) if edges else ()


def _arbitrary(laws):
    return any(shape_of(law) is None for law in laws)


def _domain(v, laws, place):
    shapes = {shape_of(law) or place.world.shape(v) for law in laws}
    return next(shape for shape in ("line", "half-line", "interval") if shape in shapes)


def _crossings(kink, v, shape, extent, high, place):
    """Where an expression changes its sign, on a range that carries nearly all of the laws."""
    if shape == "interval":
        places = [high * k / PLACES for k in range(1, PLACES)]
    elif shape == "half-line":
        places = [extent.spread * mpf(k * k) / 100 for k in range(1, PLACES)]
    else:
        first, last = extent.low - 7 * extent.spread, extent.high + 7 * extent.spread
        places = [first + (last - first) * k / PLACES for k in range(PLACES + 1)]
    return crossings(lambda x: place.move({v: x}).value(kink), places)
