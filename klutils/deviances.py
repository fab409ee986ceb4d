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
is off by 20 u at most, at p = 2q: (1 + 4 · 2 ln 2 + 1)/(2 ln 2 − 1) < 20.  Only of those are
logarithms taken, since the rest of the block has its series.

References
----------
.. [1] C. Loader, *Fast and Accurate Computation of Binomial Probabilities*, 2000, section 3.
.. [2] N. J. Higham, *Accuracy and Stability of Numerical Algorithms*, 2nd ed., SIAM, 2002, ch. 4.
"""

from __future__ import annotations

import math
from bisect import bisect_left

import numpy as np

from klutils.blocks import add, all_true, quick_sum

__all__ = ["Deviances"]

_NEAR = (1 + 2e-15) / 9
# As arrays, which NumPy need not convert at each step of a short row.
_ONE, *_COEFFICIENTS = map(np.array, [1.0] + [1 / (2 * k + 3) for k in range(15)])
# Up to which v² the bracket needs 0, 1, 2, … of the coefficients: (3/2) |v|^(2k+1)/(2k+3) < 2^-54.
_REACH = [((2 / 3) * (2 * k + 3) * 2.0**-54) ** (2 / (2 * k + 1)) for k in range(15)]


class Deviances:
    """Σ q φ(p/q), the least of q and 0, Σ p and Σ q; numbers of opposite sign make the first NaN.

    Blocks are often alike: the next one takes the direct form first if this one's sum would have
    allowed it.
    """

    def __init__(self):
        self.near = None

    def __call__(self, blocks, work, axis):
        p, q = blocks
        in_p, in_q = quick_sum(p, axis), quick_sum(q, axis)
        d = np.subtract(p, q, out=work[0])
        if self.near is None:
            self.near = _looks_near(d, p)
        if self.near:
            found = _by_atoms(p, q, d, work, axis)
            self.near = not all_true(_large(found, in_p, in_q))
        else:
            found = _direct(p, q, d, work, axis)
            large = _large(found, in_p, in_q)
            if not all_true(large):
                self.near = True
                found = _once_more(p, q, d, found, large, work, axis)
        return found, min(0.0, q.item(q.argmin())), in_p, in_q


def _looks_near(d, p):
    """A guess from up to a thousand atoms, on which no result depends beyond rounding."""
    step = 1 + p.size // 1024
    if p.ndim > 1 or step > 1:
        d, p = d.reshape(-1)[::step], p.reshape(-1)[::step]
    return d.dot(d) < 0.25 * p.dot(p)


def _large(total, in_p, in_q):
    """Whether the direct form of a sum is as exact as the header says."""
    if isinstance(total, np.float64):
        total = float(total)  # with which Python computes in a fifth of the time
    return (8 * total >= in_p) & (24 * total >= in_p + 2 * in_q)


def _direct(p, q, d, work, axis):
    """Σ p ln(p/q) − (p − q)."""
    terms = _direct_terms(p, q, d, work[1])
    total = add(terms, axis)
    if not all_true(total < math.inf):
        _mend(terms, p, q)
        total = add(terms, axis)
    return total


def _direct_terms(p, q, d, terms):
    np.divide(p, q, out=terms)
    np.log(terms, out=terms)
    np.multiply(p, terms, out=terms)
    return np.subtract(terms, d, out=terms)


def _mend(terms, p, q):
    """Set the terms of zeros, and those where p/q leaves the range of float64."""
    where = np.nonzero(~np.isfinite(terms))
    p, q = p[where], q[where]
    p_log_ratio = np.where(p == 0, 0.0, p * (np.log(p) - np.log(np.abs(q))))
    terms[where] = np.where((p < 0) | (q < 0), np.nan, p_log_ratio - (p - q))


def _once_more(p, q, d, found, large, work, axis):
    """Replace the sums that are not large enough."""
    if not isinstance(large, np.ndarray):
        return _by_atoms(p, q, d, work, axis)
    if axis == 0:
        p, q = p.T, q.T
    p, q = p[~large], q[~large]
    found[~large] = _by_atoms(p, q, p - q, np.empty((4, *p.shape)), -1)
    return found


def _by_atoms(p, q, d, work, axis):
    """The sum by the series, of atoms that are not within a factor of two directly."""
    _, v, w, b = work
    np.add(p, q, out=v)
    np.divide(d, v, out=v)
    np.multiply(v, v, out=w)
    largest, far = w.item(w.argmax()), None
    if not largest <= _NEAR:  # NaN where p = q = 0, or what the direct form sees to be wrong
        far = np.flatnonzero(~(w <= _NEAR))
        some = [x.reshape(-1)[far] for x in (p, q, d)]
        v.reshape(-1)[far] = w.reshape(-1)[far] = 0.0
        largest = w.item(w.argmax())
    terms = _series_terms(d, v, w, b, bisect_left(_REACH, largest))
    if far is not None:
        direct = _direct_terms(*some, np.empty(len(far)))
        _mend(direct, *some[:2])
        terms.reshape(-1)[far] = direct
    return add(terms, axis)


def _series_terms(d, v, w, b, count):
    """(p − q) v (1 + (v + w) b(w)) with w = v² and `count` coefficients, in d or in b."""
    np.multiply(d, v, out=d)
    if count == 0:
        return d
    np.add(v, w, out=v)
    if count == 1:
        np.multiply(v, _COEFFICIENTS[0], out=b)
    else:
        np.multiply(w, _COEFFICIENTS[count - 1], out=b)
        for coefficient in _COEFFICIENTS[count - 2 : 0 : -1]:
            b += coefficient
            b *= w
        b += _COEFFICIENTS[0]
        b *= v
    b += _ONE
    b *= d
    return b
