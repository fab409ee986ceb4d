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
from fractions import Fraction
from numbers import Rational

import numpy as np

from klutils.arrays import refuse_disguised

__all__ = ["RECORD", "Unconfirmed", "confirm"]

RECORD = "application/vnd.klutils.number+json"
SHOWN = 64  # of longer arrays the record keeps the least, the largest and the mean


class Unconfirmed(ValueError):
    """Two sources of a number differ by more than they may."""


def confirm(value, other, *, by, within=None, z=None, digits=6):
    """Confirm a number, or an array of them, by a second source.

    Parameters
    ----------
    value : number, Fraction, SymPy number, Enclosure or Estimate, or an array or list of them
        What the book states.
    other : the same
        The same from another source, which shares no code with the first.
    by : str
        What the other source is, in a few words: "closed form", "exact sum", "enclosure".
    within : number or array, optional
        The largest difference allowed, derived and not tuned; 0 for exact equality, which one
        third and its nearest float do not have: numbers are compared as they are, unrounded, those
        of SymPy with 40 digits.
        An `Enclosure` counts with the farthest of its points, two with those farthest apart.
    z : number, optional
        The largest number of standard errors allowed, where one of the two is an `Estimate`; of
        two estimates the standard errors add in squares.
        Exactly one of `within` and `z` is given.
    digits : int, default 6
        How many significant digits the record keeps.

    Raises
    ------
    Unconfirmed
        If the sources differ by more than is allowed, or one of them is nan.
    TypeError
        If a source holds what is no number: a truth value, a text, a symbol, a derivation.
    ValueError
        If shapes do not broadcast, a bound is none, or `z` meets no standard error above 0, or
        one that is negative or infinite.

    Examples
    --------
    >>> confirm(np.log(2), sum((-1) ** k / (k + 1) for k in range(1000)), by="series", within=1e-3)
    >>> confirm(0.25, 0.5, by="series", within=0.1)
    Traceback (most recent call last):
    ...
    klutils.confirmation.Unconfirmed: 0.25 is not confirmed by series, which gives 0.5: they
        differ by 0.25, at most 0.1 is allowed
    """
    if not isinstance(by, str) or not by:
        raise TypeError(f"by is {by!r}; expected the other source in a few words")
    if (within is None) == (z is None):
        raise TypeError(f"within = {within}, z = {z}; expected exactly one of them")
    if not isinstance(digits, int) or digits < 1:
        raise ValueError(f"digits is {digits!r}; expected a whole number, at least 1")
    first, second = _objects("value", value), _objects("other", other)
    values, others = _numbers("value", first), _numbers("other", second)
    record = {"by": by, "values": _shown(values, digits), "others": _shown(others, digits)}
    if z is None:
        within = _bound("within", within)
        _require_same_shape(value=values, other=others, within=within)
        _refuse(values, others, by, _apart(first, second), within, "they differ by")
        record["within"] = _shown(np.max(within), 2)[0]
    else:
        z = _bound("z", z)
        _require_same_shape(value=values, other=others, z=z)
        errors = np.hypot(_errors(value, first), _errors(other, second))
        if np.any(errors == 0):
            raise ValueError(
                f"z = {z:g}, and neither {_brief(value)} nor {_brief(other)} has a standard error "
                "above 0 everywhere; expected an Estimate, or within="
            )
        with np.errstate(invalid="ignore"):
            scores = np.where(values == others, 0.0, values - others) / errors
        _refuse(values, others, by, np.abs(scores), z, "standard errors between them:")
        record |= {"z": [f"{score:.2f}" for score in _few(scores)], "errors": _shown(errors, 4)}
    _leave(record)


# --- reading the arguments


def _objects(name, source):
    """Return a source as an array, of numbers or of whatever carries them."""
    source = getattr(source, "value", source)
    refuse_disguised(name, source)
    try:
        array = np.asarray(source)
    except ValueError:
        raise ValueError(f"{name} is {_brief(source)}; expected rows of equal length") from None
    if array.size == 0:
        raise ValueError(f"{name} is {_brief(source)}; expected at least one number")
    if array.dtype.kind not in "fiuO":
        raise TypeError(f"{name} is {_brief(source)}; expected real numbers")
    return array


def _numbers(name, array):
    """Return the numbers of a source as floats."""
    if array.dtype.kind != "O":
        return array.astype(float)
    return np.reshape([_float(name, one) for one in array.flat], array.shape)


