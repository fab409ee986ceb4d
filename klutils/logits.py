r"""Entropy, cross-entropy and KL divergence from logits, without leaving log space.

Logits a are logarithms of probabilities up to a constant: p = exp(a)/Σ exp(a), the softmax.
Log-probabilities are logits as they are; `normalised=True` has their sum checked.

Main definitions
----------------
entropy_from_logits(a)
    H(p) of p = softmax(a).
cross_entropy_from_logits(p, b)
    H(p, q) of q = softmax(b), the data as logits, as probabilities or as class indices.
kl_divergence_from_logits(p, b)
    D(p ‖ q), likewise.

Implementation notes
--------------------
With m = max b, s = m − b >= 0 and L = ln(1 + Σ' exp(−s)), where Σ' leaves out one atom of s = 0,
−ln q = s + L: both are at least 0, so nothing cancels in a cross-entropy or an entropy, not even
where q is all but certain.

For two vectors of logits let c = b − a and y = c − E_p[c].  Then D = ln E_p[e^c] − E_p[c], hence

    D = ln(1 + E_p[e^y − 1 − y]),

a mean of terms that are at least 0, of order y² as p approaches q.  An error of E_p[c] by h changes
D by h D at most, to first order.  c is kept with the error of its rounding, so that a constant
added to either argument costs no digits.
e^y − 1 − y is taken as it stands where its mean is at least 1/4, otherwise, for y
between −1 and 1, by its series.  Where y leaves (−30, 30), or a logit is −inf, p e^y is taken as
one exponential.

Logits in float32 or float16 are computed with in float32, the sums in float64: what is said of
eps is then said of float32's, and a result below 1e-37 may lose its digits or be 0, as below 1e-307
in float64.

References
----------
.. [1] P. Blanchard, D. J. Higham, N. J. Higham, *Accurately Computing the Log-Sum-Exp and Softmax
   Functions*, IMA J. Numerical Analysis 41, 2021.
"""

from __future__ import annotations

import math

import numpy as np

from klutils import arrays
from klutils.blocks import sums
from klutils.deviances import Deviances

__all__ = ["cross_entropy_from_logits", "entropy_from_logits", "kl_divergence_from_logits"]

TARGETS = ("logits", "probabilities", "classes")


def entropy_from_logits(a, *, axis=-1, temperature=1.0, base=None, normalised=False):
    r"""Entropy of p = softmax(a/T).

    :math:`H(p) = -\sum_i p_i \ln p_i`

    Parameters
    ----------
    a : array_like, shape (..., n)
        Logits, or log-probabilities; −inf for a probability of 0.
    axis : int, optional
        The axis of the atoms.
    temperature : float, optional
        T, above 0, by which the logits are divided.
    base : float, optional
        Base of the logarithm, above 1.  None means e: the result is in nats.
    normalised : bool, optional
        True says that the logits are log-probabilities, and raises where they are not.

    Returns
    -------
    numpy.float64 or ndarray of float64, shape (...)

    Raises
    ------
    TypeError
        For values that are not real numbers.
    ValueError
        For NaN, +inf, atoms that are all −inf, an axis, a temperature or a base out of range, and
        log-probabilities whose exponentials do not sum to 1.

    Notes
    -----
    The relative error is a few eps, and (max a − a)/T eps for the weight of an atom.

    Examples
    --------
    >>> bool(np.isclose(entropy_from_logits([7.0] * 4), np.log(4), rtol=1e-15))
    True
    """
    a = _logits("a", a, axis, normalised)
    return _by_rows(_entropy, (a,), temperature) / arrays.unit_in_nats(base)


