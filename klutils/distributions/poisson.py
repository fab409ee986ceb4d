"""The Poisson family."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln, xlogy

from klutils.distributions.distribution import Distribution, read_samples
from klutils.distributions.excess import logarithm_excess

__all__ = ["Poisson"]


@dataclass(frozen=True)
class Poisson(Distribution):
    r"""Poisson distribution on 0, 1, 2, …

    - :math:`\ln p(x) = x \ln\lambda - \lambda - \ln x!`
    - :math:`H(p) = \lambda - \lambda \ln\lambda + \mathbb{E}_p[\ln x!]`
    - :math:`H(p, q) = \lambda_q - \lambda_p \ln\lambda_q + \mathbb{E}_p[\ln x!]`
    - :math:`D(p \| q) = \lambda_q - \lambda_p + \lambda_p \ln\frac{\lambda_p}{\lambda_q}`

    The expectation of ln x! has no closed form; it is summed, and entropy and cross-entropy carry
    an absolute error of some eps λ ln λ.

    Parameters
    ----------
    rate : float
        λ > 0, the mean; the sum takes 24 √λ + 90 terms.

    Examples
    --------
    >>> p, q = Poisson(3), Poisson(4)
    >>> bool(np.isclose(p.cross_entropy(q), p.entropy() + p.kl_divergence(q)))
    True
    """

    rate: float

    def __post_init__(self):
        self._read("rate", above=0)

    def entropy(self):
        return float(self.rate - xlogy(self.rate, self.rate) + self._mean_log_factorial())

    @classmethod
    def fit(cls, samples):
        """Maximum likelihood: the samples' mean."""
        return cls(np.mean(read_samples(samples, whole=True, least=0)))

    def _log_density(self, x):
        x = np.where((x >= 0) & (x % 1 == 0), x, np.nan)
        log_p = xlogy(x, self.rate) - self.rate - gammaln(x + 1)
        return np.where(np.isnan(x), -np.inf, log_p)

    def _sample(self, shape, rng):
        return rng.poisson(self.rate, shape)

    def _cross_entropy(self, q):
        return q.rate - self.rate * math.log(q.rate) + self._mean_log_factorial()

    def _kl_divergence(self, q):
        return self.rate * logarithm_excess((q.rate - self.rate) / self.rate)

    def _mean_log_factorial(self):
        """E[ln x!], summed over the x from 12 √λ below λ to 12 √λ + 90 above.

        Bennett's inequality leaves exp(−t²/(2λ + 2t/3)) < 1e-30 outside, the least for large λ.
        The probabilities come from their ratios p(x)/p(x − 1) = λ/x: ln x! would cost digits.
        """
        reach = 12 * math.sqrt(self.rate)
        x = np.arange(max(0, math.floor(self.rate - reach)), math.ceil(self.rate + reach + 90))
        log_weights = np.append(0.0, np.cumsum(np.log(self.rate / x[1:])))
        weights = np.exp(log_weights - np.max(log_weights))
        centre = gammaln(math.floor(self.rate) + 1)
        return centre + np.sum(weights * (gammaln(x + 1) - centre)) / np.sum(weights)
