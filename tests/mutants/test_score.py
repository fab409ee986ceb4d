"""What the routes say to mutants, and the counts: a route that passes everything is found out."""

import importlib
import json

import pytest
from sympy import log

from klutils.mutants import dropped, outcomes, score, table
from klutils.mutants.operators import OPERATORS, mutants
from klutils.symbolic import KL, ArgMin, Derivation, Dominated, E, H, Int, Integrable, equal
from klutils.symbolic.judge.kinds import Undecided
from klutils.symbolic.language.findings import Finding, fact
from tests.symbolic.setting import f, p, q, q_theta, theta, x

MODULE = importlib.import_module("klutils.mutants.score")  # the package names its function so
SPLIT = Derivation("eq-split", KL(p, q), equal(H(p, q) - H(p), "split")).record()
RATIO = Derivation(
    "eq-ratio",
    KL(p, q),
    equal(E(p, log(p(x) / q(x))), "definition"),
    equal(H(p, q) - H(p), "split"),
).record()
WORDS = ("killed", "refused", "survived")
HOLDS = Finding("judge", True, fact("settings", count=3))


def passes(_left, _step, _among=()):
    return Finding("route", True, fact("agree"))


def refuses(_left, _step, _among=()):
    raise ValueError("no rule")


@pytest.fixture
def route(monkeypatch):
    """Put another route in the place of one."""
    return lambda name, function: monkeypatch.setitem(MODULE.ROUTES, name, function)


def add_up(counted):
    """Assert that of each slip, wrong and equivalent mutants make up all, route by route."""
    rows = [*counted["operators"].values(), counted["all"]]
    for row in rows:
        for name in MODULE.ROUTES:
            assert sum(row[name][word] for word in WORDS) + row["equivalent"] == row["mutants"]
    for key in ("mutants", "equivalent"):
        assert sum(row[key] for row in rows[:-1]) == counted["all"][key]


def test_both_routes_kill_what_is_wrong():
    found = outcomes(SPLIT)
    assert len(found) == len(mutants(KL(p, q), equal(H(p, q) - H(p), ""), first=True))
    assert {(o.algebra, o.witness) for o in found if o.verdict == "wrong"} == {("killed",) * 2}
    assert {(o.label, o.step) for o in found} == {("eq-split", 1)}
    counted = table(found)
    assert counted["survivors"] == []
    assert list(counted["operators"]) == list(OPERATORS)
    add_up(counted)


def test_each_step_starts_from_the_side_before_it():
    claims = {o.claim for o in outcomes(RATIO) if o.step == 2}
    assert claims
    assert all(claim.startswith("E_p[ln(p(x)/q(x))] ") for claim in claims)
    assert {o.step for o in outcomes(RATIO) if o.part == "left"} == {1}


@pytest.mark.parametrize("name", ["algebra", "witness"])
def test_a_route_that_passes_everything_lets_mutants_survive(route, name):
    route(name, passes)
    found = outcomes(SPLIT)
    counted = table(found)
    other = {"algebra": "witness", "witness": "algebra"}[name]
    wrong = [o for o in found if o.verdict == "wrong"]
    assert len(wrong) > 10
    assert counted["all"][name] == {"killed": 0, "refused": 0, "survived": len(wrong)}
    assert counted["all"][other] == {"killed": len(wrong), "refused": 0, "survived": 0}
    assert [one["claim"] for one in counted["survivors"]] == [o.claim for o in wrong]
    assert "D_KL(p || q) = H(p, q) + H(p)" in [one["claim"] for one in counted["survivors"]]
    add_up(counted)


def test_a_route_that_cannot_tell_refuses_and_does_not_kill(route):
    route("algebra", refuses)
    counted = table(outcomes(SPLIT))
    wrong = counted["all"]["mutants"] - counted["all"]["equivalent"]
    assert counted["all"]["algebra"] == {"killed": 0, "refused": wrong, "survived": 0}
    assert counted["survivors"] == []
    add_up(counted)


