"""A record as the page shows it: an author's text is text, whatever it holds."""

import pytest

from klutils.symbolic import KL, Derivation, H, define, equal, equal_up_to_constant
from klutils.symbolic.derive import derivation, ends, exercise, sentences
from klutils.symbolic.derive.page import prose, reason_in_tex
from tests.symbolic.setting import p, q, q_theta, theta

EVIL = "<script>alert('x')</script>"


def test_no_text_of_an_author_reaches_the_page_as_markup():
    shown = Derivation(
        "eq-evil",
        KL(p, q),
        define(KL(p, q).unfold(), EVIL, given=f"${EVIL}$"),
        equal(H(p, q) - H(p), f"{EVIL} $a {EVIL} b$"),
        title=EVIL,
        given=f"{EVIL} and *more* of [it](x)",
    ).markdown()
    assert "alert" in shown
    assert "<script" not in shown.replace(r"\<script", "")
    assert "</script" not in shown.replace(r"\</script", "")
    assert "*more*" not in shown.replace(r"\*more\*", "")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("split $\\ln$", "split $\\ln$"),
        ("$a < b$", "$a < b$"),
        ("$a <b$", r"$a \lt b$"),
        ("a < b", r"a \< b"),
        ("one $x", r"one \$x"),
        ("`code`", r"\`code\`"),
    ],
)
def test_mathematics_stays_and_all_else_is_plain(text, shown):
    assert prose(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("$H(p)$ is free", "$H(p)$ is free"),
        ("a < b", r"a $\lt$ b"),
        ("100 % of p_1 & q", r"100 \% of p\_1 \& q"),
        (r"\href{x}{y}", "hrefxy"),
    ],
)
def test_a_reason_keeps_its_mathematics_and_nothing_else(text, shown):
    assert reason_in_tex(text) == shown


def test_values_that_were_compared_are_listed():
    shown = Derivation(
        "eq-drop", KL(p, q_theta), equal_up_to_constant(H(p, q_theta), "", over=theta)
    ).markdown()
    assert "θ = 1/2, compared at θ = -2.0, 0.0, 2.0." in shown


def test_the_engine_knows_of_no_page():
    for module in (derivation, ends, exercise, sentences):
        with open(module.__file__, encoding="utf-8") as source:
            assert "html" not in source.read(), module.__name__
