"""Two sources of a number are two: modules import one way, and no functional calls another."""

import ast
from pathlib import Path

import pytest

import klutils
from klutils import distributions
from klutils.distributions import Distribution

ROOT = Path(klutils.__file__).parent
MAY_IMPORT = {
    "arrays": set(),
    "blocks": set(),
    "certify": set(),
    "coding": {"arrays"},
    "confirmation": {"arrays"},
    "distributions": {"arrays"},
    "deviances": {"blocks"},
    "divergence": {"arrays", "blocks", "deviances"},
    "estimators": {"arrays"},
    "fuzz": {"mutants", "symbolic"},
    "logits": {"arrays", "blocks", "deviances"},
    "ledger": {"confirmation", "plotting", "symbolic"},
    "mutants": {"symbolic"},
    "plotting": set(),
    "symbolic": set(),
}
FUNCTIONALS = {"entropy", "cross_entropy", "kl_divergence"}
FORMULAS = {"entropy", "_cross_entropy", "_kl_divergence"}


def siblings(text):
    """The modules of klutils that a source imports; relative imports stay within a package."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and node.level == 0:
            parts = node.module.split(".")
            if parts == ["klutils"]:
                yield from (alias.name for alias in node.names)
            elif parts[0] == "klutils":
                yield parts[1]
        elif isinstance(node, ast.Import):
            yield from (a.name.split(".")[1] for a in node.names if a.name.startswith("klutils."))


def called(text, names):
    """The functions of `names` in a source, each with the other formulas that it mentions."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef) and node.name in names:
            inside = list(ast.walk(node))
            said = {n.id for n in inside if isinstance(n, ast.Name)}
            said |= {n.attr for n in inside if isinstance(n, ast.Attribute)}
            yield node.name, said & (FUNCTIONALS | FORMULAS) - {node.name}


def sources(module):
    folder = ROOT / module
    paths = sorted(folder.rglob("*.py")) if folder.is_dir() else [ROOT / f"{module}.py"]
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def test_every_module_has_its_place():
    found = {
        path.stem
        for path in ROOT.iterdir()
        if path.suffix == ".py" or (path / "__init__.py").is_file()
    }
    assert found - {"__init__"} == set(MAY_IMPORT)


@pytest.mark.parametrize("module", MAY_IMPORT)
def test_a_module_imports_only_what_it_may(module):
    for name, text in sources(module).items():
        assert set(siblings(text)) <= MAY_IMPORT[module] | {module}, name


@pytest.mark.parametrize("name", sorted({*distributions.__all__} - {"Distribution"}))
def test_no_formula_of_a_family_calls_another(name):
    family = getattr(distributions, name)
    (text,) = (t for n, t in sources("distributions").items() if f"class {name}(" in t)
    found = dict(called(text, FORMULAS))
    assert issubclass(family, Distribution)
    assert found == {formula: set() for formula in FORMULAS}


@pytest.mark.parametrize("module", ["divergence", "certify/__init__"])
def test_no_functional_calls_another(module):
    text = (ROOT / f"{module}.py").read_text(encoding="utf-8")
    assert dict(called(text, FUNCTIONALS)) == {functional: set() for functional in FUNCTIONALS}


@pytest.mark.parametrize(
    "line",
    [
        "from klutils import distributions",
        "from klutils.distributions.beta import Beta",
        "import klutils.distributions",
    ],
)
def test_a_planted_import_is_seen(line):
    assert list(siblings(line)) == ["distributions"]


@pytest.mark.parametrize("call", ["kl_divergence(p, q) + 1", "self.kl_divergence(q)"])
def test_a_planted_call_is_seen(call):
    planted = f"def cross_entropy(self, p, q):\n    return {call}"
    assert dict(called(planted, FUNCTIONALS)) == {"cross_entropy": {"kl_divergence"}}
