"""Planting faults: a survivor is shown, the checkout stays, an interrupt loses no verdict."""

import os
import signal
import subprocess
import sys
import time

import pytest

from tools import mutation
from tools.environment import ROOT

pytestmark = pytest.mark.skipif(os.name == "nt", reason="mutants are forked processes")

RUN = """
import sys
from pathlib import Path
from tools import environment, mutation, tasks
environment.ROOT = Path(sys.argv[1])
mutation.COPY = environment.ROOT / "_build"
mutation.LIBRARIES = ["pytest"]
mutation.SECONDS = 2
sys.exit(tasks.main(["mutate", *sys.argv[2:]]))
"""
SETTINGS = '[tool.pytest.ini_options]\npythonpath = ["."]\naddopts = ["--doctest-modules"]\n'


@pytest.fixture
def place(tmp_path):
    """A checkout of one module; returns what writes the module and its tests."""

    def write(module, tests):
        for name, text in {
            "klutils/__init__.py": "",
            "klutils/divergence.py": module,
            "tests/conftest.py": "",
            "tests/test_divergence.py": f"from klutils.divergence import *\n{tests}",
            "pyproject.toml": SETTINGS,
            "requirements.lock": "",
        }.items():
            tmp_path.joinpath(name).parent.mkdir(exist_ok=True)
            tmp_path.joinpath(name).write_text(text, encoding="utf-8")
        return tmp_path

    return write


def start(place):
    command = [sys.executable, "-c", RUN, str(place), "divergence"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(command, cwd=ROOT, **pipes)


def run(place):
    """Return the exit status and what was said."""
    child = start(place)
    out, err = child.communicate(timeout=120)
    return child.returncode, out + err


def sources(place):
    paths = [path for path in place.rglob("*") if "_build" not in path.parts and path.is_file()]
    return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in paths}


def verdicts(place):
    lines = place.joinpath("_build/verdicts.txt").read_text(encoding="utf-8").splitlines()
    return [line.split()[1] for line in lines]


DOUBLE = "def double(x):\n    return 2 * x\n"


def test_a_fault_that_no_test_finds_is_shown_and_the_checkout_stays(place):
    place = place(DOUBLE, "def test(): assert double(1) == 2\n")
    before = sources(place)
    status, told = run(place)
    assert status == 1, "half of the faults are found, fewer than is asked for"
    assert "-     return 2 * x\n+     return 2 / x\n" in told, "2 / 1 is 2 / x: a survivor"
    assert "return 3 * x" not in told, "3 is not 2: no survivor"
    assert "2 mutants,    1 survived:  50.0% found" in told
    assert sources(place) == before, "a file of the checkout was written"


@pytest.mark.parametrize(
    ("module", "tests"),
    [
        (DOUBLE, "AT_ONCE = double(3)\ndef test(): assert AT_ONCE == 6\n"),
        (DOUBLE, "FAR = 1 / (6 - double(3) or 1)\ndef test(): assert FAR == 1 == double(3) - 5\n"),
        (
            DOUBLE.replace("\n", '\n    """\n    >>> double(3)\n    6\n    """\n', 1),
            "def test(): pass\n",
        ),
        (
            "def loop(x):\n    while x > 0:\n        x -= 2\n    return x\n",
            "def test(): assert (loop(0), loop(1), loop(2)) == (0, -1, 0)\n",
        ),
    ],
    ids=["called while collected", "raises while collected", "an example", "a loop without end"],
)
def test_a_fault_is_found_wherever_it_shows(place, module, tests):
    status, told = run(place(module, tests))
    assert status == 0, told
    assert "100.0% found" in told, told


@pytest.mark.parametrize(
    ("tests", "message"),
    [
        ("def test(): assert double(1) == 3\n", "must pass before a fault is planted"),
        ("def test(): pass\n", "no function of klutils/divergence.py is called"),
    ],
)
def test_tests_that_say_nothing_about_faults_are_named(place, tests, message):
    status, told = run(place(DOUBLE, tests))
    assert status == 1
    assert f"tests/test_divergence.py: {message}" in told
    assert "Traceback" not in told


def test_an_interrupt_loses_no_verdict_and_leaves_no_process(place):
    tests = (
        "import os, pathlib, time\n"
        "def test():\n"
        "    with pathlib.Path('processes').open('a') as file:\n"
        "        _ = file.write(f'{os.getpid()}\\n')\n"
        "    time.sleep(0.5)\n"
        "    assert more(5) == 16\n"
    )
    place = place("def more(x):\n    return 2 * x + (7 - x) * 3\n", tests)
    before = sources(place)
    child = start(place)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and child.poll() is None:
        if place.joinpath("_build/verdicts.txt").exists():
            break
        time.sleep(0.01)
    child.send_signal(signal.SIGINT)
    out, err = child.communicate(timeout=60)
    assert child.returncode == 130, out + err
    assert "Traceback" not in err, err
    assert sources(place) == before
    for process in place.joinpath("_build/processes").read_text(encoding="utf-8").split():
        with pytest.raises(ProcessLookupError):
            os.kill(int(process), 0)
    early = verdicts(place)
    status, told = run(place)
    assert status == 0, told
    late = verdicts(place)
    assert 0 < len(early) < len(late), "the interrupt came too late to show anything"
    assert late[: len(early)] == early
    assert len(set(late)) == len(late), "a mutant was tried again"


def test_a_line_cut_short_is_no_verdict(tmp_path, monkeypatch):
    monkeypatch.setattr(mutation, "COPY", tmp_path)
    tmp_path.joinpath("verdicts.txt").write_text("a x__1 found\na x__2a x__3 found\na x__4")
    assert mutation._stored("a") == {"x__1": "found"}
    assert mutation._stored("b") == {}


def test_a_changed_test_is_tried_anew(place):
    folder = place(DOUBLE, "def test(): assert double(1) == 2\n")
    assert "1 survived" in run(folder)[1]
    place(DOUBLE, "def test(): assert double(3) == 6\n")
    assert "0 survived" in run(folder)[1]


def test_modules_are_found_by_name_or_by_package():
    assert list(mutation.find(["distributions/beta"])) == ["klutils/distributions/beta.py"]
    assert set(mutation.find(["distributions"])) < set(mutation.find([]))
    assert "klutils/certify/__init__.py" in mutation.find(["certify"])
    assert not mutation.find(["plotting"])
    for tests in mutation.TESTS.values():
        assert all(ROOT.joinpath(name).exists() for name in tests)


def test_an_unknown_module_is_named(capsys):
    assert mutation.mutate(["divergance"]) == 2
    assert "no numeric module is called 'divergance'" in capsys.readouterr().out
