r"""Checking a step for arbitrary densities, by the normal form.

Main definitions
----------------
algebra
    What the normal form finds about a step.
zero_of_convex
    The only zero of a convex, non-negative function.
"""

from functools import lru_cache

from mpmath import mp, mpf
from sympy import Dummy, Rational, cancel, log, oo, simplify, solve

from klutils.symbolic.language.functionals import KL, Cov, E, Functional, H, Name
from klutils.symbolic.language.optimisation import ArgMin
from klutils.symbolic.language.samples import SampleE, SampleMean, SampleVar
from klutils.symbolic.language.steps import (
    Decimal,
    Definition,
    Equality,
    EqualUpToConstant,
    Estimate,
    Finding,
    Inequality,
    Value,
)
from klutils.symbolic.notation.plain import plain

from .normal_form import derivative, is_zero, normal

__all__ = ["algebra", "zero_of_convex"]

NAMES = (KL, H, E, Cov, Name, SampleMean, SampleE)
PRECISION = 50


def algebra(left, step, among=()):
    """Check a step for arbitrary densities.

    Parameters
    ----------
    left : Expr
        The left side.
    step : Step
        The rest of the claim.
    among : iterable of Expr
        The other sides of the derivation. What holds for arbitrary densities holds whatever stands
        beside it, so the normal form does not ask for them; the other routes do.
    """
    holds, evidence = _ALGEBRA[type(step)](left, step)
    return Finding("algebra", holds, evidence)


def _difference(left, right):
    """Whether left and right have the same normal form, and what is left over if not."""
    left, right = normal(left), normal(right)
    infinite = left.has(oo) or right.has(oo)
    if infinite and left == right:
        return True, f"both sides are {plain(left)}"
    left_over = right if infinite else normal(left - right)
    if not infinite and is_zero(left_over):
        return True, "normal form of the difference is 0"
    if infinite:
        return False, f"the left side is {plain(left)}, the right side {plain(right)}"
    return False, f"left − right does not vanish; left over: {plain(left_over)}"


def _definition(left, step):
    if not isinstance(left, NAMES):
        return False, f"{plain(left)} is no name; expected a functional or a Name on the left"
    if isinstance(left, (KL, H)) and step.right.has(KL, H):
        return False, f"{plain(step.right)} holds names of its own: claim the equality"
    if isinstance(left, Name) and left.value == step.right:
        return True, "the name stands for the right side"
    return _equality(left, step)


def _equality(left, step):
    left, right = _bare(left), _bare(step.right)
    if isinstance(left, ArgMin) or isinstance(right, ArgMin):
        return _same_set(left, right)
    return _difference(left, right)


def _bare(expr):
    return _bare(expr.value) if isinstance(expr, Name) else expr


# --- inequalities


def _inequality(left, step):
    gap = step.gap
    if gap is None:
        return False, "no gap is stated; expected Gap(…)"
    larger, smaller = step.by_size(left)
    holds, evidence = _difference(larger - smaller, gap.term)
    if not holds:
        return False, f"the gap is not the stated expectation: {evidence}"
    zero, why = zero_of_convex(gap.function, gap.of)
    if zero is None:
        return False, why
    if gap.argument.is_positive is not True and gap.of.is_positive:
        return False, f"{plain(gap.argument)} is not known to be positive, but {gap.of} is"
    if is_zero(normal(gap.term)):
        return False, "both sides are equal: claim the equality"
    if gap.equality:
        first, second = gap.equality
        if solve(gap.argument - zero, second) != [first]:
            claimed = f"{plain(second)} = {plain(first)}"
            return False, f"{plain(gap.argument)} = {zero} is not the same as {claimed}"
    return True, f"the difference is the mean of g = {plain(gap.function)}, and {why}"


@lru_cache(maxsize=256)
def zero_of_convex(g, r):
    """Return the only zero of a convex, non-negative g, or None, and why.

    Examples
    --------
    >>> from sympy import Symbol, log
    >>> r = Symbol("r", positive=True)
    >>> zero_of_convex(r - 1 - log(r), r)[0]
    1
    """
    curvature = simplify(g.diff(r, 2))
    if not curvature.is_nonnegative:
        return None, f"g″ = {plain(curvature)} is not known to be positive"
    stationary = solve(g.diff(r), r)
    if len(stationary) != 1:
        return None, f"g′ vanishes at {stationary}; expected exactly one point"
    (zero,) = stationary
    bottom = simplify(g.subs(r, zero))
    if bottom != 0:
        return None, f"the least value of g is {bottom} at {r} = {zero}; expected 0"
    sign = ">" if curvature.is_positive else "≥"
    return zero, f"g″ = {plain(curvature)} {sign} 0, so its only zero is at {r} = {zero}"


