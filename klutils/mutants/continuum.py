"""Variables with a continuum of points: not evaluated yet, and said so."""

from klutils.mutants.arithmetic import Undecided

__all__ = ["Line", "integral"]


class Line:
    """The real line of one variable."""

    def __init__(self, variable, _laws, _setting):
        raise Undecided(f"{variable} has a continuum of points")


def integral(_value, _piece):
    """Integrate over one piece of a continuum."""
    raise Undecided("an integral over a continuum")
