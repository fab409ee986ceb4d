"""The beta family."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import mpmath
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
    Where α and β differ much in size the terms may still cancel, to an eighth or less: then
    the forms above are evaluated in as many digits as that takes (some milliseconds).
    The divergence is within 200 eps of itself, entropy and cross-entropy within 200 eps of
    themselves or of 1, whichever is larger.

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
        terms = self._mean_log_powers(1 - self.alpha, 1 - self.beta)
        terms += [*self._log_means(), *self._log_norm()]
        return _sum(terms, 1.0, lambda mp: _log_beta(mp, self) + _log_powers(mp, self, self))

    def _log_density(self, x):
        x = np.where((x >= 0) & (x <= 1), x, np.nan)
        powers = xlogy(self.alpha - 1, x) + xlog1py(self.beta - 1, -x)
        return np.where(np.isnan(x), -np.inf, powers - betaln(self.alpha, self.beta))

    def _sample(self, shape, rng):
        return rng.beta(self.alpha, self.beta, shape)

    def _cross_entropy(self, q):
        terms = self._mean_log_powers(1 - q.alpha, 1 - q.beta)
        terms += [*self._log_means(), *q._log_norm(), self._means_apart(q)]
        return _sum(terms, 1.0, lambda mp: _log_beta(mp, q) + _log_powers(mp, self, q))

    def _kl_divergence(self, q):
        more_a = Fraction(q.alpha) - Fraction(self.alpha)
        more_b = Fraction(q.beta) - Fraction(self.beta)
        n, m = self.alpha + self.beta, q.alpha + q.beta
        terms = [
            binet_gap(self.alpha, q.alpha, to_float(more_a)),
            binet_gap(self.beta, q.beta, to_float(more_b)),
            -binet_gap(n, m, to_float(more_a + more_b)),
            self._means_apart(q),
        ]
        return _sum(terms, 0.0, lambda mp: _log_ratio(mp, self, q))

    def _log_means(self):
        """The logarithms of m and of 1 − m."""
        a, b = Fraction(self.alpha), Fraction(self.beta)
        return log(a / (a + b)), log(b / (a + b))

    def _log_norm(self):
        """φ(α), φ(β), −φ(α + β): what ln B(α, β) exceeds n (m ln m + (1 − m) ln(1 − m)) by."""
        return binet(self.alpha), binet(self.beta), -binet(self.alpha + self.beta)

    def _mean_log_powers(self, a, b):
        """The terms of a (φ′(α) − φ′(n)) + b (φ′(β) − φ′(n))."""
        total = self.alpha + self.beta
        slope = binet_slope(total)
        terms = []
        for factor, k in ((a, self.alpha), (b, self.beta)):
            terms += [factor * binet_slope(k) / k, -factor * slope / total]
        return terms

    def _means_apart(self, q):
        """n_q K, of the mean of p from the mean of q: of two terms, none negative."""
        a, b, c, d = map(Fraction, (self.alpha, self.beta, q.alpha, q.beta))
        share = (c + d) / (a + b)
        return ratio_excess(share * a / c, q.alpha) + ratio_excess(share * b / d, q.beta)


# --- where the terms cancel


def _sum(terms, least, exactly):
    """Sum the terms; where they cancel, below `least` as well, take the textbook form instead.

    Its digits are doubled until twenty are left, of the result or of `least`.
    """
    terms = [float(term) for term in terms]  # inf − inf is nan, without a warning
    total, largest = sum(terms), max(map(abs, terms))
    if largest <= 8 * max(abs(total), least) < np.inf:
        return float(total)
    mp = mpmath.mp.clone()
    for mp.dps in (40, 80, 160, 320, 640, 1280, 2560):
        parts = exactly(mp)
        value = mp.fsum(parts)
        if max(abs(value), least) > max(map(abs, parts)) * mp.mpf(10) ** (20 - mp.dps):
            return float(value)
    raise ArithmeticError(f"{float(largest):g} and other terms cancel to less than 1e-2540 of it")


def _log_beta(mp, law):
    """The terms of ln B(α, β)."""
    a, b = mp.mpf(law.alpha), mp.mpf(law.beta)
    return [mp.loggamma(a), mp.loggamma(b), -mp.loggamma(a + b)]


def _log_powers(mp, p, q):
    """The terms of −(α_q − 1) u − (β_q − 1) v."""
    a, b = mp.mpf(p.alpha), mp.mpf(p.beta)
    total = mp.digamma(a + b)
    terms = []
    for k, power in ((a, q.alpha), (b, q.beta)):
        terms += [(1 - mp.mpf(power)) * mp.digamma(k), -(1 - mp.mpf(power)) * total]
    return terms


def _log_ratio(mp, p, q):
    """The terms of ln B(α_q, β_q) − ln B(α_p, β_p) + (α_p − α_q) u + (β_p − β_q) v."""
    a, b = mp.mpf(p.alpha), mp.mpf(p.beta)
    c, d = a - mp.mpf(q.alpha), b - mp.mpf(q.beta)
    slopes = [c * mp.digamma(a), d * mp.digamma(b), -(c + d) * mp.digamma(a + b)]
    return _log_beta(mp, q) + [-term for term in _log_beta(mp, p)] + slopes
