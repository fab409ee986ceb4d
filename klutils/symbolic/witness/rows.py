"""What a table of laws says of one type of law.

Main definitions
----------------
Row
    The density, how it is integrated, what is special.
Extent, extent_of, hull
    Where a law on a continuum lives, and on what scale; that of points with probabilities; what
    covers several.
symbols_read, numbers
    The symbols that a law or an expression reads; the values of a law's parameters.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from mpmath import fsum, mpf, sqrt

from klutils.symbolic.language.samples import SampleMean

__all__ = ["Extent", "Row", "extent_of", "hull", "numbers", "symbols_read"]


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


def numbers(law, expressions, place):
    """Return the values of expressions that belong to a law, worked out once."""
    key = "numbers", law
    return place.remember(key, symbols_read(law), lambda: list(map(place.value, expressions)))


def hull(extents):
    """Return an extent that covers some extents."""
    low, high = min(e.low for e in extents), max(e.high for e in extents)
    return Extent(low, high, max(e.spread for e in extents), min(e.narrow for e in extents))


def extent_of(pairs):
    """Return the extent of a law from points and probabilities."""
    mean = fsum(w * x for x, w in pairs)
    spread = sqrt(fsum(w * (x - mean) ** 2 for x, w in pairs))
    return Extent(mean, mean, spread, spread)
