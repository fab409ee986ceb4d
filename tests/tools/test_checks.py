"""The code of a derivation goes into the fold under its equation, that of the set-up to the end."""

import pytest
from docutils import nodes

from tools.checks import CLOSED, OPENED, end_with_setup, fold_code, hide_checks


def _code():
    return nodes.container("", nodes.literal_block("", "Derivation(…)"), classes=["cell_input"])


def _fold():
    opened = nodes.raw("", f"{OPENED}<summary>How</summary>", format="html")
    return [opened, nodes.paragraph("", "Algebra"), nodes.raw("", CLOSED, format="html")]


def _cell(*output, hide_mode="input"):
    found = nodes.container("", *output, classes=["cell_output"])
    return nodes.container("", _code(), found, classes=["cell"], hide_mode=hide_mode)


def _folded(cell):
    fold_code(None, nodes.section("", cell))
    return cell


def test_the_code_is_the_last_of_the_fold_and_the_cell_hides_nothing_else():
    cell = _folded(_cell(nodes.math_block("", "p"), *_fold()))
    (output,) = cell
    assert [type(part).__name__ for part in output][-4:] == [
        "paragraph", "paragraph", "container", "raw"
    ]  # fmt: skip
    assert output[-2].astext() == "Derivation(…)"
    assert output[-1].astext() == CLOSED
    assert "hide_mode" not in cell


OTHERS = {
    "no fold": _cell(nodes.paragraph("", "a table")),
    "two equations of one cell": _cell(*_fold(), *_fold()),
    "code that is shown": _cell(*_fold(), hide_mode=None),
    "nothing is to be seen": _cell(*_fold(), hide_mode="all"),
}


@pytest.mark.parametrize("name", OTHERS)
def test_other_code_stays_where_it_is(name):
    cell = OTHERS[name]
    before = cell.pformat()
    assert _folded(cell).pformat() == before


def _silent(text):
    code = nodes.container("", nodes.literal_block("", text), classes=["cell_input"])
    return nodes.container("", code, classes=["cell"], hide_mode="input")


def test_cells_that_set_the_page_up_are_one_fold_at_its_end():
    later = nodes.section("", nodes.title("", "First"), _silent("c = 3"))
    shown = _cell(nodes.paragraph("", "a table"))
    page = nodes.section(
        "", nodes.title("", "Page"), _silent("a = 1"), _silent("b = 2"), shown, later
    )
    end_with_setup(None, page)
    assert [type(part).__name__ for part in page] == ["title", "container", "section", "container"]
    assert [block.astext() for block in page[-1].findall(nodes.literal_block)] == ["a = 1", "b = 2"]
    assert page[-1]["prompt_show"] == "Show the set-up"
    assert page[2][1].astext() == "c = 3"


def test_a_page_without_code_stays_as_it_is():
    page = nodes.section("", nodes.title("", "Page"), nodes.paragraph("", "Words."))
    before = page.pformat()
    end_with_setup(None, page)
    assert page.pformat() == before


def _plain(code, *tags):
    block = nodes.container("", nodes.literal_block("", code), classes=["cell_input"])
    metadata = {"tags": list(tags)}
    kinds = {"nb_element": "cell_code", "classes": ["cell"], "cell_metadata": metadata}
    return nodes.container("", block, **kinds)


HIDDEN = {
    "x = 1\nconfirm(x, 1, by='hand')": True,
    "assert x == 1": True,
    "for x in xs:\n    confirm(x, 1, by='hand')": True,
    "print('confirm(x)')": False,
    "x = asserted": False,
}


@pytest.mark.parametrize("code", HIDDEN)
def test_the_code_of_a_check_is_folded(code):
    cell = _plain(code)
    hide_checks(None, nodes.section("", cell))
    assert (cell.get("hide_mode") == "input") == HIDDEN[code]


def test_a_check_that_readers_came_for_stays_in_sight():
    cell = _plain("assert x == 1", "in-sight")
    hide_checks(None, nodes.section("", cell))
    assert "hide_mode" not in cell
