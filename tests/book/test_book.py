"""The book's own guards, over every page and every file."""

import re
import subprocess
from importlib import import_module

import nbformat
import pytest
import yaml

from klutils import ledger, symbolic
from klutils.symbolic.language import (
    divergences,
    functionals,
    laws,
    made_laws,
    named_laws,
    optimisation,
    samples,
)
from tests.book import guards, pages
from tools.environment import ROOT
from tools.execute import normal

SOURCES = sorted([*ROOT.glob("chapters/*.ipynb"), *ROOT.glob("chapters/*.md")])
BOOK = [pages.read(path, ROOT) for path in SOURCES]
EACH = pytest.mark.parametrize("page", BOOK, ids=lambda page: page.name)
ABOUT = [pages.read(path, ROOT) for path in sorted(ROOT.glob("*.md"))]

SYMBOLS = laws, named_laws, made_laws, functionals, divergences, samples, optimisation
UNSEEN = {"InOrder"}  # a sum, with its terms as they are written
VALUES = {"KINDS", "N", "RECORD"}


def hold(complaints):
    assert not complaints, "\n  " + "\n  ".join(complaints)


@EACH
@pytest.mark.parametrize("guard", guards.OF_A_PAGE, ids=lambda guard: guard.__name__)
def test_page(page, guard):
    hold(guard(page))


@pytest.mark.parametrize("page", ABOUT, ids=lambda page: page.name)
def test_prose_about_the_book(page):
    hold(guards.poor_prose(page))


def test_labels_are_unique_and_named_by_kind():
    hold(guards.misnamed_labels(BOOK))


def test_the_ledger_holds_the_claims_that_the_pages_show():
    shown = [
        (page.name, cell.number, data[guards.CLAIM])
        for page in BOOK
        for cell in page.code()
        for data in cell.data()
        if guards.CLAIM in data
    ]
    held = ledger.read(ROOT / "chapters")
    assert [(f"chapters/{c.chapter}", c.cell, c.record) for c in held] == shown


def test_references_lead_somewhere():
    entries = ROOT.joinpath("references.bib").read_text(encoding="utf-8")
    hold(guards.dangling_references(BOOK, set(re.findall(r"^@\w+\{([^,\s]+),", entries, re.M))))


def test_the_table_of_contents_lists_every_page():
    contents = yaml.safe_load(ROOT.joinpath("_toc.yml").read_text(encoding="utf-8"))
    entries = [entry for part in contents["parts"] for entry in part["chapters"]]
    listed = [contents["root"], *(entry["file"] for entry in entries)]
    hold(guards.listed(listed, [page.name for page in BOOK]))


def test_every_list_of_chapters_is_that_of_the_table_of_contents():
    titles = ledger.titles(ROOT / "chapters", ROOT / "_toc.yml")
    (claims,) = (page for page in BOOK if page.name == "chapters/claims")
    recorded = {claim.chapter for claim in ledger.read(ROOT / "chapters")}
    hold(guards.unmapped(ROOT.joinpath("README.md").read_text(encoding="utf-8"), titles))
    hold(guards.unheaded(claims, titles, recorded))


def test_the_start_page_stops_at_each_chapter_of_the_route():
    contents = yaml.safe_load(ROOT.joinpath("_toc.yml").read_text(encoding="utf-8"))
    files = [e["file"] for p in contents["parts"] if p.get("numbered") for e in p["chapters"]]
    route = [file.removeprefix("chapters/") for file in files if file != "chapters/notation"]
    claims = {claim.label: claim.chapter for claim in ledger.read(ROOT / "chapters")}
    own = {page.name: page for page in BOOK}["chapters/index"]
    hold(guards.unstopped(own, route, claims))


def test_the_chapter_on_notation_shows_each_symbol_of_the_book():
    symbols = {name for module in SYMBOLS for name in module.__all__} - UNSEEN
    (notation,) = (page for page in BOOK if page.name == "chapters/notation")
    hold(guards.unexplained(BOOK, notation, symbols))


def test_the_page_of_the_api_lists_what_chapters_import_and_what_the_calculus_hands_on():
    public = {vars(symbolic)[name] for name in set(symbolic.__all__) - VALUES}
    modules = {made.__module__ for made in public if made.__module__.startswith("klutils")}
    modules |= {name for name in _imported_from() if name.startswith("klutils.")}
    hold(guards.undocumented((ROOT / "chapters/api.md").read_text(encoding="utf-8"), modules))


def _imported_from():
    """The modules in which what chapters import is defined."""
    for _, module, name in guards.imported(BOOK):
        yield getattr(getattr(import_module(module), name, None), "__module__", "")


@pytest.mark.parametrize("path", [p for p in SOURCES if p.suffix == ".ipynb"], ids=lambda p: p.stem)
def test_a_notebook_is_as_make_execute_writes_it(path):
    stored = path.read_text(encoding="utf-8")
    again = normal(nbformat.reads(stored, as_version=4))
    assert stored == again, f"{path.name} is not as executing it leaves it: run make.py execute"


def test_no_docstring_displays_an_equation():
    complaints = []
    for path in sorted(ROOT.joinpath("klutils").rglob("*.py")):
        name, text = path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
        complaints += guards.displayed_in_docstrings(name, text)
    hold(complaints)


def test_no_file_names_a_machine_or_a_registry():
    listing = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listing.returncode:
        pytest.skip("this copy is no git checkout: no list of the files that belong to it")
    complaints = []
    for name in filter(None, listing.stdout.split("\0")):
        path = ROOT / name
        if name.startswith("vendor/") or not path.is_file():
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        complaints += guards.addresses(name, text, str(ROOT))
    hold(complaints)
