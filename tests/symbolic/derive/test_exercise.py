"""What a reader's answer is told: whatever it is, a reply that helps and no traceback."""

import numpy as np
import pytest
from sympy import Add, Eq, Function, I, Integer, Integral, Matrix, Symbol, erf, log, nan, oo, zoo

from klutils.symbolic import (
    KL,
    ArgMin,
    Density,
    Derivation,
    E,
    Exercise,
    Gap,
    H,
    InOrder,
    Int,
    Name,
    SampleMean,
    at_least,
    define,
    equal,
    equal_up_to_constant,
    estimate,
    value,
)
from klutils.symbolic.derive.exercise import RECORD
from tests.symbolic.setting import f, p, q, q_theta, r, theta, x

LEFT = Int(p(x) * log(q(x)), x)
RIGHT = -H(p) - KL(p, q)
ASKS = "Write the right side with $H(p)$ and the divergence."
SPLIT = Derivation("eq-split", KL(p, q), equal(H(p, q) - H(p), "split"))


def exercise(start=LEFT, **options):
    return Exercise("ex-slip", start, ASKS, **options)


def told(answer, **options):
    """The verdict and the text of the reply to an answer."""
    reply = exercise(**options).answer(answer)
    assert reply.exercise == "ex-slip"
    return reply.verdict, reply.text


# --- before and after


def test_three_dots_show_what_is_asked():
    verdict, text = told(...)
    assert verdict == "unfinished"
    assert ASKS in text
    assert "\n\n$\\int p(x) \\ln q(x) \\, dx$\n\n" in text


@pytest.mark.parametrize("answer", [RIGHT, equal(RIGHT, "split"), InOrder(-KL(p, q), -H(p))])
def test_a_right_answer_is_right_and_shown(answer):
    verdict, text = told(answer, without=Int)
    assert verdict == "right"
    start, _, shown = text.partition(":\n\n")
    assert start == "**Right**, by algebra and by witness"
    assert shown.startswith("$\\int p(x) \\ln q(x) \\, dx$ $= -")
    assert shown.endswith(("$ ${}- H(p)$", "$ ${}- D_{\\mathrm{KL}}(p \\,\\|\\, q)$"))


def test_a_wrong_answer_gets_a_counterexample():
    verdict, text = told(H(p) - KL(p, q))
    assert verdict == "wrong"
    assert text.startswith("**Not so.**")
    assert "ex-slip (equality) does not hold." in text
    assert "algebra fails: left − right does not vanish; left over: 2 ∫ p(x) ln p(x) dx" in text
    assert "witness fails: p = (0.2, 0.5, 0.3), q = (0.5, 0.25, 0.25): left" in text


# --- answers of every sort

NO_EXPRESSIONS = {
    "a text": ("-H(p)", "`'-H(p)'`. Write one without quotation marks."),
    "a law": (p, "`p`. Write one at a point, such as `p(x)`."),
    "a derivation": (SPLIT, "Write one alone: the derivation's `.result`."),
    "nothing": (None, "`None`. Write one with the names of this chapter, or `equal(…)`."),
    "a truth value": (True, "`True`"),
    "a class": (KL, "KL"),
    "a pair": ((1, 2), "`(1, 2)`"),
    "an equation": (Eq(H(p), 1), "`Eq(H(p), 1)`"),
    "a function": (len, "len"),
    "an array": (np.array([0.5]), "`array([0.5])`"),
}
WRONG = {
    "a number": 3,
    "infinity": oo,
    "a symbol": Symbol("u"),
    "a free point": q(x),
    "an unknown function": f(x),
    "a random side": SampleMean(p, log(q(x))),
    "a set of minimisers": ArgMin(KL(p, q_theta), theta),
    "a wrong side, named": Name("L", H(p)),
}
UNDECIDED = {
    "an imaginary number": I,
    "1/0": zoo,
    "a function without a meaning here": erf(LEFT),
    "no number": nan,
}
OF_ANOTHER_KIND = {
    "estimate": estimate(SampleMean(p, log(q(x))), ""),
    "equal up to a constant": equal_up_to_constant(H(p, q_theta), "", over=theta),
    "definition": define(RIGHT),
    "inequality": at_least(RIGHT, "", gap=Gap(r - 1 - log(r), r, q(x) / p(x), p)),
    "value": value(3),
}


