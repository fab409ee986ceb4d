r"""The numerical route: what an expression is worth in a concrete world.

Every functional has its meaning here a second time, from its textbook definition, with no
call to the algebra or to ``unfold``. So an error in the algebra and an error here
would have to agree to go unseen. What both routes share is what a claim is made of: which
expression a name stands for, which laws are the parts of a joint law, where a support ends.

Main definitions
----------------
evaluate
    The value of an expression in a world: to 50 digits, or to 30 on a continuum.
disagreement
    How far apart two expressions are in a world, and whether that is more than rounding.
least
    The least value of a function of one symbol on a grid.

Expectations over samples are sums over *all* samples of size N. Variances are sums of squared
deviations. Derivatives are numerical, at raised precision.
"""

from mpmath import inf, isfinite, isnan, mp, mpc, mpf

from klutils.symbolic.language.letters import Fraction01
from klutils.symbolic.notation.plain import plain

from .place import Place
from .rows import mark
from .spaces import GRIDS, RULES, Coarse, Narrow, Rule
from .world import AGREED, CONTINUUM, DIGITS, TOLERANCE

__all__ = ["DIGITS", "TOLERANCE", "disagreement", "evaluate", "least"]

RANGE = 40  # eighths, in which the function of a gap is tried


def evaluate(expr, world, at=None):
    """Return the value of ``expr`` in ``world``, as an mpmath number.

    ``at`` holds other values, exact rationals, of some parameters. What a world has found it
    remembers, so that a side of two steps is worked out once.
    """
    at = at or {}
    key = mark(expr), *sorted((str(s), value) for s, value in at.items())
    if key not in world.values:
        with mp.workdps(CONTINUUM if world.kind == "line" else DIGITS):
            world.values[key] = _value(expr, world, at)
    return world.values[key]


def _value(expr, world, at):
    if world.kind != "line":
        return _by_rule(expr, world, at, Rule())
    return _refined(expr, world, at)


def _by_rule(expr, world, at, rule):
    known = world.known.setdefault(rule, {})
    known["points"] = 0
    return _real(expr, Place(world, rule, known, at).value(expr))


def _refined(expr, world, at):
    """Refine the rule of summation until two in succession agree, or refuse."""
    last, unseen = None, None
    for rule in GRIDS if world.base == "line" else RULES:  # arbitrary laws: no polynomials there
        try:
            found = _by_rule(expr, world, at, rule)
        except Coarse:
            continue
        except Narrow as error:
            last, unseen = None, error
            continue
        if last is not None and _agree(last, found):
            return found
        last = found
    if last is None and unseen:
        raise unseen
    places = -int(mp.log10(AGREED))
    raise ValueError(f"{plain(expr)} could not be integrated to {places} digits")


def _agree(a, b):
    """Whether two values differ by no more than is allowed, which must be finite itself."""
    return a == b or (isfinite(a - b) and abs(a - b) <= AGREED * (1 + max(abs(a), abs(b))))


def _real(expr, value):
    value = mp.convert(value)
    if isinstance(value, mpc):
        raise ValueError(f"{plain(expr)} is not real: {mp.nstr(value, 8)}")
    if isnan(value):
        raise ValueError(f"{plain(expr)} is no number: it is made of infinite parts")
    return value


def least(function, symbol, world):
    """Return the least value of a function of one symbol on a grid of numbers, and where."""
    steps = range(1, RANGE + 1) if symbol.is_positive else range(-RANGE, RANGE + 1)
    parts = RANGE + 1 if isinstance(symbol, Fraction01) else 8
    with mp.workdps(DIGITS):
        points = [mpf(k) / parts for k in steps]
        values = [Place(world, at={symbol: point}).value(function) for point in points]
    return min(zip(values, points, strict=True))


def disagreement(left, right, world):
    """Return both values, their difference, and whether it exceeds the tolerance."""
    a, b = evaluate(left, world), evaluate(right, world)
    with mp.workdps(DIGITS):
        if a == b:
            return a, b, mpf(0), False
        if not (isfinite(a) and isfinite(b)):
            return a, b, inf, True
        gap = abs(a - b)
        return a, b, gap, gap > TOLERANCE[world.kind] * (1 + max(abs(a), abs(b)))
