"""Entropy, cross-entropy and KL divergence of arrays of probabilities.

Main definitions
----------------
entropy(p)
    H(p) = −Σ p ln p
cross_entropy(p, q)
    H(p, q) = −Σ p ln q
kl_divergence(p, q)
    D(p ‖ q) = Σ p ln(p/q)

p is the data, q the model; p comes first.
The unit is the nat unless `base` says otherwise.

Implementation notes
--------------------
The three functions share the reading of their arguments and nothing else: none is computed from
another, so D(p ‖ q) = H(p, q) − H(p) is a statement about them, not a line of this file.

Every function goes over its arguments once, block by block (`klutils.blocks`), and takes the sums
that show whether they are probabilities on the way.  Only where these look wrong are the arguments
read again, number by number, for the error that names the first wrong one.

`kl_divergence` sums terms of which none is negative: see `klutils.deviances`.

References
----------
.. [1] T. M. Cover and J. A. Thomas, *Elements of Information Theory*, 2nd ed., Wiley, 2006, ch. 2.
"""

from __future__ import annotations

import numpy as np

from klutils import arrays
from klutils.blocks import add, all_true, sums
from klutils.deviances import Deviances

__all__ = ["cross_entropy", "entropy", "kl_divergence"]


def kl_divergence(p, q, *, axis=-1, base=None):
    r"""KL divergence of the model q from the data p.

    :math:`D(p \| q) = \sum_i p_i \ln\frac{p_i}{q_i} \ge 0`

    Parameters
    ----------
    p, q : array_like, shape (..., n)
        Probabilities.  They sum to 1 along `axis` up to rounding: see
        `klutils.arrays.probabilities`.
        `axis` has equal length in both; the other axes broadcast.
    axis : int, optional
        The axis of the atoms, counted in each argument by itself.
    base : float, optional
        Base of the logarithm, above 1.  None means e: the result is in nats; 2 gives bits.

    Returns
    -------
    numpy.float64 or ndarray of float64, shape (...)
        The divergence, never negative; inf where some p_i > 0 has q_i = 0.  0 ln 0 is 0.

    Raises
    ------
    TypeError
        For values that are not real numbers: complex, strings, booleans, objects, masked arrays.
    ValueError
        For a value that is negative, NaN or infinite, a sum that is not 1, an empty or 0-d
        argument, shapes that do not fit, an axis or a base out of range.  Nothing is repaired.

    Notes
    -----
    *What is summed.*  The terms are p ln(p/q) − p + q.  With S = Σp, T = Σq and u = T/S − 1 the
    divergence of p/S from q/T is (sum of the terms)/S − (u − ln(1 + u)).  A defect of the
    normalisation hence enters by its square, u²/2, where Σ p ln(p/q) takes it in full.

    *Accuracy.*  The relative error of the sum of terms is below (20 + log2(n)/2) eps, at any
    distance between p and q; besides, numbers under 2.2e-308 lose digits as float64 does.
    Within that bound the last digits of a row may depend on the rows beside it and on how the
    arrays lie in memory, since all atoms of a block take the form that the block asks for.

    Examples
    --------
    >>> p, q = [0.2, 0.5, 0.3], [0.3, 0.4, 0.3]
    >>> print(f"{kl_divergence(p, q):.4f}")
    0.0305
    >>> bool(np.isclose(kl_divergence(p, q), cross_entropy(p, q) - entropy(p), rtol=0, atol=1e-15))
    True
    >>> kl_divergence([0.5, 0.5], [1, 0])
    np.float64(inf)
    """
    return _functional(Deviances(), {"p": p, "q": q}, axis) / arrays.unit_in_nats(base)


