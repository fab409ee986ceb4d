"""What a table of laws says of one type of law.

Main definitions
----------------
Row
    The density, how it is integrated, what is special.
Extent, extent_of, hull
    Where a law on a continuum lives, and on what scale; that of points with probabilities; what
    covers several.
seen, mark, symbols_read
    An expression as it is looked up: by a number that equal ones share; the symbols that it reads.
numbers
    The values of a law's parameters.

Implementation notes
--------------------
SymPy compares expressions branch by branch, and a value is looked up a hundred thousand times. So
each object is compared once, when it is first met, and known by its number afterwards.
"""

from collections.abc import Callable
from itertools import count
from typing import NamedTuple

from mpmath import fsum, mpf, sqrt

from klutils.symbolic.language.samples import SampleMean

__all__ = ["Extent", "Row", "extent_of", "hull", "mark", "numbers", "seen", "symbols_read"]

MANY = 20_000  # objects that are kept
_numbers, _by_value, _by_identity = count(), {}, {}


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


def seen(expr):
    """Return the object itself, the number that it shares with its equals, the symbols it reads."""
    found = _by_identity.get(id(expr))
    if found is None:
        if len(_by_identity) >= MANY:
            _by_identity.clear()
            _by_value.clear()
        if expr not in _by_value:
            _by_value[expr] = next(_numbers), _symbols(expr)
        # The object is kept, so that no other one can come to have its identity.
        found = _by_identity[id(expr)] = expr, *_by_value[expr]
    return found


def mark(expr):
    """Return the number that an expression shares with those equal to it, and no other has."""
    return seen(expr)[1]


def symbols_read(expr):
    """Return the symbols that an expression or a law reads, in one order.

    The law of a sample counts: where its parameters move, so does what is expected of the sample.
    """
    return seen(expr)[2]


def _symbols(expr):
    found = set(expr.free_symbols)
    for mean in expr.atoms(SampleMean):
        found |= mean.law.free_symbols
    return tuple(sorted(found, key=str))


def numbers(law, expressions, place):
    """Return the values of expressions that belong to a law, worked out once."""
    _, number, symbols = seen(law)
    return place.remember(("numbers", number), symbols, lambda: list(map(place.value, expressions)))


def hull(extents):
    """Return an extent that covers some extents."""
    low, high = min(e.low for e in extents), max(e.high for e in extents)
    return Extent(low, high, max(e.spread for e in extents), min(e.narrow for e in extents))


def extent_of(pairs):
    """Return the extent of a law from points and probabilities."""
    mean = fsum(w * x for x, w in pairs)
    spread = sqrt(fsum(w * (x - mean) ** 2 for x, w in pairs))
    return Extent(mean, mean, spread, spread)
