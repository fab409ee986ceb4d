"""A chapter that ``make new`` begins passes the book's guards; what cannot be begun leaves all."""

import shutil
import subprocess
import sys

import pytest

from klutils import ledger
from tests.book import guards, pages, stated
from tools import new, tasks
from tools.environment import ROOT

KEPT = ("_toc.yml", "README.md", "pyproject.toml", "chapters")


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    place = tmp_path_factory.mktemp("book")
    for name in KEPT:
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, place / name)
    place.joinpath("klutils").mkdir()  # so that ruff knows it for ours
    place.joinpath("klutils", "__init__.py").touch()
    return place


def held(place):
    return {path: path.read_bytes() for path in place.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def begun(copy):
    """A copy of the book in which a chapter was begun; what reads all chapters is left as it is."""
    new.create("both-ways", copy, refresh=lambda: 0)
    return copy


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("Both", "expected small letters"),
        ("both_ways", "expected small letters"),
        ("../both", "expected small letters"),
        ("both-", "expected small letters"),
        ("", "expected small letters"),
        ("coding", "is a chapter already"),
        ("api", "is a chapter already"),
        ("decomposition", "is a chapter already"),
        ("gibbs", "has the label eq-gibbs; choose another"),
    ],
)
def test_a_name_that_cannot_be_had_is_refused_and_nothing_written(copy, name, why):
    before = held(copy)
    with pytest.raises(new.Refused, match=why):
        new.create(name, copy, refresh=lambda: 0)
    assert held(copy) == before


@pytest.mark.parametrize("end", [KeyboardInterrupt, SystemExit, lambda: 1])
def test_a_failure_leaves_every_file_as_it_was(copy, end):
    def refresh():
        assert copy.joinpath("chapters/half-made.ipynb").exists()
        assert "half-made" in copy.joinpath("_toc.yml").read_text(encoding="utf-8")
        if isinstance(end, type):
            raise end
        return end()

    before = held(copy)
    with pytest.raises(end if isinstance(end, type) else new.Failed):
        new.create("half-made", copy, refresh=refresh)
    assert held(copy) == before


def test_it_passes_the_guards_of_a_page(begun):
    page = pages.read(begun / "chapters" / "both-ways.ipynb", begun)
    checks = [*guards.OF_A_PAGE, stated.unconfirmed_numbers, stated.unsourced_numbers]
    assert [complaint for check in checks for complaint in check(page)] == []
    assert sum("{exercise}" in cell.source for cell in page.cells) >= 3


def test_it_passes_the_guards_of_the_book(begun):
    book = [pages.read(path, begun) for path in sorted(begun.glob("chapters/*.ipynb"))]
    assert guards.misnamed_labels(book) == []
    mine = [page for page in book if page.name.endswith("both-ways")]
    told = guards.dangling_references(book, set())
    assert [line for line in told if line.startswith(mine[0].path)] == []


def test_its_code_is_in_the_style_of_the_book(begun):
    page = str(begun / "chapters" / "both-ways.ipynb")
    for task in (["check"], ["format", "--check"]):
        told = subprocess.run(
            [sys.executable, "-m", "ruff", *task, page], capture_output=True, text=True
        )
        assert told.returncode == 0, told.stdout


def test_it_is_listed_wherever_chapters_are(begun):
    titles = ledger.titles(begun / "chapters", begun / "_toc.yml")
    assert titles["both-ways"] == "Both ways"
    names = list(titles)
    assert names.index("both-ways") == names.index("maximum-likelihood") + 1
    assert guards.unmapped(begun.joinpath("README.md").read_text(encoding="utf-8"), titles) == []
    claims = pages.read(begun / "chapters" / "claims.ipynb", begun)
    recorded = {claim.chapter for claim in ledger.read(begun / "chapters")}
    assert "both-ways" in recorded
    assert guards.unheaded(claims, titles, recorded) == []


def test_the_task_takes_one_name():
    assert tasks.read(["new", "both-ways"]).chapter == "both-ways"
