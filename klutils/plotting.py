"""Figures for light and dark pages: draws, never computes.

Main definitions
----------------
style()
    A context in which figures get the book's look.
PALETTE, GREY
    Its colours.

Implementation notes
--------------------
A figure has no ground of its own, so that it stands on a white and on a dark page alike.
All colours have a relative luminance near 0.2, where the contrast against white and against
the dark theme's ground is the same, about 4 to 1.
The palette's hues stay apart for readers who do not tell red from green.
"""

import matplotlib as mpl
from cycler import cycler

__all__ = ["GREY", "PALETTE", "style"]

GREY = "#7b7f86"
PALETTE = ("#2f80c8", "#c9691e", "#17967a", "#9a6bc4", "#d2505f")

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
    "legend.labelcolor": "linecolor",
    "lines.linewidth": 2,
    "mathtext.fontset": "dejavusans",
    "savefig.facecolor": "none",
    "text.color": GREY,
    "xtick.color": GREY,
    "ytick.color": GREY,
}


def style():
    """Return a context in which new figures get the book's look.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> with style():
    ...     figure, axes = plt.subplots()
    >>> figure.get_facecolor()[3]
    0.0
    >>> plt.close(figure)
    """
    return mpl.rc_context(_LOOK)
