"""The words for what was found: one table, with a sentence for each code that a route gives."""

import ast
import json
from pathlib import Path

import pytest
from sympy import Add, Symbol, log

from klutils.symbolic import KL, Derivation, E, Gap, H, StepError, at_least, check, equal, said
from klutils.symbolic.derive.sentences import LONGEST, SENTENCES, shortened
from klutils.symbolic.language import findings
from klutils.symbolic.language.written import read_finding, written_finding
from tests.symbolic.claims import TRUE
from tests.symbolic.setting import f, p, q, x

ROOT = Path(findings.__file__).parents[1]
CALLS = "fact", "sides", "_sides"  # with a code


def _codes():
    """Every code that a route, or what compares the ends, gives a fact."""
    for path in (
        *ROOT.glob("*/kinds.py"),
        *ROOT.glob("witness/*.py"),
        *ROOT.glob("algebra/*.py"),
        *ROOT.glob("derive/*.py"),
        *ROOT.glob("judge/*.py"),
    ):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in CALLS:
                codes = [a.value for a in node.args if isinstance(a, ast.Constant)]
                yield from (code for code in codes if isinstance(code, str))


def test_each_code_has_a_sentence_and_each_sentence_a_code():
    assert set(_codes()) | {"sides", "equal everywhere"} == set(SENTENCES)


@pytest.mark.parametrize("name", list(TRUE)[::7])
def test_a_finding_comes_back_from_its_record(name):
    for finding in check(*TRUE[name]):
        data = json.loads(json.dumps(written_finding(finding)))
        again = read_finding(finding.route, data)
        assert again == finding
        assert said(again) == said(finding)


def test_a_long_sum_is_cut_short_and_says_what_is_left_out():
    parts = [E(p, f(x) ** k) for k in range(1, 40)]
    text = shortened(Add(*parts))
    assert len(text) < LONGEST + 30
    assert text.endswith("more terms")
    kept = text.count("E_p[")
    assert f"and {39 - kept} more" in text
    assert shortened(Add(*parts[:3])).count("E_p[") == 3


def test_no_message_fills_a_screen():
    right = H(p) + Add(*(E(p, f(x) ** k * log(q(x)) ** k) / k for k in range(1, 60)))
    with pytest.raises(StepError) as error:
        Derivation("eq-long", KL(p, q), equal(right, ""))
    assert len(str(error.value).splitlines()) < 50
    assert "more terms" in str(error.value)


def test_numbers_come_first():
    with pytest.raises(StepError) as error:
        check(KL(p, q), equal(H(p, q), ""))
    text = " ".join(str(error.value).split())
    assert text.index("left = ") < text.index("left over")


@pytest.mark.parametrize(
    ("assumed", "declared"),
    [({"negative": True}, "negative"), ({"integer": True, "positive": True}, "integer")],
)
def test_what_is_declared_of_a_gaps_letter_must_hold_of_its_argument(assumed, declared):
    u = Symbol("u", **assumed)
    gap = Gap(u**2, u, f(x) - E(p, f(x)), p)
    with pytest.raises(StepError) as error:
        check(E(p, f(x) ** 2), at_least(E(p, f(x)) ** 2, "", gap=gap))
    text = " ".join(str(error.value).split())
    assert f"the gap's letter u is declared {declared}, and f(x) - E_p[f(x)] is not known" in text


def test_a_world_is_not_said_to_agree_that_compared_nothing():
    from sympy import erf

    with pytest.raises(StepError) as error:
        check(KL(p, q), equal(erf(KL(p, q)), ""))
    assert "could not be carried out" in str(error.value)
    assert "No world contradicts" not in str(error.value)