@pytest.mark.parametrize("case", NO_EXPRESSIONS)
def test_what_is_no_expression_gets_a_hint(case):
    answer, hint = NO_EXPRESSIONS[case]
    verdict, text = told(answer)
    assert verdict == "wrong"
    assert text.startswith("**That is no expression**: ")
    assert hint in text


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_expression_is_refuted(case):
    verdict, text = told(WRONG[case])
    assert verdict == "wrong"
    assert "**Not so.**" in text


@pytest.mark.parametrize("case", UNDECIDED)
def test_what_no_number_refutes_is_not_called_wrong(case):
    verdict, text = told(UNDECIDED[case])
    assert verdict == "undecided"
    assert text.startswith("**Not confirmed**, and not refuted either.")


def test_what_fails_by_its_form_alone_is_not_refuted():
    verdict, text = told(define(H(p, q) - H(p)), start=KL(p, q), kind="definition")
    assert verdict == "undecided"
    assert "No world contradicts the claim" in text
    assert "holds names of its own: claim the equality" in text


@pytest.mark.parametrize("answer", [Integral(p(x) * log(q(x)), x), Matrix([1])], ids=str)
def test_an_answer_that_trips_the_check_gets_a_reply(answer):
    verdict, text = told(answer)
    assert verdict == "undecided"
    assert text.startswith(f"**The check cannot read this**: `{answer}` (")
    assert text.endswith("Write it with the names of this chapter.")


@pytest.mark.parametrize("kind", OF_ANOTHER_KIND)
def test_a_step_of_another_kind_is_told_which_is_asked_for(kind):
    verdict, text = told(OF_ANOTHER_KIND[kind])
    assert verdict == "wrong"
    assert "asked for**: equality, written `equal(…)`; this is of the kind " + kind in text


def test_a_right_side_alone_is_taken_for_the_estimate_that_is_asked_for():
    options = {"start": H(p, q), "kind": "estimate"}
    nll = -SampleMean(p, log(q(x)))
    for answer in (nll, estimate(nll, "")):
        verdict, text = told(answer, **options)
        assert verdict == "right"
        assert r"\approx" in text


def test_a_right_side_alone_counts_as_an_equality_elsewhere():
    verdict, text = told(H(p, q_theta), start=KL(p, q_theta), kind="equal up to a constant")
    assert verdict == "wrong"
    assert "a right side alone counts as equality" in text


@pytest.mark.parametrize("number", [0.5, np.float64(np.log(2))])
def test_decimals_are_told_to_be_rounded(number):
    verdict, text = told(number * H(p), start=H(p))
    assert verdict == "wrong"
    assert text.startswith("**Decimals are rounded**")


@pytest.mark.parametrize(
    ("kind", "start", "step"),
    [
        ("definition", KL(p, q), define(Int(p(x) * log(p(x) / q(x)), x))),
        (
            "equal up to a constant",
            KL(p, q_theta),
            equal_up_to_constant(H(p, q_theta), "", over=theta),
        ),
        (
            "inequality",
            KL(p, q),
            at_least(0, "", gap=Gap(r - 1 - log(r), r, q(x) / p(x), p, (p(x), q(x)))),
        ),
    ],
)
def test_each_kind_can_be_asked_for(kind, start, step):
    assert told(step, start=start, kind=kind)[0] == "right"


# --- true, and not what was asked

AGAIN = {
    "itself": LEFT,
    "in a sum in order": InOrder(LEFT, Integer(0)),
    "behind a name": Name("L", LEFT),
    "behind two names and an order": Name("K", Name("L", InOrder(Integer(0), LEFT))),
}


@pytest.mark.parametrize("case", AGAIN)
def test_the_left_side_again_is_no_step(case):
    verdict, text = told(AGAIN[case])
    assert verdict == "not yet"
    assert text.endswith("it is the left side again.")


def test_the_left_side_with_its_terms_in_another_order_is_no_step():
    start = InOrder(H(p, q), -H(p))
    for answer in (InOrder(-H(p), H(p, q)), Add(*start.args), Name("L", -H(p) + H(p, q))):
        assert told(answer, start=start)[0] == "not yet"
    assert told(KL(p, q), start=start)[0] == "right"


