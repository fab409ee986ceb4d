"""Plant faults in the numeric modules and see whether their tests find them.

A mutant is a module with one small fault: a sign turned, a bound moved, an argument lost.
The library mutmut [1]_ writes all mutants of a module into one file, in which a variable of the
environment chooses among them; here each is tried by the tests that mirror its module.
A mutant that survives is shown as a difference: a test is missing, or the fault is none.

Main definitions
----------------
mutate(names)
    Try the mutants of the modules named, or of all; print the survivors and the score.

Implementation notes
--------------------
All happens in a copy under ``_build``; no file of the checkout is written.
Each mutant has a process of its own, forked from one that has imported the libraries but nothing
of `klutils`, so that tests which call a module while they are collected meet the mutant too.
Verdicts are stored as they come: after an interrupt the same command goes on where it stopped.
They hold as long as the module, its tests and the lock stay the same.
What stands outside a function (a constant, the default of a field) is not mutated, nor is a
function with a decorator other than `classmethod`.

References
----------
.. [1] https://mutmut.readthedocs.io
"""

from __future__ import annotations

import gc
import hashlib
import importlib
import os
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from difflib import ndiff

from tools import environment

COPY = environment.BUILD / "mutation"
AT_ONCE = 2
SECONDS = 20  # that a mutant is given beyond three times what the tests take without a fault
BYTES = 2**32  # of memory: a mutant may ask for an array of any size

# The tests that mirror each module or package; the first of them that fails ends a trial.
TESTS = {
    "divergence": ["tests/test_divergence.py"],
    "estimators": ["tests/test_estimators.py"],
    "distributions": ["tests/distributions"],
    "certify": ["tests/test_certify.py"],
    "coding": ["tests/test_coding.py"],
    "arrays": ["tests/test_arrays.py", "tests/test_divergence.py", "tests/test_coding.py"],
    "confirmation": ["tests/test_confirmation.py"],
}
LEAST = 0.95  # of all mutants tried, the share that the tests must find
LIBRARIES = ["constriction", "flint", "hypothesis.extra.numpy", "mpmath", "pytest", "scipy.linalg"]
LIBRARIES += ["scipy.optimize", "scipy.special", "scipy.stats"]


class Untestable(Exception):
    """The tests say nothing about mutants; the message says why."""


@dataclass(frozen=True)
class Module:
    """A module and its mutants."""

    path: str  # from the root, as klutils/distributions/beta.py
    tests: list[str]
    code: str  # all mutants in one file
    lines: dict[str, tuple[int, int]]  # where each function of that file begins and ends
    mutants: list[str]

    @classmethod
    def read(cls, path: str, tests: list[str]) -> Module:
        """Let mutmut write the mutants of a module."""
        from mutmut.mutation.file_mutation import mutate_file_contents

        made = mutate_file_contents(path, _read(path))
        lines = {k: (span.start, span.end) for k, span in made.line_span_by_function_name.items()}
        return cls(path, tests, made.code, lines, list(made.mutant_names))

    @property
    def imported_as(self) -> str:
        """The module's dotted name."""
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    def digest(self) -> str:
        """Return a digest of what the verdicts depend on."""
        names = [self.path, "requirements.lock", "tests/conftest.py", *self.tests]
        text = "\0".join(_read(file) for name in names for file in _files(name))
        return hashlib.sha256(text.encode()).hexdigest()

    def difference(self, mutant: str) -> str:
        """Return the lines in which a mutant differs, marked by - and +."""
        function = mutant.partition("__mutmut_")[0]
        lines = self.code.replace(f"{function}__mutmut_orig", mutant).splitlines()
        spans = self.lines[f"{function}__mutmut_orig"], self.lines[mutant]
        old, new = (lines[first - 1 : last] for first, last in spans)
        return "\n".join(line for line in ndiff(old, new) if line[0] in "+-")


def mutate(names: list[str]) -> int:
    """Try the mutants of the modules named, or of all; return 1 if too many of them live."""
    if os.name == "nt":
        print("Mutants are tried in forked processes, which Windows does not have.")
        return 2
    for name in names:
        if not find([name]):
            print(f"no numeric module is called {name!r}; there are {', '.join(TESTS)}")
            return 2
    for library in LIBRARIES:
        importlib.import_module(library)
    gc.freeze()  # or each process would search the libraries for garbage
    told, table = [], []
    for path, tests in find(names).items():
        module = Module.read(path, tests)
        try:
            verdicts = try_all(module)
        except Untestable as error:
            print(error)
            return 1
        alive = [mutant for mutant in module.mutants if verdicts[mutant] == "survived"]
        told += [f"{path}: {mutant}\n{module.difference(mutant)}\n" for mutant in alive]
        table.append((path, len(module.mutants), len(alive)))
    print("", *told, sep="\n")
    table.append(("all", *(sum(row[i] for row in table) for i in (1, 2))))
    for name, total, lived in table:
        found = (total - lived) / total if total else 1
        print(f"{name:44}{total:6} mutants,{lived:5} survived:{found:7.1%} found")
    return 0 if found >= LEAST else 1


