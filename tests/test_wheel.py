"""The wheel: what it holds, and that it works where there are SymPy and lark and nothing else."""

import os
import subprocess
import sys
import zipfile
from email.parser import Parser
from importlib.metadata import version
from pathlib import Path

import pytest

from tools import environment
from tools.environment import ROOT

SPLIT_AND_SLIP = """
from klutils import KL, Density, Derivation, H, StepError, equal
p, q = Density("p"), Density("q")
print(Derivation("eq-split", KL(p, q), equal(H(p, q) - H(p), "split the logarithm")))
try:
    Derivation("eq-slip", KL(p, q), equal(H(p, q) + H(p), "a wrong sign"))
except StepError as slip:
    print(slip)
"""


def run(*arguments, **options):
    return subprocess.run(arguments, capture_output=True, text=True, **options)


def uv(*arguments):
    return run(sys.executable, "-m", "uv", *arguments, env=environment.installers())


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    built = run(
        sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder), cwd=ROOT
    )
    assert built.returncode == 0, built.stderr
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def bare(wheel, tmp_path_factory):
    """The Python of an environment that holds SymPy, mpmath, lark and the wheel."""
    place = tmp_path_factory.mktemp("bare")
    made = uv("venv", "--quiet", "--no-project", "--python", sys.executable, str(place / "venv"))
    assert made.returncode == 0, made.stderr
    python = place / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    install = ("pip", "install", "--quiet", "--python", str(python))
    pinned = [f"{name}=={version(name)}" for name in ("sympy", "mpmath", "lark")]
    if (
        uv(*install, *pinned).returncode
        and (tried := uv(*install, "--offline", *pinned)).returncode
    ):
        pytest.skip(f"SymPy comes neither from an index nor from the cache: {tried.stderr[-200:]}")
    added = uv(*install, "--no-index", str(wheel))  # so a further dependency would be missed
    assert added.returncode == 0, added.stderr

    def execute(code):
        return run(str(python), "-c", code, cwd=place, env={"PYTHONUTF8": "1"} | keep())

    return execute


def keep():
    """What a process needs of the machine; not PYTHONPATH."""
    return {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}


def test_it_holds_every_module_and_nothing_else(wheel):
    names = {Path(name).as_posix() for name in zipfile.ZipFile(wheel).namelist()}
    held = {name for name in names if ".dist-info/" not in name}
    sources = [*ROOT.joinpath("klutils").rglob("*.py"), *ROOT.joinpath("klutils").rglob("*.lark")]
    assert held == {path.relative_to(ROOT).as_posix() for path in sources}
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_it_asks_for_sympy_and_lark_and_offers_the_rest(wheel):
    with zipfile.ZipFile(wheel) as opened:
        (name,) = (n for n in opened.namelist() if n.endswith("METADATA"))
        told = Parser().parsestr(opened.read(name).decode())
    required = told.get_all("Requires-Dist")
    assert [line for line in required if "extra ==" not in line] == ["lark", "sympy"]
    assert told.get_all("Provides-Extra") == ["book", "certificates", "numbers"]
    cited = ROOT.joinpath("CITATION.cff").read_text(encoding="utf-8")
    assert f"version: {told['Version']}\n" in cited, "pyproject.toml and CITATION.cff differ"


def test_a_derivation_and_the_refusal_of_a_slip(bare):
    shown = bare(SPLIT_AND_SLIP)
    readme = ROOT.joinpath("README.md").read_text(encoding="utf-8")
    told = shown.stdout.splitlines()
    assert len(told) > 4, shown.stderr
    assert told[0] == "eq-split: D_KL(p || q) in 1 step, checked by algebra and by witness"
    assert told[1] == "eq-slip, step 1 (equality: a wrong sign) does not hold."
    assert " ".join(shown.stdout.partition("\n")[2].split()) in " ".join(readme.split())


def test_a_number_says_what_to_install(bare):
    shown = bare("from klutils import kl_divergence")
    assert shown.stderr.splitlines()[-1] == (
        "ImportError: klutils.kl_divergence needs numpy, which is not installed here: "
        "pip install 'klutils[numbers]'"
    )
