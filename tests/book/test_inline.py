"""What sentences claim in passing is checked, and a formula that nothing accounts for is named."""

import pytest

from klutils.symbolic.algebra.kinds import algebra
from klutils.symbolic.reading.meaning import Reader
from klutils.symbolic.reading.names import Names
from klutils.symbolic.witness.kinds import witness
from tests.book import pages
from tests.book.inline import formulas, sort_of, unaccounted
from tests.book.inline_claims import ROWS, Claim
from tests.book.test_book import BOOK, hold

CLAIMS = {
    (page, code): row
    for page, rows in ROWS.items()
    for code, row in rows.items()
    if isinstance(row, Claim)
}


@pytest.mark.parametrize("page", BOOK, ids=lambda page: page.name)
def test_every_relation_within_a_sentence_is_accounted_for(page):
    hold(unaccounted(page, ROWS.get(page.name, {})))


@pytest.mark.parametrize(("page", "code"), CLAIMS)
def test_what_a_sentence_claims_is_so(page, code):
    found = CLAIMS[page, code].check()
    if isinstance(found, tuple):
        for left, step in found if isinstance(found[0], tuple) else [found]:
            assert algebra(left, step).holds
            assert witness(left, step).holds
    else:
        assert found is True or found == True  # noqa: E712, SymPy has truth values of its own


@pytest.mark.parametrize(
    ("page", "code"), [key for key, row in CLAIMS.items() if not row.shorthand]
)
def test_what_a_sentence_claims_reads_as_what_was_checked(page, code):
    left, step = CLAIMS[page, code].check()
    sides, relations = Reader(Names.of(left, step.right)).chain(code)
    assert [sign for sign, _ in relations] == ["equality"]
    assert sides == [left, step.right]


SORTS = {
    "D": "name",
    r"\mathbb{E}_{x \sim p}[f(x)]": "name",
    r"\doteq": "sign",
    "n = 17": "case",
    r"p = (0.2, 0.5, 0.3)": "case",
    r"c = \frac12": "case",
    r"n = 1, 2, 3, \dots": "case",
    r"0 < c < 1": "condition",
    r"p \ll q": "condition",
    r"q(x) = 0": "case",
    r"N \to \infty": "condition",
    r"\lambda^* = 5": "relation",
    r"\hat\lambda = 3": "relation",
    r"\mathbb{E}_p[r] = 1 + m": "relation",
    r"H(p, q) = 0": "relation",
    r"D(p, q) < 1": "relation",
    r"n = 1 + m": "relation",
    r"a = b": "relation",
    # quantities have capital letters, and their values are results
    "H(p) = 3": "relation",
    "D < 0": "relation",
    "D > 1": "relation",
    "K = 7": "relation",
    "I(x) = 0": "relation",
    r"\chi^2 = 7": "relation",
    r"\psi(n) \le 3": "relation",
    # a sign that is not listed says more than a name
    r"a \equiv b": "relation",
    r"H(p) \geqslant H(q)": "relation",
    "H(p) ≥ H(q)": "relation",
    r"p \subset q": "relation",
    r"a \iff b": "relation",
    r"D \lt 3": "relation",
    r"\text{less than } D": "relation",
    r"D_{\mathrm{KL}}(p \| q)": "name",
    r"A'(\theta^*)": "name",
}


@pytest.mark.parametrize("code", SORTS)
def test_a_formula_is_sorted_by_how_it_is_written(code):
    assert sort_of(code) == SORTS[code]


def _page(*sources):
    cells = [pages.Cell(k, "markdown", source) for k, source in enumerate(sources, start=1)]
    return pages.Page("chapters/new.ipynb", cells)


def test_a_claim_that_nothing_checks_is_named_with_its_place():
    page = _page(
        "# New\n\nSo $H(p, q) = H(p)$, at $n = 3$ and `$a = b$`.\n\n```python\n$b = c$\n```"
    )
    (told,) = unaccounted(page, {})
    assert told.startswith("chapters/new.ipynb, cell 1, line 3: $H(p, q) = H(p)$ states something")
    assert "tests/book/inline_claims.py" in told
    assert unaccounted(page, {"H(p, q) = H(p)": "named"}) == []


def test_a_formula_in_a_role_is_one_too():
    (told,) = unaccounted(_page("Here {math}`H(p) = H(q)` stands."), {})
    assert "$H(p) = H(q)$ states something" in told


def test_a_formula_that_goes_on_to_another_line_is_named():
    told = unaccounted(_page("So $H(p)\n= H(q)$ holds, for \\$5."), {})
    assert [line.partition(": ")[0] for line in told] == [
        "chapters/new.ipynb, cell 1, line 1",
        "chapters/new.ipynb, cell 1, line 2",
    ]
    assert all("goes on to another line" in line for line in told)


def test_a_row_of_a_sentence_that_is_gone_is_named():
    (told,) = unaccounted(_page("Nothing is claimed of $p$."), {"a = b": "case"})
    assert "no sentence states $a = b$ any more" in told


def test_two_formulas_of_a_line_are_both_found():
    found = [one.code for one in formulas(_page(r"Both $\$5 < a + b$ and $c = d + 1$."))]
    assert found == [r"\$5 < a + b", "c = d + 1"]
