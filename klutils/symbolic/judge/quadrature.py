r"""Integrals over a continuum of which no exact form is known, by double exponential quadrature.

A piece of a line is mapped to the whole line so that the integrand falls off like
:math:`e^{-c\,e^{\lvert s \rvert}}`; there equal steps converge exponentially.

Main definitions
----------------
quadrature
    The integral of a function over a piece's domain, as a ball.

Implementation notes
--------------------
The ball is an estimate and no enclosure: its radius is what the last refinement changed, which the
error is far below where refinements converge, and the terms at which the range was cut off. Where
the integrand changes its form, at a kink or a jump that a :class:`.Watch` notices, it is cut.

With few bits a relative error of 1e-19 is aimed at: it tells values apart that differ. With many
bits, 1e-52. An integral inside another one is always of the first sort.
"""

from collections import deque
from itertools import pairwise
from typing import NamedTuple

from flint import arb, ctx, fmpq

from klutils.symbolic.judge.arithmetic import INFINITY, ZERO, Inexact, Series, Undecided
from klutils.symbolic.judge.exponentials import HALF_LINE, LINE, UNIT

__all__ = ["COARSE", "Segment", "aim", "quadrature"]

COARSE, FINE = arb(2) ** -64, arb(2) ** -174  # relative errors
MANY = 512  # bits
USABLE = arb(2) ** -30  # wider balls are no values
LEAST, QUIET = 3, 3  # how far a range reaches at least; how many small terms end it
FARTHEST = {LINE: 12, HALF_LINE: 12, UNIT: 8}
REFINEMENTS = 8
SPLITS = 12
_nodes = {}


def aim(nested):
    """Return the relative error aimed at."""
    return COARSE if nested or ctx.prec < MANY else FINE


class Segment(NamedTuple):
    """A part of a domain: where it starts, and its length or direction."""

    domain: str
    start: object = ZERO
    step: object = fmpq(1)

    def node(self, s):
        """Return the point at a place of the whole line, and its weight."""
        key = self.domain, ctx.prec, s
        if key not in _nodes:
            u, weight = _node(self.domain, arb(s))
            _nodes[key] = u.mid(), weight
        u, weight = _nodes[key]
        if self.start == 0 and self.step == 1:
            return u, weight
        return self.start + self.step * u, weight * abs(self.step)

    def split(self, t):
        """Return both parts of the segment on either side of a point."""
        if self.domain == LINE:
            return Segment(HALF_LINE, t, fmpq(-1)), Segment(HALF_LINE, t)
        near = Segment(UNIT, self.start, t - self.start)
        if self.domain == HALF_LINE:
            return near, Segment(HALF_LINE, t, self.step)
        return near, Segment(UNIT, t, self.start + self.step - t)


def _node(domain, s):
    if domain == LINE:
        return s.sinh(), s.cosh()
    if domain == HALF_LINE:
        e = (-s).exp()
        u = (s - e).exp()
        return u, u * (1 + e)
    e = (-arb.pi() * s.sinh()).exp()
    return 1 / (1 + e), arb.pi() * s.cosh() * e / (1 + e) ** 2


def quadrature(function, segment, watch, target, splits=SPLITS):
    """Integrate over a segment.

    Parameters
    ----------
    function : function
        From a point of the domain to a number or a series.
    segment : Segment
    watch : Watch
    target : arb
        The relative error aimed at.
    splits : int
        How many kinks may still be found.

    Raises
    ------
    Undecided
        If the terms do not fall off, or refinements do not come to rest.
    """
    terms, signs = {}, {}

    def evaluate(s):
        with watch.recording() as found:
            t, weight = segment.node(s)
            terms[s] = function(t) * weight
        signs[s] = found
        return terms[s]

    h = fmpq(1, 2)
    low, high = _range(evaluate, segment, h, target / 1000)
    h = _halved(evaluate, h, low, high)
    kink = _kink(signs, segment)
    if kink:
        if not splits:
            raise Undecided("an integrand with too many kinks")
        t = _bisected(function, segment, watch, *kink)
        parts = segment.split(t)
        return sum((quadrature(function, p, watch, target, splits - 1) for p in parts), ZERO)
    infinite = [term for term in terms.values() if _is_infinite(term)]
    if infinite:
        return sum(infinite, ZERO)
    return _refined(evaluate, terms, h, (low, high), target)


