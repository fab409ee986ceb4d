"""Wrong versions of the book's claims, and what the checks say to them.

Modules
-------
scene, operators
    The slips, and the wrong claims that they make of a step.
score
    All mutants of the book, what each route says to them, and the counts.
"""

from .score import *
from .score import __all__ as _score

__all__ = [*_score]
