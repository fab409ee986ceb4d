r"""Functions on a continuum that can be integrated exactly: :math:`\sum_k P_k(t)\,e^{Q_k(t)}`.

Main definitions
----------------
Exponentials
    A sum of polynomials times exponentials of polynomials, with balls as coefficients.
integral
    Its integral over one of the variables, along a line, a half-line or a unit interval.

Implementation notes
--------------------
A polynomial is a dictionary from monomials to coefficients; a monomial is a sorted tuple of
(variable, power). The integrals are recurrences from an integration by parts, begun with an
exponential or an error function, so that their balls are rigorous.
"""

from collections import defaultdict
from typing import NamedTuple

from flint import arb, fmpq

from klutils.symbolic.judge.arithmetic import (
    INFINITY,
    ONE,
    ZERO,
    Inexact,
    Series,
    Undecided,
    exp,
    is_zero,
    log,
    power,
)

__all__ = ["HALF_LINE", "LINE", "UNIT", "Coordinate", "Exponentials", "integral"]

LINE, HALF_LINE, UNIT = "line", "half-line", "unit interval"


class Coordinate(NamedTuple):
    """A variable of integration: its name, which draw of a sample it is, and its domain."""

    name: str
    draw: int
    domain: str


class Exponentials:
    """A sum of polynomials times exponentials; ``terms`` are pairs (exponent, factor)."""

    def __init__(self, terms):
        self.terms = terms

    @classmethod
    def variable(cls, coordinate):
        """Return the coordinate itself."""
        return cls([({}, {((coordinate, 1),): ONE})])

    def _parts(self, other):
        if isinstance(other, Exponentials):
            return other.terms
        return [] if other == 0 else [({}, {(): other})]

    def __add__(self, other):
        if isinstance(other, Series):
            return NotImplemented
        return _collected([*self.terms, *self._parts(other)])

    __radd__ = __add__

    def __neg__(self):
        return self * fmpq(-1)

    def __sub__(self, other):
        return self + -other

    def __rsub__(self, other):
        return -self + other

    def __mul__(self, other):
        if isinstance(other, Series):
            return NotImplemented
        others = self._parts(other if not isinstance(other, int) else fmpq(other))
        return _collected([(_sum(e, f), _times(p, q)) for e, p in self.terms for f, q in others])

    __rmul__ = __mul__

    def __truediv__(self, other):
        if isinstance(other, Series):
            return NotImplemented
        if isinstance(other, int):
            other = fmpq(other)
        return self * (other._inverse() if isinstance(other, Exponentials) else power(other, -ONE))

    def __rtruediv__(self, other):
        return self._inverse() * other

    def _single(self, what):
        """Return factor and exponent of a positive exponential, or say what needs one."""
        if len(self.terms) == 1 and list(self.terms[0][1]) == [()]:
            exponent, factor = self.terms[0]
            return factor[()], exponent
        raise Inexact(f"{what} on a continuum of something that is no single exponential")

    def ends(self):
        """Return what a polynomial of degree one in one coordinate is at both ends, or nothing.

        Towards the end of a half-line it is its slope that has the sign.
        """
        ((exponent, factor), *more) = self.terms
        slopes = [m for m in factor if m]
        if more or exponent or len(slopes) != 1 or len(slopes[0]) != 1:
            return []
        ((coordinate, degree),) = slopes[0]
        start, slope = factor.get((), ZERO), factor[slopes[0]]
        if degree != 1 or coordinate.domain == LINE:
            return []
        return [start, slope if coordinate.domain == HALF_LINE else start + slope]

    def _inverse(self):
        factor, exponent = self._single("a quotient")
        return Exponentials([({m: -c for m, c in exponent.items()}, {(): ONE / factor})])

    def log(self):
        """Return the logarithm of a single exponential."""
        factor, exponent = self._single("a logarithm")
        return _collected([({}, _sum(exponent, {(): log(factor)}))])

    def exp(self):
        """Return the exponential of a polynomial."""
        if len(self.terms) > 1 or self.terms[0][0]:
            raise Inexact("an exponential of an exponential")
        exponent = dict(self.terms[0][1])
        factor = exp(exponent.pop((), ZERO))
        return _collected([(exponent, {(): factor})])

    def power(self, exponent):
        """Raise a single exponential to a power that is not whole."""
        factor, inner = self._single("a power")
        scaled = {m: c * exponent for m, c in inner.items()}
        return Exponentials([(scaled, {(): power(factor, exponent)})])


def _sum(p, q):
    total = dict(p)
    for monomial, c in q.items():
        total[monomial] = total[monomial] + c if monomial in total else c
    return {monomial: c for monomial, c in total.items() if not is_zero(c)}


def _times(p, q):
    total = {}
    for one, c in p.items():
        for other, d in q.items():
            powers = defaultdict(int, one)
            for coordinate, k in other:
                powers[coordinate] += k
            monomial = tuple(sorted(powers.items()))
            total[monomial] = total.get(monomial, ZERO) + c * d
    return {monomial: c for monomial, c in total.items() if not is_zero(c)}


def _collected(terms):
    """Add the factors of equal exponents; a constant becomes a number."""
    found = []
    for exponent, factor in terms:
        for k, (other, sum_) in enumerate(found):
            if other.keys() == exponent.keys() and all(
                _overlap(other[m], exponent[m]) for m in exponent
            ):
                both = {m: _union(other[m], exponent[m]) for m in exponent}
                found[k] = both, _sum(sum_, factor)
                break
        else:
            found.append((exponent, factor))
    found = [(exponent, factor) for exponent, factor in found if factor]
    if not found:
        return ZERO
    if len(found) == 1 and not found[0][0] and list(found[0][1]) == [()]:
        return found[0][1][()]
    return Exponentials(found)


