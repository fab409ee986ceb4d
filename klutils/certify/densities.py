"""Densities on the line: integrals of balls, with bounds for what the integral leaves out.

Every density here has the form

    ln p(x) = c + A ln(x − l) + B ln(r − x) − λ |x − m| − κ (x − m)²/2    for l < x < r,

so one argument serves them all.  Over [from, to] Arb encloses the integral of p (a ln p + b ln q).
Two kinds of pieces are left out, and their size is bounded:

*Tails.*  For y >= 0, |ln(u + y)| <= |ln u| + y/u; hence beyond x = t > m
    p(t + y) <= p(t) e^(−s y),  s = λ + κ (t − m) − max(A, 0)/(t − l),
    |ln q(t + y)| <= c0 + c1 y + c2 y²,
    and the tail is at most p(t) (c0/s + c1/s² + 2 c2/s³).

*Ends.*  Where a power makes the integrand singular at l, for 0 < y <= d < 1
    p(l + y) <= K y^A,  |ln q(l + y)| <= c0 + c1 |ln y|,
    and with A + 1 = e the piece is at most K d^e (c0/e + c1 (|ln d|/e + 1/e²)).

The left tail and the right end are the right tail and the left end of the mirror image.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from math import inf

from flint import acb, arb

from klutils.certify.enclosure import INFINITE, Enclosure, ball, exact_number, precision

__all__ = ["Density", "beta", "exponential", "gamma", "laplace", "normal", "uniform"]

BITS = 110  # integrals come out some 30 digits narrow
LARGEST_POWER = 10**7


@dataclass(frozen=True)
class Density:
    """A density of the form that the module's header states."""

    log_constant: Callable[[], arb]  # c, at the precision of the moment
    left: Fraction | float = -inf  # l
    right: Fraction | float = inf  # r
    left_power: Fraction = Fraction(0)  # A > −1
    right_power: Fraction = Fraction(0)  # B > −1
    rate: Fraction = Fraction(0)  # λ
    curvature: Fraction = Fraction(0)  # κ
    centre: Fraction = Fraction(0)  # m

    def expectation(self, a, b, q):
        """Enclose ∫ p (a ln p + b ln q) dx."""
        if b and not (q.left <= self.left and self.right <= q.right):
            return INFINITE
        p, q = (d.moved(-self.centre) for d in (self, q))
        return _enclose(p, [(d, w) for d, w in ((p, a), (q, b)) if w])

    def mass(self):
        """Enclose ∫ p dx, which is 1: a check of the constant c and of the integration."""
        return _enclose(self.moved(-self.centre), [])

    def moved(self, by):
        """The density of x + `by`: next to 0 no ball of 140 bits is too wide."""
        left, right = (end if abs(end) == inf else end + by for end in (self.left, self.right))
        return replace(self, centre=self.centre + by, left=left, right=right)

    def mirror(self):
        """The density of −x."""
        return replace(
            self,
            left=-self.right,
            right=-self.left,
            left_power=self.right_power,
            right_power=self.left_power,
            centre=-self.centre,
        )

    def log_density(self, side):
        """ln p as a function of a complex ball x, with |x − m| continued from one `side` of m.

        The second argument is ln(x − l) where the caller knows it, the third says whether the
        logarithms must be analytic on the ball.
        """
        c, centre = acb(self.log_constant()), ball(self.centre)
        rate, curvature = side * ball(self.rate), ball(self.curvature) / 2
        left_power, right_power = ball(self.left_power), ball(self.right_power)

        def log(x, log_left, analytic):
            value = c - rate * (x - centre) - curvature * (x - centre) ** 2
            if self.left_power:
                known = log_left is not None
                value += left_power * (
                    log_left if known else (x - ball(self.left)).log(analytic=analytic)
                )
            if self.right_power:
                value += right_power * (ball(self.right) - x).log(analytic=analytic)
            return value

        return log


