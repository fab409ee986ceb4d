"""The gamma family."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from scipy.special import gammaln, xlogy

from klutils.distributions.binet import binet, binet_gap, binet_slope
from klutils.distributions.distribution import Distribution
from klutils.distributions.ratios import log, ratio_excess

__all__ = ["Gamma"]


@dataclass(frozen=True)
class Gamma(Distribution):
    r"""Gamma distribution on x >= 0, with ψ the logarithmic derivative of Γ.

    - :math:`\ln p(x) = k \ln\beta - \ln\Gamma(k) + (k - 1) \ln x - \beta x`
    - :math:`H(p) = k - \ln\beta + \ln\Gamma(k) + (1 - k) \psi(k)`
    - :math:`H(p, q) = \ln\Gamma(k_q) - k_q \ln\beta_q`
      :math:`{} - (k_q - 1) (\psi(k_p) - \ln\beta_p) + \frac{\beta_q k_p}{\beta_p}`
    - :math:`D(p \| q) = (k_p - k_q) \psi(k_p) + \ln\frac{\Gamma(k_q)}{\Gamma(k_p)}`
      :math:`{} + k_q \ln\frac{\beta_p}{\beta_q} + k_p \frac{\beta_q - \beta_p}{\beta_p}`

    They are evaluated in the mean m = k/β and in Binet's function φ(k) = ln Γ(k) − k ln k + k,
    so that no term grows with k but what the result grows with:

    - :math:`H(p) = \ln m + \varphi(k) + (1 - k) \varphi'(k)`
    - :math:`H(p, q) = \ln m_p + \varphi(k_q) + (1 - k_q) \varphi'(k_p)`
      :math:`{} + k_q \bigl(\tfrac{m_p}{m_q} - 1 - \ln\tfrac{m_p}{m_q}\bigr)`
    - :math:`D(p \| q) = \varphi(k_q) - \varphi(k_p) - (k_q - k_p) \varphi'(k_p)`
      :math:`{} + k_q \bigl(\tfrac{m_p}{m_q} - 1 - \ln\tfrac{m_p}{m_q}\bigr)`

    Both parts of the divergence are at least 0; it is within 40 eps of itself.  Entropy and
    cross-entropy are within 10 eps of the largest of these terms and of ln k.  Where they exceed
    float64 they are infinite.

    Parameters
    ----------
    shape : float
        k > 0.
    rate : float
        β > 0; the mean is k/β.

    Examples
    --------
    >>> p, q = Gamma(2, 1), Gamma(3, 2)
    >>> bool(np.isclose(p.cross_entropy(q), p.entropy() + p.kl_divergence(q)))
    True
    """

    shape: float
    rate: float

    def __post_init__(self):
        self._read("shape", above=0)
        self._read("rate", above=0)

    def entropy(self):
        k = self.shape
        slope = binet_slope(k)
        return float(log(self._exact_mean()) + binet(k) + (slope / k - slope))

    def _log_density(self, x):
        k = self.shape
        x = np.where(x >= 0, x, np.nan)
        log_p = k * math.log(self.rate) - gammaln(k) + xlogy(k - 1, x) - self.rate * x
        return np.where(np.isnan(x), -np.inf, log_p)

    def _sample(self, shape, rng):
        return rng.gamma(self.shape, 1 / self.rate, shape)

    def _cross_entropy(self, q):
        mean = self._exact_mean()
        means = ratio_excess(mean / q._exact_mean(), q.shape)
        slope = (1 - q.shape) * binet_slope(self.shape) / self.shape
        return log(mean) + binet(q.shape) + slope + means

    def _kl_divergence(self, q):
        means = ratio_excess(self._exact_mean() / q._exact_mean(), q.shape)
        return binet_gap(self.shape, q.shape, q.shape - self.shape) + means

    def _exact_mean(self):
        return Fraction(self.shape) / Fraction(self.rate)
