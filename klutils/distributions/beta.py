"""The beta family."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from scipy.special import betaln, xlog1py, xlogy

from klutils.distributions.binet import binet, binet_gap, binet_slope
from klutils.distributions.distribution import Distribution
from klutils.distributions.ratios import log, ratio_excess, to_float

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

    With n = α + β, the mean m = α/n, Binet's function φ as in `Gamma`, and
    G(k, l) = φ(l) − φ(k) − (l − k) φ'(k) they are evaluated as

    - :math:`D(p \| q) = G(\alpha_p, \alpha_q) + G(\beta_p, \beta_q) - G(n_p, n_q) + n_q K`
    - :math:`K = m_q \ln\frac{m_q}{m_p} + (1 - m_q) \ln\frac{1 - m_q}{1 - m_p} \ge 0`

    and alike for the others, so that no term grows with α or β but what the result grows with.
    The divergence is within 60 eps of the largest of its four terms, each of which vanishes with
    the difference of the parameters.  G(n_p, n_q) takes no more from the sum than the digits by
    which α and β differ in size: two at α = 100 β.
    Entropy and cross-entropy are within 20 eps of the largest of their terms.

    Parameters
    ----------
    alpha, beta : float
        α > 0, β > 0, of finite sum.

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
        if self.alpha + self.beta == np.inf:
            raise ValueError(
                f"Beta: alpha + beta is inf, of {self.alpha} and {self.beta}; expected a finite sum"
            )

    def entropy(self):
        log_a, log_b = self._log_means()
        a, b = self.alpha, self.beta
        return float(log_a + log_b + self._log_norm() + self._mean_log_powers(1 - a, 1 - b))

    def _log_density(self, x):
        x = np.where((x >= 0) & (x <= 1), x, np.nan)
        powers = xlogy(self.alpha - 1, x) + xlog1py(self.beta - 1, -x)
        return np.where(np.isnan(x), -np.inf, powers - betaln(self.alpha, self.beta))

    def _sample(self, shape, rng):
        return rng.beta(self.alpha, self.beta, shape)

    def _cross_entropy(self, q):
        log_a, log_b = self._log_means()
        powers = self._mean_log_powers(1 - q.alpha, 1 - q.beta)
        return log_a + log_b + q._log_norm() + powers + self._means_apart(q)

    def _kl_divergence(self, q):
        more_a = Fraction(q.alpha) - Fraction(self.alpha)
        more_b = Fraction(q.beta) - Fraction(self.beta)
        gaps = binet_gap(self.alpha, q.alpha, to_float(more_a))
        gaps += binet_gap(self.beta, q.beta, to_float(more_b))
        gaps += self._means_apart(q)
        if gaps == np.inf:
            return gaps
        n, m = self.alpha + self.beta, q.alpha + q.beta
        return gaps - binet_gap(n, m, to_float(more_a + more_b))

    def _log_means(self):
        """The logarithms of m and of 1 − m."""
        a, b = Fraction(self.alpha), Fraction(self.beta)
        return log(a / (a + b)), log(b / (a + b))

    def _log_norm(self):
        """φ(α) + φ(β) − φ(α + β): what ln B(α, β) exceeds n (m ln m + (1 − m) ln(1 − m)) by."""
        return binet(self.alpha) + binet(self.beta) - binet(self.alpha + self.beta)

    def _mean_log_powers(self, a, b):
        """a (φ′(α) − φ′(n)) + b (φ′(β) − φ′(n)): where a slope exceeds float64, as a fraction."""
        n = self.alpha + self.beta
        slope, total = binet_slope(n), Fraction(0)
        for factor, k in ((a, self.alpha), (b, self.beta)):
            scaled = binet_slope(k) - slope * (k / n)
            total += Fraction(factor) * Fraction(scaled) / Fraction(k)
        return to_float(total)

    def _means_apart(self, q):
        """n_q K, of the mean of p from the mean of q: of two terms, none negative."""
        a, b, c, d = map(Fraction, (self.alpha, self.beta, q.alpha, q.beta))
        share = (c + d) / (a + b)
        return ratio_excess(share * a / c, q.alpha) + ratio_excess(share * b / d, q.beta)
