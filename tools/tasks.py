"""The tasks that ``make.py`` offers, one function each."""

import sys

from tools import book, environment


def main(arguments: list[str]) -> int:
    """Run the task that the command line names."""
    if arguments[:1] == ["book"]:
        status = book.build()
        if not status:
            print(book.built())
        return status
    print("book")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
