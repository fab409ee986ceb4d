"""On which side of its breaks an integrand was evaluated: so kinks and jumps are found.

Main definitions
----------------
Watch
    Notes the signs that decided a value.
"""

from contextlib import contextmanager

__all__ = ["Watch"]


class Watch:
    """Notes, for the innermost integral, the sign of everything whose sign decides a value."""

    def __init__(self):
        self._stack = []

    @contextmanager
    def recording(self):
        """Yield a dictionary that is filled with signs; those of an inner integral are its own."""
        signs = {}
        self._stack.append(signs)
        try:
            yield signs
        finally:
            self._stack.pop()

    def note(self, what, sign):
        """Note a sign; what is asked for several times is told apart by its turn."""
        if self._stack:
            signs, turn = self._stack[-1], 0
            while (what, turn) in signs:
                turn += 1
            signs[what, turn] = sign
