"""The three routes never contradict one another, and a planted fault in one of them is found."""

from collections import Counter

import pytest

from klutils.fuzz import ROUTES, case, claims
from klutils.fuzz.expressions import KINDS
from klutils.symbolic.language.findings import Finding, fact
from tools import fuzz

CLAIMS = 200


@pytest.mark.parametrize("number", range(CLAIMS))
def test_routes_do_not_contradict_each_other(number):
    found = case(number, seed=1)
    assert not found.contradicts, (found.claim, found.answers, found.evidence)


def test_every_kind_of_scene_is_tried_and_decided():
    said = Counter()
    for number in range(3 * len(KINDS)):
        found = case(number, seed=1)
        said[found.kind] += "refused" not in found.answers.values()
    assert set(said) == set(KINDS)
    assert sum(said.values()) > 2 * len(KINDS)


@pytest.mark.parametrize("route", ROUTES)
def test_a_route_that_agrees_to_everything_is_found_out(route, monkeypatch):
    agrees = lambda _left, _step: Finding(route, True, fact("agree"))  # noqa: E731
    monkeypatch.setitem(claims.ROUTES, route, agrees)
    assert any(case(number, seed=1).contradicts for number in range(20))


def test_the_task_names_a_contradiction_and_fails(every_answer_is, capsys):
    found = claims.Case(7, "arbitrary", "a = b", dict.fromkeys(ROUTES, "yes") | {"judge": "no"}, {
        "algebra": "the same", "witness": "the same", "judge": "left = 1, right = 2",
    })  # fmt: skip

    every_answer_is(found)
    assert fuzz.run(2) == 1
    told = capsys.readouterr().out
    assert "claim 7 of seed 0 (arbitrary): a = b" in told
    assert "judge: no: left = 1, right = 2" in told
    assert "| arbitrary | 0 | 0 | 0 | 0 | 2 |" in told
