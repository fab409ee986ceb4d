"""The headings of a module become rubrics; no other line changes, and no other docstring."""

import pytest

from klutils import divergence
from tools import rubrics

MODULE = ["What it is for.", "", "Main definitions", "----------------", "f(x)", "    −ln x"]


def rewritten(what, lines):
    lines = list(lines)
    rubrics.as_rubrics(None, what, "m", None, None, lines)
    return lines


def test_a_heading_becomes_a_rubric_and_the_rest_stays():
    rubric = [".. rubric:: Main definitions", ""]
    assert rewritten("module", MODULE) == [*MODULE[:2], *rubric, *MODULE[4:]]
    assert rewritten("module", MODULE[:4]) == [*MODULE[:2], *rubric]


def test_every_heading_of_a_module_becomes_a_rubric():
    lines = rewritten("module", divergence.__doc__.splitlines())
    titles = [line.partition(":: ")[2] for line in lines if line.startswith(".. rubric::")]
    assert titles == ["Main definitions", "Implementation notes", "References"]
    assert not [line for line in lines if line.startswith("---")]


@pytest.mark.parametrize("what", ["class", "function", "method"])
def test_sections_of_other_docstrings_are_left_to_numpydoc(what):
    assert rewritten(what, MODULE) == MODULE


@pytest.mark.parametrize(
    "lines",
    [["a heading longer than", "-----"], ["", "-----"], ["a", "= ="], ["-----"], []],
    ids=["short underline", "a line alone", "other signs", "one line", "nothing"],
)
def test_what_is_no_heading_stays(lines):
    assert rewritten("module", lines) == lines
