"""The gamma family."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln, psi, xlogy

from klutils.distributions.distribution import Distribution

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

    The divergence cancels as p approaches q: its absolute error is some eps times the largest of
    its four terms.

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
        return float(k - math.log(self.rate) + gammaln(k) + (1 - k) * psi(k))

    def _log_density(self, x):
        k = self.shape
        x = np.where(x >= 0, x, np.nan)
        log_p = k * math.log(self.rate) - gammaln(k) + xlogy(k - 1, x) - self.rate * x
        return np.where(np.isnan(x), -np.inf, log_p)

    def _sample(self, shape, rng):
        return rng.gamma(self.shape, 1 / self.rate, shape)

    def _cross_entropy(self, q):
        mean_log = psi(self.shape) - math.log(self.rate)
        log_norm = gammaln(q.shape) - q.shape * math.log(q.rate)
        return log_norm - (q.shape - 1) * mean_log + q.rate * self.shape / self.rate

    def _kl_divergence(self, q):
        shapes = (self.shape - q.shape) * psi(self.shape) + gammaln(q.shape) - gammaln(self.shape)
        log_rates = q.shape * math.log(self.rate / q.rate)
        return shapes + log_rates + self.shape * (q.rate - self.rate) / self.rate
