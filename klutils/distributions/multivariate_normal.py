"""The normal family in several dimensions."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.linalg import eigh, solve_triangular

from klutils.arrays import real_array
from klutils.distributions.distribution import Distribution
from klutils.distributions.excess import logarithm_excess

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
        # Each entry of a product of d × d matrices carries d roundings of its largest terms.
        asymmetry = np.max(np.abs(matrix - matrix.T))
        if asymmetry > mean.size * np.finfo(np.float64).eps * np.max(np.abs(matrix)):
            raise ValueError(
                f"MultivariateNormal: covariance differs from its transpose by {asymmetry:.1e}; "
                "expected a symmetric matrix"
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
        return 0.5 * d * math.log(2 * math.pi * math.e) + self._half_log_determinant()

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
        squares = np.sum(self._whiten(x - np.array(self.mean)) ** 2, axis=-1)
        return -0.5 * (d * math.log(2 * math.pi) + squares) - self._half_log_determinant()

    def _sample(self, shape, rng):
        z = rng.standard_normal((*shape, len(self.mean)))
        return np.array(self.mean) + z @ self._cholesky().T

    def _cross_entropy(self, q):
        constant = 0.5 * len(self.mean) * math.log(2 * math.pi) + q._half_log_determinant()
        trace = np.sum(q._whiten(self._cholesky().T) ** 2)
        return constant + 0.5 * (trace + self._squared_distance(q))

    def _kl_divergence(self, q):
        difference = np.array(self.covariance) - np.array(q.covariance)
        t = eigh(difference, np.array(q.covariance), eigvals_only=True)
        return 0.5 * (np.sum(logarithm_excess(t)) + self._squared_distance(q))

    def _squared_distance(self, q):
        """Squared Mahalanobis distance of the means, measured by q."""
        return np.sum(q._whiten(np.array(self.mean) - np.array(q.mean)) ** 2)

    def _cholesky(self):
        return np.linalg.cholesky(np.array(self.covariance))

    def _half_log_determinant(self):
        return float(np.sum(np.log(np.diag(self._cholesky()))))

    def _whiten(self, rows):
        """L⁻¹ applied to vectors on the last axis, where Σ = L Lᵀ."""
        flat = rows.reshape(-1, len(self.mean))
        return solve_triangular(self._cholesky(), flat.T, lower=True).T.reshape(rows.shape)

    def _same_family(self, q):
        super()._same_family(q)
        if len(q.mean) != len(self.mean):
            raise ValueError(f"q has dimension {len(q.mean)}; expected {len(self.mean)}, as p has")
        return q
