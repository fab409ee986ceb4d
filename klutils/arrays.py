"""Reading arrays, numbers and generators: the value as given, or an error that names it.

Nothing here repairs a value.  Each function takes the argument's name first, returns the value in
the form the caller computes with, and otherwise raises an error that names the argument, its value
and what was expected: `TypeError` for the wrong kind of thing, `ValueError` for a wrong value.
"""

from __future__ import annotations

import math
import numbers
import operator
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

__all__ = [
    "axis_last",
    "axis_view",
    "brief",
    "broadcast_batches",
    "generator",
    "probabilities",
    "real_array",
    "real_number",
    "refuse_disguised",
    "refuse_where",
    "sum_tolerance",
    "unchecked_array",
    "unit_in_nats",
    "whole_number",
]


def real_array(name, value, *, finite=True):
    """Read `value` as an array of real numbers, in its own floating-point type.

    Integers become float64.  Booleans, complex numbers, strings, objects (a Fraction, a Decimal,
    None) and masked arrays raise `TypeError`: each could be converted in more than one way, so the
    caller says which.  NaN always raises; infinities raise unless ``finite=False``.

    >>> real_array("p", [0, 1])
    array([0., 1.])
    >>> real_array("p", [0.5, float("nan")])
    Traceback (most recent call last):
    ValueError: p[1] is nan; expected a finite number
    """
    array = unchecked_array(name, value)
    wrong = ~np.isfinite(array) if finite else np.isnan(array)
    refuse_where(name, array, wrong, "a finite number" if finite else "a number")
    return array


def unchecked_array(name, value):
    """Read `value` as `real_array` does, without a look at the numbers.

    For those who meet every number anyway, and see to it that a wrong one raises.
    """
    if type(value) is np.ndarray and value.dtype.kind == "f" and value.size:
        return value
    refuse_disguised(name, value)
    try:
        array = np.asarray(value)
    except ValueError as error:
        raise ValueError(f"{name} is ragged; expected rows of equal length ({error})") from error
    if array.size == 0 and array.dtype.kind in "fiu":
        raise ValueError(f"{name} is empty, of shape {array.shape}; expected at least one number")
    if array.dtype.kind not in "fiu":
        kind = f"{type(array.flat[0]).__name__} " if array.dtype.kind == "O" and array.size else ""
        raise TypeError(
            f"{name} has dtype {array.dtype} ({kind}{brief(value)}); expected real numbers"
        )
    return array if array.dtype.kind == "f" else array.astype(np.float64)


def refuse_disguised(name, value):
    """Raise on masks and truth values, also inside lists, where NumPy would make numbers of them.

    >>> refuse_disguised("p", [[0.5, 0.5], [True, 0.0]])
    Traceback (most recent call last):
    TypeError: p[1][0] is True; expected a real number, 1 or 0 where a truth value counts
    """
    if isinstance(value, np.ma.MaskedArray):
        raise TypeError(f"{name} is a masked array; expected one without a mask, use .compressed()")
    if not isinstance(value, Sequence) or isinstance(value, (str, bytes)):
        return
    kinds = set(map(type, value))
    if all(issubclass(kind, numbers.Real) and kind is not bool for kind in kinds):
        return
    for i, item in enumerate(value):
        if isinstance(item, (bool, np.bool_)) or getattr(item, "dtype", None) == np.bool_:
            raise TypeError(
                f"{name}[{i}] is {brief(item)}; expected a real number, 1 or 0 where a truth "
                "value counts"
            )
        refuse_disguised(f"{name}[{i}]", item)


def real_number(name, value, *, above=-math.inf, below=math.inf, least=-math.inf, most=math.inf):
    """Read one finite real number within bounds, as a float; `above` and `below` are excluded.

    >>> real_number("rate", 2, above=0)
    2.0
    >>> real_number("rate", -1.5, above=0)
    Traceback (most recent call last):
    ValueError: rate is -1.5; expected a finite number above 0
    """
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, numbers.Real):
        raise TypeError(f"{name} is {brief(value)}; expected a real number")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not (math.isfinite(number) and above < number < below and least <= number <= most):
        bounds = {"above": above, "below": below, "at least": least, "at most": most}
        limits = [f"{word} {bound:g}" for word, bound in bounds.items() if math.isfinite(bound)]
        expected = " ".join(["a finite number", *limits[:1]] + [f"and {x}" for x in limits[1:]])
        raise ValueError(f"{name} is {brief(value)}; expected {expected}")
    return number