def normal(mean, standard_deviation):
    """Density of the normal distribution."""
    m = exact_number("mean", mean)
    s = exact_number("standard_deviation", standard_deviation, above=0)
    return Density(lambda: -(2 * arb.pi()).log() / 2 - ball(s).log(), curvature=1 / s**2, centre=m)


def laplace(location, scale):
    """Density of the Laplace distribution."""
    m, b = exact_number("location", location), exact_number("scale", scale, above=0)
    return Density(lambda: -ball(2 * b).log(), rate=1 / b, centre=m)


def exponential(rate):
    """Density of the exponential distribution."""
    return gamma(1, rate)


def gamma(shape, rate):
    """Density of the gamma distribution, of shape 10⁷ at most."""
    k = _power("shape", shape)
    rate = exact_number("rate", rate, above=0)
    return Density(
        lambda: ball(k) * ball(rate).log() - ball(k).lgamma(),
        left=Fraction(0),
        left_power=k - 1,
        rate=rate,
    )


def beta(alpha, beta):
    """Density of the beta distribution, of parameters 10⁷ at most."""
    a, b = _power("alpha", alpha), _power("beta", beta)
    return Density(
        lambda: ball(a + b).lgamma() - ball(a).lgamma() - ball(b).lgamma(),
        left=Fraction(0),
        right=Fraction(1),
        left_power=a - 1,
        right_power=b - 1,
    )


def uniform(low, high):
    """Density of the uniform distribution."""
    low = exact_number("low", low)
    high = exact_number("high", high, above=low)
    return Density(lambda: -ball(high - low).log(), left=low, right=high)


def _power(name, value):
    """Read a power that 140 bits can follow."""
    power = exact_number(name, value, above=0)
    if power > LARGEST_POWER:
        raise ValueError(f"{name} is {value}; expected at most {LARGEST_POWER}, to enclose it")
    return power


def _enclose(p, weights):
    with precision(BITS + 30):
        return Enclosure.of(_integral(p, weights))


def _integral(p, weights):
    """Enclose ∫ p Σ w ln d over the pairs (d, w) in `weights`, or ∫ p if there are none."""
    image, flipped = p.mirror(), [(d.mirror(), w) for d, w in weights]
    cuts = _end_cut(p, weights), _end_cut(image, flipped)
    start, below = _end(p, weights, cuts[0])
    stop, above = _end(image, flipped, cuts[1])
    low_end, high_end = _near_end(p, cuts[0]), -_near_end(image, cuts[1])
    inner = {low_end, high_end, *(d.centre for d in [p, *(d for d, _ in weights)] if d.rate)}
    points = [start, *sorted(x for x in inner if start < x < -stop), -stop]
    total = arb(0, below + above)
    for low, high in pairwise(points):
        if high <= low_end:
            total += _piece(p, weights, low, high, logarithmic=True)
        elif low >= high_end:
            total += _piece(image, flipped, -high, -low, logarithmic=True)
        else:
            total += _piece(p, weights, low, high, logarithmic=False)
    return total


def _piece(p, weights, low, high, *, logarithmic):
    """Enclose the integral over an interval on which no |x − m| has its kink.

    Next to a singular end the variable is u = ln(x − l), in which the power is no branch point.
    """
    log_p = p.log_density(_side(p, low))
    logs = [(d.log_density(_side(d, low)), w, d.left == p.left) for d, w in weights]

    def integrand(x, analytic):
        u, y = None, acb(1)
        if logarithmic:
            u, y = x, x.exp()
            x = y + ball(p.left)
        factor = acb(0 if logs else 1)
        for log, w, shared in logs:
            factor += w * log(x, u if shared else None, analytic)
        return log_p(x, u, analytic).exp() * y * factor

    ends = [ball(x) for x in (low, high)]
    if logarithmic:
        ends = [ball(x - p.left).log() for x in (low, high)]
    tolerance = arb(2) ** -BITS
    return acb.integral(integrand, *ends, rel_tol=tolerance, abs_tol=tolerance).real


def _side(d, low):
    return 1 if low >= d.centre else -1


