"""``make bench``: the functions of arrays and logits beside those of other libraries.

The peers live in ``.venv-bench``, which is made here and is no part of the lock: NumPy and SciPy,
python-flint for the truth, and PyTorch where its index has a wheel for this interpreter.
"""

import os
import subprocess
import venv

from tools.environment import BENCH, ROOT, installers

NEEDED = ("numpy", "scipy", "python-flint")
WELCOME = ("torch",)


def run() -> int:
    """Make the environment unless it is there, and print the tables; return the exit status."""
    python = BENCH / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    variables = installers() | {"PYTHONPATH": str(ROOT), "VIRTUAL_ENV": str(BENCH)}
    stamp = BENCH / "ready"
    if not stamp.exists():
        print("Setting up .venv-bench (once) ...", flush=True)
        venv.create(BENCH, clear=True, with_pip=True, symlinks=os.name != "nt")
        pip = [python, "-m", "pip", "install", "--quiet", "--only-binary", ":all:"]
        if status := subprocess.run([*pip, *NEEDED], env=variables).returncode:
            print(f"pip could not install {', '.join(NEEDED)} into .venv-bench.")
            return status
        if subprocess.run([*pip, *WELCOME], env=variables).returncode:
            print(f"pip could not install {', '.join(WELCOME)}: its columns stay empty.")
        stamp.write_text("", encoding="utf-8")
    return subprocess.run([python, "-m", "benchmarks"], cwd=ROOT, env=variables).returncode
