r"""Whether a claim holds, by evaluation in random settings: the third opinion.

Main definitions
----------------
judge
    Whether a claim holds in some settings, and the evidence.
Judgement
    What was found.

Implementation notes
--------------------
Two values differ where their balls are disjoint. They agree where the balls overlap and are both
narrow; where they are wide, the claim is judged once more with more digits.
"""

from dataclasses import dataclass
from fractions import Fraction

from flint import arb, ctx, fmpq

from klutils.symbolic.judge.arithmetic import INFINITY, ZERO, NoValue, Undecided
from klutils.symbolic.judge.evaluation import Evaluation
from klutils.symbolic.judge.settings import settings_for
from klutils.symbolic.language.functionals import Name
from klutils.symbolic.language.optimisation import ArgMin, Grad
from klutils.symbolic.language.samples import SampleE, SampleMean, SampleVar
from klutils.symbolic.language.steps import (
    Decimal,
    Definition,
    Equality,
    EqualUpToConstant,
    Estimate,
    Inequality,
    Value,
)
from klutils.symbolic.notation.plain import plain

__all__ = ["Judgement", "NoValue", "Undecided", "judge"]

PRECISIONS = 256, 768  # bits
RADIUS = arb("1e-50")
GRID = 60
HALVINGS = 170  # of a grid's step: below 1e-50
PARAMETERS = 4


class _TooWide(Undecided):
    """Balls that overlap only because they are wide."""


class _NoSides(Exception):
    """Neither side of a claim has a real value in a setting."""


@dataclass(frozen=True)
class Judgement:
    """Whether a claim holds, and the evidence in words; of a false one, where it fails."""

    holds: bool
    evidence: str


def judge(left, step, *, among=(), settings=3):
    """Judge a claim by its values in random settings.

    Parameters
    ----------
    left : Expr
        The left side.
    step : Step
        The rest of the claim; a value has its digits filled in.
    among : iterable of Expr
        The other sides of the derivation: all its steps are judged in the same settings.
    settings : int, default 3

    Returns
    -------
    Judgement

    Raises
    ------
    Undecided
        If no setting speaks against the claim and one of them cannot be evaluated.
    """
    for bits in PRECISIONS:
        with ctx.workprec(bits):
            try:
                return _judge(left, step, tuple(among), settings)
            except _TooWide as wide:
                undecided = wide
    raise undecided


def _judge(left, step, among, settings):
    right = step.right
    if isinstance(step, Value) and not isinstance(right, Decimal):
        if right is None:
            raise Undecided("the claim states no digits")
        return Judgement(False, "the right side is no decimal number")
    sets = [isinstance(_bare(side), ArgMin) for side in (left, right)]
    if any(sets) and not (all(sets) and isinstance(step, (Definition, Equality))):
        return Judgement(False, "a set of minimisers can only equal another one")
    kind, never = (_minimisers, "") if any(sets) else _KINDS[type(step)]
    shown, undecided, tried = not never, None, 0
    everything = [left, right, *step.stated, *among]
    for setting in settings_for(everything, settings, step.least_size):
        try:
            holds, evidence, shows = kind(Evaluation(setting), left, step)
        except NoValue as reason:
            holds, evidence, shows = False, str(reason), True
        except _NoSides:
            continue
        except Undecided as reason:
            undecided = undecided or reason
            continue
        if not holds:
            return Judgement(False, f"setting {setting.seed}: {evidence}")
        tried, shown = tried + 1, shown or shows
    if undecided:
        raise undecided
    if not tried:
        raise Undecided("neither side has a real value in any setting")
    return Judgement(shown, f"holds in {tried} settings" if shown else never)


def _bare(expr):
    while isinstance(expr, Name):
        expr = expr.value
    return expr


# --- comparing balls


def _finite(value):
    """Return whether a value is a number; it may be infinite, but not a series or nothing."""
    if not isinstance(value, (fmpq, arb)):
        raise Undecided("a point of a continuum is left in the value")
    if isinstance(value, arb) and value.is_nan():
        raise NoValue("∞ − ∞ or 0 · ∞")
    if isinstance(value, arb) and not value.is_finite():
        if not (value == INFINITY or value == -INFINITY):  # a wide ball is neither == nor !=
            raise _TooWide("a ball without bounds")
        return False
    return True


