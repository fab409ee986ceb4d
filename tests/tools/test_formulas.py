"""Formulas are cut into pieces, measured and drawn when the book is built."""

import doctest

import pytest

from tools import formulas, icons, katex, pieces
from tools.pieces import Line

LONG = r"p(x) \ln p(x) - p(x) \ln q(x) + p(x) \ln r(x)"


@pytest.mark.parametrize("module", [katex, pieces])
def test_the_examples_hold(module):
    assert doctest.testmod(module).failed == 0


DERIVATIONS = {
    "one line": ("a = b", [Line("a", "= b")]),
    "no relation": ("a + b", [Line("", "a + b")]),
    "relation inside brackets": (r"\sqrt{x = 1} \ge a", [Line(r"\sqrt{x = 1}", r"\ge a")]),
    "reason beside": (
        r"\begin{aligned} a &= b && \text{because of $p$} \end{aligned}",
        [Line("a", "= b", "because of $p$")],
    ),
    "reason below": (
        r"\begin{aligned} a &= b \\ &\quad {\small \text{because}} \end{aligned}",
        [Line("a", "= b", "because", below=True)],
    ),
    "start of its own": (
        r"\begin{aligned} & a \\ \quad &= b \end{aligned}",
        [Line("a", "= b")],
    ),
    "broken sum": (
        r"\begin{aligned} a &= b \\ &\qquad - c \\ &= d \end{aligned}",
        [Line("a", "= b - c"), Line("", "= d")],
    ),
    "unknown layout": (
        r"\begin{aligned} a & b & c \end{aligned}",
        [Line("", r"\begin{aligned} a & b & c \end{aligned}")],
    ),
}


@pytest.mark.parametrize("name", DERIVATIONS)
def test_a_derivation_is_cut_into_its_lines(name):
    tex, expected = DERIVATIONS[name]
    assert pieces.pieces(tex) == expected


def test_no_sign_inside_brackets_or_scripts_parts_a_sum():
    assert pieces.terms(r"= e^{-x} (a - b) + \left[c + d\right] - f") == [
        "= e^{-x} (a - b)",
        r"{}+ \left[c + d\right]",
        "{}- f",
    ]


@pytest.mark.parametrize(
    ("tex", "stacked"), [("a = b", False), (f"D(p, q) = {LONG}", True), (f"D = {LONG}", False)]
)
def test_a_long_equation_is_set_in_one_column_on_a_phone(tex, stacked):
    assert ('class="lines stacked"' in formulas.equation(tex)) is stacked


def test_a_displayed_equation_speaks_once_and_keeps_its_source():
    html = formulas.equation("a < b = c")
    assert html.count("<math") == 1
    assert '<annotation encoding="application/x-tex">a &lt; b = c</annotation>' in html


def test_only_the_letters_of_the_laws_are_coloured():
    html = formulas.coloured(katex.html(r"p(x) \, q_\theta + r + \exp"))
    assert html.count("law-p") == html.count("law-q") == 1


def test_what_katex_cannot_read_is_named():
    with pytest.raises(katex.Unreadable, match=r"'\\\\foo'.*Undefined control sequence"):
        katex.html(r"\foo")


def test_the_script_of_icons_is_found_in_a_page():
    page = '<p>\n<script defer src="../_static/scripts/fontawesome.js?digest=5"></script></p>'
    assert icons.SCRIPT.sub("", page) == "<p></p>"
