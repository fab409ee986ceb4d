"""The sign of a claim between its sides, with what it is relative to.

Main definitions
----------------
relation_in_tex, relation_in_words
    The sign of a step; of a claim up to a constant with the parameter that the constant is free of.
"""

from .plain import plain
from .printing import latex

__all__ = ["relation_in_tex", "relation_in_words"]


def relation_in_tex(step):
    r"""Return how a claim is written between its sides on the page.

    Examples
    --------
    >>> from klutils.symbolic import H, Density, equal_up_to_constant, parameter
    >>> theta = parameter("theta")
    >>> step = equal_up_to_constant(H(Density("q", given=theta)), "as an example", over=theta)
    >>> relation_in_tex(step), relation_in_words(step)
    ('\\doteq_{\\theta}', '≐_θ')
    """
    over = getattr(step, "over", None)
    return step.sign.latex + ("" if over is None else f"_{{{latex(over)}}}")


def relation_in_words(step):
    """Return how a claim is written between its sides in a message."""
    over = getattr(step, "over", None)
    return step.sign.plain + ("" if over is None else f"_{plain(over)}")
