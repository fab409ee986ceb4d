r"""Checking a step for arbitrary densities, by the normal form.

Main definitions
----------------
algebra
    What the normal form finds about a step.
"""

from mpmath import mp, mpf
from sympy import Dummy, Rational, cancel, factor, log, oo, simplify, solve

from klutils.symbolic.language.findings import Finding, fact
from klutils.symbolic.language.functionals import KL, Cov, E, Functional, H, Name
from klutils.symbolic.language.optimisation import ArgMin, At, Grad
from klutils.symbolic.language.samples import SampleE, SampleMean, SampleVar
from klutils.symbolic.language.steps import (
    Decimal,
    Definition,
    Equality,
    EqualUpToConstant,
    Estimate,
    Inequality,
    Value,
    sides,
)
from klutils.symbolic.language.supports import shared_supports

from .convexity import positive_throughout, zero_of_convex
from .coverage import check_coverage
from .letters import legible
from .normal_form import derivative, is_zero, normal
from .sample_means import smallest_sample
from .signs import positive, satisfies

__all__ = ["algebra"]

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
        The other sides of the derivation: the supports of its laws are found from all of them.

    Raises
    ------
    ValueError
        If no one support fits the arbitrary laws, if it moves with a parameter that is varied, or
        if a mean is taken where its law does not cover what it weighs.
    """
    here = sides(left, [step])
    supports = shared_supports((*here, *among), _varied((*here, *among), step))
    for side in here if supports else ():
        check_coverage(side, supports)
    least = smallest_sample(*here)
    if least > step.least_size:
        return Finding("algebra", False, fact("small sample", least=str(least)))
    return Finding("algebra", *_ALGEBRA[type(step)](left, step))


def _varied(expressions, step):
    """The parameters by which something is differentiated, minimised or compared."""
    found = {step.over} if isinstance(step, EqualUpToConstant) else set()
    for expr in expressions:
        found |= {node.symbol for node in expr.atoms(Grad, At)}
        found |= {symbol for node in expr.atoms(ArgMin) for symbol in node.bound}
    return sorted(found, key=str)


def _difference(left, right):
    """Whether left and right have the same normal form, and what is left over if not."""
    left, right = normal(left), normal(right)
    infinite = left.has(oo) or right.has(oo)
    if infinite and left == right:
        return True, fact("same infinity", value=left)
    left_over = right if infinite else normal(left - right)
    if not infinite and is_zero(left_over):
        return True, fact("no difference")
    if infinite:
        return False, fact("infinite side", left=left, right=right)
    return False, fact("left over", left_over=legible(left_over))


def _definition(left, step):
    if not isinstance(left, NAMES):
        return False, fact("no name", left=left)
    if isinstance(left, (KL, H)) and step.right.has(KL, H):
        return False, fact("names inside", right=step.right)
    if isinstance(left, Name) and left.value == step.right:
        return True, fact("named")
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
        return False, fact("no gap")
    larger, smaller = step.by_size(left)
    holds, found = _difference(larger - smaller, gap.term)
    if not holds:
        return False, fact("other gap", because=found)
    if unmet := _unmet(gap):
        return False, unmet
    if not gap.equality and positive_throughout(gap.function, gap.of):
        return True, fact("gap", g=gap.function, because=fact("positive", letter=gap.of))
    zero, why = zero_of_convex(gap.function, gap.of)
    if zero is None:
        return False, why
    if is_zero(normal(gap.term)):
        return False, fact("equal sides")
    if gap.equality:
        first, second = gap.equality
        if not _only_alike(gap.argument - zero, first, second):
            case = {"argument": gap.argument, "zero": zero, "first": first, "second": second}
            return False, fact("other case", **case)
    return True, fact("gap", g=gap.function, because=why)


def _only_alike(expr, first, second):
    """Whether an expression vanishes just where two densities agree: monotone in the second.

    To solve it is not enough: m (p − q) also vanishes where m = 0.
    """
    d = Dummy(positive=True)
    slope = factor(expr.xreplace({second: d}).diff(d))
    return solve(expr, second) == [first] and (positive(slope) or positive(-slope))


def _unmet(gap):
    """Return what is declared of the gap's letter and not known of its argument, if anything is."""
    meets, what = satisfies(gap.argument, gap.of)
    if meets:
        return None
    return fact("letter", argument=gap.argument, letter=gap.of, declared=what)


