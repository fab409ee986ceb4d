"""Random claims of the whole language, put to all three routes.

``expressions``
    Random laws and expressions.
``claims``
    Random claims about them, what each route says, and whether two of them contradict each other.
``prints``
    Random expressions, printed and read back.
"""

from .claims import *
from .claims import __all__ as _claims
from .prints import Print, printed

__all__ = [*_claims, "Print", "printed"]
