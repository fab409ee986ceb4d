"""Notebooks' kernels, started with patience.

A kernel is told which ports to open before it opens them. Two that start at the same moment, in two
workers, may be told the same one, and then one of them dies before it has said a word.
"""

ATTEMPTS = 3


def patient(start):
    """Return a function that starts a kernel, and starts it again where it died at once."""

    def start_patiently(*arguments, **options):
        for _ in range(ATTEMPTS - 1):
            try:
                return start(*arguments, **options)
            except RuntimeError:  # what jupyter_client says of a kernel that does not answer
                continue
        return start(*arguments, **options)

    return start_patiently
