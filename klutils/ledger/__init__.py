"""The ledger: everything the book claims, as its executed chapters record it.

Modules
-------
claims
    The claims of a folder of notebooks, in the order of the book.
rows
    Each claim as a row of the page that lists them.
graph
    What builds on what, as a picture whose nodes are links.
second_sources
    The numbers that chapters state, and the second source of each.
tables
    The counts of that page.
"""

from .claims import *
from .claims import __all__ as _claims
from .graph import *
from .graph import __all__ as _graph
from .rows import *
from .rows import __all__ as _rows
from .second_sources import *
from .second_sources import __all__ as _second_sources
from .tables import *
from .tables import __all__ as _tables

__all__ = [*_claims, *_graph, *_rows, *_second_sources, *_tables]
