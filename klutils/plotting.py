"""Figures for light and dark pages: draws, never computes.

Main definitions
----------------
style()
    A context in which figures get the book's look.
PALETTE, GREY
    Its colours.
plot_pmfs(pmfs)
    Probability mass functions side by side.
plot_estimates(x, estimates)
    Estimates with their confidence intervals.

Implementation notes
--------------------
A figure has no ground of its own, so that it stands on a white and on a dark page alike.
On both no colour can have a contrast above 4.2 at once; GREY, for text, has it.
The hues of PALETTE keep a contrast of 3 to both, as graphics must, and differ in lightness as well
as in hue, for readers who do not tell red from green.
The functions draw into the axes they are given, or into the current ones, and return them.
"""

from contextlib import contextmanager

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
from cycler import cycler

__all__ = ["GREY", "PALETTE", "plot_estimates", "plot_pmfs", "style"]

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


def plot_pmfs(pmfs, *, atoms=None, ax=None):
    """Draw probability mass functions on the same atoms as groups of bars.

    Parameters
    ----------
    pmfs : dict from str to array_like, shape (n,)
        The label of each function and its probabilities.
    atoms : sequence of n str, optional
        The names of the atoms; 0, 1, … without it.
    ax : matplotlib Axes, optional
        Where to draw; the current axes without it.

    Returns
    -------
    matplotlib Axes

    Examples
    --------
    >>> with style():
    ...     ax = plot_pmfs({"p": [0.2, 0.5, 0.3], "q": [0.3, 0.4, 0.3]}, atoms="abc")
    >>> len(ax.patches)
    6
    >>> plt.close(ax.figure)
    """
    ax = plt.gca() if ax is None else ax
    width = 0.8 / len(pmfs)
    for k, (label, pmf) in enumerate(pmfs.items()):
        places = np.arange(len(pmf)) + (k - (len(pmfs) - 1) / 2) * width
        ax.bar(places, pmf, 0.9 * width, label=label)
    names = range(len(pmf)) if atoms is None else atoms
    ax.set_xticks(range(len(pmf)), list(names))
    ax.set_ylabel("probability")
    ax.legend()
    return ax


def plot_estimates(x, estimates, *, level=0.95, ax=None, **line):
    """Draw estimates against x, with their confidence intervals.

    Parameters
    ----------
    x : array_like, shape (K,)
        Where each estimate stands.
    estimates : sequence of K klutils.estimators.Estimate
        One number each.
    level : float, optional
        The level of the intervals.
    ax : matplotlib Axes, optional
        Where to draw; the current axes without it.
    **line
        Passed on to `matplotlib.axes.Axes.errorbar`, for example a label.

    Returns
    -------
    matplotlib Axes

    Examples
    --------
    >>> from klutils.estimators import Estimate
    >>> with style():
    ...     ax = plot_estimates([10, 100], [Estimate(1.0, 0.3, 10), Estimate(1.1, 0.1, 100)])
    >>> plt.close(ax.figure)
    """
    ax = plt.gca() if ax is None else ax
    values = np.array([estimate.value for estimate in estimates])
    low, high = np.transpose([estimate.interval(level) for estimate in estimates])
    ax.errorbar(x, values, [values - low, high - values], **{"fmt": "o", **line})
    return ax
