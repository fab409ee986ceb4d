"""The terms p ln(p/q) − p + q of a divergence, each to full relative accuracy, in blocks.

Main definitions
----------------
Deviances
    Their sum over a block of atoms, as a kernel of `klutils.blocks.sums`.

Implementation notes
--------------------
A term is q φ(p/q) with φ(r) = r ln r − r + 1.  Each term is non-negative, so nothing
cancels in the sum, and Σ (q − p) = 0 makes the sum equal to Σ p ln(p/q).  With u = eps/2:

*Directly*, as p ln(p/q) − (p − q), a term t has an error of p u from the quotient, 3 p |ln(p/q)| u
from a logarithm within a unit in the last place and the product, (|p − q| + t) u from the
differences.  As p |ln(p/q)| <= |p − q| + t, a block is off by at most (P + 4A + 4s) u, where
s = Σt, P = Σp, Q = Σq and A = Σ|p − q|.  From φ(r) >= (r − 1)²/(2 (1 + (r − 1)/3)) and the
inequality of Cauchy and Schwarz, A² <= 2 s M with M = (P + 2Q)/3.  Hence where 8s >= max(P, M) the
error is at most (8 + 16 + 4) u s, 14 eps of the block.

*By a series* otherwise, in v = (p − q)/(p + q), where |v| <= 1/3, that is p and q within a factor
of two: ln(p/q) = 2 artanh v makes the term (p − q) v (1 + (v + v²) b(v²)) with
b(w) = Σ w^k/(2k + 3), after Loader (2000).  p − q is exact (Sterbenz), v is within 2 u, and no
bracket is below 7/9, so a term is within 12 u.  As many b are summed as the block's largest |v|
asks for: what is left out is below 2^-54.  Atoms further apart keep the direct form, which there
is off by 20 u at most, at p = 2q: (1 + 4 · 2 ln 2 + 1)/(2 ln 2 − 1) < 20.

References
----------
.. [1] C. Loader, *Fast and Accurate Computation of Binomial Probabilities*, 2000, section 3.
.. [2] N. J. Higham, *Accuracy and Stability of Numerical Algorithms*, 2nd ed., SIAM, 2002, ch. 4.
"""

from __future__ import annotations

import math
from bisect import bisect_left

import numpy as np

from klutils.blocks import add, all_true

__all__ = ["Deviances"]

_NEAR = (1 + 1e-15) / 3
_COEFFICIENTS = [1 / (2 * k + 3) for k in range(15)]
# Up to which |v| the bracket needs 0, 1, 2, … of the coefficients: (3/2) |v|^(2k+1)/(2k+3) < 2^-54.
_REACH = [((2 / 3) * (2 * k + 3) * 2.0**-54) ** (1 / (2 * k + 1)) for k in range(15)]


class Deviances:
    """Σ q φ(p/q), the least of q and 0, Σ p and Σ q; numbers of opposite sign make the first NaN.

    Blocks are often alike: the form that served the last one is tried first.
    """

    def __init__(self):
        self.near = None

    def __call__(self, blocks, work, axis):
        p, q = blocks
        in_p, in_q = add(p, axis), add(q, axis)
        if self.near is None:
            self.near = _looks_near(p, q)
        found = _series(p, q, work, axis) if self.near else None
        if found is None:
            found, good = _direct(p, q, in_p, in_q, work, axis)
            self.near = not all_true(good)
            if self.near:
                found = _mixed(p, q, found, good, work, axis)
        return found, min(0.0, np.minimum.reduce(q, axis=None)), in_p, in_q


def _looks_near(p, q):
    """A guess from a few atoms, on which no result depends beyond rounding."""
    p, q = (x.reshape(-1)[:: 1 + x.size // 8].tolist() for x in (p, q))
    return math.dist(p, q) < 0.3 * math.hypot(*p)


def _direct(p, q, in_p, in_q, work, axis):
    """Σ p ln(p/q) − (p − q), and where that is as exact as the header says."""
    terms = _direct_terms(p, q, work)
    total = add(terms, axis)
    if not all_true(total < np.inf):
        where = np.nonzero(~np.isfinite(terms))
        terms[where] = _beyond_range(p[where], q[where])
        total = add(terms, axis)
    return total, (8 * total >= in_p) & (24 * total >= in_p + 2 * in_q)


def _direct_terms(p, q, work):
    terms = np.divide(p, q, out=work[0])
    np.log(terms, out=terms)
    np.multiply(p, terms, out=terms)
    return np.subtract(terms, np.subtract(p, q, out=work[1]), out=terms)


def _beyond_range(p, q):
    """The terms of zeros, and where p/q leaves the range of float64: by ln p − ln q."""
    p_log_ratio = np.where(p == 0, 0.0, p * (np.log(p) - np.log(np.abs(q))))
    return np.where((p < 0) | (q < 0), np.nan, p_log_ratio - (p - q))


def _mixed(p, q, found, good, work, axis):
    """Replace the sums that are not good: atoms within a factor of two by the series."""
    if np.ndim(good) == 0:
        return _mixed_sum(p, q, work[0], work[1:], axis)
    bad = np.nonzero(~good)
    if axis == 0:
        p, q, terms = p.T[bad], q.T[bad], work[0].T[bad]
    else:
        p, q, terms = p[bad], q[bad], work[0][bad]
    found[bad] = _mixed_sum(p, q, terms, np.empty((2, *p.shape)), -1)
    return found


def _mixed_sum(p, q, direct, work, axis):
    """The sum of the direct terms, those of near atoms replaced by the series."""
    d, v = _distance(p, q, work)
    far = np.abs(v) > _NEAR
    far |= v != v  # p = q = 0, or what the direct form has seen to be wrong
    np.copyto(v, 0.0, where=far)
    terms = _series_terms(d, v, np.empty_like(v))
    np.copyto(terms, direct, where=far)
    return add(terms, axis)


def _series(p, q, work, axis):
    """The sum by the series; None where some atom is not within a factor of two."""
    d, v = _distance(p, q, work[1:])
    if not _largest(v) <= _NEAR:
        return None
    return add(_series_terms(d, v, work[0]), axis)


def _distance(p, q, work):
    """p − q, and v = (p − q)/(p + q)."""
    d, v = work
    np.add(p, q, out=v)
    np.subtract(p, q, out=d)
    return d, np.divide(d, v, out=v)


def _largest(v):
    """The largest |v|; NaN where there is one."""
    most, least = np.maximum.reduce(v, axis=None), np.minimum.reduce(v, axis=None)
    return max(float(most), -float(least))


def _series_terms(d, v, terms):
    """(p − q) v (1 + (v + v²) b(v²)), in place of d and `terms`."""
    count = bisect_left(_REACH, _largest(v))
    if count == 0:
        return np.multiply(d, v, out=terms)
    np.multiply(d, v, out=d)
    w = np.multiply(v, v, out=terms)
    if count == 1:
        b = _COEFFICIENTS[0]
        np.add(v, w, out=terms)
    else:
        b = np.multiply(w, _COEFFICIENTS[count - 1])
        for coefficient in _COEFFICIENTS[count - 2 : 0 : -1]:
            b += coefficient
            b *= w
        b += _COEFFICIENTS[0]
        np.add(v, w, out=terms)
    terms *= b
    terms += 1.0
    terms *= d
    return terms
