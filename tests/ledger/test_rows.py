"""A claim as a row: the mathematics, the hypotheses, what was found, and what builds on what."""

import copy
import re
from dataclasses import replace
from html import unescape

import pytest

from klutils import ledger


@pytest.fixture
def split(book):
    return next(claim for claim in book.claims if claim.label == "eq-split")


def test_a_row_begins_with_its_label_its_number_and_its_title(book, split):
    first, second, *_ = ledger.row(split, book.claims).splitlines()
    assert first == "(row-eq-split)="
    assert second == "{eq}`eq-split` **Two & more**: $D_{\\mathrm{KL}}(p \\,\\|\\, q)$"


def test_a_row_without_a_title_has_no_empty_emphasis(book):
    least = next(claim for claim in book.claims if claim.label == "eq-least")
    assert "**:" not in ledger.row(least, book.claims)
    assert "****" not in ledger.row(least, book.claims)


def test_a_row_has_each_step_with_its_sign_its_kind_and_its_reason(book, split):
    lines = ledger.row(split, book.claims).splitlines()
    steps = [line for line in lines if re.match(r"\d\. \$", line)]
    for number, (line, step) in enumerate(zip(steps, split.steps, strict=True), 1):
        relation = {":=": r"\coloneqq"}.get(step["relation"], step["relation"])
        unbroken = line.replace("$ ${}", " ")
        assert unbroken.startswith(f"{number}. ${relation} {step['expression']}$ — {step['kind']}")
    assert steps[0].endswith("$ — definition"), "the reason 'definition' says it twice"
    assert steps[1].endswith("$ — equality, split $\\ln$")


def test_a_row_has_its_hypotheses_and_the_findings_of_both_routes(book, split):
    text = ledger.row(split, book.claims)
    assert "\nHypotheses: $H(p)$ finite.\n" in text
    assert "2. **equality**, given $H(p)$ finite. *Algebra*: normal form of the" in text
    assert text.count("*Algebra*: ") == text.count("*Witness*: ") == 3, "the ends too"
    assert "comparisons, largest difference below 1e-" in text
    assert text.count("<details") == text.count("</details>") == 1


def test_a_row_says_what_it_builds_on_and_what_builds_on_it(book, split):
    text = ledger.row(split, book.claims)
    assert "\nBuilds on {eq}`eq-kl`.\n" in text
    assert "\nUsed by {eq}`eq-least`.\n" in text
    kl, last = (c for c in book.claims if c.label in ("eq-kl", "eq-last"))
    assert "Builds on" not in ledger.row(kl, book.claims)
    assert "Used by {eq}`eq-split`, {eq}`eq-least`." in ledger.row(kl, book.claims)
    assert "Used by" not in ledger.row(last, book.claims)


def test_evidence_is_shown_and_never_read_as_markup(book, split):
    record = copy.deepcopy(split.record)
    evil = "a|b *c* _d_ `e` <f> $g$ [h](i) {j} #k ~l"
    record["steps"][0]["algebra"] |= {"code": "world", "details": {"world": evil, "found": ""}}
    record["steps"][0]["witness"]["tried"] = [{"world": evil}, {"world": evil}]
    text = ledger.row(replace(split, record=record), book.claims)
    assert evil not in text
    shown = re.findall(r"a\\\|b.*?\\~l", text)
    assert len(shown) == 3
    for one in shown:
        assert unescape(re.sub(r"\\(.)", r"\1", one)) == evil
        assert not re.search(r"(?<![\\&])[|*_`<>$\[\]{}#~]", one)


def test_the_rows_of_a_chapter_are_its_claims_in_order(book):
    text = ledger.rows(book.claims, "zero")
    assert re.findall(r"\(row-([\w-]+)\)=", text) == ["eq-kl", "eq-split"]


@pytest.mark.parametrize("chapter", ["words", "no-such-chapter"])
def test_a_chapter_without_claims_is_named(book, chapter):
    said = f"chapter = '{chapter}' has no claim; those that have some: index, zero, alpha, appendix"
    with pytest.raises(ValueError, match=said):
        ledger.rows(book.claims, chapter)
