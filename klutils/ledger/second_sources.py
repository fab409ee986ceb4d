r"""The numbers that chapters state, and the second source of each.

Main definitions
----------------
confirmations
    What every comparison of two sources has left in a folder of notebooks.
"""

from klutils.confirmation import RECORD

from .claims import Recorded, records

__all__ = ["Confirmation", "confirmations"]


class Confirmation(Recorded):
    """One comparison of a number with its second source.

    The record holds the other source, the values of both, and what was allowed or found between
    them.
    """


def confirmations(folder):
    """Return all comparisons in the notebooks of a folder, in the order of files and cells."""
    return [Confirmation(*found) for found in records(folder, RECORD)]
