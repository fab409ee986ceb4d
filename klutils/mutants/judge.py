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

from klutils.mutants.arithmetic import INFINITY, ZERO, NoValue, Undecided
from klutils.mutants.evaluation import Evaluation
from klutils.mutants.settings import settings_for
from klutils.symbolic.functionals import Name
from klutils.symbolic.optimisation import ArgMin
from klutils.symbolic.plain import plain
from klutils.symbolic.samples import SampleE, SampleMean, SampleVar

__all__ = ["Judgement", "NoValue", "Undecided", "judge"]

PRECISIONS = 256, 768  # bits
RADIUS = arb("1e-45")
GRID = 60
PARAMETERS = 4


class _TooWide(Undecided):
    """Balls that overlap only because they are wide."""


@dataclass(frozen=True)
class Judgement:
    """Whether a claim holds in all settings, and the evidence in words."""

    holds: bool
    evidence: str


def judge(left, step, *, settings=3):
    """Judge a claim by its values in random settings.

    Parameters
    ----------
    left : Expr
        The left side.
    step : Step
        The rest of the claim; a value has its digits filled in.
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
                return _judge(left, step, settings)
            except _TooWide as wide:
                undecided = wide
    raise undecided


def _judge(left, step, settings):
    right = step.right
    if right is None:
        raise Undecided("the claim states no digits")
    sets = [isinstance(_bare(side), ArgMin) for side in (left, right)]
    if any(sets) and not (all(sets) and step.kind in ("definition", "equality")):
        return Judgement(False, "a set of minimisers can only equal another one")
    gap = step.options.get("gap")
    parts = [left, right, step.options.get("variance"), gap and gap.term]
    parts += gap.equality if gap else ()
    kind, never = (_minimisers, "") if any(sets) else _KINDS[step.kind]
    shown, undecided, tried = not never, None, 0
    for setting in settings_for([part for part in parts if part is not None], settings):
        try:
            holds, evidence, shows = kind(Evaluation(setting), left, step)
        except Undecided as reason:
            undecided = undecided or reason
            continue
        if holds is None:
            continue
        if not holds:
            return Judgement(False, f"setting {setting.seed}: {evidence}")
        tried, shown = tried + 1, shown or shows
    if undecided:
        raise undecided
    if not tried:
        raise Undecided("neither side has a real value in any setting")
    if not shown:
        return Judgement(False, never)
    return Judgement(True, f"both sides agree in {tried} settings")


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
        if value != INFINITY and value != -INFINITY:
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
    if isinstance(value, fmpq):
        value = arb(value)
    return value.str(8, radius=False)


def _sides(evaluation, left, right, names=("left", "right")):
    """Return whether two sides have the same value; None if neither has any."""
    values, reason = [], ""
    for side in (left, right):
        try:
            value = evaluation.value(side)
            _finite(value)
            values.append(value)
        except NoValue as error:
            values.append(None)
            reason = str(error)
    if values == [None, None]:
        return None, reason
    if None in values:
        return False, f"{names[values.index(None)]} has no real value: {reason}"
    a, b = values
    return _same(a, b), f"{names[0]} = {_show(a)}, {names[1]} = {_show(b)}"


# --- the kinds of claim: in one setting, whether it holds, why, and whether it shows


def _equality(evaluation, left, step):
    return *_sides(evaluation, left, step.right), True


def _minimisers(evaluation, left, step):
    found = [_lowest(evaluation, _bare(side)) for side in (left, step.right)]
    if None in found:
        return False, "there is nothing to minimise", True
    first, second = found
    return first == second, f"minimisers at {sorted(first)} and at {sorted(second)}", True


def _lowest(evaluation, expr):
    """Return the places of the least values on a grid; None where all values are the same."""
    (symbol,) = expr.bound
    values = []
    for point in evaluation.admissible(symbol, GRID):
        value = evaluation.value(expr.body, {symbol: point}) * expr.sign
        if not _finite(value):
            value = arb(value)
        values.append(value)
    best = values[0]
    for value in values:
        best = value if value < best else best
    lowest = {k for k, value in enumerate(values) if _same(value, best)}
    return None if len(lowest) == len(values) else lowest


def _inequality(evaluation, left, step):
    gap = step.options.get("gap")
    if gap is None:
        return False, "no gap is stated", True
    larger, smaller = (left, step.right) if step.relation == r"\ge" else (step.right, left)
    same, evidence = _sides(evaluation, larger, smaller, ("larger side", "smaller side"))
    if same is None or evidence.endswith("value"):
        return same, evidence, True
    try:
        above, below = evaluation.value(larger), evaluation.value(smaller)
        if not (same or above > below):
            return False, evidence, True
        stated = below + evaluation.value(gap.term)
        if not _same(above, stated):
            found = f"larger side = {_show(above)}, smaller side with the gap = {_show(stated)}"
            return False, found, True
        for point in evaluation.range_of(gap.of):
            g = evaluation.value(gap.function, {gap.of: point})
            if not (g >= 0 or _same(g, ZERO)):
                return False, f"g = {_show(g)} at {plain(gap.of)} = {point}", True
    except NoValue as error:
        return False, f"the gap has no real value: {error}", True
    if gap.equality:
        first, second = (density.law for density in gap.equality)
        if same:
            return False, f"both sides are {_show(above)} with different laws", True
        alike = [side.xreplace({second: first}) for side in (larger, smaller)]
        same, evidence = _sides(evaluation, *alike)
        if not same:
            return False, f"with {second} = {first}: {evidence}", True
        return True, "", True
    return True, "", not same


def _estimate(evaluation, left, step):
    right, variance = step.right, step.options.get("variance")
    if not right.has(SampleMean):
        return False, "the right side holds no sample", True
    if left.has(SampleMean) and not _same(evaluation.value(SampleVar(left)), ZERO):
        return False, "the left side is random itself", True
    same, evidence = _sides(evaluation, left, SampleE(right), ("left", "mean of the right"))
    if not same:
        return same, evidence, True
    spread = evaluation.value(SampleVar(right))
    if variance is not None:
        names = "variance of the right", "variance as stated"
        same, evidence = _sides(evaluation, SampleVar(right), variance, names)
        if not same:
            return False, evidence, True
    return True, "", not _same(spread, ZERO)


def _same_minimiser(evaluation, left, step):
    """left − right is the same number at several values of the parameter; left is not."""
    over = step.options["over"]
    tried = evaluation.admissible(over, PARAMETERS)
    sides = []
    for side in (left, step.right):
        try:
            sides.append([evaluation.value(side, {over: point}) for point in tried])
            all(map(_finite, sides[-1]))
        except NoValue as error:
            return False, f"{plain(side)} has no real value: {error}", True
    for values, side in zip(sides, (left, step.right), strict=True):
        if all(_same(value, values[0]) for value in values):
            return False, f"{plain(side)} does not change with {plain(over)}", True
    constants = [a - b for a, b in zip(*sides, strict=True)]
    if all(_same(c, ZERO) for c in constants):
        return False, "both sides are equal: claim the equality", True
    same = all(_same(c, constants[0]) for c in constants)
    return same, f"left − right = {', '.join(map(_show, constants))}", True


def _value(evaluation, left, step):
    """The decimals are cut off; exact ones are all that the number has."""
    claimed = Fraction(step.right.digits)
    unit = Fraction(1, 10 ** step.options["digits"])
    try:
        value = evaluation.value(left)
        if not _finite(value):
            return False, "left is infinite", True
    except NoValue as error:
        return False, f"left has no real value: {error}", True
    low, high = (fmpq(c.numerator, c.denominator) for c in (claimed, claimed + unit))
    evidence = f"left = {_show(value)}"
    if step.right.exact:
        return _same(value, low), evidence, True
    if step.right.digits.startswith("-"):
        low, high = low - (high - low), low
    if _same(value, low) or _same(value, high):
        return False, evidence, True
    return value > low and value < high, evidence, True


EQUAL = "both sides are equal in every setting: claim the equality"
CONSTANT = "the right side is the same for every sample"
_KINDS = {
    "definition": (_equality, ""),
    "equality": (_equality, ""),
    "inequality": (_inequality, EQUAL),
    "estimate": (_estimate, CONSTANT),
    "same minimiser": (_same_minimiser, ""),
    "value": (_value, ""),
}