def cross_entropy_from_logits(
    p, b, *, target="logits", axis=-1, temperature=1.0, base=None, normalised=False
):
    r"""Cross-entropy of the model q = softmax(b/T) under the data p.

    :math:`H(p, q) = -\sum_i p_i \ln q_i`

    Parameters
    ----------
    p : array_like
        The data, as `target` says: "logits", shape (..., n), p = softmax(·/T); "probabilities",
        shape (..., n), as `klutils.kl_divergence` takes them; "classes", shape (...), whole numbers
        from 0 to n − 1, the atom that has all of the probability.
    b : array_like, shape (..., n)
        Logits of the model, or log-probabilities; −inf for a probability of 0.
    target : {"logits", "probabilities", "classes"}, optional
    axis, temperature, base, normalised
        As for `entropy_from_logits`; `normalised` is said of all logits given.

    Returns
    -------
    numpy.float64 or ndarray of float64, shape (...)
        inf where some p_i > 0 has q_i = 0.

    Raises
    ------
    TypeError, ValueError
        As `entropy_from_logits`; for shapes that do not fit, and a class that is not there.

    Examples
    --------
    >>> print(f"{cross_entropy_from_logits(2, [0.0, 0.0, 40.0], target='classes'):.6g}")
    8.49671e-18
    """
    p, b = _pair(p, b, target, axis, normalised)
    formula = {"logits": _cross, "probabilities": _weighted, "classes": _chosen}[target]
    return _by_rows(formula, (p, b), temperature) / arrays.unit_in_nats(base)


def kl_divergence_from_logits(
    p, b, *, target="logits", axis=-1, temperature=1.0, base=None, normalised=False
):
    r"""KL divergence of the model q = softmax(b/T) from the data p.

    :math:`D(p \| q) = \sum_i p_i \ln\frac{p_i}{q_i} \ge 0`

    Parameters
    ----------
    p, b, target, axis, temperature, base, normalised
        As for `cross_entropy_from_logits`.

    Returns
    -------
    numpy.float64 or ndarray of float64, shape (...)
        Never negative; inf where some p_i > 0 has q_i = 0.

    Raises
    ------
    TypeError, ValueError
        As `cross_entropy_from_logits`.

    Notes
    -----
    From two vectors of logits the relative error is some ten eps at any distance, and
    (max a − a)/T eps for the weight of an atom.
    The last digits of a row may depend on the rows beside it, which share the number of terms of
    its series.
    From probabilities p it is first order in what q = softmax(b) is off by: the sum of all
    differences of p and q times some eps, beside the bound of `klutils.kl_divergence`.

    Examples
    --------
    >>> a, b = [1e4, 0.0], [1e4, 1e4]
    >>> bool(np.isclose(kl_divergence_from_logits(a, b), np.log(2), rtol=1e-15))
    True
    """
    p, b = _pair(p, b, target, axis, normalised)
    formula = {"logits": _divergence, "probabilities": _deviation, "classes": _chosen}[target]
    return _by_rows(formula, (p, b), temperature) / arrays.unit_in_nats(base)


def _logits(name, value, axis, normalised):
    """Read logits, the axis of the atoms last, as float32 or float64."""
    given = arrays.real_array(name, value, finite=False)
    arrays.refuse_where(name, given, given == np.inf, "a logit below inf")
    given = arrays.axis_view(name, given, axis)
    most = np.max(given, axis=-1)
    arrays.refuse_where(f"max({name})", most, most == -np.inf, "a finite logit in each row")
    if type(normalised) is not bool:
        raise TypeError(f"normalised is {arrays.brief(normalised)}; expected True or False")
    if normalised:
        total = np.exp(given).sum(axis=-1, dtype=np.float64)
        tolerance = 2 * arrays.sum_tolerance(given)  # exp(a) is off by a eps, Σ p |ln p| <= ln n
        expected = f"1 within {tolerance:.1e} (dtype {given.dtype}, {given.shape[-1]} atoms); "
        expected += "with normalised=False they are logits, to which a constant may be added"
        arrays.refuse_where(f"sum(exp({name}))", total, np.abs(total - 1) > tolerance, expected)
    return given.astype(np.float32 if given.dtype.itemsize <= 4 else np.float64, copy=False)