def unit_in_nats(base):
    """Read the base of a logarithm, None for e; return the length of its unit in nats.

    >>> unit_in_nats(None)
    1.0
    >>> unit_in_nats(1)
    Traceback (most recent call last):
    ValueError: base is 1; expected a finite number above 1
    """
    return 1.0 if base is None else math.log(real_number("base", base, above=1))


def whole_number(name, value, *, least=None):
    """Read a whole number, at least `least` if that is given."""
    try:
        if isinstance(value, (bool, np.bool_)):
            raise TypeError
        number = operator.index(value)
    except TypeError:
        raise TypeError(f"{name} is {brief(value)}; expected a whole number") from None
    if least is not None and number < least:
        raise ValueError(f"{name} is {number}; expected at least {least}")
    return number


def generator(rng):
    """Read the source of randomness: a `numpy.random.Generator`, never a global state."""
    if not isinstance(rng, np.random.Generator):
        raise TypeError(f"rng is {brief(rng)}; expected a numpy.random.Generator")
    return rng


def probabilities(name, value, axis=-1):
    """Read `value` as float64 probabilities, `axis` moved to the end; raise where they are not.

    The sum may differ from 1 by what rounding explains: eps (16 + log2 n) for atoms rounded to the
    argument's own dtype and normalised by a pairwise sum in it, n eps64 for a running sum in
    float64, n tiny/2 for what atoms lose that fall below the dtype's smallest number.

    >>> probabilities("p", [0.5, 0.6])
    Traceback (most recent call last):
    ValueError: sum(p) is 1.1; expected 1 within 4.2e-15 (dtype float64, 2 atoms); if they were
     rounded in a coarser dtype, divide them by their sum, or give logits (klutils.logits)
    """
    given = real_array(name, value)
    refuse_where(name, given, given < 0, "a probability, at least 0")
    given = axis_last(name, given, axis)
    n, tolerance = given.shape[-1], sum_tolerance(given)
    p = given.astype(np.float64)
    with np.errstate(over="ignore"):
        total = np.sum(p, axis=-1)
    expected = (
        f"1 within {tolerance:.1e} (dtype {given.dtype}, {n} atoms); if they were rounded in a "
        "coarser dtype, divide them by their sum, or give logits (klutils.logits)"
    )
    refuse_where(f"sum({name})", total, np.abs(total - 1) > tolerance, expected)
    return p


def sum_tolerance(array):
    """How far the sum of probabilities along the last axis may be from 1: see `probabilities`."""
    return _sum_tolerance(array.dtype, array.shape[-1])


@lru_cache
def _sum_tolerance(dtype, n):
    own, double = np.finfo(dtype), float(np.finfo(np.float64).eps)
    least = float(own.smallest_subnormal)
    return max(float(own.eps), double) * (16 + math.log2(n)) + n * (double + least / 2)


def axis_last(name, array, axis):
    """Return `array` with `axis` moved to the end, contiguous so that NumPy sums it pairwise."""
    return np.ascontiguousarray(axis_view(name, array, axis))


def axis_view(name, array, axis):
    """Return a view of `array` with `axis` moved to the end."""
    if type(axis) is int and axis == -1 and array.ndim:
        return array
    if array.ndim == 0:
        raise ValueError(f"{name} is the single number {array[()]}; expected at least one axis")
    position = whole_number("axis", axis)
    if not -array.ndim <= position < array.ndim:
        raise ValueError(f"axis is {position}; {name} has shape {array.shape}")
    if position in (-1, array.ndim - 1):
        return array
    return np.moveaxis(array, position, -1)


def broadcast_batches(names, first, second):
    """Broadcast all axes but the last; the last must have the same length in both.

    A distribution on one atom does not stretch to three atoms: that would multiply its mass.
    """
    if first.shape == second.shape:
        return first, second
    try:
        if first.shape[-1] != second.shape[-1]:
            raise ValueError
        return np.broadcast_arrays(first, second)
    except ValueError:
        raise ValueError(
            f"{names[0]} has shape {first.shape} and {names[1]} has shape {second.shape}, "
            "the axis of the atoms last; expected it equally long in both, the others to broadcast"
        ) from None


def refuse_where(name, array, wrong, expected):
    """Raise on the first element where `wrong` holds, naming its index and value."""
    if np.any(wrong):
        index = tuple(int(i) for i in np.argwhere(wrong)[0])
        place = f"{name}[{', '.join(map(str, index))}]" if index else name
        raise ValueError(f"{place} is {array[index].item()!r}; expected {expected}")


def brief(value):
    """A value's repr, cut to a length that fits an error message."""
    text = repr(value.item() if isinstance(value, np.generic) else value)
    return text if len(text) <= 60 else text[:57] + "..."
