r"""Checking a step in concrete worlds, by evaluation to 50 digits.

Main definitions
----------------
witness
    What the worlds find about a step; in the first that fails, both sides' values.
in_order
    What they find about the order of two sides alone.
without
    What they find about a step where one of its hypotheses is violated.
first_decimals
    The decimals of a number, from a world.

Implementation notes
--------------------
Nothing here asks :mod:`klutils.symbolic.algebra`. Each kind of step has a function that
yields, world by world: the world, whether the claim held there, the size of the
disagreement, and what was found.
"""

from functools import partial

from mpmath import inf, isinf, isnan, mp, mpf
from sympy import Add, Symbol

from klutils.symbolic.language.findings import Fact, Finding, Tried, fact
from klutils.symbolic.language.optimisation import ArgMin
from klutils.symbolic.language.samples import SampleE, SampleMean, SampleVar
from klutils.symbolic.language.steps import (
    Decimal,
    Definition,
    Equality,
    EqualUpToConstant,
    Estimate,
    Gap,
    Inequality,
    Value,
)

from .evaluation import DIGITS, TOLERANCE, disagreement, evaluate, least
from .values import number
from .violations import violations
from .world import AGREED
from .worlds import worlds_for

__all__ = ["first_decimals", "in_order", "without", "witness"]

MORE_WORLDS = 2
KNOWN_ON_A_LINE = -int(mp.log10(AGREED))  # digits
# Facts that show how a claim fails, and not merely that it is too weak or has no gap.
NUMBERS = {"sides", "gap differs", "case differs", "mean differs", "variance differs"}
NUMBERS |= {"differences", "digits"}


def witness(left, step, among=()):
    """Check a step in concrete worlds.

    Parameters
    ----------
    left : Expr
        The left side.
    step : Step
        The rest of the claim.
    among : iterable of Expr
        The other sides of the derivation: all its steps are tried in the same worlds.
    """
    return _found(_WITNESS[type(step)](left, step, _worlds(step, among)))


def in_order(left, step, among=()):
    """Check in concrete worlds which side of an inequality is larger, whatever its gap."""
    return _found(_in_order(left, step, _worlds(step, among), ()))


def _worlds(step, among):
    """What makes the worlds for some sides of a step."""
    return partial(worlds_for, among=tuple(among), least_size=step.least_size)


def without(left, step, hypothesis, among=()):
    """Try a claim in worlds that violate a hypothesis.

    Returns
    -------
    Fact
        Whether it is needed, with a counterexample; or is not shown to be; or cannot be tried.
    """
    tried = 0
    for claimed, rest, world, how in violations(hypothesis, left, step, among):
        found = _counterexample(claimed, rest, world)
        if isinstance(found, Fact):
            return fact("needed", how=how, world=_setting(world), found=found)
        tried += found
    return fact("not shown to be needed") if tried else fact("not testable")


def _counterexample(left, step, world):
    """Return how a claim fails by its numbers in a world; else whether it could be compared."""
    comparisons = _WITNESS[type(step)](left, step, lambda *_, **__: [world])
    compared = False
    try:
        for _, agrees, _, found in comparisons:
            compared = compared or found.code in NUMBERS
            if not agrees and found.code in NUMBERS:
                return found
    except (TypeError, ValueError, ArithmeticError) as error:
        if "is not real" in str(error):
            return fact("not real")
    return compared


def _found(comparisons):
    worlds, largest, tried = 0, mpf(0), {}
    for world, agrees, gap, found in comparisons:
        worlds += 1
        if not agrees:
            where = fact("world", world=_setting(world), found=found)
            return Finding("witness", False, where if _setting(world) else found, worlds)
        largest = max(largest, gap)
        if (world.kind, world.seed) not in tried:
            moved = found.details if found.code == "differences" else {}
            here = Tried(_setting(world), moved.get("over"), moved.get("values", ()))
            tried[world.kind, world.seed] = here
    settings = tuple(here for here in tried.values() if here.world or here.values)
    return Finding("witness", True, fact("agree"), worlds, _size(largest), settings)


def _setting(world):
    return world.describe()


def first_decimals(left, places, among=()):
    """Return the decimals of a number, from the first world."""
    return _decimals(left, places, worlds_for(left, among=among)[0])


def _decimals(left, places, world):
    """The decimals of a number in a world, no more of them than are known there."""
    value = evaluate(left, world)
    return Decimal.of(value, places, *([KNOWN_ON_A_LINE] if world.kind == "line" else []))