def entropy(p, *, axis=-1, base=None):
    r"""Entropy of p.

    :math:`H(p) = -\sum_i p_i \ln p_i`

    Parameters
    ----------
    p : array_like, shape (..., n)
        Probabilities, as for `kl_divergence`.
    axis : int, optional
        The axis of the atoms.
    base : float, optional
        Base of the logarithm, above 1.  None means e: the result is in nats.

    Returns
    -------
    numpy.float64 or ndarray of float64, shape (...)
        The entropy, between 0 and ln n.  0 ln 0 is 0.

    Raises
    ------
    TypeError, ValueError
        As `kl_divergence`.

    Examples
    --------
    >>> bool(np.isclose(entropy([0.25] * 4), np.log(4), rtol=1e-15))
    True
    >>> float(entropy([0, 1])), float(entropy([0.5, 0.5], base=2))
    (0.0, 1.0)
    """
    return (0.0 - _functional(_own_logarithms, {"p": p}, axis)) / arrays.unit_in_nats(base)


def cross_entropy(p, q, *, axis=-1, base=None):
    r"""Cross-entropy of the model q under the data p.

    :math:`H(p, q) = -\sum_i p_i \ln q_i`

    Parameters
    ----------
    p, q : array_like, shape (..., n)
        Probabilities, as for `kl_divergence`.
    axis : int, optional
        The axis of the atoms, counted in each argument by itself.
    base : float, optional
        Base of the logarithm, above 1.  None means e: the result is in nats.

    Returns
    -------
    numpy.float64 or ndarray of float64, shape (...)
        The cross-entropy; inf where some p_i > 0 has q_i = 0.  0 ln 0 is 0.

    Raises
    ------
    TypeError, ValueError
        As `kl_divergence`.

    Examples
    --------
    >>> p = [0.2, 0.5, 0.3]
    >>> bool(cross_entropy(p, p) == entropy(p))
    True
    >>> cross_entropy([0.5, 0.5], [1, 0])
    np.float64(inf)
    """
    return (0.0 - _functional(_logarithms, {"p": p, "q": q}, axis)) / arrays.unit_in_nats(base)


@np.errstate(all="ignore")
def _functional(kernel, given, axis):
    """The first sum of `kernel`; raise where the others show that an argument is no probability.

    They are the sum of each argument, and the least number, if below 0, of the one to look at.
    """
    try:
        read = [
            arrays.axis_view(name, arrays.unchecked_array(name, value), axis)
            for name, value in given.items()
        ]
        views = arrays.broadcast_batches("pq", *read) if len(read) == 2 else read
    except (TypeError, ValueError):
        _refuse(given, axis)  # the first argument's numbers come before the second's kind
        raise
    value, least, *totals = sums(kernel, views, 2 + len(views))
    fine = all_true(least >= 0) and all_true(value == value)
    for array, total in zip(read, totals, strict=True):
        fine = fine and all_true(abs(total - 1) <= arrays.sum_tolerance(array))
    if not fine:
        _refuse(given, axis)
    return value


def _refuse(given, axis):
    """Raise the error of the first argument that has one."""
    for name, value in given.items():
        arrays.probabilities(name, value, axis)


def _own_logarithms(blocks, work, axis):
    """Σ p ln p, and Σ p; a negative p makes the first NaN."""
    (p,) = blocks
    return _weighted_logarithm(p, p, work[0], axis), 0.0, add(p, axis)


def _logarithms(blocks, work, axis):
    """Σ p ln q, the least of p and 0, Σ p and Σ q; a negative q makes the first NaN."""
    p, q = blocks
    return (
        _weighted_logarithm(p, q, work[0], axis),
        min(0.0, np.minimum.reduce(p, axis=None)),
        add(p, axis),
        add(q, axis),
    )


def _weighted_logarithm(p, q, work, axis):
    """Σ p ln q with 0 ln 0 = 0."""
    terms = np.log(q, out=work)
    np.multiply(p, terms, out=terms)
    total = add(terms, axis)
    if not all_true(total == total):  # 0 times -inf, or something worse that stays
        np.copyto(terms, 0.0, where=(p == 0) & (q == 0))
        total = add(terms, axis)
    return total
