"""Distributions on whole numbers: sums of balls, with bounds for their tails.

Every distribution here has the form

    ln p(x) = c + a x − f ln x!    for x = first, first + 1, …    with f = 0 or 1,

so that p(x + 1)/p(x) = e^a/(x + 1)^f does not grow.  Beyond x = t >= 1, with ρ that ratio at t,
    p(t + y) <= p(t) ρ^y,
    |ln q(t + y)| <= c0 + c1 y + c2 y²,  since ln (t + y)! <= ln t! + y (ln t + y/t),
and the tail Σ_{y >= 1} is at most
    p(t) (c0 ρ/(1 − ρ) + c1 ρ/(1 − ρ)² + c2 ρ (1 + ρ)/(1 − ρ)³).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flint import arb

from klutils.certify.enclosure import INFINITE, Enclosure, ball, exact_number, precision

__all__ = ["Counts", "geometric", "poisson"]

BITS = 160
TERMS = 100_000  # some seconds


@dataclass(frozen=True)
class Counts:
    """A distribution of the form that the module's header states."""

    log_constant: Callable[[], arb]  # c, at the precision of the moment
    slope: Callable[[], arb]  # a
    factorial: int  # f
    first: int

    def log_mass(self, x):
        """ln p(x)."""
        return self.log_constant() + x * self.slope() - self.factorial * arb(x + 1).lgamma()

    def expectation(self, a, b, q):
        """Enclose Σ p (a ln p + b ln q)."""
        if b and self.first < q.first:
            return INFINITE
        return self._sum([(d, w) for d, w in ((self, a), (q, b)) if w])

    def mass(self):
        """Enclose Σ p, which is 1: a check of the constant c and of the summation."""
        return self._sum([])

    def _sum(self, weights):
        with precision(BITS):
            total, x, tail = arb(0), self.first, arb.pos_inf()
            while not tail < arb(2) ** (10 - BITS):
                factor = sum((w * d.log_mass(x) for d, w in weights), arb(0 if weights else 1))
                total += self.log_mass(x).exp() * factor
                tail = self._tail(weights, x)
                x += 1
            return Enclosure.of(total + arb(0, tail))

    def _tail(self, weights, t):
        """Bound Σ_{x > t} p |Σ w ln d|."""
        ratio = self.slope().exp() / arb(t + 1) ** self.factorial
        if not ratio < 1:
            return arb.pos_inf()
        c0, c1, c2 = arb(0 if weights else 1), arb(0), arb(0)
        for d, w in weights:
            c0 += abs(w) * (abs(d.log_constant()) + t * abs(d.slope()))
            c0 += abs(w) * d.factorial * arb(t + 1).lgamma()
            c1 += abs(w) * (abs(d.slope()) + d.factorial * arb(t).log())
            c2 += abs(w) * arb(d.factorial) / t
        rest = 1 - ratio
        sums = c0 / rest + c1 / rest**2 + c2 * (1 + ratio) / rest**3
        return self.log_mass(t).exp() * ratio * sums


def poisson(rate):
    """Poisson distribution on 0, 1, 2, …; enclosed in about `rate` terms, hence up to 100 000."""
    given, rate = rate, exact_number("rate", rate, above=0)
    if rate > TERMS:
        raise ValueError(f"rate is {given}; expected at most {TERMS}: that many terms are summed")
    return Counts(lambda: -ball(rate), lambda: ball(rate).log(), factorial=1, first=0)


def geometric(probability):
    """Geometric distribution on 1, 2, 3, …, enclosed in 110/π terms or so: π is 1/1000 or more."""
    pi = exact_number("probability", probability, above=0)
    if pi >= 1:
        raise ValueError(f"probability is {probability}; expected a number above 0 and below 1")
    if pi * TERMS < 100:
        raise ValueError(
            f"probability is {probability}; expected at least {100 / TERMS:g}: some "
            "110/probability terms are summed"
        )
    return Counts(
        lambda: ball(pi).log() - ball(1 - pi).log(),
        lambda: ball(1 - pi).log(),
        factorial=0,
        first=1,
    )
