"""The ledger finds every claim of executed notebooks, in the order of the book."""

from pathlib import Path

import pytest

from klutils import ledger
from klutils.symbolic import KL, StepError
from tests.symbolic.setting import p, q

ROOT = Path(__file__).parents[2]
BY_FILE = ["eq-least", "eq-last", "eq-first", "eq-kl", "eq-split"]


def find(claims, label):
    return next(claim for claim in claims if claim.label == label)


def test_claims_are_read_file_by_file_and_cell_by_cell(book):
    claims = ledger.read(book.folder)
    assert [claim.label for claim in claims] == BY_FILE
    assert [claim.cell for claim in claims] == [2, 2, 2, 2, 3]
    assert {claim.number for claim in claims} == {""}


def test_a_claim_says_where_it_stands_and_what_it_shows(book):
    claim = find(book.claims, "eq-split")
    assert (claim.chapter, claim.cell, claim.title) == ("zero", 3, "Two & more")
    assert claim.record["uses"] == ["eq-kl"]
    assert claim.start == KL(p, q)


def test_a_claim_carries_kinds_and_findings(book):
    claim = find(book.claims, "eq-split")
    assert claim.kinds == ("definition", "equality")
    for step in claim.steps:
        assert step["algebra"]["holds"]
        assert step["witness"]["holds"]
        assert step["witness"]["worlds"] >= 3


def test_the_order_is_that_of_the_book(book):
    assert [c.label for c in book.claims] == [
        "eq-first",
        "eq-kl",
        "eq-split",
        "eq-least",
        "eq-last",
    ]


def test_chapters_of_numbered_parts_are_numbered_through(book):
    numbers = {claim.label: claim.number for claim in book.claims}
    assert numbers == {
        "eq-first": "1",  # pages without numbers are numbered through
        "eq-kl": "2.1",  # the second chapter; the first has no claim
        "eq-split": "2.2",
        "eq-least": "3.1",  # the next part goes on counting
        "eq-last": "2",
    }


def test_a_claim_of_a_chapter_that_the_contents_do_not_list_is_named(book, tmp_path):
    contents = tmp_path / "_toc.yml"
    text = book.contents.read_text(encoding="utf-8").replace("chapters/alpha", "chapters/beta")
    contents.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"_toc\.yml does not list alpha"):
        ledger.in_order(book.claims, contents)


def test_titles_are_in_the_order_of_the_book(book):
    assert list(ledger.titles(book.folder, book.contents).items()) == [
        ("index", "Index"),
        ("words", "Words"),
        ("zero", "Zero"),
        ("alpha", "Alpha"),
        ("appendix", "Appendix"),
    ]


def test_a_claim_is_checked_once_more(book):
    for claim in book.claims:
        again = claim.again()
        assert again.latex() == claim.record["statement"]
        assert again.uses == tuple(claim.record["uses"])


def test_a_claim_changed_on_disk_is_found_wrong(book):
    claim = find(book.claims, "eq-split")
    record = claim.record | {"source": dict(claim.record["source"])}
    record["source"]["start"] = "KL(Density('q', 'x', ()), Density('p', 'x', ()))"
    with pytest.raises(StepError, match="eq-split, step 1 .* does not hold"):
        type(claim)(claim.chapter, claim.cell, record).again()


def test_the_ledger_of_this_book_is_in_order():
    chapters = ROOT / "chapters"
    claims = ledger.in_order(ledger.read(chapters), ROOT / "_toc.yml")
    assert len(claims) > 100
    assert len({claim.label for claim in claims}) == len(claims)
    assert list(dict.fromkeys(c.chapter for c in claims)) == [
        name
        for name in ledger.titles(chapters, ROOT / "_toc.yml")
        if any(claim.chapter == name for claim in claims)
    ]
    assert find(claims, "eq-kl").number == "2.1"


def test_an_empty_folder_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError, match="holds no notebook"):
        ledger.read(tmp_path)


@pytest.mark.parametrize("content", ["{", "{}", "[]", "3", '{"cells": 3}'])
@pytest.mark.parametrize("read", [ledger.read, ledger.confirmations])
def test_a_file_that_is_no_notebook_is_named(tmp_path, content, read):
    (tmp_path / "broken.ipynb").write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=r"broken\.ipynb is not a notebook"):
        read(tmp_path)
