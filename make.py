"""Run a task: ``python make.py TASK``; without a task, list them.

This file runs on the machine's own Python and needs nothing else.
It sees to ``.venv``, then hands over to ``tools.tasks`` inside it.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036, the one place that meets an older Python
    sys.exit(
        "This book needs Python 3.11 or newer; "
        + sys.executable
        + " is "
        + ".".join(map(str, sys.version_info[:3]))
        + ". Run make.py with a newer one, or: make PYTHON=/path/to/python3.11 TASK"
    )

from tools import environment, tasks


def main() -> int:
    """Run the task that the command line names; return its exit status."""
    try:
        task = tasks.read(sys.argv[1:])
        if task.name in tasks.WITHOUT_ENVIRONMENT:
            return tasks.perform(task)
        environment.ensure()
        return environment.become("-m", "tools.tasks", *sys.argv[1:])
    except environment.Unusable as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted; the same command takes it up again.")
        return 130


if __name__ == "__main__":
    sys.exit(main())