def test_a_fault_of_a_route_is_no_verdict(route):
    def broken(_left, _step, _among=()):
        raise AttributeError("a fault")

    route("witness", broken)
    with pytest.raises(AttributeError):
        outcomes(SPLIT)


def test_a_true_claim_that_a_slip_makes_is_equivalent():
    even = Derivation("eq-even", E(p, f(x) ** 4), equal(E(p, f(x) ** 2 * f(x) ** 2), "")).record()
    assert not table(outcomes(even))["equivalent"]
    argmin = equal(ArgMin(H(p, q_theta), theta), "entropy is free of θ")
    least = Derivation("eq-least", ArgMin(KL(p, q_theta), theta), argmin).record()
    found = {o.claim: o.verdict for o in outcomes(least)}
    sides = "arg min_θ D_KL(p || q(·|θ))", "arg min_θ (H(p, q(·|θ)) + 1)"
    assert found[" = ".join(sides)] == "equivalent"
    assert found["arg min_θ D_KL(q(·|θ) || p) = arg min_θ H(p, q(·|θ))"] == "wrong"


@pytest.mark.parametrize("name", ["algebra", "witness"])
def test_equivalent_mutants_are_counted_apart(route, monkeypatch, name):
    route(name, passes)
    monkeypatch.setattr(MODULE, "judge", lambda *_, **_among: HOLDS)
    counted = table(outcomes(SPLIT))
    assert counted["all"]["equivalent"] == counted["all"]["mutants"] > 10
    assert counted["survivors"] == []
    assert len(counted["equivalent"]) == counted["all"]["mutants"]
    add_up(counted)


def test_what_the_judge_cannot_tell_survives(route, monkeypatch):
    def undecided(*_, **_among):
        raise Undecided("too wide")

    route("algebra", passes)
    monkeypatch.setattr(MODULE, "judge", undecided)
    counted = table(outcomes(SPLIT))
    assert {one["verdict"] for one in counted["survivors"]} == {"undecided"}
    assert len(counted["survivors"]) == counted["all"]["mutants"]
    assert counted["all"]["algebra"]["survived"] == counted["all"]["mutants"]
    assert counted["equivalent"] == []
    add_up(counted)


def test_the_judge_is_asked_about_each_mutant(monkeypatch):
    """A true claim that both routes kill would be a fault of both, and must not count as wrong."""
    monkeypatch.setattr(MODULE, "judge", lambda *_, **_among: HOLDS)
    assert {o.verdict for o in outcomes(SPLIT)} == {"equivalent"}


def test_a_refusal_says_which_route_refused_and_why(route):
    route("algebra", refuses)
    counted = table(outcomes(SPLIT))
    assert counted["refused"]
    assert {tuple(one["refusals"]) for one in counted["refused"]} == {("refuses: no rule",)}


def test_the_counts_are_plain_data():
    counted = table(outcomes(SPLIT))
    assert json.loads(json.dumps(counted)) == counted


def test_processes_share_the_work_and_keep_its_order():
    records = [SPLIT, RATIO, SPLIT | {"label": "eq-again"}]
    found = score(records, workers=2)
    assert found == [outcome for record in records for outcome in outcomes(record)]


def test_a_hypothesis_is_dropped_and_the_counts_tell_what_came_of_it():
    record = Derivation(
        "eq-ratio",
        E(p, q(x) / p(x)),
        equal(Int(q(x), x), "", given=Dominated(q, p)),
        equal(1, "", given=Dominated(p, q)),
        given=Integrable(p, q(x) / p(x)),
    ).record()
    found = dropped(record)
    said = ["not testable", "needed", "not shown to be needed"]
    assert [one.said for one in found] == said
    counted = table([], found)["hypotheses"]
    assert counted["kinds"] == {
        "Dominated": {"needed": 1, "not shown to be needed": 1},
        "Integrable": {"not testable": 1},
    }
    assert [one["hypothesis"] for one in counted["not shown"]] == ["p ≪ q"]
