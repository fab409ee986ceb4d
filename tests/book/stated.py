"""The numbers of a page: what its cells print, what confirms them, and what its prose repeats.

A number that a cell prints is *confirmed* when a record of `klutils.confirmation` on the same page
holds it, rounded as it is printed. It is an *input* when it stands as a number in the page's code.
A number in prose, in a caption or in a description must be one that the cells print or are given.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from klutils.confirmation import RECORD as NUMBER
from tests.book.pages import Page, lines

TOKEN = re.compile(
    r"(?<![\w.^{}/])"
    r"(\d+(?:(?:\\,|,|_|\u202f)\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?:e([+-]\d+))?"
    r"(?!\d|\.\d|[/^_\w])(\s?%)?"
)
REFUTED = re.compile(r"^\S+, step \d+ \(.*\n(?: .*\n|\n)*", re.M)
YEARS = range(1600, 2100)
SMALL = 10  # whole numbers below count things in sight
ROLE = re.compile(r"\{[\w:]+\}`[^`]*`|`[^`]*`|https?://\S+|\]\([^)]*\)")


@dataclass(frozen=True)
class Stated:
    """A number as it is written: its size, half a unit of its last place, and its words."""

    size: float
    half: float
    text: str

    @property
    def counts(self) -> bool:
        """Say whether it is a small whole number, which counts what the reader sees."""
        return self.half == 0.5 and self.size < SMALL

    def is_one_of(self, sizes: set[float]) -> bool:
        """Say whether one of the numbers rounds to it."""
        slack = self.half * (1 + 1e-6)
        return any(abs(size - self.size) <= slack for size in sizes)


def numbers(text: str) -> Iterator[Stated]:
    """Yield the numbers that stand in a text, without their signs."""
    for found in TOKEN.finditer(text):
        digits = re.sub(r"\\,|,|_|\u202f", "", found[1])
        scale = 10.0 ** int(found[2] or 0) / (100 if found[3] else 1)
        places = len(digits.partition(".")[2])
        yield Stated(float(digits) * scale, 0.5 * 10.0**-places * scale, found[0].strip())


def printed(cell) -> Iterator[Stated]:
    """Yield the numbers that a cell prints, but for the engine's account of a wrong step."""
    for output in cell.outputs:
        if output["output_type"] == "stream" and output["name"] == "stdout":
            yield from numbers(REFUTED.sub("", "".join(output["text"]) + "\n"))


def records(cell) -> Iterator[dict]:
    """Yield what each confirmation of a cell has left."""
    return (data[NUMBER] for data in cell.data() if NUMBER in data)


def confirmed(cell) -> set[float]:
    """Return the sizes of the numbers that a second source confirms, with errors and z-scores."""
    keys = ("values", "others", "errors", "z")
    return {abs(float(text)) for r in records(cell) for key in keys for text in r.get(key, ())}


def inputs(cell) -> set[float]:
    """Return the sizes of the numbers that a cell's code gives."""
    nodes = ast.walk(cell.tree())
    constants = (node.value for node in nodes if isinstance(node, ast.Constant))
    return {abs(float(value)) for value in constants if type(value) in (int, float)}


def unconfirmed_numbers(page: Page) -> list[str]:
    """Each number that a cell prints has a second source by then, or is an input."""
    told, known = [], set()
    for cell in page.code():
        known |= confirmed(cell) | inputs(cell)
        told += [
            f"{page.path}, cell {cell.number}: prints {number.text}, which nothing confirms: "
            "see klutils.confirmation"
            for number in printed(cell)
            if not number.counts and not number.is_one_of(known)
        ]
    return told


def prose(page: Page) -> Iterator[tuple[str, str]]:
    """Yield the text of the authors, with where it stands: prose, captions, descriptions."""
    for cell in page.cells:
        where = f"{page.path}, cell {cell.number}"
        if cell.kind == "markdown":
            for number, line in lines(cell.source):
                if not line.lstrip().startswith((":label:", ":name:", "(")):
                    yield f"{where}, line {number}", line
        shown = cell.metadata.get("mystnb", {})
        yield f"{where}, caption", shown.get("figure", {}).get("caption", "")
        yield f"{where}, alt text", shown.get("image", {}).get("alt", "")


def unsourced_numbers(page: Page) -> list[str]:
    """Each decimal or large number of the prose is one that a cell prints, shows or is given."""
    known = set()
    for cell in page.code():
        known |= confirmed(cell) | inputs(cell) | {number.size for number in printed(cell)}
        for data in cell.data():
            known |= {number.size for number in numbers(str(data.get("text/markdown", "")))}
    told = []
    for where, text in prose(page):
        for number in numbers(ROLE.sub("x", text)):
            whole = number.half == 0.5
            exempt = whole and (number.size < 100 or number.size in YEARS)
            if not exempt and not number.is_one_of(known):
                told.append(
                    f"{where}: states {number.text}, which no cell prints: {text.strip()[:60]}"
                )
    return told
