r"""The formulas within sentences: which of them claim something, and what becomes of the claims.

Most are names: a letter, a law, an expression that is spoken of, made of the signs in ``PLAIN`` and
no others. What holds a relation, or any sign that is not listed there, says more. How it is written
tells three sorts apart:

sign
    A relation by itself, which the sentence is about.
case
    A small letter, or N, at a number or a list of numbers: where something is looked at. Optima and
    estimates, which bear a star or a hat, and quantities with a capital letter, such as D and H(p),
    are no cases: their values are results.
condition
    Such a letter that is bounded, or does not vanish, or tends to something.

Everything else has a row in :mod:`tests.book.inline_claims`, which says what it is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.book.pages import Page, lines

TABLE = "tests/book/inline_claims.py"
FORMULA = re.compile(r"(?<![\\$])\$(?!\$)((?:\\.|[^$\\])+)\$|\{math\}`([^`]+)`")
ROLE = re.compile(r"\{math\}(`[^`]+`)")
LONE = re.compile(r"(?<!\\)\$")
CODE = re.compile(r"(?<!`)(`+)(?!`)(?:.(?!\1))*.\1")
RELATION = re.compile(r":=|=|<|>|\\(?:leq?|geq?|neq?|ll|to|approx|doteq|propto|sim|in)(?![a-zA-Z])")
BELOW = re.compile(r"_\{(?:[^{}]|\{[^{}]*\})*\}")  # what a sum runs over is no statement
WORDS = (
    "Delta Phi Theta Vert alpha bar cdot chi cos delta dots ell epsilon frac hat infty int kappa "
    "lambda lfloor ln log lvert mathbb mathcal mathrm mid mu nu operatorname partial pi pm psi "
    "rfloor rvert sigma sqrt sum tau tfrac theta varepsilon varphi"
)
_WORD = rf"\\(?:{'|'.join(WORDS.split())})(?![a-zA-Z])"
PLAIN = re.compile(rf"(?:{_WORD}|\\[,|]|[\w\s()\[\]{{}}*+,./^'-])*", re.ASCII)
_GREEK = "alpha|beta|delta|ell|epsilon|lambda|mu|nu|sigma|tau|theta|varepsilon"
_LETTER = rf"(?:\\(?:{_GREEK})(?![a-zA-Z])|[a-zN](?:\([a-z]\))?)"
_NAME = rf"{_LETTER}(?:_\{{?\w+\}}?)*"
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
                for found in FORMULA.finditer(_without_code(line)):
                    code = (found.group(1) or found.group(2)).strip()
                    yield Formula(page.name, cell.number, number, code, sort_of(code))


def _without_code(line):
    """Return a line without its pieces of code; a formula in a role is none."""
    return CODE.sub("x", ROLE.sub(lambda role: f"${role.group(1)[1:-1]}$", line))


def sort_of(code: str) -> str:
    """Return how a formula is written: a name, a sign, a case, a condition or a relation."""
    if PLAIN.fullmatch(BELOW.sub("", code)):
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
    told += [
        f"{page.path}, cell {cell.number}, line {number}: a formula goes on to another line, "
        "or a dollar sign lacks its backslash"
        for cell in page.cells
        if cell.kind == "markdown"
        for number, line in lines(cell.source)
        if len(LONE.findall(_without_code(line))) % 2
    ]
    written = {one.code for one in found}
    return told + [
        f"{page.path}: no sentence states ${code}$ any more: delete its row in {TABLE}"
        for code in rows
        if code not in written
    ]