def _size(gap):
    """The order of magnitude of a rounding error, as stable text."""
    if gap == 0:
        return "0"
    return next(
        (f"below 1e-{k}" for k in (40, 30, 20, 15, 10) if gap < mpf(10) ** -k), mp.nstr(gap, 2)
    )


def _show(x):
    if isinf(x):
        return "∞" if x > 0 else "−∞"
    if isnan(x):
        return "no number"
    return mp.nstr(x, 8)


def _sides(left, right, world, code="sides"):
    a, b, gap, differs = disagreement(left, right, world)
    return world, not differs, gap, fact(code, left=_show(a), right=_show(b))


def _equality(left, step, worlds):
    searched = left.has(ArgMin) or step.right.has(ArgMin)
    for world in worlds(left, step.right, more=MORE_WORLDS if searched else 0):
        yield _sides(left, step.right, world)


def _inequality(left, step, worlds):
    """Left ≥ right everywhere, strictly somewhere, by a gap of one sign; equal in its case.

    The order comes first, in all worlds: what fails later fails by its gap alone.
    """
    gap = step.gap or Gap(0, Symbol("r"), 0)
    larger, smaller = step.by_size(left)
    yield from _in_order(left, step, worlds, (gap.term,))
    for world in worlds(larger, smaller, gap.term, more=MORE_WORLDS):
        stated = Add(smaller, gap.term, evaluate=False)
        yield _sides(larger, stated, world, "gap differs")
    lowest, place = least(gap.function, gap.of, world)
    found = fact("gap below", least=_show(lowest), letter=gap.of, place=mp.nstr(place, 3))
    yield world, lowest >= -TOLERANCE[world.kind], mpf(0), found
    if gap.equality:
        for world in worlds(left, step.right):
            alike = map(gap.alike, (left, step.right))
            yield _sides(*alike, world, "case differs")


def _in_order(left, step, worlds, stated):
    """The larger side is nowhere less than the smaller one, and somewhere more."""
    larger, smaller = step.by_size(left)
    strict = False
    for world in worlds(larger, smaller, *stated, more=MORE_WORLDS):
        a, b, _, differs = disagreement(larger, smaller, world)
        strict = strict or (differs and a > b)
        shown = (a, b) if larger is left else (b, a)
        found = fact("sides", left=_show(shown[0]), right=_show(shown[1]))
        yield world, a > b or not differs, mpf(0), found
    if not strict:
        yield world, False, inf, fact("always equal")


def _estimate(left, step, worlds):
    right, moves, world = step.right, False, None
    if not right.has(SampleMean):
        world = worlds(left, right)[0]
        yield world, False, inf, fact("not random")
        return
    variance = right if step.variance is None else step.variance
    for world in worlds(left, variance, SampleE(right)):
        yield _sides(left, SampleE(right), world, "mean differs")
        if variance is not right:
            yield _sides(SampleVar(right), variance, world, "variance differs")
        moves = moves or evaluate(SampleVar(right), world) > TOLERANCE[world.kind]
    if not moves:
        yield world, False, inf, fact("not random")


def _up_to_constant(left, step, worlds):
    """left − right is the same number at several values of the parameter; left is not."""
    over, apart, world = step.over, False, None
    for world in worlds(left, step.right):
        lefts, rights = [], []
        tried = world.search(over, 3)
        for theta in tried:
            lefts.append(evaluate(left, world, {over: theta}))
            rights.append(evaluate(step.right, world, {over: theta}))
        with mp.workdps(DIGITS):
            constants = [a - b for a, b in zip(lefts, rights, strict=True)]
            gap = max(constants) - min(constants)
            allowed = TOLERANCE[world.kind] * (1 + max(map(abs, lefts + rights)))
            moves = all(max(side) - min(side) > allowed for side in (lefts, rights))
            apart = apart or max(map(abs, constants)) > allowed
        if not moves:
            yield world, False, inf, fact("unmoved", over=over)
        else:
            shown = tuple(map(_show, constants))
            at = tuple(mp.nstr(number(t), 3) for t in tried)
            found = fact("differences", over=over, values=at, differences=shown)
            yield world, gap <= allowed, gap, found
    if not apart:
        yield world, False, inf, fact("always equal")


def _value(left, step, worlds):
    for world in worlds(left):
        found = _decimals(left, step.digits, world)
        yield world, found == step.right, mpf(0), fact("digits", found=found)


_WITNESS = {
    Definition: _equality,
    Equality: _equality,
    Inequality: _inequality,
    Estimate: _estimate,
    EqualUpToConstant: _up_to_constant,
    Value: _value,
}
