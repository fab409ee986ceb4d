"""The beta family."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import betaln, psi, xlog1py, xlogy

from klutils.distributions.distribution import Distribution

__all__ = ["Beta"]


@dataclass(frozen=True)
class Beta(Distribution):
    r"""Beta distribution on [0, 1], with B the beta function and ψ as in `Gamma`.

    - :math:`\ln p(x) = (\alpha - 1) \ln x`
      :math:`{} + (\beta - 1) \ln(1 - x) - \ln B(\alpha, \beta)`
    - :math:`H(p) = \ln B(\alpha, \beta) - (\alpha - 1) u - (\beta - 1) v`
    - :math:`H(p, q) = \ln B(\alpha_q, \beta_q)` :math:`{} - (\alpha_q - 1) u - (\beta_q - 1) v`
    - :math:`D(p \| q) = \ln\frac{B(\alpha_q, \beta_q)}{B(\alpha_p, \beta_p)}`
      :math:`{} + (\alpha_p - \alpha_q) u + (\beta_p - \beta_q) v`

    Here u and v are the means of ln x and of ln(1 − x) under p:

    - :math:`u = \psi(\alpha_p) - \psi(\alpha_p + \beta_p)`
    - :math:`v = \psi(\beta_p) - \psi(\alpha_p + \beta_p)`

    The divergence cancels as p approaches q: its absolute error is some eps times the largest of
    its terms.

    Parameters
    ----------
    alpha, beta : float
        α > 0, β > 0.

    Examples
    --------
    >>> p, q = Beta(2, 3), Beta(1, 1)
    >>> bool(np.isclose(p.kl_divergence(q), -p.entropy()))  # the uniform has density 1
    True
    """

    alpha: float
    beta: float

    def __post_init__(self):
        self._read("alpha", above=0)
        self._read("beta", above=0)

    def entropy(self):
        a, b = self.alpha, self.beta
        digammas = (a - 1) * psi(a) + (b - 1) * psi(b) - (a + b - 2) * psi(a + b)
        return float(betaln(a, b) - digammas)

    def _log_density(self, x):
        x = np.where((x >= 0) & (x <= 1), x, np.nan)
        powers = xlogy(self.alpha - 1, x) + xlog1py(self.beta - 1, -x)
        return np.where(np.isnan(x), -np.inf, powers - betaln(self.alpha, self.beta))

    def _sample(self, shape, rng):
        return rng.beta(self.alpha, self.beta, shape)

    def _cross_entropy(self, q):
        total = psi(self.alpha + self.beta)
        mean_log_x, mean_log_1mx = psi(self.alpha) - total, psi(self.beta) - total
        log_norm = betaln(q.alpha, q.beta)
        return log_norm - (q.alpha - 1) * mean_log_x - (q.beta - 1) * mean_log_1mx

    def _kl_divergence(self, q):
        a, b = self.alpha, self.beta
        digammas = (a - q.alpha) * psi(a) + (b - q.beta) * psi(b)
        total = (q.alpha - a + q.beta - b) * psi(a + b)
        return betaln(q.alpha, q.beta) - betaln(a, b) + digammas + total
