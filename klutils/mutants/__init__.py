"""Wrong versions of the book's claims, and what the checks say to them.

Modules
-------
scene, operators
    The slips, and the wrong claims that they make of a step.
prints
    The print broken on purpose, and whether reading it back notices.
score
    All mutants of the book, what each route says to them, and the counts.
"""

from .prints import *
from .prints import __all__ as _prints
from .score import *
from .score import __all__ as _score

__all__ = [*_prints, *_score]
