"""Estimates from samples, each with its standard error.

Main definitions
----------------
Estimate
    A value, its standard error and the number of samples behind it.
mean_estimate(values)
    The sample mean.
nll(log_q)
    −(1/N) Σ ln q(xᵢ), which estimates H(p, q) when the xᵢ come from p.
kl_log_ratio(log_p, log_q)
    (1/N) Σ ln(p(xᵢ)/q(xᵢ)), which estimates D(p ‖ q).
kl_nonnegative(log_p, log_q)
    (1/N) Σ (r − 1 − ln r) with r = q(xᵢ)/p(xᵢ), which estimates D(p ‖ q) as well.
error_rate(sizes, rmse)
    The slope of ln RMSE against ln N.

Implementation notes
--------------------
The functions take log-densities at the samples, not densities: a density underflows long before its
logarithm does.
The samples come from p, the data; p comes before q.

References
----------
.. [1] J. Schulman, *Approximating KL Divergence*, 2020, http://joschu.net/blog/kl-approx.html:
   r − 1 − ln r is the estimator called k3 there.
.. [2] A. B. Owen, *Monte Carlo theory, methods and examples*, 2013, chapter 2.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from klutils.arrays import axis_last, broadcast_batches, real_array, real_number, refuse_where

__all__ = ["Estimate", "error_rate", "kl_log_ratio", "kl_nonnegative", "mean_estimate", "nll"]


@dataclass(frozen=True, eq=False)
class Estimate:
    """An estimate with its standard error.

    Two are equal where shapes, numbers (nan with nan) and n are.

    Attributes
    ----------
    value : float or ndarray
        The estimate.
    standard_error : float or ndarray
        The estimated standard deviation of `value`; nan where no finite one exists.
    n : int
        The number of samples behind each value.
    """

    value: np.float64 | np.ndarray
    standard_error: np.float64 | np.ndarray
    n: int

    def __eq__(self, other):
        if not isinstance(other, Estimate):
            return NotImplemented
        pairs = ((self.value, other.value), (self.standard_error, other.standard_error))
        return self.n == other.n and all(np.array_equal(*pair, equal_nan=True) for pair in pairs)

    def __hash__(self):
        return hash((self.n, np.shape(self.value)))

    def interval(self, level=0.95):
        """Two-sided confidence interval by the central limit theorem.

        Parameters
        ----------
        level : float, optional
            The probability, between 0 and 1, with which the interval covers for large n.

        Returns
        -------
        low, high : float or ndarray
            value ∓ z · standard_error, with z the (1 + level)/2 quantile of the standard normal.

        Raises
        ------
        ValueError
            For a level outside (0, 1), or where the standard error is nan.

        Examples
        --------
        >>> low, high = Estimate(1.0, 0.5, 100).interval(0.95)
        >>> print(f"{low:.3f} {high:.3f}")
        0.020 1.980
        """
        level = real_number("level", level, above=0, below=1)
        error = np.asarray(self.standard_error)
        refuse_where("standard_error", error, np.isnan(error), "finite: the estimate is infinite")
        # The lower quantile: (1 + level)/2 rounds to 1 for levels next to 1.
        half_width = -NormalDist().inv_cdf((1 - level) / 2) * self.standard_error
        return self.value - half_width, self.value + half_width

    def z_score(self, target):
        """How many standard errors the value lies above `target`.

        Near 0 where `target` is the expectation; beyond ±4 once in 16 000 for large n.

        Raises
        ------
        ValueError
            Where the standard error is nan, or 0: then every sample gave the same value, and
            value and target are to be compared directly.

        Examples
        --------
        >>> Estimate(1.5, 0.25, 100).z_score(1.0)
        2.0
        """
        error = np.asarray(self.standard_error)
        refuse_where("standard_error", error, ~(error > 0), "above 0, to measure a deviation by it")
        return (self.value - target) / self.standard_error


def mean_estimate(values, *, axis=-1):
    r"""Mean of independent samples, with its standard error.

    - :math:`\frac{1}{N} \sum_i f_i`
    - :math:`\sqrt{\frac{1}{N (N - 1)} \sum_i \Bigl(f_i - \frac{1}{N} \sum_j f_j\Bigr)^2}`

    Parameters
    ----------
    values : array_like, shape (..., N)
        Samples along `axis`, at least two.
    axis : int, optional
        The axis of the samples.

    Returns
    -------
    Estimate
        Over the other axes, in the unit of `values`.  Where a sample is infinite the mean is that
        infinity, and the standard error nan: the samples' variance does not exist.

    Raises
    ------
    TypeError
        For values that are not real numbers.
    ValueError
        For NaN, fewer than two samples, or both infinities in one mean.

    Examples
    --------
    >>> estimate = mean_estimate([1.0, 2.0, 3.0, 4.0])
    >>> bool(estimate.value == 2.5 and np.isclose(estimate.standard_error**2, (5 / 3) / 4))
    True
    """
    samples = axis_last("values", real_array("values", values, finite=False), axis)
    return _mean(samples.astype(np.float64))


def nll(log_q, *, axis=-1):
    r"""Negative log-likelihood per sample: estimates the cross-entropy H(p, q).

    :math:`-\frac{1}{N} \sum_i \ln q(x_i)`

    Parameters
    ----------
    log_q : array_like, shape (..., N)
        ln q at samples from p, along `axis`, in nats.
    axis : int, optional
        The axis of the samples.

    Returns
    -------
    Estimate
        In nats.  Where q is 0 at a sample the value is inf, the standard error nan.

    Raises
    ------
    TypeError
        For values that are not real numbers.
    ValueError
        For NaN, +inf, or fewer than two samples.

    Examples
    --------
    >>> log_q = np.log([0.5, 0.25, 0.25, 0.5])
    >>> bool(np.isclose(nll(log_q).value, 1.5 * np.log(2)))
    True
    """
    return _mean(-_log_densities("log_q", log_q, axis))


def kl_log_ratio(log_p, log_q, *, axis=-1):
    r"""Log-ratio estimate of D(p ‖ q): unbiased, and at times negative.

    :math:`\frac{1}{N} \sum_i \bigl(\ln p(x_i) - \ln q(x_i)\bigr)`

    Parameters
    ----------
    log_p, log_q : array_like, shape (..., N)
        ln p and ln q at samples from p, along `axis`, in nats.  The other axes broadcast.
    axis : int, optional
        The axis of the samples, counted in each argument by itself.

    Returns
    -------
    Estimate
        In nats.  Where q is 0 at a sample the value is inf, the standard error nan.

    Raises
    ------
    TypeError
        For values that are not real numbers.
    ValueError
        For NaN, +inf, fewer than two samples, shapes that do not fit, or p = 0 at a sample: what
        p rules out is no sample of p.

    Examples
    --------
    >>> log_p, log_q = np.log([0.2, 0.5]), np.log([0.4, 0.5])
    >>> bool(np.isclose(kl_log_ratio(log_p, log_q).value, -np.log(2) / 2))
    True
    """
    log_p, log_q = _log_density_pair(log_p, log_q, axis)
    return _mean(log_p - log_q)


def kl_nonnegative(log_p, log_q, *, axis=-1):
    r"""Non-negative estimate of D(p ‖ q): unbiased where q is 0 wherever p is 0.

    - :math:`\frac{1}{N} \sum_i (r_i - 1 - \ln r_i)`
    - :math:`r_i = \frac{q(x_i)}{p(x_i)}`

    Parameters
    ----------
    log_p, log_q : array_like, shape (..., N)
        ln p and ln q at samples from p, along `axis`, in nats.  The other axes broadcast.
    axis : int, optional
        The axis of the samples, counted in each argument by itself.

    Returns
    -------
    Estimate
        In nats, each term at least 0.  Where q is 0 at a sample the value is inf, the standard
        error nan.

    Raises
    ------
    TypeError
        For values that are not real numbers.
    ValueError
        As `kl_log_ratio`.
    OverflowError
        Where ln r exceeds 709, so that r exceeds float64.

    Notes
    -----
    E_p[r] = 1 needs the mass of q to lie where p > 0; if a mass m of q lies elsewhere, the
    expectation is D(p ‖ q) − m.

    Examples
    --------
    >>> log_p, log_q = np.log([0.2, 0.5]), np.log([0.4, 0.5])
    >>> bool(np.isclose(kl_nonnegative(log_p, log_q).value, (1 - np.log(2)) / 2))
    True
    """
    log_p, log_q = _log_density_pair(log_p, log_q, axis)
    log_r = log_q - log_p
    if np.any(log_r > np.log(np.finfo(np.float64).max)):
        raise OverflowError(
            f"log_q - log_p reaches {float(np.max(log_r))!r}; its exponential exceeds float64"
        )
    return _mean(_excess(log_r))


def error_rate(sizes, rmse):
    r"""Rate at which an error falls with the sample size.

    :math:`\ln \mathrm{RMSE}(N) \approx a + b \ln N`

    Parameters
    ----------
    sizes : array_like, shape (K,)
        Sample sizes N, at least three different ones.
    rmse : array_like, shape (K,)
        Root-mean-square error at each size, from samples drawn afresh for each.

    Returns
    -------
    Estimate
        The least-squares slope b, its standard error from the K − 2 degrees of freedom of the
        residuals, and K.  The mean of N samples of finite variance has b = −1/2.

    Raises
    ------
    TypeError
        For values that are not real numbers.
    ValueError
        For NaN, infinities, sizes or errors that are not positive, other shapes, or fewer than
        three different sizes.

    Examples
    --------
    >>> rate = error_rate([10, 100, 1000, 10_000], [0.3, 0.1, 0.03, 0.01])
    >>> bool(abs(rate.z_score(-0.5)) < 1)
    True
    """
    sizes, rmse = real_array("sizes", sizes), real_array("rmse", rmse)
    if sizes.ndim != 1 or sizes.shape != rmse.shape:
        raise ValueError(
            f"sizes has shape {sizes.shape} and rmse has shape {rmse.shape}; expected (K,) for both"
        )
    refuse_where("sizes", sizes, sizes <= 0, "a sample size above 0")
    refuse_where("rmse", rmse, rmse <= 0, "an error above 0, to take its logarithm")
    if np.unique(sizes).size < 3:
        raise ValueError(f"sizes has {np.unique(sizes).size} different values; expected 3 or more")
    x = np.log(sizes.astype(np.float64))
    x, y = x - np.mean(x), np.log(rmse.astype(np.float64))
    slope = np.sum(x * y) / np.sum(x * x)
    residuals = y - np.mean(y) - slope * x
    variance = np.sum(residuals**2) / (sizes.size - 2)
    return Estimate(slope, np.sqrt(variance / np.sum(x * x)), sizes.size)


def _mean(values):
    """Mean and standard error over the last axis."""
    n = values.shape[-1]
    if n < 2:
        raise ValueError(f"there is {n} sample; expected 2 or more, for a standard error")
    if np.any(np.any(values == np.inf, axis=-1) & np.any(values == -np.inf, axis=-1)):
        raise ValueError("values holds inf and -inf; expected a mean that is defined")
    # In units of the largest value, a power of two: squares neither vanish nor exceed float64.
    _, exponents = np.frexp(np.max(np.abs(values), axis=-1, where=np.isfinite(values), initial=0))
    scaled = np.ldexp(values, -exponents[..., np.newaxis])
    with np.errstate(invalid="ignore"):
        mean, deviation = np.mean(scaled, axis=-1), np.std(scaled, axis=-1, ddof=1)
    return Estimate(np.ldexp(mean, exponents), np.ldexp(deviation / np.sqrt(n), exponents), n)


def _log_densities(name, value, axis):
    """Read log-densities: finite, or −inf where the density is 0."""
    values = real_array(name, value, finite=False)
    refuse_where(name, values, values == np.inf, "a finite log-density, or -inf")
    return axis_last(name, values, axis).astype(np.float64)


def _log_density_pair(log_p, log_q, axis):
    """Read ln p and ln q at samples of p, where p cannot be 0."""
    log_p, log_q = _log_densities("log_p", log_p, axis), _log_densities("log_q", log_q, axis)
    impossible = "finite: a point where p is 0 is no sample of p"
    refuse_where("log_p", log_p, np.isneginf(log_p), impossible)
    return broadcast_batches(("log_p", "log_q"), log_p, log_q)


def _excess(log_r):
    """r − 1 − ln r >= 0, to full relative accuracy in ln r.

    Within |ln r| <= 1 by its series Σ_{k>=2} (ln r)^k/k!, of which 17 terms leave out less than
    1.1/19! of (ln r)², hence 3e-17 of the sum; elsewhere directly, where at worst, at ln r = 1,
    (2 (e − 1) + 0)/(e − 2) + 1 < 6 units of rounding come out: 3 eps.
    """
    near = np.abs(log_r) <= 1
    x = np.where(near, log_r, 0.0)
    factorials = np.cumprod(np.arange(1.0, 19.0))
    series = np.polyval(1 / factorials[:0:-1], x) * x**2
    return np.where(near, series, np.expm1(log_r) - log_r)