# --- estimates


def _estimate(left, step):
    right = step.right
    if not _is_random(normal(right)):
        return False, fact("no sample", right=right)
    if _is_random(left):
        return False, fact("random left", left=left)
    holds, found = _difference(SampleE(right), left)
    if not holds:
        return False, fact("other mean", because=found)
    if step.variance is not None:
        holds, found = _difference(SampleVar(right), step.variance)
        if not holds:
            return False, fact("other variance", because=found)
        return True, fact("mean and variance")
    return True, fact("mean")


def _is_random(expr):
    """Whether a sample is left once expectations over all samples are taken."""
    return expr.xreplace({a: Dummy() for a in expr.atoms(SampleE)}).has(SampleMean)


# --- up to a constant, and minimisers


def _up_to_constant(left, step):
    over = step.over
    for side in (left, step.right):
        if over not in side.free_symbols or is_zero(derivative(side, over)):
            return False, fact("unmoved side", side=side, over=over)
    if is_zero(normal(left - step.right)):
        return False, fact("equal sides")
    slope = derivative(left - step.right, over)
    if is_zero(slope):
        return True, fact("constant", over=over)
    ratio = cancel(derivative(left, over) / derivative(step.right, over))
    if positive(ratio) and over not in ratio.free_symbols:
        return False, fact("moving multiple", over=over, slope=slope, ratio=ratio)
    return False, fact("moving", over=over, slope=slope)


def _same_set(left, right):
    """Whether two sets of minimisers are equal: f₁ = c f₂ + const with c > 0, up to ln."""
    if not (isinstance(left, ArgMin) and isinstance(right, ArgMin)):
        return False, fact("one set")
    (theta,), (other,) = left.bound, right.bound
    renamed = right.body if theta == other else right.body.xreplace({other: theta})
    if theta != other and theta in right.body.free_symbols | left.free_symbols:
        return False, fact("other parameter", left=theta, right=other)
    firsts = [derivative(left.sign * body, theta) for body in _monotone(left.body)]
    seconds = [derivative(right.sign * body, theta) for body in _monotone(renamed)]
    if is_zero(firsts[0]) or is_zero(seconds[0]):
        return False, fact("unmoved set", over=theta)
    for first in firsts:
        for second in seconds:
            ratio = simplify(cancel(first / second))
            if positive(ratio) and theta not in ratio.free_symbols:
                return True, fact("ratio", over=theta, ratio=ratio)
    return False, fact("no ratio", over=theta, left=firsts[0], right=seconds[0])


def _monotone(body):
    """The body, and where it is positive its logarithm, which has the same minimisers."""
    body = _bare(body)
    return [body, log(body)] if positive(body) else [body]


# --- values


def _value(left, step):
    exact, claimed = normal(left), step.right
    if exact.free_symbols or exact.has(Functional):
        return False, fact("no number", value=exact)
    with mp.workdps(PRECISION):
        found = Decimal.of(mpf(str(exact.evalf(PRECISION))), step.digits)
    if found != claimed:
        return False, fact("other digits", found=found)
    if claimed.exact and not is_zero(exact - Rational(claimed.digits)):
        return False, fact("not exact", value=exact, claimed=claimed)
    return True, fact("evaluated", value=exact)


_ALGEBRA = {
    Definition: _definition,
    Equality: _equality,
    Inequality: _inequality,
    Estimate: _estimate,
    EqualUpToConstant: _up_to_constant,
    Value: _value,
}
