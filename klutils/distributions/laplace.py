"""The Laplace family."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from klutils.distributions.distribution import Distribution, read_samples
from klutils.distributions.excess import exponential_excess
from klutils.distributions.ratios import difference_over, ratio_excess

__all__ = ["Laplace"]


@dataclass(frozen=True)
class Laplace(Distribution):
    r"""Laplace distribution on the line; δ = abs(μ_p − μ_q).

    - :math:`\ln p(x) = -\ln(2b) - \frac{|x - \mu|}{b}`
    - :math:`H(p) = 1 + \ln(2b)`
    - :math:`H(p, q) = \ln(2b_q) + \frac{\delta + b_p e^{-\delta/b_p}}{b_q}`
    - :math:`D(p \| q) = \ln\frac{b_q}{b_p} + \frac{\delta + b_p e^{-\delta/b_p}}{b_q} - 1`

    The divergence is within 10 eps of itself, entropy and cross-entropy within 4 eps of the
    largest of their terms; the last two are inf where they exceed float64.

    Parameters
    ----------
    location : float
        μ.
    scale : float
        b > 0.

    Examples
    --------
    >>> p, q = Laplace(0, 1), Laplace(1, 1)
    >>> bool(np.isclose(p.kl_divergence(q), np.exp(-1)))
    True
    """

    location: float
    scale: float

    def __post_init__(self):
        self._read("location")
        self._read("scale", above=0)

    def entropy(self):
        return 1 + math.log(2) + math.log(self.scale)

    @classmethod
    def fit(cls, samples):
        """Maximum likelihood: the samples' median, and their mean distance from it."""
        samples = read_samples(samples)
        median = np.median(samples)
        return cls(median, np.mean(np.abs(samples - median)))

    def _log_density(self, x):
        return -math.log(2) - math.log(self.scale) - np.abs(x - self.location) / self.scale

    def _sample(self, shape, rng):
        return rng.laplace(self.location, self.scale, shape)

    def _cross_entropy(self, q):
        decay = math.exp(-abs(difference_over(self.location, q.location, self.scale)))
        distance = abs(difference_over(self.location, q.location, q.scale))
        if decay > 0:
            distance += self.scale / q.scale * decay
        return math.log(2) + math.log(q.scale) + distance

    def _kl_divergence(self, q):
        u = abs(difference_over(self.location, q.location, self.scale))
        if u < 1:
            decay = float(exponential_excess(-u))
            locations = self.scale / q.scale * decay if decay > 0 else 0.0
        else:  # e^(−u) − 1 + u, divided by u, which may exceed float64
            distance = abs(difference_over(self.location, q.location, q.scale))
            locations = distance * (1 + math.expm1(-u) / u)
        return ratio_excess(Fraction(self.scale) / Fraction(q.scale)) + locations
