"""The built pages display the claims of the ledger, each with its number, its fold and its row.

They read `_build/html`; where no book is built they are skipped, with a word.
"""

import re
from html import escape
from html.parser import HTMLParser

import pytest

from klutils import ledger
from tools.book import HTML, built
from tools.environment import ROOT

CONTENTS = ROOT / "_toc.yml"


class Equations(HTMLParser):
    """The displayed equations of a page: label and number, or None where there is none."""

    def __init__(self, text):
        super().__init__()
        self.found, self.folds, self.targets, self._number = [], 0, set(), False
        self.sources, self._source = {}, None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        classes = (attributes.get("class") or "").split()
        self.targets |= {attributes["id"]} if attributes.get("id") else set()
        self.folds += tag == "details" and "checked" in classes
        if tag == "div" and "math" in classes:
            label = (attributes.get("id") or "").removeprefix("equation-") or None
            self.found.append([label, None])
            self._source = label
        if tag == "annotation" and self._source:
            self.sources[self._source] = ""
        self._number = tag == "span" and "eqno" in classes

    def handle_endtag(self, tag):
        if tag == "annotation":
            self._source = None

    def handle_data(self, data):
        if self._source in self.sources:
            self.sources[self._source] += data
        if self._number and self.found:
            self.found[-1][1] = data.strip().strip("()")
            self._number = False


def displayed(text):
    """Return label and number of each displayed equation of a page."""
    return [tuple(equation) for equation in Equations(text).found]


@pytest.fixture(scope="module")
def pages():
    if not built().exists():
        pytest.skip("no book is built: run make.py book")
    newest = max(ROOT.glob("chapters/*.ipynb"), key=lambda path: path.stat().st_mtime)
    page = HTML / "chapters" / f"{newest.stem}.html"
    if not page.exists() or page.stat().st_mtime < newest.stat().st_mtime:
        pytest.fail(f"the built book is older than {newest.name}: run make.py book")
    return {path.stem: path.read_text(encoding="utf-8") for path in HTML.glob("chapters/*.html")}


@pytest.fixture(scope="module")
def claims():
    return ledger.in_order(ledger.read(ROOT / "chapters"), CONTENTS)


def test_the_displayed_equations_are_the_claims_of_the_ledger(pages, claims):
    held = {}
    for claim in claims:
        held.setdefault(claim.chapter, []).append((claim.label, claim.number))
    shown = {name: equations for name, text in pages.items() if (equations := displayed(text))}
    assert shown == held


def differing(text, claims):
    """Return the labels of a page's claims whose formula has another source than the record."""
    sources = Equations(text).sources
    return [claim.label for claim in claims if sources.get(claim.label) != statement(claim)]


def statement(claim):
    return claim.record["statement"].strip()


def of(chapter, claims):
    return [claim for claim in claims if claim.chapter == chapter]


def test_the_source_of_each_formula_is_that_of_its_record(pages, claims):
    for chapter in {claim.chapter for claim in claims}:
        assert differing(pages[chapter], of(chapter, claims)) == [], f"{chapter}: other formulas"


def test_a_formula_that_is_not_its_record_is_seen(pages, claims):
    claim = next(claim for claim in claims if claim.label == "eq-cross-entropy")
    page, others = pages[claim.chapter], of(claim.chapter, claims)
    source = f'<annotation encoding="application/x-tex">{escape(statement(claim))}<'
    assert page.count(source) >= 1
    start = page.index(f'id="equation-{claim.label}"')
    for other in (r"H(p, q) \coloneqq \int p(x) \ln q(x) \, dx", ""):
        planted = page[:start] + page[start:].replace(escape(statement(claim)), other, 1)
        assert differing(planted, others) == [claim.label]


def test_each_displayed_equation_has_its_fold(pages, claims):
    for chapter in {claim.chapter for claim in claims}:
        page = Equations(pages[chapter])
        assert page.folds == len(page.found), f"{chapter}: equations without a word on their check"


def test_the_page_of_claims_has_a_row_for_each(pages, claims):
    targets = Equations(pages["claims"]).targets
    assert {claim.label for claim in claims if f"row-{claim.label}" not in targets} == set()


def test_each_fold_links_to_its_row(pages, claims):
    for chapter in {claim.chapter for claim in claims}:
        linked = re.findall(r'href="claims\.html#row-([\w-]+)"', pages[chapter])
        assert linked == [claim.label for claim in claims if claim.chapter == chapter]


def test_the_graph_links_to_each_claim(pages, claims):
    linked = set(
        re.findall(r'href="(\w[\w-]*)\.html#equation-([\w-]+)" aria-label', pages["claims"])
    )
    assert linked == {(claim.chapter, claim.label) for claim in claims}


def test_an_equation_that_is_no_claim_is_seen():
    typed = '<div class="math notranslate nohighlight">\\[x\\]</div>'
    labelled = (
        '<div class="math notranslate nohighlight" id="equation-eq-split">\n'
        '<span class="eqno">(5.3)<a class="headerlink" href="#e">#</a></span>\\[x\\]</div>'
    )
    assert displayed(typed + labelled) == [(None, None), ("eq-split", "5.3")]
