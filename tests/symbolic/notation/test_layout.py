r"""Widths against MathJax 3.2.2 (em, measured with its SVG output), and the lines they give."""

import pytest

from klutils.symbolic.notation.layout import COLUMN, aligned, width

# Widths as MathJax typesets them; its em is 2.32 ex.
MEASURED = {
    r"D_{\mathrm{KL}}(p \,\|\, q)": 4.4,
    r"-\frac{1}{N} \sum_{i=1}^{N} \ln q(x_{i} \mid \theta)": 8.1,
    r"\text{$H(p)$ is free of $\theta$}": 6.5,
    r"\operatorname*{arg\,min}_{\theta} \; H(p, q_{\theta})": 7.0,
    r"\mathbb{E}_{x \sim p}\left[\ln \frac{p(x)}{q(x)}\right]": 6.4,
    r"\text{moments of the normal law}": 11.4,
    r"H(p, q_{\theta}) - H(p)": 6.7,
}
FRACTION = r"\frac{1}{N} \sum_{i=1}^{N} \ln q(x_{i} \mid \theta)"
LONG = " + ".join([FRACTION] * 6)


@pytest.mark.parametrize("code", MEASURED)
def test_width_is_what_mathjax_draws(code):
    assert abs(width(code) / MEASURED[code] - 1) < 0.12


def test_a_fraction_is_as_wide_as_its_wider_part():
    assert width(r"\frac{a}{b + c}") == width(r"\frac{b + c}{a}")
    assert width("b + c") < width(r"\frac{a}{b + c}") < width("a + b + c")


def test_scripts_stand_above_each_other():
    assert width("x_{i}^{2}") == width("x^{2}_{i}") < width("x_{i}") + width("^{2}") + 0.1


def test_one_short_step_stays_on_one_line():
    assert aligned("a", [("=", "b", "because")]) == "a = b"


def test_reasons_stand_at_the_right_where_they_fit():
    code = aligned("a", [("=", "b", "because"), (r"\ge", "c", "")])
    assert code == ("\\begin{aligned}\na &= b && \\text{because} \\\\\n &\\ge c\n\\end{aligned}")


def test_reasons_stand_below_where_they_do_not_fit():
    right = f"{FRACTION} + {FRACTION}"
    code = aligned(FRACTION, [("=", right, "a reason of some length"), ("=", "c", "short")])
    assert "&&" not in code
    assert r"\\ &\quad {\small \text{a reason of some length}}" in code
    assert r"\\ &\quad {\small \text{short}}" in code


def test_a_wide_start_has_a_line_of_its_own():
    code = aligned(LONG[: len(FRACTION) * 3 + 6], [("=", f"{FRACTION} + {FRACTION}", "")])
    assert code.startswith("\\begin{aligned}\n& ")


@pytest.mark.parametrize("side", ["start", "right"])
def test_no_line_is_wider_than_the_column(side):
    start, right = (LONG, "a") if side == "start" else ("a", LONG)
    code = aligned(start, [("=", right, ""), ("=", right, "because")])
    for row in code.split("\\\\"):
        assert width(row.replace("&", "").split(r"\begin{aligned}")[-1]) <= COLUMN + 2


def test_sums_are_broken_before_a_sign_and_outside_brackets():
    inner = f"({FRACTION} + {FRACTION} + {FRACTION})"
    code = aligned("a", [("=", f"{inner} - {inner}", "")])
    assert code.count(r"\\") == 1
    assert r"\\ &\qquad - (" in code


def test_new_signs_have_their_widths():
    assert width(r"\bigotimes_{i=1}^{d} p") == pytest.approx(width(r"\bigotimes p"))
    assert width(r"f \big|_{\phi=\theta}") < width(r"f_{\phi=\theta}") + 0.4
    assert width(r"\delta_{ij}") < width(r"\psi_{ij}") < width(r"\mu\mu_{ij}")
