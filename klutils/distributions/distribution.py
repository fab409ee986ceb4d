"""What every distribution offers, and how it reads its arguments."""

from __future__ import annotations

from abc import ABC, abstractmethod

import numpy as np

from klutils.arrays import (
    brief,
    generator,
    real_array,
    real_number,
    refuse_where,
    whole_number,
)

__all__ = ["Distribution", "read_samples"]


class Distribution(ABC):
    """A distribution of a named family, with parameters fixed.

    A subclass is a frozen dataclass whose fields are the parameters.  It supplies the formulas;
    this class reads the arguments.  All results are in nats.
    """

    def log_density(self, x):
        """ln of the density, or of the probability mass, at each point of `x`.

        Parameters
        ----------
        x : array_like of real numbers
            Points; any finite number, whether in the support or not.

        Returns
        -------
        numpy.float64 or ndarray, of the shape of `x`
            −inf outside the support.

        Raises
        ------
        TypeError, ValueError
            For points that are not finite real numbers.
        """
        points = real_array("x", x).astype(np.float64)
        with np.errstate(over="ignore"):  # a square beyond float64 is a log-density of −inf
            return np.asarray(self._log_density(points))[()]

    def sample(self, size, *, rng):
        """Draw independent samples.

        Parameters
        ----------
        size : int or tuple of int
            The shape of the result.
        rng : numpy.random.Generator
            The source of randomness.

        Returns
        -------
        ndarray, shape `size`
        """
        shape = size if isinstance(size, tuple) else (size,)
        shape = tuple(whole_number("size", length, least=1) for length in shape)
        return self._sample(shape, generator(rng))

    @abstractmethod
    def entropy(self):
        """H(p), in nats."""

    def cross_entropy(self, q):
        """H(p, q) of the model q, of the same family, under this p, in nats."""
        return float(self._cross_entropy(self._same_family(q)))

    def kl_divergence(self, q):
        """D(p ‖ q) of the model q, of the same family, from this p, in nats."""
        return float(self._kl_divergence(self._same_family(q)))

    @abstractmethod
    def _log_density(self, x): ...

    @abstractmethod
    def _sample(self, shape, rng): ...

    @abstractmethod
    def _cross_entropy(self, q): ...

    @abstractmethod
    def _kl_divergence(self, q): ...

    def _same_family(self, q):
        if type(q) is not type(self):
            name = type(self).__name__
            raise TypeError(f"q is {brief(q)}; expected a {name}: p is {brief(self)}")
        return q

    def _read(self, name, **bounds):
        """Read one parameter as a float within bounds."""
        value = real_number(f"{type(self).__name__}: {name}", getattr(self, name), **bounds)
        object.__setattr__(self, name, value)  # the dataclass is frozen


def read_samples(samples, *, whole=False, least=-np.inf, most=np.inf):
    """Read the samples of a fit as one row of float64; raise on one outside the support."""
    values = real_array("samples", samples).astype(np.float64)
    kind = "a whole number" if whole else "a number"
    outside = (values < least) | (values > most) | (whole & (values % 1 != 0))
    refuse_where("samples", values, outside, f"{kind} from {least:g} to {most:g}")
    return values.ravel()
