"""Each number that a chapter states has a second source, and a stale or lone one is named."""

import pytest

from tests.book import stated
from tests.book.pages import notebook
from tests.book.test_book import BOOK, hold
from tests.book.test_guards import code, markdown, shown, stream

NOTEBOOKS = [page for page in BOOK if page.path.endswith(".ipynb")]
EACH = pytest.mark.parametrize("page", NOTEBOOKS, ids=lambda page: page.name)


@EACH
def test_a_printed_number_has_a_second_source(page):
    hold(stated.unconfirmed_numbers(page))


@EACH
def test_a_number_in_prose_comes_from_a_cell(page):
    hold(stated.unsourced_numbers(page))


def record(**found):
    output = shown()
    output["data"][stated.NUMBER] = {"by": "closed form"} | found
    return output


def page(*cells):
    return notebook("chapters/page.ipynb", {"cells": list(cells)})


PRINTED = stream("stdout", "D = 0.0305 nats, z = -0.60, off by 12.5 %, 1.5e+03 draws, 3 cases\n")
CONFIRMED = record(values=["0.0304785", "0.125", "1490.1"], z=["-0.60"])


def test_what_is_confirmed_is_not_named():
    assert stated.unconfirmed_numbers(page(code("print(D)", CONFIRMED, PRINTED))) == []
    assert stated.unconfirmed_numbers(page(code("D, n = 0.0305, 1500, 0.6, 0.125", PRINTED))) == []


@pytest.mark.parametrize(
    ("output", "number"),
    [
        (record(values=["0.0304785", "0.125", "1490.1"]), "0.60"),
        (record(values=["0.0304785", "1490.1"], z=["-0.60"]), "12.5 %"),
        (record(values=["0.0306", "0.125", "1490.1"], z=["-0.60"]), "0.0305"),
        (record(values=["0.0304785", "0.125", "1600"], z=["-0.60"]), "1.5e+03"),
    ],
)
def test_a_lone_number_is_named(output, number):
    (told,) = stated.unconfirmed_numbers(page(code("print(D)", output, PRINTED)))
    assert told.startswith(f"chapters/page.ipynb, cell 1: prints {number}, which nothing confirms")


@pytest.mark.parametrize(
    ("said", "count"), [("9 cases\n", 0), ("10 cases\n", 1), ("9.0 nats\n", 1)]
)
def test_only_small_whole_numbers_count_what_is_in_sight(said, count):
    assert len(stated.unconfirmed_numbers(page(code("f()", stream("stdout", said))))) == count


@pytest.mark.parametrize(
    ("said", "count"), [("99 draws", 0), ("in 1951", 0), ("100 draws", 1), ("2500 draws", 1)]
)
def test_only_numbers_below_a_hundred_and_years_need_no_cell(said, count):
    assert len(stated.unsourced_numbers(page(markdown(said), code("f()")))) == count


def test_a_confirmation_that_comes_later_confirms_nothing():
    later = page(code("print(D)", PRINTED), code("confirm(D)", CONFIRMED, count=2))
    assert len(stated.unconfirmed_numbers(later)) == 4


def test_a_number_inside_a_text_of_the_code_is_no_input():
    planted = page(code("print('D = 0.0305')", stream("stdout", "D = 0.0305\n")))
    assert len(stated.unconfirmed_numbers(planted)) == 1


def test_the_numbers_of_a_counterexample_are_the_engine_s_own():
    slip = (
        "eq-slip, step 1 (equality: sign) does not hold.\n  claimed: 1 = 2\n  witness fails: 0.25\n"
    )
    assert stated.unconfirmed_numbers(page(code("try_it()", stream("stdout", slip)))) == []
    (told,) = stated.unconfirmed_numbers(page(code("x", stream("stdout", slip + "D = 0.25\n"))))
    assert "prints 0.25" in told


PROSE = "It is $0.03$ nats, from 100\\,000 draws in 1951 {cite}`a-0.5`, at $10^{-14}$, of 12."


@pytest.mark.parametrize(
    ("source", "number"),
    [
        ("D = 0.0305; n = 100_000", ""),
        ("D = 0.0405; n = 100_000", "0.03"),
        ("D = 0.0305; n = 10_000", "100\\,000"),
    ],
)
def test_a_stale_number_in_prose_is_named(source, number):
    told = stated.unsourced_numbers(page(markdown(PROSE), code(source)))
    assert len(told) == bool(number)
    assert all(f"states {number}, which no cell prints" in text for text in told)


@pytest.mark.parametrize("place", ["caption", "alt text"])
def test_a_stale_number_under_a_figure_is_named(place):
    mystnb = (
        {"figure": {"caption": "At 0.25."}} if place == "caption" else {"image": {"alt": "0.25"}}
    )
    (told,) = stated.unsourced_numbers(page(code("draw()", mystnb=mystnb)))
    assert told.startswith(f"chapters/page.ipynb, cell 1, {place}: states 0.25")


def test_the_words_of_code_in_prose_are_not_prose():
    told = stated.unsourced_numbers(page(markdown("```python\nx = 0.75\n```\n`0.75`")))
    assert told == []
