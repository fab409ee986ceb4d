"""The environment: ``.venv``, holding exactly what ``requirements.lock`` pins.

Standard library only, since this runs before anything is installed.
A stamp, written last, holds a digest of all that the environment depends on.
So an interrupted set-up is redone, and a finished one is redone only when that digest changes.
"""

import hashlib
import os
import re
import signal
import subprocess
import sys
import sysconfig
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "ready"
BUILD = ROOT / "_build"
BENCH = ROOT / ".venv-bench"  # other libraries, for tools/bench.py alone
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")


class Unusable(Exception):
    """The environment cannot be set up; the message says what is missing."""


def ensure() -> None:
    """Set up ``.venv`` unless it already holds what the lock pins for this interpreter."""
    digest = _digest()
    if STAMP.exists() and STAMP.read_text(encoding="utf-8") == digest:
        return
    print("Setting up .venv from requirements.lock (once, until the lock changes) ...", flush=True)
    _create()
    _install_uv()
    _sync()
    _make_importable()
    _list_fonts()
    STAMP.write_text(digest, encoding="utf-8")


def become(*arguments: str) -> int:
    """Go on as the environment's Python; return its exit status where a process cannot be replaced.

    One process is one to interrupt.
    """
    if os.name == "nt":
        return run(*arguments)
    sys.stdout.flush()
    os.chdir(ROOT)
    os.execve(PYTHON, [str(PYTHON), *arguments], settings())


def run(*arguments: str | Path, script: str = "") -> int:
    """Run the environment's Python, or one of its scripts, here; return the exit status.

    On Ctrl-C a terminal interrupts parent and child alike.
    The parent lets the child say its last words, and helps it on where only the parent was told.
    """
    program = SCRIPTS / script if script else PYTHON
    child = subprocess.Popen([program, *arguments], cwd=ROOT, env=settings())
    try:
        return child.wait()
    except KeyboardInterrupt:
        try:
            child.wait(timeout=20)
        except subprocess.TimeoutExpired:
            child.send_signal(signal.SIGINT if os.name != "nt" else signal.SIGTERM)
            child.wait()
        raise


def lock(*, upgrade: bool) -> int:
    """Pin what the book needs, for every platform, with hashes and without any address.

    That is the extra ``book`` of ``pyproject.toml``, and ``requirements.in``.
    """
    options = ["--universal", "--generate-hashes", "--python-version", "3.11", "--quiet"]
    plain = ["--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]
    more = ["--upgrade"] if upgrade else []
    return run(
        *("-m", "uv", "pip", "compile", *options, *plain, *more),
        *("--output-file", LOCK.name, "--extra", "book", "pyproject.toml", "requirements.in"),
    )


def settings() -> dict[str, str]:
    """Return the variables every task runs with: same numbers and same bytes on each machine."""
    foreign = ("PYTHONPATH", "PYTHONHOME", "PYTHONDONTWRITEBYTECODE")
    inherited = {k: v for k, v in os.environ.items() if k not in foreign}
    return inherited | {
        "PYTHONPYCACHEPREFIX": str(VENV / "bytecode"),  # compiled once, and not beside a source
        "PATH": os.pathsep.join([str(SCRIPTS), os.environ.get("PATH", "")]),
        "VIRTUAL_ENV": str(VENV),
        "PYTHONHASHSEED": "0",
        "PYTHONNOUSERSITE": "1",
        "PYTHONUTF8": "1",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "MPLCONFIGDIR": str(VENV / "matplotlib"),  # no reader's matplotlibrc changes a figure
        "IPYTHONDIR": str(VENV / "ipython"),  # nor a reader's start-up file a cell
        "JUPYTER_PREFER_ENV_PATH": "1",
        "OMP_NUM_THREADS": "1",  # sums in one order; two workers already fill two cores
        "OPENBLAS_NUM_THREADS": "1",
    }


def _digest() -> str:
    """Return a digest of the lock, of the interpreter and of the place (a venv cannot be moved)."""
    parts = [LOCK.read_bytes(), sys.version.encode(), sys.base_prefix.encode(), str(ROOT).encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _create() -> None:
    try:
        venv.create(VENV, clear=True, with_pip=True, symlinks=os.name != "nt")
    except (subprocess.CalledProcessError, ImportError) as error:
        raise Unusable(
            f"Python at {sys.executable} cannot create a virtual environment with pip ({error}).\n"
            "On Debian and Ubuntu, install the package python3-venv."
        ) from error


def _install_uv() -> None:
    """Install uv by pip, with the pin and the hashes that the lock gives for it."""
    pinned = re.search(r"^uv==[^\n]*\\\n(?: +--hash=\S+(?: \\)?\n?)+", LOCK.read_text(), re.M)
    if pinned is None:
        raise Unusable("requirements.lock pins no uv; `uv` must stand in requirements.in.")
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder, "uv.txt")
        wanted.write_text(pinned[0], encoding="utf-8")
        _step("pip", "install", "--quiet", "--require-hashes", "--no-deps", "-r", wanted)


def _sync() -> None:
    _step("uv", "pip", "sync", "--quiet", "--require-hashes", "--python", PYTHON, LOCK)


def _step(module: str, *arguments: str | Path) -> None:
    """Run one installer; say which one failed, since the network is the usual reason."""
    status = subprocess.run(
        [PYTHON, "-m", module, *arguments], cwd=ROOT, env=installers()
    ).returncode
    if status:
        raise Unusable(
            f"{module} could not install what requirements.lock pins (exit status {status}).\n"
            "Set-up needs a package index once: the network, or the mirror that pip is set to."
        )


def installers() -> dict[str, str]:
    """Return the variables for the installers: uv asks the same index as pip."""
    variables = settings()
    if "PIP_INDEX_URL" in variables:
        variables.setdefault("UV_DEFAULT_INDEX", variables["PIP_INDEX_URL"])
    if "PIP_CERT" in variables:
        variables.setdefault("SSL_CERT_FILE", variables["PIP_CERT"])
    return variables


def _make_importable() -> None:
    """Let the environment import klutils from here: a path file, no build and no network."""
    scheme = "venv" if "venv" in sysconfig.get_scheme_names() else None
    site = Path(sysconfig.get_path("purelib", scheme, vars={"base": str(VENV)}))
    site.joinpath("klutils.pth").write_text(f"{ROOT}\n", encoding="utf-8")


def _list_fonts() -> None:
    """Let matplotlib list the fonts now: it would say so on the first figure's stderr."""
    _step("matplotlib.font_manager")