def _same(a, b):
    """Return whether two values are the same, or say that this cannot be told."""
    if not (_finite(a) and _finite(b)):
        return a == b
    if isinstance(a, fmpq) and isinstance(b, fmpq):
        return a == b
    a, b = arb(a), arb(b)
    if not a.overlaps(b):
        return False
    size = 1 + abs(a).upper()
    if not (a.rad() < RADIUS * size and b.rad() < RADIUS * size):
        raise _TooWide(f"balls as wide as {a.rad().str(3)}")
    return True


def _show(value):
    if value == INFINITY or value == -INFINITY:
        return "∞" if value > 0 else "−∞"
    if isinstance(value, fmpq):
        value = arb(value)
    return value.str(8, radius=False)


def _values(evaluation, sides, names):
    """Return the values of two sides; one of them without a value is no value of a claim."""
    values, reason = [], ""
    for side, name in zip(sides, names, strict=True):
        try:
            value = evaluation.value(side)
            _finite(value)
            values.append(value)
        except NoValue as error:
            reason = f"{name} has no real value: {error}"
    if not values:
        raise _NoSides
    if reason:
        raise NoValue(reason)
    return values


def _sides(evaluation, left, right, names=("left", "right")):
    """Return whether two sides have the same value, and both values in words."""
    a, b = _values(evaluation, (left, right), names)
    return _same(a, b), f"{names[0]} = {_show(a)}, {names[1]} = {_show(b)}"


# --- the kinds of claim: in one setting, whether it holds, why, and whether it shows there


def _equality(evaluation, left, step):
    return *_sides(evaluation, left, step.right), True


def _minimisers(evaluation, left, step):
    """Whether two functions are lowest at the same places of a grid, and of ever finer ones.

    That is settled at once where one function, or its logarithm, rises with the other in
    proportion at all points of the grid.
    """
    sides = [_bare(side) for side in (left, step.right)]
    heights = [_heights(evaluation, side) for side in sides]
    if any(all(_same(height, found[0]) for height in found) for found in heights):
        return False, "there is nothing to minimise", True
    first, second = map(_lowest, heights)
    evidence = f"minimisers at {sorted(first)} and at {sorted(second)} of the grid"
    if first != second:
        return False, evidence, True
    scales = [_scales(side, found) for side, found in zip(sides, heights, strict=True)]
    if any(_proportional(f, g) for f in scales[0] for g in scales[1]):
        return True, evidence, True
    return *_same_slopes(evaluation, sides, min(first)), True


def _heights(evaluation, expr):
    """Return the values of what is minimised on a grid; those to be maximised turned round."""
    (symbol,) = expr.bound
    points = evaluation.admissible(symbol, GRID)
    heights = [evaluation.value(expr.body, {symbol: point}) * expr.sign for point in points]
    for height in heights:
        _finite(height)
    return heights


def _lowest(heights):
    """Return the places of the least values."""
    best = heights[0]
    for height in heights:
        best = height if height < best else best
    return {k for k, height in enumerate(heights) if _same(height, best)}


def _scales(expr, heights):
    """Return the heights, and those of the logarithm where the values are positive."""
    values = [height * expr.sign for height in heights]
    if not all(value > 0 for value in values):
        return [heights]
    return [heights, [arb(value).log() * expr.sign for value in values]]


def _proportional(first, second):
    """Return whether the first rises with the second, by one positive factor."""
    k = next(k for k, value in enumerate(second) if not _same(value, second[0]))
    factor = (first[k] - first[0]) / (second[k] - second[0])
    if not factor > 0:
        return False
    pairs = zip(first, second, strict=True)
    return all(_same(f - first[0], factor * (g - second[0])) for f, g in pairs)


