r"""The numbers that chapters state, and the second source of each.

Main definitions
----------------
confirmations
    What every comparison of two sources has left in a folder of notebooks.
"""

from dataclasses import dataclass

from klutils.confirm import RECORD

from .claims import records

__all__ = ["Confirmation", "confirmations"]


@dataclass(frozen=True)
class Confirmation:
    """One comparison: where it stands and its record.

    Attributes
    ----------
    chapter : str
        The notebook's name without its ending.
    cell : int
        The place of the cell in the notebook, from 1.
    record : dict
        The other source, the values of both, and what was allowed or found between them.
    """

    chapter: str
    cell: int
    record: dict


def confirmations(folder):
    """Return all comparisons in the notebooks of a folder, in the order of files and cells."""
    return [Confirmation(*found) for found in records(folder, RECORD)]
