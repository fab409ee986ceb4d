"""The benchmark: its tables from stub cases, and its environment, made once or said to fail."""

from types import SimpleNamespace

import pytest

from benchmarks import __main__ as benchmarks
from tools import bench


def stub(title, wrong=None):
    """A case of two peers that take no time."""
    return title, lambda: {"klutils": int, "another": float}, 2, 1, wrong


def test_a_table_names_each_peer_with_its_time_its_ratio_and_its_error(capsys):
    benchmarks.main(
        [stub("one case", lambda: {"klutils": 0.5, "another": 3e8}), stub("the next case")]
    )
    out, err = capsys.readouterr()
    assert all(f"{name} " in out for name in ("numpy", "scipy")), "versions are named"
    first, second = out.split("\none case\n")[1].split("\nthe next case\n")
    assert [line.split()[0] for line in first.splitlines()] == ["klutils", "another"]
    assert " 1.00 ×" in first
    assert "3e+08 eps" in first
    assert "eps" not in second
    assert err.splitlines()[0] == "0 of 2 cases; now one case"
    assert err.splitlines()[1].endswith(" s left; now the next case")
    assert err.splitlines()[2] == "2 of 2 cases"


@pytest.mark.parametrize("distance", [None, 0.3, 1e-6])
def test_every_peer_computes_the_same_in_every_kind_of_case(distance):
    """Rounding apart, which is what the table of errors shows."""
    tables = [benchmarks.arrays(shape, axis, distance) for shape, axis in [((9, 5), -1), ((9,), 0)]]
    tables.append(benchmarks.logits((3, 7), distance or 1))
    for peers in tables:
        ours = peers["klutils"]()
        for name, call in peers.items():
            assert call() == pytest.approx(ours, rel=1e-2, abs=1e-6), name


def test_the_errors_show_what_the_textbook_form_loses():
    seen = benchmarks.errors(1e-6)
    assert seen["klutils"] < 2
    assert seen["np.sum(p*np.log(p/q))"] > 1e3


def test_each_case_has_a_title_of_its_own():
    titles = [title for title, *_ in benchmarks.cases()]
    assert len(titles) == len(set(titles)) > 10


@pytest.fixture
def installed(monkeypatch, tmp_path):
    """Run `bench.run` with pip and the benchmark recorded; what `fails` names has status 1."""
    monkeypatch.setattr(bench, "BENCH", tmp_path)
    monkeypatch.setattr(bench.venv, "create", lambda *_, **__: None)
    calls, fails = [], set()

    def record(command, **_):
        calls.append([str(word) for word in command])
        return SimpleNamespace(returncode=int(bool(fails & set(calls[-1]))))

    monkeypatch.setattr(bench, "subprocess", SimpleNamespace(run=record))
    return calls, fails


def test_the_environment_is_made_once(installed):
    calls, _ = installed
    assert bench.run() == 0 == bench.run()
    assert ["benchmarks" in call for call in calls] == [False, False, True, True]
    assert all("--only-binary" in call for call in calls[:2]), "sources are never built"


def test_a_change_of_what_is_wanted_makes_it_again(installed, monkeypatch):
    calls, _ = installed
    bench.run()
    monkeypatch.setattr(bench, "NEEDED", (*bench.NEEDED, "another"))
    bench.run()
    assert "another" in calls[3]


def test_without_torch_the_rest_runs(installed, capsys):
    calls, fails = installed
    fails.add("torch")
    assert bench.run() == 0
    assert "benchmarks" in calls[-1]
    assert "could not install torch: its columns stay empty" in capsys.readouterr().out


def test_without_numpy_nothing_runs_and_the_next_time_begins_anew(installed, capsys):
    calls, fails = installed
    fails.add("numpy")
    assert bench.run() == 1
    assert len(calls) == 1
    assert "could not install numpy" in capsys.readouterr().out
    fails.clear()
    assert bench.run() == 0
    assert len(calls) == 4


def test_a_failure_of_the_benchmark_is_the_status_of_the_task(installed):
    _, fails = installed
    fails.add("benchmarks")
    assert bench.run() == 1