def _same_slopes(evaluation, sides, place):
    """Return whether two slopes change their signs at one place, next to a point of the grid."""
    symbols = [side.bound[0] for side in sides]
    points = evaluation.admissible(symbols[0], GRID)
    low, high = points[max(place - 1, 0)], points[min(place + 1, len(points) - 1)]
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        slopes = [
            evaluation.value(Grad(side.body, symbol), {symbol: middle}) * side.sign
            for side, symbol in zip(sides, symbols, strict=True)
        ]
        signs = [(slope > 0) - (slope < 0) for slope in slopes]
        if signs[0] != signs[1]:
            return False, f"slopes {' and '.join(map(_show, slopes))} at {middle.str()[:12]}"
        if signs[0] == 0:
            break
        low, high = (low, middle) if signs[0] > 0 else (middle, high)
    return True, "slopes that change sign at one place"


def _inequality(evaluation, left, step):
    """larger ≥ smaller, by the stated gap, whose g is never negative; equal in its case alone."""
    gap = step.gap
    if gap is None:
        return False, "no gap is stated", True
    sides = step.by_size(left)
    names = "larger side", "smaller side"
    larger, smaller = _values(evaluation, sides, names)
    same, evidence = _sides(evaluation, *sides, names)
    if not (same or larger > smaller):
        return False, evidence, True
    stated = smaller + evaluation.value(gap.term)
    if not _same(larger, stated):
        return False, f"{evidence}, which with the gap is {_show(stated)}", True
    for point in evaluation.range_of(gap.of):
        g = evaluation.value(gap.function, {gap.of: point})
        if not (g >= 0 or _same(g, ZERO)):
            return False, f"g = {_show(g)} at {plain(gap.of)} = {point}", True
    if not gap.equality:
        return True, "", not same
    if same:
        return False, f"equal though the laws are not: {evidence}", True
    first, second = (density.law for density in gap.equality)
    alike = map(gap.alike, sides)
    same, evidence = _sides(evaluation, *alike, names)
    return same, f"with {plain(first)} for {plain(second)}, {evidence}", True


def _estimate(evaluation, left, step):
    right, variance = step.right, step.variance
    if not right.has(SampleMean):
        return False, "the right side holds no sample", True
    if left.has(SampleMean) and not _same(evaluation.value(SampleVar(left)), ZERO):
        return False, "the left side is random itself", True
    same, evidence = _sides(evaluation, left, SampleE(right), ("left", "mean of the right"))
    if same and variance is not None:
        names = "variance of the right", "variance as stated"
        same, evidence = _sides(evaluation, SampleVar(right), variance, names)
    return same, evidence, not _same(evaluation.value(SampleVar(right)), ZERO)


def _up_to_constant(evaluation, left, step):
    """left − right is the same number at several values of the parameter; left is not."""
    over = step.over
    tried = evaluation.admissible(over, PARAMETERS)
    values = [[evaluation.value(s, {over: t}) for t in tried] for s in (left, step.right)]
    for side, found in zip((left, step.right), values, strict=True):
        if all(_same(value, found[0]) for value in found):
            return False, f"{plain(side)} does not change with {plain(over)}", True
    constants = [a - b for a, b in zip(*values, strict=True)]
    if all(_same(c, ZERO) for c in constants):
        return False, "both sides are equal: claim the equality", True
    same = all(_same(c, constants[0]) for c in constants)
    return same, f"left − right = {', '.join(map(_show, constants))}", True


def _value(evaluation, left, step):
    """The decimals are cut off; exact ones are all that the number has."""
    value, claimed = evaluation.value(left), Fraction(step.right.digits)
    evidence = f"left = {_show(value)}"
    if not _finite(value):
        return False, evidence, True
    claimed = fmpq(claimed.numerator, claimed.denominator)
    if step.right.exact:
        return _same(value, claimed), evidence, True
    further = fmpq(1, 10**step.digits)
    beyond = claimed - further if step.right.digits.startswith("-") else claimed + further
    if _same(value, claimed) or _same(value, beyond):
        return False, f"{evidence}, which has no further digits", True
    low, high = sorted((claimed, beyond))
    return low < value < high, evidence, True


EQUAL = "both sides are equal in every setting: claim the equality"
CONSTANT = "the right side is the same for every sample"
_KINDS = {
    Definition: (_equality, ""),
    Equality: (_equality, ""),
    Inequality: (_inequality, EQUAL),
    Estimate: (_estimate, CONSTANT),
    EqualUpToConstant: (_up_to_constant, ""),
    Value: (_value, ""),
}
