"""Run a task: ``python make.py TASK``; without a task, list them.

This file runs on the machine's own Python and needs nothing else.
It sees to ``.venv``, then hands the task to ``tools.tasks`` inside it.
"""

import sys

if sys.version_info < (3, 11):
    sys.exit(
        "This book needs Python 3.11 or newer; "
        + sys.executable
        + " is "
        + ".".join(map(str, sys.version_info[:3]))
        + ". Run make.py with a newer one, or: make PYTHON=/path/to/python3.11 TASK"
    )

from tools import environment


def main() -> int:
    """Hand the command line to the environment's own Python; return its exit status."""
    arguments = sys.argv[1:]
    try:
        if arguments[:1] not in ([], ["help"], ["clean"], ["-h"], ["--help"]):
            environment.ensure()
            return environment.run("-m", "tools.tasks", *arguments)
        from tools import tasks

        return tasks.main(arguments)
    except environment.Unusable as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted. Nothing half-done is kept; run the same command again.")
        return 130


if __name__ == "__main__":
    sys.exit(main())
