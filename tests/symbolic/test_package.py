"""What the calculus imports, offers, and how fast it is."""

import ast
import statistics
import subprocess
import sys
import time
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from mpmath import fsum, mp, mpf

import klutils.symbolic
from klutils.symbolic import check
from tests.symbolic.claims import TRUE

FOLDER = Path(klutils.symbolic.__file__).parent
# What each room may import from the others; the three routes are strangers to one another.
ROOMS = {
    "language": set(),
    "notation": {"language"},
    "reading": {"language"},
    "algebra": {"language", "notation"},
    "witness": {"language", "notation"},
    "judge": {"language", "notation"},
    "derive": {"language", "notation", "reading", "algebra", "witness"},
}
OUTSIDE = {room: {"sympy", "mpmath", *sys.stdlib_module_names} for room in ROOMS}
OUTSIDE["reading"] = {"sympy", "lark", *sys.stdlib_module_names}
OUTSIDE["judge"] = {"sympy", "flint", *sys.stdlib_module_names}


def test_it_needs_sympy_and_lark_alone():
    """SymPy may load Flint for its own integers; nothing here asks for it.

    NumPy is not loaded: what is left is pure Python, and runs in a browser.
    """
    code = "import sys, klutils.symbolic; print(*sorted(sys.modules))"
    root = FOLDER.parent.parent
    shown = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root
    )
    loaded = shown.stdout.split()
    assert "numpy" not in loaded
    siblings = {name for name in loaded if name.startswith("klutils.")}
    assert {name for name in siblings if not name.startswith("klutils.symbolic")} == set()


def _imports(path):
    """Every module that a file imports, by its whole name."""
    room = path.parent.name
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            inside = f"klutils.symbolic.{room}"
            if node.level and node.module is None:  # from . import laws
                yield from (f"{inside}.{alias.name}" for alias in node.names)
            else:
                yield f"{inside}.{node.module}" if node.level else node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_every_room_has_its_place():
    assert {path.parent.name for path in FOLDER.glob("*/__init__.py")} == set(ROOMS)
    assert {path.name for path in FOLDER.glob("*.py")} == {"__init__.py"}


@pytest.mark.parametrize(
    "path", sorted(FOLDER.glob("*/*.py")), ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_a_room_imports_only_what_it_may(path):
    room = path.parent.name
    for module in _imports(path):
        first, *rest = module.split(".")
        if first != "klutils":
            assert first in OUTSIDE[room], f"{path} imports {module}"
        else:
            assert rest[0] == "symbolic", f"{path} imports {module}"
            assert rest[1] in ROOMS[room] | {room}, f"{path} imports {module}"


@pytest.mark.parametrize("room", ROOMS)
def test_imports_inside_a_room_point_one_way(room):
    inside = f"klutils.symbolic.{room}."
    graph = {
        path.stem: {m.removeprefix(inside) for m in _imports(path) if m.startswith(inside)}
        for path in (FOLDER / room).glob("*.py")
    }
    TopologicalSorter(graph).prepare()  # raises where modules go round in a circle


def test_everything_offered_exists_and_is_named_once():
    offered = klutils.symbolic.__all__
    assert len(set(offered)) == len(offered)
    for name in offered:
        assert hasattr(klutils.symbolic, name), name


def _unit():
    """What this machine needs for 160 logarithms of fifty digits: 3 ms where nothing else runs."""
    with mp.workdps(50):
        before = time.process_time()
        fsum(mp.log(mpf(k) + mpf(1) / 7) * k for k in range(160))
        return time.process_time() - before


def test_median_check_of_a_step_costs_less_than_twenty_units():
    """In units of a fixed piece of work beside each check: a busy machine slows both alike."""
    costs = []
    for left, step in TRUE.values():
        unit, before = _unit(), time.process_time()
        check(left, step)
        costs.append(2 * (time.process_time() - before) / (unit + _unit()))
    cost = statistics.median(costs)
    assert cost < 20, f"median {cost:.1f} units"
