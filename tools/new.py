"""Begin a chapter: one that passes every check at once, to be rewritten cell by cell.

What it begins with stands in ``chapter.txt``.
The chapter is listed at the end of the last numbered part of ``_toc.yml``, in the map of the README
and on the page of claims; then its steps are broken as all others are, and the pages that read
what the chapters have stored run again.
Should anything fail, or Ctrl-C come, every file is as it was.
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
import yaml

from klutils import ledger
from tools import execute, mutants
from tools.environment import ROOT

TEMPLATE = Path(__file__).with_name("chapter.txt")
NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


class Refused(Exception):
    """No chapter can have this name; the message says why, and which names can be had."""


def begin(name: str) -> int:
    """Begin the chapter called ``name``; return the exit status."""
    try:
        create(name, ROOT)
    except (Refused, Failed) as error:
        print(error)
        return 1
    print(f"chapters/{name}.ipynb stands, and all that lists it: rewrite it cell by cell.")
    print("README.md has a word on it in its map; CONTRIBUTING.md says what a chapter looks like.")
    return 0


class Failed(Exception):
    """A step of the work failed; it has said why by itself."""


def create(name: str, root: Path, refresh: Callable[[], int] | None = None) -> None:
    """Write the chapter and its entries, then ``refresh`` what is computed from all chapters."""
    refuse(name, root)
    chapter, title = root / "chapters" / f"{name}.ipynb", name.replace("-", " ").capitalize()
    contents, readme = root / "_toc.yml", root / "README.md"
    claims = root / "chapters" / "claims.ipynb"
    others = [root / "chapters" / "index.ipynb", root / "chapters" / "data" / "mutants.json"]
    before = last_numbered(contents)
    with undone_on_failure(chapter, contents, readme, claims, *others):
        execute.replace(chapter, execute.normal(notebook(name, title)))
        if failures := execute.run([chapter]):
            raise Failed("\n".join(map(str, failures)))
        titles = ledger.titles(chapter.parent, contents)
        after(contents, f"- file: chapters/{before}", f"      - file: chapters/{name}")
        after(readme, f"| {titles[before]} |", f"| {title} | say in a few words what it shows |")
        execute.replace(claims, execute.normal(with_rows(claims, before, name, title)))
        if (refresh or renew)():
            raise Failed("What the chapters have stored could not be read again: see above.")


def renew() -> int:
    """Break all steps once more, and run the pages that read what is stored."""
    return mutants.run() or execute.execute(["index", "claims"])


def refuse(name: str, root: Path) -> None:
    """Raise `Refused` where a chapter cannot have this name."""
    if not NAME.fullmatch(name):
        raise Refused(
            f"NAME is {name!r}; expected small letters and digits, with hyphens between words, "
            "such as mutual-information"
        )
    pages = sorted(root.joinpath("chapters").glob("*.ipynb")) + sorted(root.glob("chapters/*.md"))
    if name in [page.stem for page in pages]:
        raise Refused(f"NAME is {name!r}, which is a chapter already; choose another, or edit it")
    given = re.compile(rf"\b(?:eq|fig)-{name}(?![\w-])|\bex-{name}-(?:integral|far|equal)(?![\w-])")
    for page in pages:
        if found := given.search(page.read_text(encoding="utf-8")):
            where = f"chapters/{page.name}"
            raise Refused(f"NAME is {name!r}, and {where} has the label {found[0]}; choose another")


@contextmanager
def undone_on_failure(*paths: Path) -> Iterator[None]:
    """Put files back as they were, and take new ones away, whatever ends the work early."""
    before = {path: path.read_bytes() if path.exists() else None for path in paths}
    try:
        yield
    except BaseException:
        for path, content in before.items():
            if content is None:
                path.unlink(missing_ok=True)
            elif path.read_bytes() != content:
                execute.replace(path, content.decode("utf-8"))
        raise


def notebook(name: str, title: str) -> nbformat.NotebookNode:
    """Return the chapter as the template has it, not yet run."""
    text = TEMPLATE.read_text(encoding="utf-8").replace("NAME", name).replace("TITLE", title)
    cells = []
    for head, body in re.findall(r"^%% (.*)\n((?:(?!%% ).*\n)*)", text, re.M):
        kind, _, metadata = head.partition(" ")
        made = nbformat.v4.new_code_cell if kind == "code" else nbformat.v4.new_markdown_cell
        cell_id = f"cell-{len(cells) + 1}"
        cells.append(made(body.rstrip(), metadata=json.loads(metadata or "{}"), id=cell_id))
    return nbformat.v4.new_notebook(cells=cells)


def last_numbered(contents: Path) -> str:
    """Return the name of the last chapter that has a number."""
    parts = yaml.safe_load(contents.read_text(encoding="utf-8"))["parts"]
    return Path([p for p in parts if p.get("numbered")][-1]["chapters"][-1]["file"]).name


def after(path: Path, begins: str, line: str) -> None:
    """Write a line after the one that begins so."""
    lines = path.read_text(encoding="utf-8").splitlines()
    places = [k for k, old in enumerate(lines, 1) if old.strip().startswith(begins)]
    if len(places) != 1:
        raise Failed(f"{path.name} has {len(places)} lines that begin with {begins!r}; expected 1")
    lines.insert(places[0], line)
    execute.replace(path, "\n".join(lines) + "\n")


def with_rows(path: Path, before: str, name: str, title: str) -> nbformat.NotebookNode:
    """Return the page of claims with a heading and the rows of the chapter, after another's."""
    page = nbformat.read(path, as_version=4)
    source = 'Markdown(ledger.rows(claims, "{}"))'
    place = [cell.source for cell in page.cells].index(source.format(before)) + 1
    page.cells[place:place] = [
        nbformat.v4.new_markdown_cell(f"### {title}", id=f"heading-{name}"),
        nbformat.v4.new_code_cell(
            source.format(name), metadata={"tags": ["remove-input"]}, id=f"rows-{name}"
        ),
    ]
    return page
