"""The book's sources as the guards read them: pages, their cells, and what a line of prose is."""

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

FENCE = re.compile(r"^[ >\t]*(`{3,}|~{3,}|:{3,})\s*(\{?[\w:+-]*\}?)")
VERBATIM = {"{code}", "{code-block}", "{code-cell}", "{eval-rst}", "{literalinclude}", "{raw}"}


@dataclass
class Cell:
    """A cell of a notebook; a page of Markdown has one."""

    number: int
    kind: str
    source: str
    outputs: list = field(default_factory=list)
    metadata: dict = field(default_factory=dict)
    count: int | None = None

    def tree(self) -> ast.Module:
        """Return the code of the cell; none where it is no Python, as with a magic command."""
        try:
            return ast.parse(self.source)
        except SyntaxError:
            return ast.Module([], [])

    def data(self) -> Iterator[dict]:
        """Yield each rich output: its MIME types and what stands under them."""
        for output in self.outputs:
            if "data" in output:
                yield {mime: joined(content) for mime, content in output["data"].items()}


@dataclass
class Page:
    """A page: its path in the repository, and its cells."""

    path: str
    cells: list[Cell]

    @property
    def name(self) -> str:
        """Return the name under which other pages refer to this one."""
        return self.path.rpartition(".")[0]

    def code(self) -> list[Cell]:
        """Return the code cells."""
        return [cell for cell in self.cells if cell.kind == "code"]

    def texts(self) -> Iterator[tuple[Cell, str]]:
        """Yield all text that MyST reads: Markdown cells, and Markdown that cells put out."""
        for cell in self.cells:
            if cell.kind == "markdown":
                yield cell, cell.source
            for data in cell.data():
                if "text/markdown" in data:
                    yield cell, data["text/markdown"]


def read(path: Path, root: Path) -> Page:
    """Read a notebook or a page of Markdown."""
    text, name = path.read_text(encoding="utf-8"), path.relative_to(root).as_posix()
    if path.suffix != ".ipynb":
        return Page(name, [Cell(1, "markdown", text)])
    return notebook(name, json.loads(text))


def notebook(name: str, content: dict) -> Page:
    """Return a notebook's page."""
    return Page(
        name,
        [
            Cell(
                number,
                cell["cell_type"],
                joined(cell["source"]),
                cell.get("outputs", []),
                cell.get("metadata", {}),
                cell.get("execution_count"),
            )
            for number, cell in enumerate(content["cells"], start=1)
        ],
    )


def joined(content):
    """Return text that a notebook stores in lines as one string; leave JSON as it is."""
    if isinstance(content, list) and all(isinstance(line, str) for line in content):
        return "".join(content)
    return content


def lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the numbered lines that MyST reads as text: those of a directive too, none of code.

    A bare fence closes the innermost directive that a fence no longer than itself has opened;
    only where there is none, it opens a block of code.
    """
    code, opened = "", []
    for number, line in enumerate(text.splitlines(), start=1):
        fence = FENCE.match(line)
        marks, name = fence.groups() if fence else ("", "")
        if code:
            if marks.startswith(code) and not name:
                code = ""
            continue
        if marks and not name and any(marks.startswith(outer) for outer in opened):
            while not marks.startswith(opened.pop()):
                pass
        elif marks and not marks.startswith(":") and is_code(name):
            code = marks
            continue
        elif name.startswith("{"):
            opened.append(marks)
        yield number, line


def is_code(opened: str) -> bool:
    """Say whether a fence that opens so holds code rather than text."""
    return opened in VERBATIM or not opened.startswith("{")


def bare(line: str) -> str:
    """Return a line of text with inline code, mathematics, roles and targets blanked out."""
    line = re.sub(r"(?:\{[\w:]+\})?(`+).*?\1", "x", line)
    line = re.sub(r"(?<!\\)\$[^$]+(?<!\\)\$", "x", line)
    return re.sub(r"\]\([^)]*\)|<[^>]*>|https?://\S+", "]", line)
