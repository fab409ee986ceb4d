r"""The formulas within sentences: which of them claim something, and what becomes of the claims.

Most are names: a letter, a law, an expression that is spoken of. Those with a relation say more.
How they are written tells three sorts apart:

sign
    A relation by itself, which the sentence is about.
case
    A letter at a number, a list of numbers: where something is looked at. Optima and estimates,
    which bear a star or a hat, are no cases: their values are results.
condition
    A letter that is bounded, or does not vanish, or tends to something.

Every other relation has a row in :mod:`tests.book.inline_claims`, which says what it is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.book.pages import Page, lines

TABLE = "tests/book/inline_claims.py"
FORMULA = re.compile(r"(?<![\\$])\$(?!\$)((?:\\.|[^$\\])+)\$")
CODE = re.compile(r"(?<!`)(`+)(?!`)(?:.(?!\1))*.\1")
RELATION = re.compile(r":=|=|<|>|\\(?:leq?|geq?|neq?|ll|to|approx|doteq|propto|sim|in)(?![a-zA-Z])")
BELOW = re.compile(r"_\{(?:[^{}]|\{[^{}]*\})*\}")  # what a relation stands in is no statement
_LETTER = r"(?:\\(?!frac|tfrac|infty|ln|log|hat|bar)[a-zA-Z]+|[a-zA-Z])"
_NAME = rf"{_LETTER}(?:_\{{?\w+\}}?|\^2)*(?:\([a-z]\))?"
_FRACTION = r"\\(?:tfrac|frac)(?=[\d{\s])"
_NUMBER = rf"(?:[-+.,\d\s()\[\]]|\\[ ,]|{_FRACTION}|\\dots|\\infty|(?<=\d)\^|\{{-?\d+\}})+"
FORMS = {
    "sign": re.compile(rf"\s*(?:{RELATION.pattern})\s*"),
    "case": re.compile(rf"{_NAME}\s*=\s*{_NUMBER}"),
    "condition": re.compile(
        rf"(?:{_NUMBER}<\s*)?{_NAME}\s*(?:<|>|\\(?:le|ge|ll|neq?|to|sim)(?![a-zA-Z]))\s*"
        rf"(?:{_NUMBER}|{_NAME})"
    ),
}


@dataclass(frozen=True)
class Formula:
    """A formula in a sentence: where it stands, what it says, and of which sort it is."""

    page: str
    cell: int
    line: int
    code: str
    sort: str


def formulas(page: Page) -> Iterator[Formula]:
    """Yield the formulas within the sentences of a page."""
    for cell in page.cells:
        if cell.kind == "markdown":
            for number, line in lines(cell.source):
                for found in FORMULA.finditer(CODE.sub("x", line)):
                    code = found.group(1).strip()
                    yield Formula(page.name, cell.number, number, code, sort_of(code))


def sort_of(code: str) -> str:
    """Return how a formula is written: a name, a sign, a case, a condition or a relation."""
    if not RELATION.search(BELOW.sub("", code)):
        return "name"
    return next((sort for sort, form in FORMS.items() if form.fullmatch(code)), "relation")


def unaccounted(page: Page, rows: dict) -> list[str]:
    """Every relation within a sentence has a row, and every row a relation within a sentence."""
    found = [formula for formula in formulas(page) if formula.sort == "relation"]
    told = [
        f"{page.path}, cell {one.cell}, line {one.line}: ${one.code}$ states something that "
        f"nothing checks: derive it in a cell, or give it a row in {TABLE}"
        for one in found
        if one.code not in rows
    ]
    written = {one.code for one in found}
    return told + [
        f"{page.path}: no sentence states ${code}$ any more: delete its row in {TABLE}"
        for code in rows
        if code not in written
    ]
