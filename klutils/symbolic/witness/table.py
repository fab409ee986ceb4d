"""The tables of laws and of functionals, and the words in which what is in neither is refused.

Main definitions
----------------
row_of
    What the table says of a law.
meaning_of
    What an expression of a type is worth at a place, or None.
shape_of
    The shape of what a law lives on.
"""

from klutils.symbolic.language.functionals import Functional
from klutils.symbolic.language.laws import Joint

from .arbitrary import ARBITRARY
from .functionals import FUNCTIONALS
from .made_laws import MADE
from .named_laws import NAMED
from .optimisation import OPTIMISATION
from .samples import SAMPLES
from .vectors import VECTORS

__all__ = ["LAWS", "MEANINGS", "meaning_of", "row_of", "shape_of"]

LAWS = {**ARBITRARY, **NAMED, **MADE, **VECTORS}
MEANINGS = {**FUNCTIONALS, **SAMPLES, **OPTIMISATION}


def row_of(law):
    """Return the row of a law's own type, or refuse the law by name."""
    row = LAWS.get(type(law))
    if row is None:
        raise TypeError(f"{type(law).__name__} has no row in the witness's table of laws")
    return row


def meaning_of(expr):
    """Return the meaning of an expression of this very type, or None if it is no functional."""
    meaning = MEANINGS.get(type(expr))
    if meaning is None and isinstance(expr, Functional):
        raise TypeError(f"{type(expr).__name__} has no row in the witness's table of functionals")
    return meaning


def shape_of(law):
    """Return the shape of what a law lives on, or None where nothing says it."""
    if type(law) is Joint:
        return None
    shape = row_of(law).shape
    if not callable(shape):
        return shape
    shapes = {shape_of(part) for part in shape(law)} - {None}
    for wide in ("line", "half-line", "interval", "letters", "points"):
        if wide in shapes:
            return wide
    return None
