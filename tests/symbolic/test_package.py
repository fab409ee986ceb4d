"""What the calculus imports, offers, and how fast it is."""

import ast
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

import klutils.symbolic
from klutils.symbolic import check
from tests.symbolic.claims import TRUE

FOLDER = Path(klutils.symbolic.__file__).parent
ORDER = [
    "laws", "named_laws", "arguments", "functionals", "samples", "optimisation", "order",
    "plain", "integrals", "normal_form", "numbers", "spaces", "worlds", "witness", "steps",
    "source", "printing", "layout", "algebra", "trials", "derivation", "exercise", "__init__",
]  # fmt: skip


def test_it_needs_sympy_alone():
    """SymPy may load Flint for its own integers; nothing here asks for it."""
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
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module is None:  # from . import laws
            yield from ((node.level, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.level, node.module
        elif isinstance(node, ast.Import):
            yield from ((0, alias.name) for alias in node.names)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.stem)
def test_imports_point_one_way(path):
    place = ORDER.index(path.stem)
    for level, module in _imports(path):
        if level:
            assert ORDER.index(module) < place, f"{path.stem} imports {module}"
        else:
            allowed = {"sympy", "mpmath", *sys.stdlib_module_names}
            assert module.split(".")[0] in allowed, f"{path.stem} imports {module}"


def test_the_witness_does_not_know_the_algebra():
    for name in ("numbers", "spaces", "worlds", "witness", "trials"):
        modules = {module for level, module in _imports(FOLDER / f"{name}.py") if level}
        assert not modules & {"integrals", "normal_form", "algebra"}, name


def test_everything_offered_exists_and_is_named_once():
    offered = klutils.symbolic.__all__
    assert len(set(offered)) == len(offered)
    for name in offered:
        assert hasattr(klutils.symbolic, name), name


def test_median_check_of_a_step_takes_less_than_50_ms():
    """Processor time, so that other programs do not count; the second run, so imports do not."""
    times = []
    for left, step in TRUE.values():
        before = time.process_time()
        check(left, step)
        times.append(time.process_time() - before)
    assert statistics.median(times) < 0.05, f"median {statistics.median(times):.3f} s"
