"""What `make test` consists of: each check runs, whatever those before it found, and is named."""

import pytest

from tools import check, mutants

NAMES = ["lint", "the build without warnings", "the tests", "the mutants"]


@pytest.fixture
def ran(monkeypatch):
    """Put a stand-in for each check in its place; return which ran, and let some fail."""
    ran, failing = [], set()

    def stand_in(name):
        return lambda **_options: ran.append(name) or int(name in failing)

    monkeypatch.setattr(check, "lint", stand_in(NAMES[0]))
    monkeypatch.setattr(check.book, "build", stand_in(NAMES[1]))
    monkeypatch.setattr(check, "tests", stand_in(NAMES[2]))
    monkeypatch.setattr(check, "broken_steps", stand_in(NAMES[3]))
    return ran, failing


def test_all_checks_run_in_order(ran):
    assert check.test(lax=False) == 0
    assert ran[0] == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_check_that_fails_is_named_and_stops_no_other(ran, capsys, name):
    ran[1].add(name)
    assert check.test(lax=False) == 1
    assert ran[0] == NAMES
    assert capsys.readouterr().err == f"Failed: {name}.\n"


def test_the_broken_steps_are_compared_and_not_stored(monkeypatch):
    monkeypatch.setattr(mutants, "run", lambda *, check=False: 3 if check else 0)
    assert check.broken_steps() == 3
