r"""Special functions of numbers and of power series: gamma, its logarithm's derivatives, |x|.

Main definitions
----------------
gamma, polygamma
    Of positive numbers; polygamma of order n is :math:`\psi^{(n)}`.
absolute, sign
    Of numbers, and of functions on a continuum that have one sign there.
whole
    A whole number, as Python counts.
"""

from math import factorial

from flint import acb, arb, fmpq

from klutils.symbolic.judge.arithmetic import (
    ONE,
    ZERO,
    Inexact,
    NoValue,
    Series,
    Undecided,
    exp,
    log,
    start_of,
)
from klutils.symbolic.judge.exponentials import Exponentials

__all__ = ["absolute", "gamma", "polygamma", "sign", "whole"]


def gamma(value):
    r"""Return :math:`\Gamma` of a positive number."""
    if isinstance(value, Series):
        return exp(_log_gamma(value))
    if isinstance(value, fmpq) and value.q == 1 and value.p > 0:
        return fmpq(factorial(int(value.p) - 1))
    return _positive(value).gamma()


def polygamma(order, value):
    r"""Return :math:`\psi^{(n)}` of a positive number: of order 0, the digamma function."""
    if isinstance(value, Series):
        return _composed(value, lambda k, start: polygamma(order + k, start))
    value = _positive(value)
    return acb(value).polygamma(acb(order)).real if order else value.digamma()


def _log_gamma(value):
    if not isinstance(value, Series):
        return log(gamma(value))
    return _composed(value, lambda k, start: polygamma(k - 1, start) if k else _log_gamma(start))


def _composed(series, derivative):
    """Return a function of a series from its derivatives at the start, by Taylor's formula."""
    start = series.terms[0]
    step = Series(series.level, [ZERO, *series.terms[1:]])
    total, rising = (
        Series(series.level, [derivative(0, start), *[ZERO] * (len(step.terms) - 1)]),
        ONE,
    )
    for k in range(1, len(step.terms)):
        rising = rising * step
        total = total + derivative(k, start) * rising / factorial(k)
    return total


def _positive(value):
    if isinstance(value, Exponentials):
        raise Inexact("a gamma function on a continuum")
    if not value > 0:
        raise NoValue("the gamma function where it is not known to be positive")
    return arb(value)


def sign(value):
    """Return the sign of a value: −1, 0 or 1.

    A polynomial of degree one on a half-line or an interval has the sign of its ends.
    """
    value = start_of(value)
    if isinstance(value, Exponentials):
        ends = [sign(end) for end in value.ends()]
        if len(ends) > 0 and -1 not in ends:
            return 1
        if len(ends) > 0 and 1 not in ends:
            return -1
        raise Inexact("the sign of a function on a continuum")
    if value > 0 or value < 0 or value == 0:
        return int(value > 0) - int(value < 0)
    raise Inexact("the sign of a ball that contains 0")


def absolute(value):
    """Return the absolute value."""
    return value if sign(value) >= 0 else -value


def whole(value, what):
    """Return a whole number, as Python counts."""
    if isinstance(value, fmpq) and value.q == 1:
        return int(value.p)
    raise Undecided(f"{what} is {value}, no whole number")
