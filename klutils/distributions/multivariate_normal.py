"""The normal family in several dimensions."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.linalg import eigh, solve_triangular

from klutils.arrays import real_array
from klutils.distributions.distribution import Distribution
from klutils.distributions.excess import logarithm_excess
from klutils.distributions.ratios import difference_over

__all__ = ["MultivariateNormal"]


@dataclass(frozen=True)
class MultivariateNormal(Distribution):
    r"""Normal distribution in d dimensions.

    - :math:`\ln p(x) = -\tfrac12 \bigl(d \ln 2\pi + \ln|\Sigma|\bigr)`
      :math:`{} - \tfrac12 (x - \mu)^\top \Sigma^{-1} (x - \mu)`
    - :math:`H(p) = \tfrac12 \bigl(d \ln 2\pi e + \ln|\Sigma|\bigr)`
    - :math:`H(p, q) = \tfrac12 \bigl(d \ln 2\pi + \ln|\Sigma_q|\bigr)`
      :math:`{} + \tfrac12 \bigl(\operatorname{tr}\Sigma_q^{-1}\Sigma_p + \delta^2\bigr)`
    - :math:`D(p \| q) = \tfrac12 \sum_i (\lambda_i - 1 - \ln\lambda_i)`
      :math:`{} + \tfrac12 \delta^2`

    Here λ_i are the eigenvalues of Σ_q⁻¹ Σ_p, and δ is the distance of the means as q measures it:

    - :math:`\delta^2 = (\mu_p - \mu_q)^\top \Sigma_q^{-1} (\mu_p - \mu_q)`

    Where every λ_i is within a factor of two of 1 the sum is taken over them; elsewhere it is
    tr Σ_q⁻¹Σ_p − d − ln det Σ_p + ln det Σ_q, of which more than a tenth is left over.
    Coordinates are first divided by powers of two near the deviations of q: units do not matter,
    correlations do.  With κ the condition number of the correlation matrices, divergence, entropy
    and cross-entropy are within some d² κ eps of the largest of their terms (of λ_i − 1 − ln λ_i
    and δ²: of all entries of Σ_p − Σ_q in units of q).  Beyond float64 they are infinite.

    Parameters
    ----------
    mean : sequence of d floats
        μ.
    covariance : sequence of d rows of d floats
        Σ, symmetric up to rounding and positive definite.

    Notes
    -----
    Points and samples carry their d coordinates on the last axis: `log_density` takes shape
    (..., d), `sample(size)` gives `size` + (d,).

    Examples
    --------
    >>> p = MultivariateNormal([0, 0], [[2, 1], [1, 2]])
    >>> q = MultivariateNormal([1, 0], [[1, 0], [0, 1]])
    >>> bool(np.isclose(p.cross_entropy(q), p.entropy() + p.kl_divergence(q)))
    True
    """

    mean: tuple[float, ...]
    covariance: tuple[tuple[float, ...], ...]

    def __post_init__(self):
        mean = real_array("MultivariateNormal: mean", self.mean).astype(np.float64)
        matrix = real_array("MultivariateNormal: covariance", self.covariance).astype(np.float64)
        if mean.ndim != 1 or matrix.shape != (mean.size, mean.size):
            raise ValueError(
                f"MultivariateNormal: mean has shape {mean.shape} and covariance has shape "
                f"{matrix.shape}; expected (d,) and (d, d)"
            )
        # Each entry of a product of d × d matrices carries d roundings of its largest terms, which
        # the deviations of its row and its column bound.
        deviations = np.sqrt(np.abs(np.diag(matrix)))
        with np.errstate(over="ignore"):
            asymmetry = np.abs(matrix - matrix.T)
        allowed = mean.size * np.finfo(np.float64).eps * deviations[:, np.newaxis] * deviations
        if np.any(asymmetry > allowed):
            raise ValueError(
                "MultivariateNormal: covariance differs from its transpose by "
                f"{np.max(asymmetry[asymmetry > allowed]):.1e}; expected a symmetric matrix"
            )
        object.__setattr__(self, "mean", tuple(mean.tolist()))
        object.__setattr__(self, "covariance", tuple(map(tuple, matrix.tolist())))
        try:
            self._cholesky()
        except np.linalg.LinAlgError:
            smallest = np.linalg.eigvalsh(matrix)[0]
            raise ValueError(
                f"MultivariateNormal: covariance has the eigenvalue {smallest:.3g}; "
                "expected a positive definite matrix"
            ) from None

    def entropy(self):
        d = len(self.mean)
        log_deviations = np.sum(np.log(self._units())) + self._half_log_determinant(self._units())
        return float(0.5 * d * math.log(2 * math.pi * math.e) + log_deviations)

    @classmethod
    def fit(cls, samples):
        """Maximum likelihood: mean and covariance of the rows, of shape (N, d), divisor N."""
        samples = real_array("samples", samples).astype(np.float64)
        if samples.ndim != 2:
            raise ValueError(f"samples has shape {samples.shape}; expected (N, d)")
        deviations = samples - np.mean(samples, axis=0)
        return cls(np.mean(samples, axis=0), deviations.T @ deviations / len(samples))

    def _log_density(self, x):
        d = len(self.mean)
        if x.ndim == 0 or x.shape[-1] != d:
            raise ValueError(f"x has shape {x.shape}; expected (..., {d})")
        units = self._units()
        z = self._whiten((x - np.array(self.mean)) / units, units)
        log_deviations = np.sum(np.log(units)) + self._half_log_determinant(units)
        return -0.5 * (d * math.log(2 * math.pi) + np.sum(z**2, axis=-1)) - log_deviations

    def _sample(self, shape, rng):
        z = rng.standard_normal((*shape, len(self.mean)))
        return np.array(self.mean) + z @ self._cholesky().T

    def _cross_entropy(self, q):
        units = q._units()
        constant = 0.5 * len(self.mean) * math.log(2 * math.pi) + np.sum(np.log(units))
        squares = q._squares(self._cholesky(units).T, units) + self._squared_distance(q)
        return constant + q._half_log_determinant(units) + 0.5 * squares

    def _kl_divergence(self, q):
        units = q._units()
        distance = self._squared_distance(q)
        with np.errstate(over="ignore"):
            difference = np.array(self.covariance) - np.array(q.covariance)
            difference = difference / units / units[:, np.newaxis]
        if np.all(np.abs(difference) < 1):
            t = eigh(difference, q._scaled(units), eigvals_only=True)
            if np.all(np.abs(t) < 0.5):
                return 0.5 * (np.sum(logarithm_excess(t)) + distance)
        first, second = self._cholesky(units), q._cholesky(units)
        with np.errstate(over="ignore"):
            log_ratios = np.log(np.diag(first)) - np.log(np.diag(second))
        trace = q._squares(first.T, units)
        return 0.5 * (trace - len(self.mean) - 2 * np.sum(log_ratios) + distance)

    def _squared_distance(self, q):
        """Squared Mahalanobis distance of the means, measured by q."""
        units = q._units()
        steps = zip(self.mean, q.mean, units.tolist(), strict=True)
        return q._squares(np.array([difference_over(*step) for step in steps]), units)

    def _squares(self, rows, units):
        """Sum of the squares of L⁻¹ rows: inf beyond float64, also on the way to it."""
        with np.errstate(over="ignore", invalid="ignore"):
            total = np.sum(self._whiten(rows, units) ** 2)
        return np.inf if np.isnan(total) else total

    def _units(self):
        """Powers of two next to the deviations of the coordinates."""
        _, exponents = np.frexp(np.diag(np.array(self.covariance)))
        return np.ldexp(1.0, exponents // 2)

    def _scaled(self, units):
        """The covariance in other units of the coordinates."""
        return np.array(self.covariance) / units / units[:, np.newaxis]

    def _cholesky(self, units=None):
        """L with Σ = L Lᵀ, in other units if so asked; factorised in its own."""
        own = self._units()
        factor = np.linalg.cholesky(self._scaled(own))
        with np.errstate(over="ignore", invalid="ignore"):
            factor *= (own if units is None else own / units)[:, np.newaxis]
        return np.tril(factor)

    def _half_log_determinant(self, units):
        return np.sum(np.log(np.diag(self._cholesky(units))))

    def _whiten(self, rows, units):
        """L⁻¹ applied to vectors on the last axis, where Σ = L Lᵀ; all in the given units."""
        flat = rows.reshape(-1, len(self.mean))
        factor = self._cholesky(units)
        return solve_triangular(factor, flat.T, lower=True, check_finite=False).T.reshape(
            rows.shape
        )

    def _same_family(self, q):
        super()._same_family(q)
        if len(q.mean) != len(self.mean):
            raise ValueError(f"q has dimension {len(q.mean)}; expected {len(self.mean)}, as p has")
        return q