def _pair(p, b, target, axis, normalised):
    """Read the data as `target` says, and the logits of the model; broadcast them."""
    if not isinstance(target, str) or target not in TARGETS:
        raise ValueError(f"target is {arrays.brief(target)}; expected one of {', '.join(TARGETS)}")
    if target == "logits":
        p = _logits("p", p, axis, normalised)
    elif target == "probabilities":
        p = arrays.probabilities("p", p, axis)
    else:
        arrays.refuse_disguised("p", p)
        try:
            p = np.asarray(p)
        except ValueError as error:
            raise ValueError(f"p is ragged; expected one class a row ({error})") from error
        if p.dtype.kind not in "iu":
            raise TypeError(f"p has dtype {p.dtype}; expected whole numbers, one class a row")
    b = _logits("b", b, axis, normalised)
    if target != "classes":
        p, b = arrays.broadcast_batches("pb", p, b)
        common = np.result_type(p, b) if target == "logits" else p.dtype
        return p.astype(common, copy=False), b.astype(common, copy=False)
    n = b.shape[-1]
    arrays.refuse_where("p", p, (p < 0) | (p >= n), f"a class from 0 to {n - 1}")
    try:
        batch = np.broadcast_shapes(p.shape, b.shape[:-1])
    except ValueError:
        raise ValueError(
            f"p has shape {p.shape} and b, without its atoms, {b.shape[:-1]}; expected them to "
            "broadcast"
        ) from None
    return np.broadcast_to(p, batch)[..., np.newaxis], np.broadcast_to(b, (*batch, n))


