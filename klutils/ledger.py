r"""The claims of the book, read from the executed chapters.

Each derivation that a chapter shows leaves a record beside its equation. Read together, the
records are the list of everything the book claims, of what each claim builds on and of what
its checks found.

Main definitions
----------------
Claim
    One displayed equation: where it stands and its record.
read
    All claims of a folder of notebooks, in the order of the files and cells.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from klutils.symbolic.derivation import RECORD

__all__ = ["Claim", "read"]


@dataclass(frozen=True)
class Claim:
    """One displayed equation of a chapter.

    Attributes
    ----------
    chapter : str
        The notebook's name without its ending.
    cell : int
        The place of the cell in the notebook, from 1.
    record : dict
        Label, statement, steps, hypotheses, what it uses, and what each check found.
    """

    chapter: str
    cell: int
    record: dict

    @property
    def label(self):
        """The equation's permanent name."""
        return self.record["label"]

    @property
    def steps(self):
        """The steps of the derivation, each with its kind and findings."""
        return self.record["steps"]


def read(folder):
    """Return the claims of all notebooks in a folder.

    Parameters
    ----------
    folder : path
        Where the executed notebooks are.

    Returns
    -------
    list of Claim

    Raises
    ------
    FileNotFoundError
        If the folder holds no notebook.
    ValueError
        If a file is not a notebook; the message names it.
    """
    notebooks = sorted(Path(folder).glob("*.ipynb"))
    if not notebooks:
        raise FileNotFoundError(f"folder = {str(folder)!r} holds no notebook")
    return [claim for path in notebooks for claim in _claims(path)]


def _claims(path):
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{path.name} is not a notebook: {error}") from None
    for number, cell in enumerate(cells, 1):
        for output in cell.get("outputs", ()):
            record = output.get("data", {}).get(RECORD)
            if record is not None:
                yield Claim(path.stem, number, record)
