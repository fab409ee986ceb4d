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
in_order
    The same in the order of the book, each with its number.
titles
    The titles of the book's pages, in order.
"""

import json
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from klutils.symbolic.derive.derivation import RECORD, Derivation
from klutils.symbolic.language.written import read as read_expression
from klutils.symbolic.language.written import read_hypotheses, read_step

__all__ = ["Claim", "in_order", "read", "titles"]


@dataclass(frozen=True)
class Recorded:
    """What a cell of a chapter has left, and where it stands.

    Attributes
    ----------
    chapter : str
        The notebook's name without its ending.
    cell : int
        The place of the cell in the notebook, from 1.
    record : dict
        The record itself, as plain data.
    """

    chapter: str
    cell: int
    record: dict


@dataclass(frozen=True)
class Claim(Recorded):
    """One displayed equation of a chapter.

    The record holds label, statement, steps, hypotheses, what it uses, what each check found, and
    the expressions themselves.

    Attributes
    ----------
    number : str, optional
        The number that the book prints beside it, "5.3"; see :func:`in_order`.
    """

    number: str = ""

    @property
    def label(self):
        """The equation's permanent name."""
        return self.record["label"]

    @property
    def title(self):
        """What the derivation shows, in a few words."""
        return self.record["title"]

    @property
    def steps(self):
        """The steps of the derivation, each with its kind and findings."""
        return self.record["steps"]

    @property
    def kinds(self):
        """The kinds of its steps, each once, in order."""
        return tuple(dict.fromkeys(step["kind"] for step in self.steps))

    @property
    def start(self):
        """The expression that the derivation starts from."""
        return read_expression(self.record["source"]["start"])

    def again(self):
        """The derivation, built from its own expressions and so checked once more."""
        return Derivation(
            self.label,
            self.start,
            *(read_step(data) for data in self.record["source"]["steps"]),
            title=self.title,
            given=read_hypotheses(self.record["source"]["given"]),
            uses=self.record["uses"],
        )


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
    return [Claim(*found) for found in records(folder, RECORD)]


def records(folder, mime_type):
    """Yield chapter, cell and record of each output of one type in the notebooks of a folder."""
    notebooks = sorted(Path(folder).glob("*.ipynb"))
    if not notebooks:
        raise FileNotFoundError(f"folder = {str(folder)!r} holds no notebook")
    for path in notebooks:
        for number, cell in enumerate(_cells(path), 1):
            for output in cell.get("outputs", ()):
                record = output.get("data", {}).get(mime_type)
                if record is not None:
                    yield path.stem, number, record


def in_order(claims, contents):
    """Return claims in the order of the book, with the numbers that the book prints.

    Parameters
    ----------
    claims : list of Claim
    contents : path
        The table of contents, ``_toc.yml``. In chapters of numbered parts an equation has the
        chapter's number before its own; all other equations are numbered through the book.

    Raises
    ------
    ValueError
        If a claim stands in a chapter that the table of contents does not list.
    """
    prefixes = _prefixes(contents)
    if unknown := {claim.chapter for claim in claims} - set(prefixes):
        raise ValueError(f"{contents} does not list {', '.join(sorted(unknown))}")
    ordered, counts = [], Counter()
    for name, prefix in prefixes.items():
        for claim in claims:
            if claim.chapter == name:
                counts[prefix] += 1
                ordered.append(replace(claim, number=f"{prefix}{counts[prefix]}"))
    return ordered


def titles(folder, contents):
    """Return the title of each notebook of the book, by its name, in the order of the book."""
    paths = {name: Path(folder, f"{name}.ipynb") for name in _prefixes(contents)}
    return {name: _title(path) for name, path in paths.items() if path.exists()}


def _title(path):
    first = _cells(path)[0]
    return "".join(first["source"]).splitlines()[0].lstrip("# ")


def _prefixes(contents):
    """Return what stands before the numbers of each page's equations, in the order of the book."""
    listed = yaml.safe_load(Path(contents).read_text(encoding="utf-8"))
    prefixes, chapter = {Path(listed["root"]).name: ""}, 0
    for part in listed["parts"]:
        for entry in part["chapters"]:
            chapter += bool(part.get("numbered"))
            prefixes[Path(entry["file"]).name] = f"{chapter}." if part.get("numbered") else ""
    return prefixes


def _cells(path):
    try:
        return list(json.loads(path.read_text(encoding="utf-8"))["cells"])
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{path.name} is not a notebook: {error}") from None