def _near_end(p, cut):
    """Up to where the logarithm of the distance from the left end is the variable."""
    return p.left + Fraction(min(1, p.right - p.left)) / 4 if cut else -inf


def _end(p, weights, cut):
    """Where the integral starts on the left, and a bound for the part left of that."""
    if p.left != -inf:
        return p.left + cut, _end_bound(p, weights, cut)
    image, flipped = p.mirror(), [(d.mirror(), w) for d, w in weights]
    step = 2 / (image.rate + _root(image.curvature))
    t = image.centre if image.left == -inf else max(image.left, image.left_power / image.rate)
    bound, steps = arb.pos_inf(), 0
    while not bound < arb(2) ** -BITS:
        t, steps = t + step, steps + 1
        bound = _tail_bound(image, flipped, t)
        if steps > 100:  # a power far above 1 makes the tail wider than the step
            step *= 2
    return -t, bound


def _root(x):
    """A fraction next to the square root of x, whatever its size."""
    shift = (x.numerator.bit_length() - x.denominator.bit_length()) // 2
    return Fraction(float(x / Fraction(4) ** shift) ** 0.5) * Fraction(2) ** shift


def _tail_bound(p, weights, t):
    """Bound ∫ p |Σ w ln d| from t > m to infinity, by the inequality for tails."""
    decay = p.rate + p.curvature * (t - p.centre)
    if p.left_power > 0:
        decay -= p.left_power / (t - p.left)
    if decay <= 0:
        return arb.pos_inf()
    c0, c1, c2 = arb(0 if weights else 1), arb(0), arb(0)
    for d, w in weights:
        distance = abs(t - d.centre)
        c0 += abs(w) * abs(d.log_constant())
        c0 += abs(w) * ball(d.rate * distance + d.curvature * distance**2 / 2)
        c1 += abs(w) * ball(d.rate + d.curvature * distance)
        c2 += abs(w) * ball(d.curvature / 2)
        if d.left_power:
            c0 += abs(w) * ball(abs(d.left_power)) * abs(ball(t - d.left).log())
            c1 += abs(w) * ball(abs(d.left_power) / (t - d.left))
    s = ball(decay)
    return _regular(p, ball(t)).exp() * (c0 / s + c1 / s**2 + 2 * c2 / s**3)


def _end_cut(p, weights):
    """How much to leave out at the left end: nothing, unless a power is singular there."""
    singular = p.left_power or any(d.left_power and d.left == p.left for d, _ in weights)
    if not singular:
        return Fraction(0)
    if p.left_power < Fraction(1, 64) - 1:
        raise ValueError(f"a power is {p.left_power}; expected -63/64 or more, for a cut of use")
    cut = Fraction(min(1, p.right - p.left)) / 4
    while not _end_bound(p, weights, cut) < arb(2) ** -BITS:
        cut /= 256
    return cut


def _end_bound(p, weights, cut):
    """Bound ∫ p |Σ w ln d| over the cut at the left end, by the inequality for ends."""
    if not cut:
        return arb(0)
    x = ball(p.left).union(ball(p.left + cut))
    c0, c1 = arb(0 if weights else 1), arb(0)
    for d, w in weights:
        shared = d.left == p.left
        c0 += abs(w) * abs(_regular(d, x, without_left=shared))
        c1 += abs(w) * ball(abs(d.left_power)) * shared
    e, d = ball(p.left_power + 1), ball(cut)
    size = (c0 / e + c1 * (abs(d.log()) / e + 1 / e**2)) * d**e
    return _regular(p, x, without_left=True).exp() * size


def _regular(d, x, *, without_left=False):
    """ln d on the real ball x, without its power at the left end if so asked."""
    value = d.log_constant()
    if d.left_power and not without_left:
        value += ball(d.left_power) * (x - ball(d.left)).log()
    if d.right_power:
        value += ball(d.right_power) * (ball(d.right) - x).log()
    distance = abs(x - ball(d.centre))
    return value - ball(d.rate) * distance - ball(d.curvature) * distance**2 / 2
