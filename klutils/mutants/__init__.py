"""Wrong versions of the book's claims, and what the checks say to them.

Modules
-------
scene, operators
    The slips, and the wrong claims that they make of a step.
settings, continuum, exponentials, arithmetic, sampling, evaluation, judge
    A third route: whether a claim holds at random rational points, to 50 digits, by code that
    neither of the two checks uses.
score
    All mutants of the book, what each route says to them, and the counts.
"""

from .score import *
from .score import __all__ as _score

__all__ = [*_score]
