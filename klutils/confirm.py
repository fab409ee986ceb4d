r"""A number and its second source.

Main definitions
----------------
confirm(value, other, by=…, within=…)
    Compare a number with the same number from another source; a disagreement raises.
Unconfirmed
    The error: which number, what the other source says, and how far apart they may be.

Implementation notes
--------------------
A confirmation leaves a record (:data:`RECORD`) among the outputs of its cell, next to what the
cell prints. From the records the book computes which of its numbers have a second source; a
number that a cell prints without one is named by a test.

The two sources are the author's choice; they must share no code. An exact sum, a closed form, a
rigorous enclosure, a simulation, an integrator that reports its error: any two of them are two.
"""

from __future__ import annotations

import math

import numpy as np

__all__ = ["RECORD", "Unconfirmed", "confirm"]

RECORD = "application/vnd.klutils.number+json"
SHOWN = 64  # of longer arrays the record keeps the least, the largest and the mean


class Unconfirmed(ValueError):
    """Two sources of a number differ by more than they may."""


def confirm(value, other, *, by, within=None, z=None, digits=6):
    """Confirm a number, or an array of them, by a second source.

    Parameters
    ----------
    value : number, array, Fraction, Enclosure or Estimate
        What the book states.
    other : number, array, Fraction, Enclosure or Estimate
        The same from another source, which shares no code with the first.
    by : str
        What the other source is, in a few words: "closed form", "exact sum", "enclosure".
    within : number or array, optional
        The largest difference allowed, derived and not tuned; 0 for exact equality.
        An `Enclosure` counts with the farthest of its points.
    z : number, optional
        The largest number of standard errors allowed, where one of the two is an `Estimate`; of
        two estimates the standard errors add in squares.
        Exactly one of `within` and `z` is given.
    digits : int, default 6
        How many significant digits the record keeps.

    Raises
    ------
    Unconfirmed
        If the sources differ by more than is allowed, or one of them is not a number.

    Examples
    --------
    >>> confirm(np.log(2), sum((-1) ** k / (k + 1) for k in range(1000)), by="series", within=1e-3)
    >>> confirm(0.25, 0.5, by="series", within=0.1)
    Traceback (most recent call last):
    ...
    klutils.confirm.Unconfirmed: 0.25 is not confirmed by series, which gives 0.5: they
        differ by 0.25, at most 0.1 is allowed
    """
    if not isinstance(by, str) or not by:
        raise TypeError(f"by is {by!r}; expected the other source in a few words")
    if (within is None) == (z is None):
        raise TypeError(f"within = {within}, z = {z}; expected exactly one of them")
    record = {"by": by, "values": _shown(_numbers(value), digits)}
    record["others"] = _shown(_numbers(other), digits)
    if z is None:
        _compare(value, other, by, np.asarray(within, dtype=float))
        record["within"] = _shown(np.max(within), 2)[0]
    else:
        scores, errors = _compare_estimates(value, other, by, z)
        record |= {"z": [f"{score:.2f}" for score in _few(scores)], "errors": _shown(errors, 4)}
    _leave(record)


def _compare(value, other, by, within):
    """Raise unless the two are as close as they must be, everywhere."""
    first, second = _numbers(value), _numbers(other)
    with np.errstate(invalid="ignore"):
        apart = np.abs(first - second)
    apart = np.where(first == second, 0.0, apart)  # two infinities agree
    for one, far in ((other, value), (value, other)):
        if hasattr(one, "distance"):
            apart = np.asarray(float(one.distance(float(far))))
    wrong = ~(apart <= within)  # not a number is wrong as well
    if np.any(wrong):
        first, second, apart, within = np.broadcast_arrays(first, second, apart, within)
        place = np.unravel_index(np.argmax(wrong), wrong.shape) if wrong.ndim else ()
        where = f"value[{', '.join(map(str, place))}] = " if place else ""
        raise Unconfirmed(
            f"{where}{first[place]:.10g} is not confirmed by {by}, which gives "
            f"{second[place]:.10g}: they differ by {apart[place]:.2g}, at most "
            f"{within[place]:.2g} is allowed"
        )


def _compare_estimates(value, other, by, largest):
    """Return z-scores and standard errors, or raise if a score is too large."""
    errors = [np.asarray(e.standard_error) for e in (value, other) if hasattr(e, "standard_error")]
    if not errors:
        raise TypeError(f"z = {largest}, but neither {value!r} nor {other!r} has a standard error")
    error = np.sqrt(sum(e**2 for e in errors))
    scores = (_numbers(value) - _numbers(other)) / error
    if not np.all(np.abs(scores) <= largest):
        raise Unconfirmed(
            f"{_shown(_numbers(value), 6)} is not confirmed by {by}, which gives "
            f"{_shown(_numbers(other), 6)}: z-scores {np.round(scores, 2)}, at most ±{largest}"
        )
    return np.atleast_1d(scores), np.atleast_1d(error)


def _numbers(source):
    """Return a source's numbers as floats, whatever carries them."""
    return np.asarray(getattr(source, "value", source), dtype=float)


def _few(values):
    values = np.ravel(values)
    return values if values.size <= SHOWN else np.array([values.min(), values.max(), values.mean()])


def _shown(values, digits):
    """Return numbers as text, with so many significant digits."""
    return [f"{v + 0.0:.{digits}g}" if math.isfinite(v) else str(float(v)) for v in _few(values)]


def _leave(record):
    """Leave the record among the outputs of the cell, where there is a cell."""
    try:
        from IPython import get_ipython
    except ImportError:
        return
    if get_ipython() is not None:
        from IPython.display import display

        display({RECORD: record}, raw=True)
