"""Check all that must hold: style, a build without warnings, and the tests."""

import sys

from tools import book, environment

WHERE = ("tests", "klutils", "chapters", "README.md")


def lint() -> int:
    """Check style and spelling; return the exit status."""
    return max(
        environment.run("check", ".", "--quiet", script="ruff"),
        environment.run("format", ".", "--check", "--quiet", script="ruff"),
        environment.run(".", script="codespell"),
    )


def mend() -> int:
    """Mend what the linter can mend; return the exit status."""
    return max(
        environment.run("check", ".", "--fix", "--quiet", script="ruff"),
        environment.run("format", ".", "--quiet", script="ruff"),
    )


def tests(*, lax: bool) -> int:
    """Run the tests, the doctests and the notebooks, a file on each of two workers."""
    where = [name for name in WHERE if environment.ROOT.joinpath(name).exists()]
    notebooks = ["--nbval-lax" if lax else "--nbval", "--nbval-current-env"]
    spread = ["-n", "2", "--dist", "loadfile"]  # another spread tears a notebook apart
    return environment.run("-m", "pytest", "-q", *spread, *notebooks, *where)


def broken_steps() -> int:
    """Break every step of the book and see that the checks find it; return the exit status."""
    from tools import mutants

    return mutants.run(check=True)


def test(*, lax: bool) -> int:
    """Run every check, whatever the ones before it found; return the exit status."""
    failed = []
    steps = {
        "lint": lint,
        "the build without warnings": lambda: book.build(strict=True),
        "the tests": lambda: tests(lax=lax),
        "the mutants": broken_steps,
    }
    for name, step in steps.items():
        print(f"== {name}", flush=True)
        if step():
            failed.append(name)
    if failed:
        print(f"Failed: {', '.join(failed)}.", file=sys.stderr, flush=True)
    return 1 if failed else 0
