"""The look of the book's figures, on light and dark pages.

Main definitions
----------------
style()
    A context in which figures get the book's look.
PALETTE, GREY
    Its colours.

Implementation notes
--------------------
A figure has no ground of its own, so that it stands on a white and on a dark page alike.
On both no colour can have a contrast above 4.2 at once; GREY, for text, has it.
The hues of PALETTE keep a contrast of 3 to both, as graphics must, and differ in lightness as well
as in hue, for readers who do not tell red from green.
"""

from contextlib import contextmanager

import matplotlib as mpl
from cycler import cycler

__all__ = ["GREY", "PALETTE", "style"]

GREY = "#777b82"
PALETTE = ("#408cda", "#dc741a", "#29a369", "#a639f8", "#df283e")

_LOOK = {
    "axes.edgecolor": GREY,
    "axes.facecolor": "none",
    "axes.labelcolor": GREY,
    "axes.prop_cycle": cycler(color=PALETTE),
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlecolor": GREY,
    "axes.titlesize": 11,
    "figure.constrained_layout.use": True,
    "figure.dpi": 200,
    "figure.facecolor": "none",
    "figure.figsize": (6.2, 3.4),
    "font.family": "DejaVu Sans",
    "font.size": 11,
    "grid.color": GREY,
    "legend.frameon": False,
    "legend.labelcolor": GREY,
    "lines.linewidth": 2,
    "mathtext.fontset": "dejavusans",
    "savefig.facecolor": "none",
    "text.color": GREY,
    "xtick.color": GREY,
    "ytick.color": GREY,
}


@contextmanager
def style():
    """Give new figures the book's look inside this context.

    Restores the settings it changes and no others: `matplotlib.rc_context` would also undo
    what the first figure of a notebook settles, and the later figures would not show.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> with style():
    ...     figure, axes = plt.subplots()
    >>> figure.get_facecolor()[3]
    0.0
    >>> plt.close(figure)
    """
    before = {name: mpl.rcParams[name] for name in _LOOK}
    mpl.rcParams.update(_LOOK)
    try:
        yield
    finally:
        mpl.rcParams.update(before)