# --- estimates


def _estimate(left, step):
    right = step.right
    if not _is_random(normal(right)):
        return False, f"{plain(right)} holds no sample; expected a statistic of the sample"
    if _is_random(left):
        return False, f"{plain(left)} is random already; an estimate starts from a fixed number"
    holds, evidence = _difference(SampleE(right), left)
    if not holds:
        return False, f"its expectation is not the left side: {evidence}"
    if step.variance is not None:
        holds, evidence = _difference(SampleVar(right), step.variance)
        if not holds:
            return False, f"its variance is not the one stated: {evidence}"
        return True, "expectation over samples equals the left side; the variance is as stated"
    return True, "expectation over samples equals the left side"


def _is_random(expr):
    """Whether a sample is left once expectations over all samples are taken."""
    return expr.xreplace({a: Dummy() for a in expr.atoms(SampleE)}).has(SampleMean)


# --- up to a constant, and minimisers


def _up_to_constant(left, step):
    over = step.over
    for side, name in ((left, "left"), (step.right, "right")):
        if over not in side.free_symbols or is_zero(derivative(side, over)):
            return False, f"the {name} side is free of {plain(over)}: the claim says nothing"
    if is_zero(normal(left - step.right)):
        return False, "both sides are equal: claim the equality"
    slope = derivative(left - step.right, over)
    if is_zero(slope):
        return True, f"∂/∂{plain(over)} of the difference is 0"
    found = f"the difference depends on {plain(over)}; its derivative is {plain(slope)}"
    ratio = cancel(derivative(left, over) / derivative(step.right, over))
    if ratio.is_positive and over not in ratio.free_symbols:
        found += f"; the minimisers are the same, but one side has {plain(ratio)} times the slope"
    return False, found


def _same_set(left, right):
    """Whether two sets of minimisers are equal: f₁ = c f₂ + const with c > 0, up to ln."""
    if not (isinstance(left, ArgMin) and isinstance(right, ArgMin)):
        return False, "a set of minimisers can equal only another one"
    (theta,), (other,) = left.bound, right.bound
    renamed = right.body if theta == other else right.body.xreplace({other: theta})
    if theta != other and theta in right.body.free_symbols | left.free_symbols:
        return False, f"minimised over {theta} on the left and over {other} on the right"
    firsts = [derivative(left.sign * body, theta) for body in _monotone(left.body)]
    seconds = [derivative(right.sign * body, theta) for body in _monotone(renamed)]
    if is_zero(firsts[0]) or is_zero(seconds[0]):
        return False, f"one side is free of {plain(theta)}"
    for first in firsts:
        for second in seconds:
            ratio = simplify(cancel(first / second))
            if ratio.is_positive and theta not in ratio.free_symbols:
                return (
                    True,
                    f"their derivatives by {plain(theta)} have the ratio {plain(ratio)} > 0",
                )
    return False, (
        f"the derivatives by {plain(theta)} have no constant positive ratio: "
        f"{plain(firsts[0])} against {plain(seconds[0])}"
    )


def _monotone(body):
    """The body, and where it is positive its logarithm, which has the same minimisers."""
    body = _bare(body)
    return [body, log(body)] if body.is_positive else [body]


# --- values


def _value(left, step):
    exact, claimed = normal(left), step.right
    if exact.free_symbols or exact.has(Functional):
        return False, f"{plain(exact)} is not a number"
    with mp.workdps(PRECISION):
        found = Decimal.of(mpf(str(exact.evalf(PRECISION))), step.digits)
    if found != claimed:
        return False, f"the digits are {plain(found)}"
    if claimed.exact and not is_zero(exact - Rational(claimed.digits)):
        return False, f"{plain(exact)} is not {claimed.digits} exactly"
    return True, f"normal form {plain(exact)}, evaluated"


_ALGEBRA = {
    Definition: _definition,
    Equality: _equality,
    Inequality: _inequality,
    Estimate: _estimate,
    EqualUpToConstant: _up_to_constant,
    Value: _value,
}
