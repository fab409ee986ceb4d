"""The categorical family."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import entr, xlogy

from klutils.arrays import probabilities, whole_number
from klutils.distributions.distribution import Distribution, read_samples
from klutils.distributions.excess import deviance

__all__ = ["Categorical"]


@dataclass(frozen=True)
class Categorical(Distribution):
    r"""Distribution on the categories 0, 1, …, n − 1, with probabilities π_i.

    - :math:`\ln p(i) = \ln\pi_i`
    - :math:`H(p) = -\sum_i \pi_i \ln\pi_i`
    - :math:`H(p, q) = -\sum_i \pi_i \ln\rho_i`
    - :math:`D(p \| q) = \sum_i \pi_i \ln\frac{\pi_i}{\rho_i}`

    Here ρ_i are the probabilities of q.

    The divergence is summed as Σ (π_i ln(π_i/ρ_i) − π_i + ρ_i), no term of which is negative: it
    is within 10 + log2(n)/2 eps of that sum, in which the distance of Σ π and Σ ρ from 1, a matter
    of rounding, enters by its square.  Entropy and cross-entropy are within 10 + log2(n)/2 eps of
    themselves, but for what falls below 2.2e-308.

    Parameters
    ----------
    probabilities : sequence of float
        π, at least 0, of sum 1.

    Examples
    --------
    >>> p, q = Categorical([0.2, 0.5, 0.3]), Categorical([0.3, 0.4, 0.3])
    >>> print(f"{p.kl_divergence(q):.4f}")
    0.0305
    """

    probabilities: tuple[float, ...]

    def __post_init__(self):
        values = probabilities("Categorical: probabilities", self.probabilities)
        if values.ndim != 1:
            raise ValueError(f"Categorical: probabilities has shape {values.shape}; expected (n,)")
        object.__setattr__(self, "probabilities", tuple(values.tolist()))

    def entropy(self):
        return float(np.sum(entr(self.probabilities)))

    @classmethod
    def fit(cls, samples, *, categories):
        """Maximum likelihood: the share of each of the `categories` categories."""
        categories = whole_number("categories", categories, least=1)
        samples = read_samples(samples, whole=True, least=0, most=categories - 1)
        counts = np.bincount(samples.astype(np.int64), minlength=categories)
        return cls(counts / samples.size)

    def _log_density(self, x):
        inside = (x % 1 == 0) & (x >= 0) & (x < len(self.probabilities))
        chosen = np.array(self.probabilities)[np.where(inside, x, 0).astype(np.int64)]
        return xlogy(1, np.where(inside, chosen, 0))

    def _sample(self, shape, rng):
        # As Generator.choice, whose tolerance for the sum of p is below that of float32.
        steps = np.cumsum(self.probabilities)
        return np.searchsorted(steps / steps[-1], rng.random(shape), side="right")

    def _cross_entropy(self, q):
        return -np.sum(xlogy(self.probabilities, q.probabilities))

    def _kl_divergence(self, q):
        p, q = np.array(self.probabilities), np.array(q.probabilities)
        return np.sum(deviance(p, q, q - p))

    def _same_family(self, q):
        super()._same_family(q)
        n, m = len(self.probabilities), len(q.probabilities)
        if n != m:
            raise ValueError(f"q has {m} categories; expected {n}, as p has")
        return q