def _float(name, one):
    """Return a number, or what carries one, as a float."""
    try:
        if one is None or isinstance(one, (bool, str)):
            raise TypeError
        return float(getattr(one, "value", one))
    except OverflowError:
        raise ValueError(f"{name} holds {_brief(one)}, too large for a float") from None
    except (TypeError, ValueError):
        raise TypeError(
            f"{name} holds {_brief(one)}; expected a number, an expression without symbols, "
            "an Enclosure or an Estimate"
        ) from None


def _bound(name, value):
    """Return what is allowed as floats, or say why it is no bound."""
    bound = _numbers(name, _objects(name, value))
    if not np.all((bound >= 0) & np.isfinite(bound)):
        raise ValueError(f"{name} is {_brief(value)}; expected a finite number, at least 0")
    return bound


def _require_same_shape(**arrays):
    """Raise unless the arrays broadcast."""
    try:
        np.broadcast_shapes(*(array.shape for array in arrays.values()))
    except ValueError:
        shapes = ", ".join(f"{name} has shape {array.shape}" for name, array in arrays.items())
        raise ValueError(f"{shapes}; expected shapes that broadcast") from None


def _brief(value):
    text = " ".join(str(value).split()) if isinstance(value, np.ndarray) else repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


# --- comparing


def _apart(first, second):
    """How far two sources are apart, entry by entry; exact where both are exact."""
    if first.dtype.kind == second.dtype.kind == "f":
        with np.errstate(invalid="ignore", over="ignore"):
            apart = np.abs(first - second.astype(np.result_type(second, float)))
        return np.where(first == second, 0.0, apart)  # two infinities agree
    return np.asarray(np.frompyfunc(_distance, 2, 1)(first, second), dtype=float)


def _distance(one, other):
    """How far two numbers are apart, at most; from the farthest point of an enclosure."""
    (low, high), (least, most) = _ends(one), _ends(other)
    if all(isinstance(end, Fraction) for end in (low, high, least, most)):
        return _above(max(high - least, most - low))
    return 0.0 if low == high == least == most else float(abs(float(low) - float(least)))


def _ends(one):
    """The ends of an enclosure, or a number twice: exact, but for what is not finite."""
    one = getattr(one, "value", one)
    if hasattr(one, "lower") and hasattr(one, "upper"):
        ends = (one.lower, one.upper)
    elif isinstance(one, (Rational, float, np.floating)) or not hasattr(one, "evalf"):
        ends = (one, one)
    else:
        ends = (str(one.evalf(40)),) * 2
    return tuple(_exact(end) for end in ends)


def _exact(end):
    if isinstance(end, Rational):
        return Fraction(int(end.numerator), int(end.denominator))
    if isinstance(end, str):
        try:
            return Fraction(end)
        except ValueError:
            return {"oo": math.inf, "-oo": -math.inf}.get(end, math.nan)
    end = float(end)
    return Fraction(end) if math.isfinite(end) else end


def _above(distance):
    """The float next to a Fraction, and not below it: what is not 0 stays above."""
    nearest = float(distance) if distance < Fraction(2) ** 1023 else math.inf
    return nearest if nearest >= distance else math.nextafter(nearest, math.inf)


def _errors(source, array):
    """Return the standard errors of a source, 0 where it has none."""
    if hasattr(source, "standard_error"):
        errors = np.asarray(source.standard_error, dtype=float)
    else:
        errors = [float(getattr(one, "standard_error", 0)) for one in array.flat]
        errors = np.reshape(errors, array.shape)
    if np.any((errors < 0) | np.isinf(errors)):  # nan, of an infinite estimate, confirms nothing
        raise ValueError(
            f"the standard error of {_brief(source)} is negative or infinite; expected a finite "
            "number, at least 0"
        )
    return errors


def _refuse(values, others, by, deviation, allowed, said):
    """Raise on the first entry that deviates by more than is allowed."""
    wrong = ~(deviation <= allowed)  # not a number is wrong as well
    if np.any(wrong):
        everywhere = np.broadcast_arrays(wrong, values, others, deviation, allowed)
        place = np.unravel_index(np.argmax(everywhere[0]), everywhere[0].shape)
        value, other, deviation, allowed = (array[place] for array in everywhere[1:])
        where = f"value[{', '.join(map(str, place))}] = " if place else ""
        raise Unconfirmed(
            f"{where}{value:.10g} is not confirmed by {by}, which gives {other:.10g}: "
            f"{said} {deviation:.2g}, at most {allowed:.2g} is allowed"
        )


# --- the record


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