WITHOUT = {
    "a class": (Int, -Int(-p(x) * log(q(x)), x), "`∫ -p(x) ln q(x) dx`"),
    "a class of functions": (log, E(p, log(q(x))), "`ln q(x)`"),
    "one of several": ((KL, E), RIGHT, "`D_KL(p || q)`"),
    "a law": (q, E(p, log(q(x))), "`q`"),
    "an expression": (log(q(x)), E(p, log(q(x))), "`ln q(x)`"),
    "what a name hides": (KL, Name("L", RIGHT), "`D_KL(p || q)`"),
}


@pytest.mark.parametrize("case", WITHOUT)
def test_what_an_answer_must_not_hold_is_named(case):
    without, answer, found = WITHOUT[case]
    assert told(answer)[0] == "right"
    verdict, text = told(answer, without=without)
    assert verdict == "not yet"
    assert text.endswith(f"it still holds {found}.")


def test_a_symbol_can_be_kept_out():
    options = {"start": E(q_theta, theta * x), "without": theta}
    assert told(theta * E(q_theta, x), **options)[0] == "not yet"
    assert told(H(p, q_theta), start=H(p, q_theta) + 0 * theta, without=theta)[0] == "not yet"


def test_a_wrong_answer_is_wrong_whatever_it_holds():
    assert told(2 * LEFT, without=Int)[0] == "wrong"


# --- how it shows itself, and how it is built


def test_a_reply_shows_its_text_and_leaves_its_verdict():
    reply = exercise().answer(RIGHT)
    shown = reply._repr_mimebundle_()
    assert shown["text/markdown"] == reply.text
    assert shown[RECORD] == {"exercise": "ex-slip", "verdict": "right"}
    assert shown["text/plain"] == repr(reply) == "ex-slip: right"


BUILT_WRONG = {
    "a label of an equation": (("eq-a", LEFT, ASKS), {}, ValueError, "label is 'eq-a'; expected"),
    "no label": ((None, LEFT, ASKS), {}, ValueError, "label is None; expected"),
    "a law": (("ex-a", p, ASKS), {}, TypeError, "start is p; expected an expression"),
    "a text": (("ex-a", "H(p)", ASKS), {}, TypeError, "start is 'H\\(p\\)'; expected"),
    "nothing asked": (("ex-a", LEFT, ""), {}, TypeError, "asks is ''; expected a sentence"),
    "an unknown kind": (
        ("ex-a", LEFT, ASKS),
        {"kind": "equalty"},
        ValueError,
        "kind is 'equalty'; expected one of 'definition', 'equality'",
    ),
    "a value, whose digits no reader fills in": (
        ("ex-a", log(Integer(2)), ASKS),
        {"kind": "value"},
        ValueError,
        "kind is 'value'; expected",
    ),
}


@pytest.mark.parametrize("case", BUILT_WRONG)
def test_an_exercise_that_cannot_be_asked(case):
    arguments, options, error, said = BUILT_WRONG[case]
    with pytest.raises(error, match=said):
        Exercise(*arguments, **options)


@pytest.mark.parametrize("without", ["Int", None, 3, [Int], ((Int, KL),), int])
def test_what_cannot_be_kept_out_is_named(without):
    with pytest.raises(TypeError, match="without holds .*; expected a class such as Int"):
        exercise(without=without)


@pytest.mark.parametrize(
    "without", [p, theta, Function("f"), Density, log, p(x) * log(q(x)), (Int, theta)], ids=str
)
def test_classes_laws_symbols_and_expressions_can_be_kept_out(without):
    assert exercise(without=without).without


def test_a_true_inequality_with_an_unsuitable_gap_is_not_refuted():
    gap = Gap((r - 1) ** 2, r, q(x) / p(x), p)
    verdict, text = told(at_least(0, "", gap=gap), start=KL(p, q), kind="inequality")
    assert verdict == "undecided"
    assert text.startswith("**The inequality is not refuted, but its gap does not fit.**")
    verdict, text = told(at_least(H(p, q), "", gap=gap), start=KL(p, q), kind="inequality")
    assert verdict == "wrong"
    assert text.startswith("**Not so.**")
