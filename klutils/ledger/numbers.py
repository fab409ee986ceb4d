r"""The numbers that chapters state, and the second source of each.

Main definitions
----------------
confirmations
    What every comparison of two sources has left in a folder of notebooks.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from klutils.confirm import RECORD

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
    found = []
    for path in sorted(Path(folder).glob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        for number, cell in enumerate(cells, 1):
            for output in cell.get("outputs", ()):
                record = output.get("data", {}).get(RECORD)
                if record is not None:
                    found.append(Confirmation(path.stem, number, record))
    return found
