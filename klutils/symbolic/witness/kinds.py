r"""Checking a step in concrete worlds, by evaluation to 50 digits.

Main definitions
----------------
witness
    What the worlds find about a step; in the first that fails, both sides' values.
first_decimals
    The decimals of a number, from a world.

Implementation notes
--------------------
Nothing here asks :mod:`klutils.symbolic.algebra`. Each kind of step has a function that
yields, world by world: the world, whether the claim held there, the size of the
disagreement, and the evidence in words.
"""

from mpmath import inf, isinf, mp, mpf
from sympy import Add, Symbol

from klutils.symbolic.language.optimisation import ArgMin
from klutils.symbolic.language.samples import SampleE, SampleMean, SampleVar
from klutils.symbolic.language.steps import (
    Decimal,
    Definition,
    Equality,
    EqualUpToConstant,
    Estimate,
    Finding,
    Gap,
    Inequality,
    Value,
)
from klutils.symbolic.notation.plain import plain

from .evaluation import DIGITS, TOLERANCE, disagreement, evaluate, least
from .values import number
from .worlds import worlds_for

__all__ = ["first_decimals", "witness"]

MORE_WORLDS = 2


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
    worlds, largest, tried = 0, mpf(0), {}
    for world, agrees, gap, evidence in _WITNESS[type(step)](left, step, tuple(among)):
        worlds += 1
        if not agrees:
            setting = _setting(world)
            found = f"{setting}: {evidence}" if setting else evidence
            return Finding("witness", False, found, worlds)
        largest = max(largest, gap)
        tried[world.kind, world.seed] = world
    settings = tuple(filter(None, map(_setting, tried.values())))
    agreed = "both sides agree in every world"
    return Finding("witness", True, agreed, worlds, _size(largest), settings)


def _setting(world):
    return world.describe(lambda e: evaluate(e, world))


def first_decimals(left, places, among=()):
    """Return the decimals of a number, from the first world."""
    return Decimal.of(evaluate(left, worlds_for(left, among=among)[0]), places)


def _size(gap):
    """The order of magnitude of a rounding error, as stable text."""
    if gap == 0:
        return "0"
    return next((f"below 1e-{k}" for k in (40, 30, 20) if gap < mpf(10) ** -k), mp.nstr(gap, 2))


def _show(x):
    if isinf(x):
        return "∞" if x > 0 else "−∞"
    return mp.nstr(x, 8)


def _sides(left, right, world, names=("left", "right")):
    a, b, gap, differs = disagreement(left, right, world)
    return world, not differs, gap, f"{names[0]} = {_show(a)}, {names[1]} = {_show(b)}"


def _equality(left, step, among):
    searched = left.has(ArgMin) or step.right.has(ArgMin)
    for world in worlds_for(left, step.right, among=among, more=MORE_WORLDS if searched else 0):
        yield _sides(left, step.right, world)


def _inequality(left, step, among):
    """left ≥ right everywhere, strictly somewhere, by a gap of one sign; equal in its case."""
    gap = step.gap or Gap(0, Symbol("r"), 0)
    larger, smaller = step.by_size(left)
    strict, world = False, None
    for world in worlds_for(larger, smaller, gap.term, among=among, more=MORE_WORLDS):
        a, b, _, differs = disagreement(larger, smaller, world)
        strict = strict or (differs and a > b)
        shown = (_show(a), _show(b)) if larger is left else (_show(b), _show(a))
        yield world, a > b or not differs, mpf(0), "left = {}, right = {}".format(*shown)
        stated = Add(smaller, gap.term, evaluate=False)
        yield _sides(larger, stated, world, ("larger side", "smaller side with the gap"))
    if not strict:
        yield world, False, inf, "both sides are equal in every world: claim the equality"
    lowest, place = least(gap.function, gap.of, world)
    found = f"g = {_show(lowest)} at {plain(gap.of)} = {mp.nstr(place, 3)}; expected 0 or more"
    yield world, lowest >= -TOLERANCE[world.kind], mpf(0), found
    if gap.equality:
        first, second = (density.law for density in gap.equality)
        for world in worlds_for(left, step.right, among=among):
            yield _sides(*(side.xreplace({second: first}) for side in (left, step.right)), world)


def _estimate(left, step, among):
    right, moves, world = step.right, False, None
    if not right.has(SampleMean):
        world = worlds_for(left, right, among=among)[0]
        yield world, False, inf, "the right side is the same for every sample"
        return
    variance = right if step.variance is None else step.variance
    for world in worlds_for(left, variance, SampleE(right), among=among):
        yield _sides(left, SampleE(right), world, ("left", "mean of the right"))
        if variance is not right:
            names = "variance of the right", "variance as stated"
            yield _sides(SampleVar(right), variance, world, names)
        moves = moves or evaluate(SampleVar(right), world) > TOLERANCE[world.kind]
    if not moves:
        yield world, False, inf, "the right side is the same for every sample"


def _up_to_constant(left, step, among):
    """left − right is the same number at several values of the parameter; left is not."""
    over, apart, world = step.over, False, None
    for world in worlds_for(left, step.right, among=among):
        lefts, rights = [], []
        tried = world.search(over, 3)
        for theta in tried:
            world.parameters[over] = theta
            lefts.append(evaluate(left, world))
            rights.append(evaluate(step.right, world))
        with mp.workdps(DIGITS):
            constants = [a - b for a, b in zip(lefts, rights, strict=True)]
            gap = max(constants) - min(constants)
            allowed = TOLERANCE[world.kind] * (1 + max(map(abs, lefts + rights)))
            moves = all(max(side) - min(side) > allowed for side in (lefts, rights))
            apart = apart or max(map(abs, constants)) > allowed
        shown = ", ".join(map(_show, constants))
        at = ", ".join(mp.nstr(number(t), 3) for t in tried)
        if not moves:
            yield world, False, inf, f"a side does not change with {plain(over)}"
        else:
            found = f"at {plain(over)} = {at}: left − right = {shown}"
            yield world, gap <= allowed, gap, found
    if not apart:
        yield world, False, inf, "both sides are equal in every world: claim the equality"


def _value(left, step, among):
    for world in worlds_for(left, among=among):
        found = Decimal.of(evaluate(left, world), step.digits)
        yield world, found == step.right, mpf(0), f"left = {plain(found)}"


_WITNESS = {
    Definition: _equality,
    Equality: _equality,
    Inequality: _inequality,
    Estimate: _estimate,
    EqualUpToConstant: _up_to_constant,
    Value: _value,
}