def _by_rows(formula, given, temperature):
    """Apply a formula to some rows at a time: as many as stay in the cache."""
    T = arrays.real_number("temperature", temperature, above=0)
    batch, n = given[-1].shape[:-1], given[-1].shape[-1]
    rows = [x.reshape(-1, x.shape[-1]) for x in given]
    found, step = np.empty(len(rows[-1])), max(1, (1 << 15) // n)
    work = np.empty((4, min(step, len(found)) * n), given[-1].dtype)
    with np.errstate(all="ignore"):
        for start in range(0, len(found), step):
            some = [np.ascontiguousarray(x[start : start + step]) for x in rows]
            size = len(some[-1]) * n
            found[start : start + step] = formula(*some, T, work[:, :size].reshape(4, -1, n))
    return found.reshape(batch)[()]


def _surprise(b, T, work):
    """s = (m − b)/T, the exponentials of −s, and L = ln Σ exp(−s)."""
    s = np.subtract(np.max(b, axis=-1, keepdims=True), b, out=work[0])
    if T != 1:
        s /= T
    e = np.exp(np.negative(s, out=work[1]), out=work[1])
    place = (np.arange(len(b)), np.argmax(b, axis=-1))
    e[place] = 0
    log_sum = np.log1p(np.sum(e, axis=-1, dtype=np.float64))
    e[place] = 1
    return s, e, log_sum


def _mean(e, x, work):
    """Σ e x/Σ e with 0 times inf = 0."""
    terms = np.multiply(e, x, out=work)
    total = np.sum(terms, axis=-1, dtype=np.float64)
    if np.isnan(total).any():
        total = np.sum(np.where(e == 0, 0, terms), axis=-1, dtype=np.float64)
    return total / np.sum(e, axis=-1, dtype=np.float64)


def _entropy(a, T, work):
    s, e, log_sum = _surprise(a, T, work)
    return _mean(e, s, work[2]) + log_sum


def _cross(a, b, T, work):
    s, _, log_sum = _surprise(b, T, work)
    a = (a - np.max(a, axis=-1, keepdims=True)) / T
    found = _mean(np.exp(a), s, work[2]) + log_sum
    found[((a > -np.inf) & (s == np.inf)).any(axis=-1)] = np.inf  # also where p underflows
    return found


def _weighted(p, b, T, work):
    s, _, log_sum = _surprise(b, T, work)
    terms = np.where(p == 0, 0.0, p * s)
    return np.sum(terms, axis=-1) + log_sum * np.sum(p, axis=-1)


def _chosen(k, b, T, work):
    s, _, log_sum = _surprise(b, T, work)
    return np.take_along_axis(s, k, axis=-1)[:, 0] + log_sum


def _deviation(p, b, T, work):
    _, e, _ = _surprise(b, T, work)
    return sums(Deviances(), (p, e / np.sum(e, axis=-1, keepdims=True)), 4)[0]


def _divergence(a, b, T, work):
    e, y = work[:2]
    np.subtract(a, np.max(a, axis=-1, keepdims=True), out=e)
    if T != 1:
        e /= T
    np.exp(e, out=e)
    total = np.sum(e, axis=-1, dtype=np.float64)
    _difference(a, b, np.argmax(a, axis=-1), y, *work[2:])
    if T != 1:
        y /= T
    mean = np.sum(np.multiply(e, y, out=work[2]), axis=-1, dtype=np.float64) / total
    y -= mean[:, np.newaxis].astype(y.dtype)
    largest = np.maximum(np.max(y, axis=-1), -np.min(y, axis=-1))
    found = np.log1p(_mean_excess(e, y, total, float(np.max(largest)), *work[2:]))
    for i in np.flatnonzero(~(largest <= 30)):
        found[i] = _far_divergence(a[i].astype(np.float64), b[i].astype(np.float64), T)
    return found


def _difference(a, b, place, high, low, rest):
    """b − a less its value at one place, in `high`: as if b − a were not rounded (Knuth)."""
    place = place[:, np.newaxis]
    np.subtract(b, a, out=high)
    np.subtract(high, b, out=low)
    np.subtract(high, low, out=rest)
    np.subtract(b, rest, out=rest)
    low += a
    np.subtract(rest, low, out=low)
    high -= np.take_along_axis(high, place, axis=-1)
    low -= np.take_along_axis(low, place, axis=-1)
    high += low
    return high


def _mean_excess(e, y, total, largest, terms, rest):
    """Σ e (exp(y) − 1 − y)/Σ e, each row."""
    if largest <= 0.5:
        _series(y, largest, terms)
    else:
        np.exp(y, out=terms)
        terms -= 1
        terms -= y
    found = np.sum(np.multiply(e, terms, out=rest), axis=-1, dtype=np.float64) / total
    close = found < 0.25
    if largest > 0.5 and close.any():
        y, terms = y[close], terms[close]
        near = np.abs(y) < 1
        np.copyto(terms, _series(np.where(near, y, 0), 1.0, np.empty_like(y)), where=near)
        found[close] = np.sum(e[close] * terms, axis=-1, dtype=np.float64) / total[close]
    return found


def _series(y, largest, value):
    """exp(y) − 1 − y = y² (1/2 + y/6 + y²/24 + …) for |y| <= largest <= 1, in `value`."""
    unit, count = float(np.finfo(y.dtype).eps) / 8, 1
    while largest**count * 2 / math.factorial(count + 2) > unit:
        count += 1
    value.fill(1 / math.factorial(count + 1))
    for k in range(count, 1, -1):
        value *= y
        value += 1 / math.factorial(k)
    value *= y
    value *= y
    return value


def _far_divergence(a, b, T):
    """The divergence of one row in float64, at any distance; zeros are −inf."""
    some = a > -np.inf
    if np.any(b[some] == -np.inf):
        return np.inf
    m = np.max(a)
    log_e = (a[some] - m) / T
    e = np.exp(log_e)
    total = np.sum(e)
    place = np.array([np.argmax(a[some])])
    rows = a[some][np.newaxis], b[some][np.newaxis]
    y = _difference(*rows, place, *np.empty((3, *rows[0].shape)))[0] / T
    mean = np.sum(e * y) / total
    y -= mean
    near = np.abs(y) < 1
    terms = np.where(
        near,
        e * _series(np.where(near, y, 0), 1.0, np.empty_like(y)),
        np.exp(log_e + y) - e * (1 + y),
    )
    new = np.exp((b[~some] - b[some][place]) / T - mean)  # e there: exp((a − m)/T) = 0
    excess = (np.sum(terms) + np.sum(new)) / total
    if excess < np.inf:
        return np.log1p(excess)
    # Beyond exp's range: ln(1 + G) with G = Σ exp(log_e + y)/total.
    logs = np.concatenate([log_e + y, (b[~some] - b[some][place]) / T - mean])
    most = np.max(logs)
    return most + np.log(np.sum(np.exp(logs - most))) - np.log(total)
