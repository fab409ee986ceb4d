r"""Worlds that violate a hypothesis, so that a claim can be tried without it.

Main definitions
----------------
violations
    A claim in worlds that are as simple as any, but for one hypothesis.

Implementation notes
--------------------
Each world is one of :func:`.worlds_for`, with one thing changed: a density that vanishes at a
point, a parameter beyond its bounds, a sample that repeats one draw, parts that depend on each
other, a support that moves. A hypothesis that takes more than this to violate, such as a mean that
does not exist, has no violations here, and nothing is said of it.
"""

from dataclasses import replace
from fractions import Fraction

from mpmath import fsum, mpf
from sympy import Symbol, oo

from klutils.symbolic.language.findings import fact
from klutils.symbolic.language.hypotheses import (
    IID,
    Between,
    Dominated,
    Equivalent,
    FixedSupport,
    Independent,
    Positive,
    SameSupport,
    SampleSize,
)
from klutils.symbolic.language.laws import Density, Joint
from klutils.symbolic.language.named_laws import Uniform
from klutils.symbolic.language.samples import N, SampleMean
from klutils.symbolic.language.steps import Inequality

from .worlds import worlds_for

__all__ = ["violations"]

FEW_POINTS = ("atoms", "cells")
WIDTHS = 1, Fraction(3, 2)  # of the other laws, and of the one whose support moves


def violations(hypothesis, left, step, among=()):
    """Yield a claim, as left side and step, a world where it lacks one hypothesis, and how.

    Parameters
    ----------
    hypothesis : Hypothesis or str
    left : Expr
        The left side.
    step : Step
        The rest of the claim.
    among : iterable of Expr
        The other sides of the derivation.
    """
    for kind, violate in _VIOLATED.items():
        if isinstance(hypothesis, kind):
            yield from violate(hypothesis, left, step, tuple(among))


def _worlds(left, step, among, kinds=FEW_POINTS):
    """One world of each kind, in which the claim can be tried."""
    sides = (step.right, *step.stated, *among)
    found = {world.kind: world for world in reversed(worlds_for(left, among=sides, own=True))}
    return [found[kind] for kind in kinds if kind in found]


# --- where laws are positive


def _vanishing(hypothesis, left, step, among):
    """A law that dominates another has no probability at a point where the other has some."""
    if isinstance(hypothesis, SameSupport):
        laws = (hypothesis.args[0].law,)
    else:
        laws = hypothesis.args[isinstance(hypothesis, Dominated) :]
    for law in laws:
        if isinstance(law, Density):
            for world in _worlds(left, step, among):
                _vanish(world, law)
                yield left, step, world, fact("vanishes")


def _vanish(world, law):
    """Take away what the law has at the first point of its variable."""
    (variable,) = law.variables

    def changed(place, point):
        points, weights = world.points(variable)
        lost = weights[0] * place.own_density(law, points[0])
        return mpf(0) if point == points[0] else place.own_density(law, point) / (1 - lost)

    world.changed[law] = changed


def _moving(hypothesis, left, step, _among):
    """The support is an interval from 0 to the parameter."""
    law, theta = hypothesis.args
    if not isinstance(law, Density) or isinstance(step, Inequality):
        return
    width = Symbol(theta.name, positive=True)
    name, variable = law.args[0], law.args[1]
    instead = {law: Uniform(width, variable, name), theta: width}
    for other in (left.atoms(Density) | step.right.atoms(Density)) - {law}:
        if other.variables == law.variables and not other.given:
            instead[other] = Uniform(WIDTHS[0], variable, other.args[0])
    try:
        claim = _with(instead, left, step)
    except ValueError:  # these laws cannot meet
        return
    for world in _worlds(*claim, (), ["line"]):
        world.parameters[width] = WIDTHS[1]
        yield *claim, world, fact("support moves")


def _with(instead, left, step):
    """A claim with other laws in the place of its own."""
    return left.xreplace(instead), replace(step, right=step.right.xreplace(instead))


# --- how samples are drawn


def _small(hypothesis, left, step, among):
    """One draw fewer than the least number."""
    for world in _worlds(left, step, among):
        world.size = world.parameters[N] = int(hypothesis.args[0]) - 1
        yield left, step, world, fact("few draws")


def _repeated(hypothesis, left, step, among):
    """Every draw of a sample is its first one again; the mean of them is that draw's value."""
    means = left.atoms(SampleMean) | step.right.atoms(SampleMean)
    if {type(mean) for mean in means} != {SampleMean} or hypothesis.args[0] not in {
        mean.law for mean in means
    }:
        return
    for world in _worlds(left, step, among):
        world.describe = _with_size(world, world.size)
        world.size = 1
        yield left, step, world, fact("draws alike")


def _with_size(world, size):
    """Describe a world as one with samples of this size."""
    describe = world.describe

    def described():
        drawn, world.size = world.size, size
        try:
            return describe()
        finally:
            world.size = drawn

    return described


def _dependent(hypothesis, left, step, among):
    """The second part of a joint law depends on the first; its own law is the mixture."""
    first, second = hypothesis.args
    if not (isinstance(first, Density) and isinstance(second, Density)):
        return
    dependent = Density(second.args[0], second.args[1], (*second.given, *first.variables))
    instead = {Joint(first, second): Joint(first, dependent)}
    claim = _with(instead, left, step)
    if claim == (left, step) or isinstance(step, Inequality):
        return
    for world in _worlds(*claim, among):
        _mix(world, first, second, dependent)
        yield *claim, world, fact("parts depend")


def _mix(world, first, second, dependent):
    """Make the second law that of its variable when the pair is drawn."""
    ((condition,), _) = first.variables, second.variables

    def changed(place, point):
        terms = []
        for x, weight in zip(*world.points(condition), strict=True):
            there = place.move({condition: x})
            terms.append(weight * there.density(first, x) * there.density(dependent, point))
        return fsum(terms)

    world.changed[second] = changed


# --- which numbers are admitted


def _outside(hypothesis, left, step, among):
    """A parameter at its bounds and beyond them."""
    value, *bounds = hypothesis.args
    if not value.is_Symbol:
        return
    for number in _beyond(bounds):
        for world in _worlds(left, step, among)[:1]:
            world.parameters[value] = number
            yield left, step, world, fact("outside")


def _beyond(bounds):
    low, high = bounds or (0, oo)
    above = () if high == oo else (Fraction(int(high)) + Fraction(1, 2),)
    return (*above, Fraction(int(low)) - 1)


_VIOLATED = {
    (Dominated, Equivalent, SameSupport): _vanishing,
    FixedSupport: _moving,
    SampleSize: _small,
    IID: _repeated,
    Independent: _dependent,
    (Between, Positive): _outside,
}
