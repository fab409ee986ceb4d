"""The tasks that ``make.py`` offers.

What a task needs is imported when it runs: ``help`` and ``clean`` need nothing installed.
"""

import argparse
import shutil
import sys

from tools import environment

WITHOUT_ENVIRONMENT = ("help", "clean")


def main(arguments: list[str]) -> int:
    """Run the task that the command line names; return its exit status."""
    try:
        return perform(read(arguments))
    except KeyboardInterrupt:
        print("\nInterrupted; the same command takes it up again.", flush=True)
        return 130


def read(arguments: list[str]) -> argparse.Namespace:
    """Read the command line; an unknown task ends the program with a sentence."""
    parser = argparse.ArgumentParser(
        prog="make.py", description="Build, run and check the book.", add_help=True
    )
    tasks = parser.add_subparsers(dest="name", metavar="TASK", title="tasks")
    tasks.add_parser("help", help="list the tasks")
    tasks.add_parser("book", help="build the book; print the path of its first page")
    test = tasks.add_parser("test", help="check all that must hold")
    test.add_argument(
        "--lax",
        action="store_true",
        help="run the notebooks without comparing their outputs (for other Python versions)",
    )
    new = tasks.add_parser("new", help="begin a chapter, one that passes every check at once")
    new.add_argument("chapter", metavar="NAME")
    execute = tasks.add_parser("execute", help="re-run notebooks in place: all, or those named")
    execute.add_argument("chapters", nargs="*", metavar="CHAPTER")
    serve = tasks.add_parser("serve", help="build the book and serve it on this machine")
    serve.add_argument("--port", type=int, default=8000)
    tasks.add_parser("lint", help="check style and spelling")
    tasks.add_parser("format", help="mend what the linter can mend")
    shots = tasks.add_parser("screenshots", help="build the book and photograph each page")
    shots.add_argument("pages", nargs="*", metavar="PAGE")
    tasks.add_parser("mutants", help="break every step of the book; do its checks find it?")
    mutate = tasks.add_parser("mutate", help="plant faults in numeric modules; do tests find them?")
    mutate.add_argument("modules", nargs="*", metavar="MODULE")
    fuzz = tasks.add_parser(
        "fuzz", help="read random prints back; put random claims to all three routes"
    )
    fuzz.add_argument("claims", nargs="?", type=_claims, default=100_000, metavar="CLAIMS")
    fuzz.add_argument("--seed", type=int, default=0)
    fuzz.add_argument("--first", type=int, default=0, metavar="NUMBER")
    tasks.add_parser("bench", help="time the functions beside those of other libraries")
    lock = tasks.add_parser("lock", help="pin what the book needs in requirements.lock")
    lock.add_argument("--upgrade", action="store_true", help="move every pin to its newest version")
    tasks.add_parser("clean", help="delete what was built, and the environment")
    parser.set_defaults(name="help", print_help=parser.print_help)
    return parser.parse_args(arguments)


def _claims(text: str) -> int:
    """Read how many claims are wanted."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of claims; expected 1 or more")
    return int(text)


def perform(task: argparse.Namespace) -> int:
    """Run one task; return its exit status."""
    match task.name:
        case "help":
            task.print_help()
            return 0
        case "clean":
            return clean()
        case "lock":
            return environment.lock(upgrade=task.upgrade)
        case "fuzz":
            from tools import fuzz

            wrong = fuzz.read_back(task.claims, seed=task.seed, first=task.first)
            return fuzz.run(task.claims, seed=task.seed, first=task.first) or wrong
        case "bench":
            from tools import bench

            return bench.run()
        case "execute":
            from tools import execute

            return execute.execute(task.chapters)
        case "new":
            from tools import new

            return new.begin(task.chapter)
        case "mutants":
            from tools import mutants

            return mutants.run()
        case "mutate":
            from tools import mutation

            return mutation.mutate(task.modules)
        case "lint" | "format" | "test":
            from tools import check

            steps = {"lint": check.lint, "format": check.mend, "test": check.test}
            return steps[task.name](**({"lax": task.lax} if task.name == "test" else {}))

    from tools import book

    if status := book.build():
        return status
    if task.name == "serve":
        return book.serve(task.port)
    if task.name == "screenshots":
        from tools import screenshots

        return screenshots.take(task.pages)
    print(book.built())
    return 0


def clean() -> int:
    """Delete what the tasks have made."""
    for folder in (environment.BUILD, environment.VENV, environment.BENCH):
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