def _refined(evaluate, terms, h, ends, target):
    """Halve the steps until that changes little."""
    total = _sum(terms, h)
    for _ in range(REFINEMENTS):
        coarse, h = total, _halved(evaluate, h, *ends)
        total = _sum(terms, h)
        scale = (h * sum((_size(term) for term in terms.values()), arb(0))).upper()
        change = _size(total - coarse)
        if change <= target * scale or change < 2 * _radius(total):
            break
    else:
        if not change < USABLE * scale:
            raise Undecided(f"a quadrature that does not settle below {change.str(3)}")
    return _widened(total, (change + scale * target / 100).upper())


def _sum(terms, h):
    total = ZERO
    for term in terms.values():
        total = total + term
    return total * h


def _range(evaluate, segment, h, small):
    """Return how far terms on either side matter; to an endless side, at least to one of them."""
    largest, ends = _size(evaluate(ZERO)), []
    for direction in (-1, 1):
        last, k = deque(maxlen=QUIET), 0
        endless = segment.domain == LINE or (segment.domain == HALF_LINE and direction > 0)
        while True:
            k += 1
            s = direction * k * h
            if abs(s) > FARTHEST[segment.domain]:
                if largest == 0:
                    ends.append(s - direction * h)
                    break
                raise Undecided("an integral over a continuum whose terms do not fall off")
            try:
                size = _size(evaluate(s))
            except Inexact:  # rounded onto the end of the segment
                if last and last[-1] <= small * largest:
                    ends.append(s - direction * h)
                    break
                raise
            largest = size if size > largest else largest
            last.append(size)
            quiet = len(last) == QUIET and all(size <= small * largest for size in last)
            if abs(s) >= LEAST and quiet and not (endless and largest == 0):
                ends.append(s)
                break
    return ends


def _halved(evaluate, h, low, high):
    """Evaluate in the middle of each step."""
    s = low + h / 2
    while s < high:
        evaluate(s)
        s += h
    return h / 2


def _kink(signs, segment):
    """Return two neighbours between which something changes its sign, and what.

    At an end, where the segment may have been cut, rounding decides: nothing is looked for there.
    """
    near = arb(2) ** (-ctx.prec * 5 // 8)
    for one, other in pairwise(sorted(signs)):
        ends = [Segment(segment.domain).node(s)[0] for s in (one, other)]
        if segment.domain != LINE and ends[0] < near:
            continue
        if segment.domain == UNIT and 1 - ends[1] < near:
            continue
        for what, sign in signs[one].items():
            if signs[other].get(what, sign) != sign:
                return one, other, what
    return None


def _bisected(function, segment, watch, one, other, what):
    """Return the point at which something changes its sign."""
    here, there = segment.node(one)[0], segment.node(other)[0]
    signs = []
    for t in (here, there):
        with watch.recording() as found:
            function(t)
        if found.get(what, 0) == 0:
            return t
        signs.append(found[what])
    # Nearer than any place that is looked at in either part.
    small = arb(2) ** (12 - ctx.prec) * (abs(here) + abs(there))
    while abs(there - here) > small:
        middle = ((here + there) / 2).mid()
        if middle in (here, there):
            break
        try:
            with watch.recording() as found:
                function(middle)
        except Inexact:  # the sign cannot be told: this is the place
            return middle
        if found.get(what) == signs[0]:
            here = middle
        elif found.get(what, 0) == 0:
            return middle
        else:
            there = middle
    return ((here + there) / 2).mid()


def _is_infinite(value):
    return isinstance(value, arb) and (value == INFINITY or value == -INFINITY)


def _size(value):
    """Return the absolute value, of a series the largest of its coefficients'."""
    if isinstance(value, Series):
        sizes = [_size(term) for term in value.terms]
        return max(sizes, key=float)
    size = abs(arb(value)).upper()
    if size.is_nan():
        raise Undecided("an integrand without a value")
    return size


def _radius(value):
    if isinstance(value, Series):
        return max((_radius(term) for term in value.terms), key=float)
    return arb(value).rad()


def _widened(value, radius):
    """Add to the radius, of a series to each coefficient's."""
    if isinstance(value, Series):
        return Series(value.level, [_widened(term, radius) for term in value.terms])
    return arb(value) + arb(0, radius)