def find(names: list[str]) -> dict[str, list[str]]:
    """Return the modules that names like ``coding`` or ``distributions/beta`` mean, with tests."""
    found = {}
    for package, tests in TESTS.items():
        for path in _files(f"klutils/{package}"):
            short = path.removeprefix("klutils/").removesuffix(".py")
            if not names or short in names or package in names:
                found[path] = tests
    return found


def try_all(module: Module) -> dict[str, str]:
    """Try each mutant that has no verdict yet; return the verdicts on all.

    The tests must pass without a fault, and must fail when the functions of the module raise.
    """
    digest = module.digest()
    verdicts = _stored(digest)
    left = [mutant for mutant in module.mutants if mutant not in verdicts]
    if not left:
        return verdicts
    _copy(module)
    begun = time.monotonic()
    if dict(_trials(module, [""], 600)) != {"": "survived"}:
        raise Untestable(f"{', '.join(module.tests)}: must pass before a fault is planted")
    seconds = SECONDS + 3 * round(time.monotonic() - begun)
    if dict(_trials(module, ["fail"], seconds)) == {"fail": "survived"}:
        raise Untestable(f"{', '.join(module.tests)}: no function of {module.path} is called")
    for mutant, verdict in _trials(module, left, seconds):
        verdicts[mutant] = verdict
        with COPY.joinpath("verdicts.txt").open("a", encoding="utf-8") as file:
            file.write(f"{digest} {mutant} {verdict}\n")
        if sys.stdout.isatty():
            print(f"\r{module.path}: {len(verdicts)}/{len(module.mutants)}", end="", flush=True)
    return verdicts


def _stored(digest: str) -> dict[str, str]:
    """Return the verdicts of earlier runs; a line that an interrupt cut short is none."""
    file = COPY / "verdicts.txt"
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    whole = [words for words in map(str.split, lines) if len(words) == 3]
    return {mutant: verdict for key, mutant, verdict in whole if key == digest}


def _copy(module: Module) -> None:
    """Copy what the tests read, with the mutants in the module's place."""
    COPY.mkdir(parents=True, exist_ok=True)
    for folder in ("klutils", "tests"):
        shutil.rmtree(COPY / folder, ignore_errors=True)
        shutil.copytree(environment.ROOT / folder, COPY / folder)
    shutil.copy(environment.ROOT / "pyproject.toml", COPY)
    COPY.joinpath(module.path).write_text(module.code, encoding="utf-8")


def _trials(module: Module, mutants: list[str], seconds: int) -> Iterator[tuple[str, str]]:
    """Yield mutants with their verdicts; whatever happens, leave no process behind."""
    left, running = list(mutants), {}
    try:
        while left or running:
            while left and len(running) < AT_ONCE:
                mutant = left.pop(0)
                with _uninterrupted():
                    running[_start(module, mutant, seconds)] = mutant
            child, status = os.wait()
            yield running.pop(child), _verdict(status)
    finally:
        for child in running:
            with suppress(ProcessLookupError, ChildProcessError):
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Put Ctrl-C off for the moment in which a process exists and is not yet written down."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _start(module: Module, mutant: str, seconds: int) -> int:
    """Run the tests on a mutant in a process of its own; return its number."""
    sys.stdout.flush()
    if child := os.fork():
        return child
    status = 70  # for whatever happens before pytest answers
    try:
        import resource

        import pytest

        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        signal.alarm(seconds)
        resource.setrlimit(resource.RLIMIT_DATA, (BYTES, BYTES))
        chosen = f"{module.imported_as}.{mutant}" if mutant in module.lines else mutant
        os.environ |= {"MUTANT_UNDER_TEST": chosen, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
        os.chdir(COPY)
        for stream in (1, 2):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
        options = ["-x", "-q", "-p", "no:cacheprovider", "--tb=no", f"--rootdir={COPY}"]
        options += ["-o", "addopts=--import-mode=importlib"]
        status = pytest.main([*options, *module.tests])
        if status == 0:  # then the examples of the docstrings, but not those of the copies
            examples = ["--doctest-modules", "-k", "not __mutmut_", module.path]
            status = pytest.main([*options, *examples])
    finally:
        os._exit(status)


def _verdict(status: int) -> str:
    """Return what became of a mutant, from the way its process ended."""
    if os.WIFSIGNALED(status):
        return "timeout" if os.WTERMSIG(status) == signal.SIGALRM else "crash"
    code = os.WEXITSTATUS(status)
    if code in (0, 5):  # all passed, or there was no docstring to try
        return "survived"
    if code in (1, 2, 3):  # a test failed, raised while it was collected, or broke pytest
        return "found"
    raise Untestable(f"pytest ended with status {code}; expected 0, 1, 2, 3 or 5")


def _files(name: str) -> list[str]:
    """Return a file, a module, or the Python files of a folder, each from the root."""
    path = environment.ROOT / name
    if path.is_dir():
        files = sorted(path.rglob("*.py"))
    else:
        files = [path if path.suffix else path.with_suffix(".py")]
    return [file.relative_to(environment.ROOT).as_posix() for file in files]


def _read(name: str) -> str:
    return environment.ROOT.joinpath(name).read_text(encoding="utf-8")
