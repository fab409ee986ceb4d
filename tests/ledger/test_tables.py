"""The counts of the page of claims add up, and each table has as many cells as its head."""

import re

import pytest

from klutils import ledger
from klutils.mutants import table
from klutils.mutants.score import Outcome


def cells(text):
    """The cells of a Markdown table, row by row, without the line below its head."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines()]
    assert len({len(row) for row in rows}) == 1, "rows of unequal length"
    assert all(re.fullmatch(r"-+:?", cell) for cell in rows[1])
    return [rows[0], *rows[2:]]


def outcome(operator, algebra, witness, verdict):
    return Outcome("eq-a", 1, operator, "right", "a | b = *c*", algebra, witness, verdict)


@pytest.fixture
def counted():
    return table(
        [
            outcome("sign of a term", "killed", "killed", "wrong"),
            outcome("sign of a term", "refused", "killed", "wrong"),
            outcome("sign of a term", "survived", "survived", "equivalent"),
            outcome("term dropped", "survived", "killed", "wrong"),
            outcome("term doubled", "killed", "survived", "wrong"),
        ]
    )


def test_steps_are_counted_by_kind(book):
    _, *rows = cells(ledger.kind_table(book.claims))
    assert sorted(rows[:-1]) == [
        ["definition", "2"],
        ["equality", "2"],
        ["estimate", "1"],
        ["inequality", "1"],
    ]
    assert rows[-1] == ["**all**, in 5 equations", "6"]


def test_mutants_are_counted_by_slip(counted):
    head, *rows = cells(ledger.mutation_table(counted))
    assert head == ["slip", "made", "algebra", "witness", "passed"]
    by_slip = {row[0]: row[1:] for row in rows}
    assert by_slip["sign of a term"] == ["3 (1 true)", "1 + 1", "2", "0"]
    assert by_slip["term dropped"] == ["1", "0", "1", "1"]
    assert by_slip["term doubled"] == ["1", "1", "0", "1"]
    assert by_slip["**all**"] == ["5 (1 true)", "2 + 1", "3", "2"]
    assert set(by_slip) == {*counted["operators"], "**all**"}


def test_true_claims_are_listed_as_text(counted):
    text = ledger.equivalents(counted)
    assert text.count("\n- ") == 1
    assert "<summary>The 1 " in text
    assert r"- {eq}`eq-a`, sign of a term: a \| b = \*c\*" in text


def test_what_was_refused_is_listed_with_its_reason():
    refused = Outcome(
        *("eq-a", 1, "sign of a term", "right", "a = b", "killed", "refused", "wrong"),
        refusals=("witness: E_p[x] is not real",),
    )
    text = ledger.refusals(table([refused]))
    assert "<summary>The 1 refused mutants</summary>" in text
    assert r"a = b. *Refused*: witness: E\_p&#91;x&#93; is not real" in text


def test_comparisons_are_counted_by_chapter(book):
    titles = ledger.titles(book.folder, book.contents)
    _, *rows = cells(ledger.number_table(ledger.confirmations(book.folder), titles))
    assert rows == [
        ["{doc}`zero`", "1", "2"],
        ["{doc}`appendix`", "1", "2"],
        ["**all**", "2", "4"],
    ]