def _overlap(a, b):
    if isinstance(a, fmpq) and isinstance(b, fmpq):
        return a == b
    return arb(a).overlaps(arb(b))


def _union(a, b):
    return a if isinstance(a, fmpq) and isinstance(b, fmpq) else arb(a).union(arb(b))


def integral(value, coordinate):
    """Integrate a value over one coordinate along its domain."""
    if isinstance(value, Series):
        return value.map(lambda term: integral(term, coordinate))
    if is_zero(value):
        return ZERO
    terms = value.terms if isinstance(value, Exponentials) else [({}, {(): value})]
    found = [_integral(exponent, factor, coordinate) for exponent, factor in terms]
    if INFINITY in found and -INFINITY in found:
        raise Undecided("an integral of terms that diverge both ways")
    return sum(found, ZERO)


def _by_power(polynomial, coordinate):
    """Split a polynomial by the powers of one coordinate."""
    found = defaultdict(dict)
    for monomial, c in polynomial.items():
        powers = dict(monomial)
        k = powers.pop(coordinate, 0)
        found[k][tuple(sorted(powers.items()))] = c
    return found


def _integral(exponent, factor, coordinate):
    """Integrate factor · exp(exponent) over a coordinate."""
    rates, factors = _by_power(exponent, coordinate), _by_power(factor, coordinate)
    if max(rates, default=0) > 2:
        raise Inexact("an integral of the exponential of a cubic")
    rest = Exponentials([(rates.pop(0, {}), {(): ONE})])
    square, linear = (_collected([({}, rates.get(k, {}))]) for k in (2, 1))
    if not isinstance(square, (fmpq, arb)):
        raise Inexact("an integral of a quadratic exponent that varies")
    top = max(factors)
    factors = {k: _collected([({}, c)]) for k, c in factors.items()}
    moments = _MOMENTS[coordinate.domain](square, linear, top)
    if isinstance(moments, list):
        total = ZERO
        for k, c in factors.items():
            total = total + c * moments[k]
        return rest * total
    sign = moments * _sign(factors[top]) if moments else 0
    if not sign:
        raise Undecided("an integral that diverges at both ends")
    return sign * INFINITY


def _sign(value):
    """Return the sign of a number, or 0 if it cannot be told."""
    if not isinstance(value, (fmpq, arb)):
        return 0
    return int(value > 0) - int(value < 0)


# --- ∫ tᵏ exp(a t² + b t) dt for k to n; or the sign of the integral, where it diverges


def _along_line(a, b, n):
    if not a < 0:
        if _sign(a) == 0 and not is_zero(a):
            raise Undecided("an exponent of which it cannot be told whether it grows")
        grows = _sign(b) if is_zero(a) and not is_zero(b) else 1
        both_ends = not is_zero(a) or is_zero(b)
        return (1 if n % 2 == 0 else 0) if both_ends else (grows**n if grows else 0)
    start = exp(b * b / (-4 * a)) * (arb.pi() / -a).sqrt()
    return _recurrence(a, b, n, start, lambda _k: ZERO)


def _along_half_line(a, b, n):
    if is_zero(a) and not isinstance(b, Exponentials) and b < 0:
        moments = [ONE / -b]
        for k in range(1, n + 1):
            moments.append(moments[-1] * k / -b)
        return moments
    if a < 0:
        s, b = arb(-a).sqrt(), _number(b)
        shift = b / (2 * s)
        start = (shift * shift).exp() * arb.pi().sqrt() / (2 * s) * (-shift).erfc()
        return _recurrence(a, b, n, start, lambda k: -ONE if k == 0 else ZERO)
    if a > 0 or (is_zero(a) and (is_zero(b) or _number(b) > 0)):
        return 1
    raise Undecided("an exponent of which it cannot be told whether it grows")


def _along_unit(a, b, n):
    b = _number(b)
    if is_zero(a) and is_zero(b):
        return [fmpq(1, k + 1) for k in range(n + 1)]
    end = exp(a + b)
    if is_zero(a):
        moments = [(end - 1) / b]
        for k in range(1, n + 1):
            moments.append((end - k * moments[-1]) / b)
        return moments
    s = abs(arb(a)).sqrt()
    shift, error = b / (2 * s), arb.erf if a < 0 else arb.erfi
    if a < 0:
        start = (shift * shift).exp() * (error(s - shift) - error(-shift))
    else:
        start = (-shift * shift).exp() * (error(s + shift) - error(shift))
    start = start * arb.pi().sqrt() / (2 * s)
    return _recurrence(a, b, n, start, lambda k: end - (1 if k == 0 else 0))


def _recurrence(a, b, n, start, boundary):
    """Continue moments: [tᵏ e] = k M(k−1) + 2a M(k+1) + b M(k), where e = exp(a t² + b t)."""
    moments = [start]
    for k in range(n):
        known = b * moments[k]
        if k:
            known = known + k * moments[k - 1]
        moments.append((boundary(k) - known) / (2 * a))
    return moments


def _number(value):
    if not isinstance(value, (fmpq, arb)):
        raise Inexact("a rate that varies along a half-line or an interval")
    return value


_MOMENTS = {LINE: _along_line, HALF_LINE: _along_half_line, UNIT: _along_unit}
