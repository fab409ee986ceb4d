"""The code of a derivation goes into the fold under its equation; other hidden code stays."""

import pytest
from docutils import nodes

from tools.checks import CLOSED, OPENED, fold_code


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
