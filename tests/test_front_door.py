"""``from klutils import …``: which names there are, and what each of them loads."""

import importlib
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import klutils
import klutils.symbolic

ROOT = Path(klutils.__file__).parent
NUMERIC = {
    "confirmation": {"RECORD"},  # what the front door leaves to the module
    "distributions": set(),
    "divergence": set(),
    "estimators": set(),
    "logits": set(),
}
SUBMODULES = {
    path.stem for path in ROOT.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()
} - {"__init__"}
HEAVY = ("numpy", "scipy", "flint", "matplotlib", "constriction", "yaml", "IPython")


def fresh(code, without=()):
    """Run code in an interpreter of its own that cannot import some packages."""
    blocked = f"import sys\nsys.modules |= dict.fromkeys({list(without)!r})\n"
    return subprocess.run(
        [sys.executable, "-c", blocked + code], capture_output=True, text=True, cwd=ROOT.parent
    )


@pytest.mark.parametrize("module", NUMERIC)
def test_each_numeric_name_comes_from_its_module(module):
    home = importlib.import_module(f"klutils.{module}")
    for name in set(home.__all__) - NUMERIC[module]:
        assert getattr(klutils, name) is getattr(home, name), name


def test_each_name_of_the_calculus_is_there_and_a_law_that_is_a_distribution_too_is_the_latter():
    for name in klutils.symbolic.__all__:
        offered, symbolic = getattr(klutils, name), getattr(klutils.symbolic, name)
        if name in klutils.distributions.__all__:
            assert offered is getattr(klutils.distributions, name), name
        else:
            assert offered is symbolic, name
    assert klutils.Normal(0, 1).entropy() > 0
    assert klutils.symbolic.Normal is not klutils.Normal


def test_each_module_is_an_attribute_without_being_imported_first():
    code = "import klutils; print(*(getattr(klutils, n).__name__ for n in klutils._MODULES))"
    shown = fresh(code)
    assert set(shown.stdout.split()) == {f"klutils.{name}" for name in SUBMODULES}, shown.stderr


def test_no_name_is_also_a_module():
    """Importing the module would put it in the place of the name."""
    offered = {name for name in dir(klutils) if not inspect.ismodule(getattr(klutils, name))}
    assert not offered & SUBMODULES


def test_dir_lists_every_name_once():
    listed = [name for name in dir(klutils) if not name.startswith("_")]
    numeric = {n for m in NUMERIC for n in getattr(klutils, m).__all__} - {"RECORD"}
    assert listed == sorted(SUBMODULES | numeric | set(klutils.symbolic.__all__))


def test_every_name_is_documented():
    bare = {
        name
        for name in dir(klutils)
        if callable(value := getattr(klutils, name)) or inspect.ismodule(value)
        if not inspect.getdoc(value)
    }
    assert not bare


def test_the_calculus_loads_sympy_mpmath_and_lark_alone():
    code = (
        "from klutils import KL, H, Density, Derivation, equal\n"
        "p, q = Density('p'), Density('q')\n"
        "print(Derivation('eq-split', KL(p, q), equal(H(p, q) - H(p), '')))\n"
        "print(*sorted(n for n in sys.modules if n.startswith('klutils.')), file=sys.stderr)"
    )
    shown = fresh(code, without=HEAVY)
    assert shown.stdout.startswith("eq-split: "), shown.stderr
    assert all(name.startswith("klutils.symbolic") for name in shown.stderr.split())


def test_the_package_by_itself_loads_nothing_and_a_module_no_calculus():
    code = "before = set(sys.modules); import klutils; print(*set(sys.modules) - before)"
    loaded = {name.partition(".")[0] for name in fresh(code).stdout.split()}
    assert loaded - sys.stdlib_module_names == {"klutils"}
    code = "from klutils import kl_divergence, plotting; print('sympy' in sys.modules)"
    assert fresh(code).stdout.strip() == "False"


@pytest.mark.parametrize(
    ("name", "package", "extra"),
    [
        ("kl_divergence", "numpy", "numbers"),
        ("Beta", "scipy", "numbers"),
        ("Normal", "numpy", "numbers"),
        ("certify", "flint", "certificates"),
        ("plotting", "matplotlib", "book"),
        ("coding", "constriction", "book"),
        ("ledger", "yaml", "book"),
    ],
)
def test_a_missing_extra_is_named(name, package, extra):
    shown = fresh(f"from klutils import {name}", without=[package])
    said = shown.stderr.strip().splitlines()[-1]
    assert said == (
        f"ImportError: klutils.{name} needs {package}, which is not installed here: "
        f"pip install 'klutils[{extra}]'"
        + (
            "; the law of the calculus is klutils.symbolic.Normal, which needs SymPy and lark alone"
            if name == "Normal"
            else ""
        )
    )


def test_another_error_inside_a_module_is_not_taken_for_a_missing_extra(monkeypatch):
    def broken(_name):
        raise ModuleNotFoundError("No module named 'elsewhere'", name="elsewhere")

    monkeypatch.delitem(vars(klutils), "nll", raising=False)
    monkeypatch.setattr(klutils, "import_module", broken)
    with pytest.raises(ModuleNotFoundError, match="elsewhere"):
        _ = klutils.nll


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("kl_divergance", "kl_divergence"), ("Derivaton", "Derivation"), ("plottingg", "plotting")],
)
def test_an_unknown_name_is_an_error_that_names_those_like_it(typed, meant):
    with pytest.raises(AttributeError, match=f"no name {typed!r}; did you mean {meant}"):
        getattr(klutils, typed)
    with pytest.raises(AttributeError, match=r"no name 'zzzzzz'; dir\(klutils\) lists"):
        _ = klutils.zzzzzz
    with pytest.raises(ImportError, match="cannot import name"):
        exec("from klutils import zzzzzz")
