"""The task that breaks every step: what it prints, stores, compares, and when it fails."""

import json

import pytest

from klutils.mutants import table
from klutils.mutants.score import Dropped, Outcome
from tools import mutants

KILLED = Outcome("eq-a", 1, "term dropped", "right", "a = b", "killed", "killed", "wrong")
PASSED = Outcome("eq-b", 2, "sign of a term", "right", "a = -b", "survived", "killed", "wrong")
UNTOLD = Outcome("eq-c", 1, "term doubled", "left", "2 a = b", "killed", "survived", "undecided")

NEEDED = Dropped("eq-a", "IID", "independent", "needed")


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run the task on given outcomes instead of the book's; the file it stores is another."""
    stored = tmp_path / "mutants.json"
    monkeypatch.setattr(mutants, "ROOT", tmp_path)
    monkeypatch.setattr(mutants, "STORED", stored)
    monkeypatch.setattr(mutants, "PRINTS", tmp_path / "prints.json")
    monkeypatch.setattr(mutants, "print_score", lambda _records: [])
    monkeypatch.setattr(mutants.ledger, "read", lambda _folder: [])

    def run(*outcomes, check=False):
        monkeypatch.setattr(mutants, "score", lambda _records, **_: list(outcomes))
        return mutants.run(check=check)

    run.stored = stored
    return run


def test_the_counts_are_stored_and_printed(run, capsys):
    assert run(KILLED) == 0
    assert json.loads(run.stored.read_text(encoding="utf-8")) == table([KILLED])
    assert "| term dropped | 1 | 1 | 1 | 0 |" in capsys.readouterr().out


@pytest.mark.parametrize("survivor", [PASSED, UNTOLD])
@pytest.mark.parametrize("check", [True, False])
def test_a_survivor_fails_is_named_and_is_not_stored(run, capsys, survivor, check):
    assert run(KILLED, survivor, check=check) == 1
    told = capsys.readouterr()
    assert f"{survivor.label}, step {survivor.step}: {survivor.operator} (algebra" in told.out
    assert told.out.rstrip().endswith(survivor.claim)
    assert f"algebra {survivor.algebra}, witness {survivor.witness}" in told.out
    assert told.err == "1 broken steps were let pass.\n"
    assert not run.stored.exists()


def test_a_comparison_passes_with_the_stored_counts_and_writes_nothing(run):
    run(KILLED)
    before = run.stored.stat().st_mtime_ns
    assert run(KILLED, check=True) == 0
    assert run.stored.stat().st_mtime_ns == before


@pytest.mark.parametrize("stored", [None, "", "{}", "more"])
def test_stale_counts_fail_and_say_what_to_run(run, capsys, stored):
    if stored == "more":
        run(KILLED, KILLED)
    elif stored is not None:
        run.stored.write_text(stored, encoding="utf-8")
    assert run(KILLED, check=True) == 1
    assert capsys.readouterr().err == (
        "mutants.json is stale: run make.py mutants, then make.py execute index claims\n"
    )
    if stored is None:
        assert not run.stored.exists()


def test_the_records_of_all_claims_are_broken_and_lose_their_hypotheses(run, monkeypatch):
    class Claim:
        record = {"label": "eq-a"}

    monkeypatch.setattr(mutants, "dropped", lambda _record: [NEEDED])

    given = []
    monkeypatch.setattr(mutants.ledger, "read", lambda folder: given.append(folder) or [Claim])
    monkeypatch.setattr(mutants, "score", lambda records, **_: given.extend(records) or [KILLED])
    assert mutants.run() == 0
    assert given[-1] == Claim.record
    assert given[0].name == "chapters"
    stored = json.loads(mutants.STORED.read_text(encoding="utf-8"))
    assert stored["hypotheses"]["kinds"] == {"IID": {"needed": 1}}


def test_the_pages_that_stale_counts_send_to_are_those_that_read_them():
    folder = mutants.ROOT / "chapters"
    readers = [path.stem for path in folder.glob("*.ipynb") if _reads(path)]
    assert sorted(readers) == ["claims", "index"]


def _reads(path):
    return mutants.STORED.name in path.read_text(encoding="utf-8")
