"""Rigorous enclosures of entropies and divergences: intervals proved to contain the exact value.

Main definitions
----------------
Enclosure
    An interval with exact end points.
entropy(p), cross_entropy(p, q), kl_divergence(p, q)
    The functionals, of exact probabilities, of densities on the line, of counts.
normal, laplace, exponential, gamma, beta, uniform
    Densities on the line; p and q may be of different families.
poisson, geometric
    Distributions on whole numbers.

Modules
-------
enclosure
    From balls to intervals.
atoms
    Finitely many atoms: sums of balls.
densities
    Densities on the line: integrals of balls, with bounds for what the integral leaves out.
counts
    Whole numbers: sums, with bounds for their tails.

Implementation notes
--------------------
Arb [1]_ computes with balls: a midpoint and a radius that bounds every rounding error.
Its integral [2]_ bounds the error of the quadrature as well.
Where a domain is infinite, or an integrand singular at its end, the part left out is bounded by the
inequalities that the code states, and the bound is added to the radius.
So what comes out contains the exact value; no tolerance enters.
Parameters are exact: a float stands for its binary value.

This package is the second source of the numbers in this book.
It shares no code with `klutils.divergence` or `klutils.distributions` and knows no closed form: it
sums and integrates −p ln p, −p ln q and p ln(p/q) as they stand.

References
----------
.. [1] F. Johansson, *Arb: efficient arbitrary-precision midpoint-radius interval arithmetic*,
   IEEE Transactions on Computers 66 (2017), 1281-1292.
.. [2] F. Johansson, *Numerical integration in arbitrary-precision ball arithmetic*, ICMS 2018.
"""

from klutils.certify.atoms import Atoms
from klutils.certify.counts import Counts, geometric, poisson
from klutils.certify.densities import Density, beta, exponential, gamma, laplace, normal, uniform
from klutils.certify.enclosure import Enclosure

__all__ = [
    "Enclosure",
    "beta",
    "cross_entropy",
    "entropy",
    "exponential",
    "gamma",
    "geometric",
    "kl_divergence",
    "laplace",
    "normal",
    "poisson",
    "uniform",
]


def entropy(p):
    """Enclose H(p) = −E_p[ln p].

    Parameters
    ----------
    p : sequence of int or Fraction, or a distribution of this package
        A sequence holds probabilities that sum to exactly 1.

    Returns
    -------
    Enclosure
        In nats.

    Raises
    ------
    TypeError
        For a probability that is a float: ``Fraction(x)`` says that the binary value is meant.
    ValueError
        For a negative probability, or a sum that is not exactly 1.

    Examples
    --------
    >>> import math
    >>> entropy([1, 0]).upper
    Fraction(0, 1)
    >>> entropy(normal(0, 1)).distance(0.5 * math.log(2 * math.pi * math.e)) < 1e-15
    True
    """
    p = _read("p", p)
    return p.expectation(-1, 0, p)


def cross_entropy(p, q):
    """Enclose H(p, q) = −E_p[ln q]; inf where q is 0 on part of p.

    Parameters, errors and unit as for `entropy`; p and q are both sequences, densities or counts.
    """
    p, q = _pair(p, q)
    return p.expectation(0, -1, q)


def kl_divergence(p, q):
    """Enclose D(p ‖ q) = E_p[ln p − ln q]; inf where q is 0 on part of p.

    Parameters, errors and unit as for `cross_entropy`.

    Examples
    --------
    >>> from fractions import Fraction
    >>> p = [Fraction(2, 10), Fraction(5, 10), Fraction(3, 10)]
    >>> q = [Fraction(3, 10), Fraction(4, 10), Fraction(3, 10)]
    >>> print(f"{float(kl_divergence(p, q)):.4f}")
    0.0305
    >>> Fraction(1, 8) in kl_divergence(normal(0, 1), normal(Fraction(1, 2), 1))
    True
    """
    p, q = _pair(p, q)
    return p.expectation(1, -1, q)


def _read(name, distribution):
    if isinstance(distribution, (Density, Counts)):
        return distribution
    return Atoms.read(name, distribution)


def _pair(p, q):
    p, q = _read("p", p), _read("q", q)
    if type(p) is not type(q):
        kinds = f"p is of {type(p).__name__}, q of {type(q).__name__}"
        raise TypeError(f"{kinds}; expected both to be atoms, densities or counts")
    return p, q
