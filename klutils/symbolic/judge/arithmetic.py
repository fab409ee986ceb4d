r"""Arithmetic of the third evaluation: exact rationals, balls, and truncated power series.

A number is a ``fmpq`` as long as it stays rational, then an ``arb``, a ball that contains it.
Both mix with :class:`Series` and with the functions of :mod:`.continuum`, by operators.

Main definitions
----------------
Series
    A number with its first derivatives: a power series, cut off after a few terms.
log, exp, power, product
    For numbers of every sort, with :math:`0 \cdot \infty = 0` and :math:`\ln 0 = -\infty`.
Undecided, NoValue, Inexact
    What this evaluation cannot find; what has no value at all; what the exact integrals cannot
    do, but a quadrature perhaps can.

Implementation notes
--------------------
Nested derivatives nest series: a coefficient of an inner series may be an outer one. ``level``
tells them apart, so that what is constant to the inner derivative stays constant.
"""

from math import factorial

from flint import arb, fmpq

__all__ = [
    "Inexact",
    "NoValue",
    "Series",
    "Undecided",
    "exp",
    "is_zero",
    "log",
    "power",
    "product",
    "start_of",
]

ZERO, ONE = fmpq(0), fmpq(1)
INFINITY = arb("inf")


class Undecided(ArithmeticError):
    """What this evaluation cannot find; the message names it."""


class Inexact(Undecided):
    """What no exact integral is known of; at a number instead of a letter it may have a value."""


class NoValue(ArithmeticError):
    """An expression without a real value: the logarithm of a negative number, ∞ − ∞."""


def start_of(value):
    """Return the value of a series, without its derivatives."""
    while isinstance(value, Series):
        value = value.terms[0]
    return value


def is_zero(value):
    """Return whether a value is exactly 0."""
    return isinstance(value, (fmpq, arb)) and value == 0


def product(factors):
    """Multiply, with 0 · ∞ = 0."""
    result = ONE
    for factor in factors:
        if is_zero(factor):
            return ZERO
        result = result * factor
    return result


def log(value):
    """Return the logarithm, −∞ at 0."""
    if not isinstance(value, (fmpq, arb)):
        return value.log()
    if value == 0:
        return -INFINITY
    if value == INFINITY:
        return INFINITY
    if value < 0:
        raise NoValue("the logarithm of a negative number")
    if not value > 0:
        raise Undecided("the logarithm of a ball that contains 0")
    return ZERO if value == 1 else arb(value).log()


def exp(value):
    """Return the exponential."""
    if not isinstance(value, (fmpq, arb)):
        return value.exp()
    if value == -INFINITY:
        return ZERO
    if value == INFINITY:
        return INFINITY
    return ONE if value == 0 else arb(value).exp()


def power(base, exponent):
    """Return a power; exact for whole exponents, infinite for negative ones of 0."""
    if not isinstance(exponent, fmpq):
        return exp(exponent * log(base))
    if exponent.q == 1:
        whole = int(exponent.p)
        if is_zero(base) and whole < 0:
            return INFINITY
        if whole < 0 and isinstance(base, arb) and base.contains(0):
            raise Undecided("a quotient by a ball that contains 0")
        return _whole_power(base, whole) if whole >= 0 else ONE / _whole_power(base, -whole)
    if not isinstance(base, (fmpq, arb)):
        return base.power(exponent)
    if base == 0:
        return ZERO if exponent > 0 else INFINITY
    if base < 0:
        raise NoValue("a root of a negative number")
    return arb(base) ** arb(exponent)


def _whole_power(base, whole):
    result = ONE
    while whole:
        if whole & 1:
            result = result * base
        whole >>= 1
        base = base * base if whole else base
    return result


class Series:
    r"""A power series :math:`\sum_k c_k \varepsilon^k`, cut off: a value and its derivatives.

    Parameters
    ----------
    level : int
        How deep the derivative is nested; a series is constant to those of a higher level.
    terms : list
        The coefficients.
    """

    def __init__(self, level, terms):
        self.level, self.terms = level, terms

    @classmethod
    def variable(cls, level, value, order):
        """Return value + ε, with room for so many derivatives."""
        return cls(level, [value, ONE, *[ZERO] * (order - 1)])

    def derivative(self, order):
        """Return the derivative of this order."""
        return self.terms[order] * factorial(order)

    def map(self, function):
        """Apply a linear function to each coefficient."""
        return Series(self.level, [function(term) for term in self.terms])

    def _with(self, other):
        """Return the common level and both lists of coefficients."""
        if isinstance(other, Series):
            if other.level > self.level:
                level, theirs, mine = other._with(self)
                return level, mine, theirs
            if other.level == self.level:
                return self.level, self.terms, other.terms
        return self.level, self.terms, [other, *[ZERO] * (len(self.terms) - 1)]

    def __add__(self, other):
        level, a, b = self._with(other)
        return Series(level, [x + y for x, y in zip(a, b, strict=True)])

    __radd__ = __add__

    def __neg__(self):
        return Series(self.level, [-x for x in self.terms])

    def __sub__(self, other):
        return self + -other

    def __rsub__(self, other):
        return -self + other

    def __mul__(self, other):
        level, a, b = self._with(other)
        terms = []
        for k in range(len(a)):
            term = ZERO
            for i in range(k + 1):
                term = term + product((a[i], b[k - i]))
            terms.append(term)
        return Series(level, terms)

    __rmul__ = __mul__

    def __truediv__(self, other):
        level, a, b = self._with(other)
        if is_zero(b[0]):
            raise NoValue("the derivative of a quotient by 0")
        terms = []
        for k in range(len(a)):
            term = a[k]
            for i in range(k):
                term = term - product((terms[i], b[k - i]))
            terms.append(term / b[0])
        return Series(level, terms)

    def __rtruediv__(self, other):
        level, a, b = self._with(other)
        return Series(level, b) / Series(level, a)

    def log(self):
        """Integrate c′/c."""
        if is_zero(self.terms[0]):
            raise NoValue("the derivative of ln at 0")
        c, terms = self.terms, [log(self.terms[0])]
        for k in range(1, len(c)):
            term = c[k] * k
            for i in range(1, k):
                term = term - i * product((terms[i], c[k - i]))
            terms.append(term / (c[0] * k))
        return Series(self.level, terms)

    def exp(self):
        """Solve e′ = c′ e."""
        c, terms = self.terms, [exp(self.terms[0])]
        for k in range(1, len(c)):
            term = ZERO
            for i in range(1, k + 1):
                term = term + i * product((c[i], terms[k - i]))
            terms.append(term / k)
        return Series(self.level, terms)

    def power(self, exponent):
        """Raise to a power that is not whole."""
        return exp(exponent * log(self))
