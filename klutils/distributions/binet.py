r"""ln Γ without its large part: Binet's function, on which gamma and beta laws keep their digits.

    φ(k) = ln Γ(k) − k ln k + k

falls like −(ln k)/2, while ln Γ(k) grows like k ln k: written in φ, the entropies of the gamma and
the beta family have no terms that grow with k, and their divergences are sums of terms that vanish
with the difference of the parameters.  φ is convex: φ″(k) = ψ′(k) − 1/k > 0.

Main definitions
----------------
binet(k)
    φ(k).
binet_slope(k)
    k φ′(k) = k (ψ(k) − ln k), between −1 and −1/2, to a few eps of itself.
stirling_error(x)
    ln x! − (x ln x − x + ln(2πx)/2), of whole numbers.
binet_gap(k, l, d)
    φ(l) − φ(k) − (l − k) φ′(k) >= 0, what φ exceeds its tangent at k by; to some eps of itself.

Implementation notes
--------------------
From k >= 8 on Stirling's series is summed, of which 14 terms leave out less than an eps.  Below,
Γ(k + 1) = k Γ(k) leads there; each step adds terms of one sign:

- φ(k) − φ(k + 1) = (k + 1) ln(1 + 1/k) − 1
- φ′(k) − φ′(k + 1) = ln(1 + 1/k) − 1/k
- φ″(k) − φ″(k + 1) = 1/(k² (k + 1))

The gap of k and l within a factor of two is (l − k)² ∫ (1 − s) φ″(k + s (l − k)) ds by Gauss's
rule of 14 nodes: the integrand is positive, and its nearest pole at 0 leaves less than
(3 + √8)^−28 < 4e-22 of the integral out.

References
----------
.. [1] E. T. Whittaker and G. N. Watson, *A Course of Modern Analysis*, 4th ed., 1927, 12.31-12.33.
"""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
from scipy.special import bernoulli, gammaln, xlogy

from klutils.distributions.excess import deviance, logarithm_excess
from klutils.distributions.ratios import log

__all__ = ["binet", "binet_gap", "binet_slope", "stirling_error"]

START = 8  # where Stirling's series begins
_ORDERS = np.arange(2, 30, 2)
_BERNOULLI = bernoulli(28)[2::2]
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(14)
_NODES, _WEIGHTS = (1 + _NODES) / 2, _WEIGHTS / 2


def binet(k):
    """Return φ(k), to a few eps of 1 + abs(ln k).

    >>> math.isclose(binet(3.0), math.log(2) - 3 * math.log(3) + 3)
    True
    """
    if k < 1:
        return _above_log(k) - math.log(k)
    steps = _steps(k)
    y = k + steps.size
    total = float(np.sum(deviance(k + steps + 1, k + steps, -1.0)))
    return total + 0.5 * math.log(2 * math.pi) - 0.5 * math.log(y) + _series(y)


def binet_slope(k):
    """Return k φ′(k), which is a number where φ′(k) itself may be none.

    >>> math.isclose(binet_slope(2.0), 2 * (1 - np.euler_gamma - math.log(2)))
    True
    """
    steps = _steps(k)
    terms = [float(k * np.sum(logarithm_excess(1 / (k + steps[k < 1 :]))))]
    if k < 1:  # the first step, where 1/k may exceed float64
        terms.append(1 - k * (math.log1p(k) - math.log(k)))
    y = k + steps.size
    series = _BERNOULLI / _ORDERS * _powers(y, _ORDERS - 1)
    return -sum(terms) - k / y * (0.5 + float(np.sum(series[::-1])))


def binet_gap(k, l, d):  # noqa: E741
    """Return φ(l) − φ(k) − (l − k) φ′(k) of numbers that are d = l − k apart.

    Where k and l are sums they have lost digits that d still has.

    >>> k, l = 2.0, 3.0
    >>> math.isclose(binet_gap(k, l, 1.0), binet(l) - binet(k) - binet_slope(k) / k)
    True
    """
    if k / 2 < l < 2 * k:
        u = d / k
        x = 1 + _NODES * u
        return float(np.sum(_WEIGHTS * (1 - _NODES) * (u / x) ** 2 * _curvature(k * x)))
    slope = binet_slope(k)
    minus_tangent = slope - slope * l / k
    log_ratio = log(Fraction(l) / Fraction(k))
    if max(k, l) < 1:
        return _above_log(l) - _above_log(k) - log_ratio + minus_tangent
    if min(k, l) >= START:
        return _series(l) - _series(k) - log_ratio / 2 + minus_tangent
    return binet(l) - binet(k) + minus_tangent


def stirling_error(x):
    """Return ln x! − (x ln x − x + ln(2πx)/2) of whole numbers x >= 1, to an eps or two of 1.

    >>> math.isclose(stirling_error(np.array([1.0]))[0], 1 - 0.5 * math.log(2 * math.pi))
    True
    """
    small = [binet(k) + 0.5 * math.log(k / (2 * math.pi)) for k in range(1, START)]
    table = np.array([*small, 0.0])[np.minimum(x, START).astype(np.int64) - 1]
    return np.where(x < START, table, _series(np.maximum(x, START)))


def _steps(k):
    """The steps 0, 1, … that lead from k to where Stirling's series begins."""
    return np.arange(max(0.0, math.ceil(START - k)))


def _powers(k, orders):
    """k^−order; 0 below float64."""
    with np.errstate(under="ignore"):
        return (1.0 / np.asarray(k)) ** orders


def _above_log(k):
    """φ(k) + ln k for k < 1."""
    return float(gammaln(1 + k) - xlogy(k, k)) + k


def _series(k):
    """φ(k) + (ln k − ln 2π)/2 for k >= 8: Σ B_2n/(2n (2n − 1) k^(2n − 1))."""
    powers = _powers(np.asarray(k)[..., np.newaxis], _ORDERS - 1)
    terms = _BERNOULLI / (_ORDERS * (_ORDERS - 1)) * powers
    return np.sum(terms[..., ::-1], axis=-1)[()]


def _curvature(x):
    """x² φ″(x) of several x within a factor of two, between 1/2 and 1."""
    steps = _steps(float(np.min(x)))[:, np.newaxis]
    with np.errstate(under="ignore"):
        total = np.sum((x / (x + steps)) ** 2 / (x + steps + 1), axis=0)
        y = x + len(steps)
        series = _BERNOULLI[:, np.newaxis] * _powers(y, _ORDERS[:, np.newaxis] - 1)
        return total + (x / y) ** 2 * (0.5 + np.sum(series[::-1], axis=0))
