"""``make bench``: the functions of arrays and logits beside those of other libraries.

The peers live in ``.venv-bench``, which is made here and is no part of the lock: NumPy and SciPy,
python-flint for the truth, and PyTorch where its index has a wheel for this interpreter.
"""

import os
import subprocess
import sys
import venv

from tools.environment import BENCH, ROOT, installers

NEEDED = ("numpy", "scipy", "python-flint")
WELCOME = ("torch",)
SETTINGS = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONUTF8": "1"}


def run() -> int:
    """Make the environment unless it is there, and print the tables; return the exit status."""
    python = BENCH / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    variables = installers() | {"PYTHONPATH": str(ROOT), "VIRTUAL_ENV": str(BENCH)} | SETTINGS
    stamp, wanted = BENCH / "ready", " ".join([sys.version, *NEEDED, *WELCOME])
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != wanted:
        print("Setting up .venv-bench (once) ...", flush=True)
        venv.create(BENCH, clear=True, with_pip=True, symlinks=os.name != "nt")
        pip = [python, "-m", "pip", "install", "--quiet", "--only-binary", ":all:"]
        if status := subprocess.run([*pip, *NEEDED], env=variables).returncode:
            print(f"pip could not install {', '.join(NEEDED)} into .venv-bench.")
            return status
        print("Adding torch, some gigabytes where its wheel is for a GPU ...", flush=True)
        if subprocess.run([*pip, *WELCOME], env=variables).returncode:
            print(f"pip could not install {', '.join(WELCOME)}: its columns stay empty.")
        stamp.write_text(wanted, encoding="utf-8")
    return subprocess.run([python, "-m", "benchmarks"], cwd=ROOT, env=variables).returncode
