r"""Whether a claim holds, by evaluation in random settings: the third opinion.

Main definitions
----------------
judge
    What some settings find about a claim.

Implementation notes
--------------------
Balls that are wide decide nothing: then the claim is judged once more with more digits. A claim
that holds in the ordinary settings is tried in those that :mod:`.extremes` adds; what cannot be
evaluated there counts for nothing.
"""

from contextlib import suppress
from fractions import Fraction

from flint import ctx, fmpq

from klutils.symbolic.judge.arithmetic import ZERO, NoValue, Undecided
from klutils.symbolic.judge.comparison import NoSides, TooWide, finite, same, show, sides, values
from klutils.symbolic.judge.evaluation import Evaluation
from klutils.symbolic.judge.extremes import beyond
from klutils.symbolic.judge.minima import lowest, minimisers, unnamed
from klutils.symbolic.judge.settings import settings_for
from klutils.symbolic.language.findings import Finding, fact
from klutils.symbolic.language.optimisation import ArgMin
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

__all__ = ["NoValue", "Undecided", "judge"]

PRECISIONS = 256, 768  # bits
PARAMETERS = 4


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
    Finding
        With the number of settings in which the claim was compared.

    Raises
    ------
    Undecided
        If no setting speaks against the claim and one of them cannot be evaluated.
    """
    for bits in PRECISIONS:
        with ctx.workprec(bits):
            try:
                return _judge(left, step, tuple(among), settings)
            except TooWide as wide:
                undecided = wide
    raise undecided


def _judge(left, step, among, count):
    if isinstance(step, Value) and not isinstance(step.right, Decimal):
        if step.right is None:
            raise Undecided("the claim states no digits")
        return _no(fact("no decimal", right=step.right))
    sets = [isinstance(unnamed(side), ArgMin) for side in (left, step.right)]
    if any(sets) and not (all(sets) and isinstance(step, (Definition, Equality))):
        return _no(fact("one set"))
    kind, never = (minimisers, None) if any(sets) else _KINDS[type(step)]
    shown, undecided, tried = never is None, None, 0
    given = [left, step.right, *step.stated, *among], step.least_size, step.hypotheses
    for setting in settings_for(given[0], count, *given[1:]):
        try:
            holds, found, shows = kind(Evaluation(setting), left, step)
        except NoValue as reason:
            holds, found, shows = False, fact("no value", why=str(reason)), True
        except NoSides:
            continue
        except Undecided as reason:
            undecided = undecided or reason
            continue
        if not holds:
            return _no(found, setting)
        tried, shown = tried + 1, shown or shows
    if undecided:
        raise undecided
    if not tried:
        raise Undecided("neither side has a real value in any setting")
    if not shown:
        return _no(fact(never))
    for setting in beyond(step, *given):
        compare = _order if isinstance(step, Inequality) else kind
        with suppress(NoValue, Undecided, NoSides):
            holds, found, _ = compare(Evaluation(setting), left, step)
            if not holds:
                return _no(found, setting)
            tried += 1
    return Finding("judge", True, fact("settings", count=tried), tried)


def _no(found, setting=None):
    """A claim that does not hold, and in which setting."""
    if setting is not None:
        found = fact("setting", number=setting.seed, found=found)
    return Finding("judge", False, found, int(setting is not None))


# --- the kinds of claim: in one setting, whether it holds, why, and whether it shows there


def _equality(evaluation, left, step):
    return *sides(evaluation, left, step.right), True


def _order(evaluation, left, step):
    """larger ≥ smaller, whether they are equal or not."""
    larger, smaller = values(evaluation, step.by_size(left))
    equal = same(larger, smaller, evaluation.radius)
    return equal or larger > smaller, _by_size(larger, smaller), not equal


def _by_size(larger, smaller):
    return fact("by size", larger=show(larger), smaller=show(smaller))


def _inequality(evaluation, left, step):
    """larger ≥ smaller, by the stated gap, whose g is never negative; equal in its case alone."""
    gap = step.gap
    if gap is None:
        return False, fact("no gap"), True
    holds, found, apart = _order(evaluation, left, step)
    if not holds:
        return False, found, True
    larger, smaller = values(evaluation, step.by_size(left))
    stated = smaller + evaluation.value(gap.term)
    if not same(larger, stated, evaluation.radius):
        return False, fact("gap differs", left=show(larger), right=show(stated)), True
    least, place = lowest(evaluation, gap.function, gap.of)
    if not (least >= 0 or same(least, ZERO, evaluation.radius)):
        return False, fact("gap below", least=show(least), letter=gap.of, place=show(place)), True
    if not gap.equality:
        return True, found, apart
    if not apart:
        return False, fact("equal for other laws", found=found), True
    return *sides(evaluation, *map(gap.alike, (left, step.right)), "case differs"), True


def _estimate(evaluation, left, step):
    right, variance = step.right, step.variance
    if not right.has(SampleMean):
        return False, fact("no sample", right=right), True
    if left.has(SampleMean) and not same(
        evaluation.value(SampleVar(left)), ZERO, evaluation.radius
    ):
        return False, fact("random left", left=left), True
    holds, found = sides(evaluation, left, SampleE(right), "mean differs")
    if holds and variance is not None:
        holds, found = sides(evaluation, SampleVar(right), variance, "variance differs")
    return holds, found, not same(evaluation.value(SampleVar(right)), ZERO, evaluation.radius)


def _up_to_constant(evaluation, left, step):
    """left − right is the same number at several values of the parameter; left is not."""
    over, pair = step.over, (left, step.right)
    tried = evaluation.admissible(over, PARAMETERS)
    found = [[evaluation.value(side, {over: t}) for t in tried] for side in pair]
    for side, heights in zip(pair, found, strict=True):
        if all(same(height, heights[0], evaluation.radius) for height in heights):
            return False, fact("unmoved side", side=side, over=over), True
    constants = [a - b for a, b in zip(*found, strict=True)]
    if all(same(c, ZERO, evaluation.radius) for c in constants):
        return False, fact("equal sides"), True
    shown, at = (tuple(map(show, row)) for row in (constants, tried))
    alike = all(same(c, constants[0], evaluation.radius) for c in constants)
    return alike, fact("differences", over=over, values=at, differences=shown), True


def _value(evaluation, left, step):
    """The decimals are cut off; exact ones are all that the number has."""
    value, claimed = evaluation.value(left), Fraction(step.right.digits)
    found = fact("digits", found=show(value))
    if not finite(value):
        return False, found, True
    claimed = fmpq(claimed.numerator, claimed.denominator)
    if step.right.exact:
        return same(value, claimed, evaluation.radius), found, True
    further = fmpq(1, 10**step.digits)
    beyond_it = claimed - further if step.right.digits.startswith("-") else claimed + further
    if same(value, claimed, evaluation.radius) or same(value, beyond_it, evaluation.radius):
        return False, fact("no further digits", left=show(value)), True
    low, high = sorted((claimed, beyond_it))
    return low < value < high, found, True


_KINDS = {
    Definition: (_equality, None),
    Equality: (_equality, None),
    Inequality: (_inequality, "equal everywhere"),
    Estimate: (_estimate, "not random"),
    EqualUpToConstant: (_up_to_constant, None),
    Value: (_value, None),
}
