r"""Checking a step by two routes that share no code.

Main definitions
----------------
algebra
    The claim for arbitrary densities, by the normal form.
witness
    The claim in concrete worlds, by evaluation to 50 digits.
Finding
    What a route found: whether the claim holds, and the evidence in words.

Each function takes a left side and a step and can be called by itself.
"""

from dataclasses import dataclass

from mpmath import inf, isfinite, isinf, mp, mpf
from sympy import Integer, N as evaluate_number, log, simplify, solve

from .functionals import ArgMin, E, Functional, SampleE, SampleMean, SampleProduct, SampleVar
from .laws import Law
from .normal_form import derivative, is_zero, normal
from .steps import Decimal
from .witness import DIGITS, TOLERANCE, disagreement, evaluate
from .worlds import number, worlds_for

__all__ = ["Finding", "algebra", "digits_of", "witness"]

THETAS = (mpf(1) / 3, mpf(4) / 5, mpf(5) / 4)
MORE_WORLDS = 6


@dataclass(frozen=True)
class Finding:
    """What one route found about one step."""

    route: str
    holds: bool
    evidence: str
    worlds: int = 0
    largest: str = ""

    def record(self):
        """Return the finding as plain data for the claim's record."""
        found = {"holds": self.holds, "evidence": self.evidence}
        if self.route == "witness":
            found |= {"worlds": self.worlds, "largest disagreement": self.largest}
        return found


# --- algebra ------------------------------------------------------------------------------


def algebra(left, step):
    """Check a step for arbitrary densities."""
    holds, evidence = _ALGEBRA[step.kind](left, step)
    return Finding("algebra", holds, evidence)


def _difference(left, right):
    """Whether left and right have the same normal form, and what is left over if not."""
    left_over = normal(left - right)
    if is_zero(left_over):
        return True, "normal form of the difference is 0"
    return False, f"left − right does not vanish; left over: {left_over}"


def _algebra_definition(left, step):
    if not isinstance(left, Functional):
        return False, f"{left} is no name; expected a functional or a Name on the left"
    return _difference(left, step.right)


def _algebra_equality(left, step):
    if isinstance(left, ArgMin) or isinstance(step.right, ArgMin):
        return _same_set(left, step.right)
    return _difference(left, step.right)


def _algebra_inequality(left, step):
    gap = step.options["gap"]
    larger, smaller = (left, step.right) if step.relation == r"\ge" else (step.right, left)
    g = gap.function.subs(gap.of, gap.argument)
    holds, evidence = _difference(larger - smaller, E(gap.law, g) if gap.law else g)
    if not holds:
        return False, f"the gap is not the stated expectation: {evidence}"
    zero, why = zero_of_convex(gap.function, gap.of)
    if zero is None:
        return False, why
    if gap.argument.is_positive is not True and gap.of.is_positive:
        return False, f"{gap.argument} is not known to be positive, but {gap.of} is"
    if gap.equality:
        first, second = gap.equality
        solutions = solve(gap.argument - zero, second)
        if solutions != [first]:
            return False, f"{gap.argument} = {zero} gives {solutions}; claimed {second} = {first}"
    return True, f"the difference is an expectation of g = {gap.function}, and {why}"


def zero_of_convex(g, r):
    """Return the only zero of a strictly convex, non-negative g, or None, and why."""
    curvature = simplify(g.diff(r, 2))
    if curvature.is_positive is not True:
        return None, f"g″ = {curvature} is not known to be positive"
    stationary = solve(g.diff(r), r)
    if len(stationary) != 1:
        return None, f"g′ vanishes at {stationary}; expected exactly one point"
    (zero,) = stationary
    bottom = simplify(g.subs(r, zero))
    if bottom != 0:
        return None, f"the least value of g is {bottom} at {r} = {zero}; expected 0"
    return zero, f"g″ = {curvature} > 0, so its only zero is at {r} = {zero}"


def _algebra_estimate(left, step):
    right = step.right
    if not right.has(SampleMean):
        return False, f"{right} holds no sample mean; expected a statistic of the sample"
    if left.has(SampleMean):
        return False, f"{left} is random already; an estimate starts from a fixed number"
    holds, evidence = _difference(SampleE(right), left)
    if not holds:
        return False, f"its expectation is not the left side: {evidence}"
    if "variance" in step.options:
        holds, evidence = _difference(SampleVar(right), step.options["variance"])
        if not holds:
            return False, f"its variance is not the one stated: {evidence}"
        return True, "expectation over samples equals the left side; the variance is as stated"
    return True, "expectation over samples equals the left side"


def _algebra_same_minimiser(left, step):
    over = step.options["over"]
    for side, name in ((left, "left"), (step.right, "right")):
        if is_zero(derivative(side, over)):
            return False, f"the {name} side is free of {over}: it has no minimiser to share"
    if is_zero(normal(left - step.right)):
        return False, "both sides are equal: claim the equality"
    slope = derivative(left - step.right, over)
    if is_zero(slope):
        return True, f"∂/∂{over} of the difference is 0"
    return False, f"the difference depends on {over}; its derivative is {slope}"


def _same_set(left, right):
    """Whether two sets of minimisers are equal: f₁ = c f₂ + const, or its logarithm, c > 0."""
    if not (isinstance(left, ArgMin) and isinstance(right, ArgMin)):
        return False, "a set of minimisers can equal only another one"
    (theta,) = left.bound
    if right.bound != (theta,):
        return False, f"minimised over {theta} on the left and over {right.bound[0]} on the right"
    slopes = []
    for side in (left, right):
        body = log(side.body) if isinstance(side.body, SampleProduct) else side.body
        slopes.append(derivative(side.sign * body, theta))
    if is_zero(slopes[0]) or is_zero(slopes[1]):
        return False, f"one side is free of {theta}"
    ratio = simplify(slopes[0] / slopes[1])
    if ratio.is_positive and not ratio.has(theta, Functional, Law):
        return True, f"the derivatives by {theta} have the constant ratio {ratio} > 0"
    return False, f"the derivatives by {theta} differ: {slopes[0]} against {slopes[1]}"


def _algebra_value(left, step):
    exact = normal(left)
    if exact.free_symbols or exact.has(Functional):
        return False, f"{exact} is not a number"
    with mp.workdps(DIGITS):
        found = digits_of(mpf(str(evaluate_number(exact, DIGITS))), step.options["digits"])
    if found != step.right.digits:
        return False, f"the digits are {found}"
    return True, f"normal form {exact}, evaluated"


def digits_of(x, places):
    """Return the number cut off, not rounded, after so many decimal places."""
    with mp.workdps(DIGITS):
        if not isfinite(x):
            raise ValueError(f"{x} has no digits")
        scaled = int(abs(x) * mpf(10) ** places)
    whole, part = divmod(scaled, 10**places)
    return f"{'-' if x < 0 else ''}{whole}.{part:0{places}d}"


_ALGEBRA = {
    "definition": _algebra_definition,
    "equality": _algebra_equality,
    "inequality": _algebra_inequality,
    "estimate": _algebra_estimate,
    "same minimiser": _algebra_same_minimiser,
    "value": _algebra_value,
}


# --- witness ------------------------------------------------------------------------------


def witness(left, step):
    """Check a step in concrete worlds."""
    worlds, largest = 0, mpf(0)
    for world, agrees, gap, evidence in _WITNESS[step.kind](left, step):
        worlds += 1
        if not agrees:
            return Finding("witness", False, f"{_describe(world)}: {evidence}", worlds)
        largest = max(largest, gap)
    if not worlds:
        return Finding("witness", False, "no world in which the step could be tried")
    return Finding("witness", True, "both sides agree in every world", worlds, _size(largest))


def _describe(world):
    return world.describe(lambda e: evaluate(e, world))


def _size(gap):
    """The order of magnitude of a rounding error, as stable text."""
    if gap == 0:
        return "0"
    return next((f"below 1e-{k}" for k in (40, 30, 25) if gap < mpf(10) ** -k), mp.nstr(gap, 2))


def _show(x):
    return "∞" if x == inf else mp.nstr(x, 8)


def _sides(left, right, world):
    a, b, gap, differs = disagreement(left, right, world)
    return world, not differs, gap, f"left = {_show(a)}, right = {_show(b)}"


def _witness_equality(left, step):
    for world in worlds_for(left, step.right):
        yield _sides(left, step.right, world)


def _witness_inequality(left, step):
    """left ≥ right everywhere, strictly somewhere, and equal in the case of equality."""
    gap = step.options["gap"]
    larger, smaller = (left, step.right) if step.relation == r"\ge" else (step.right, left)
    strict, last = False, None
    for world in worlds_for(left, step.right, more=MORE_WORLDS):
        a, b, _, differs = disagreement(larger, smaller, world)
        strict, last = strict or (differs and a > b), world
        evidence = f"left = {_show(evaluate(left, world))}, right = "
        evidence += _show(evaluate(step.right, world))
        yield world, a > b or not differs, mpf(0), evidence
    if not strict:
        yield last, False, inf, "both sides are equal in every world: claim the equality"
    if gap.equality:
        first, second = (density.law for density in gap.equality)
        for world in worlds_for(left, step.right):
            yield _sides(*(side.xreplace({second: first}) for side in (left, step.right)), world)


def _witness_estimate(left, step):
    if not step.right.has(SampleMean):
        world = worlds_for(left, step.right)[0]
        yield world, False, inf, "the right side is the same for every sample"
        return
    for world in worlds_for(left, SampleE(step.right)):
        yield _sides(left, SampleE(step.right), world)
        if "variance" in step.options:
            yield _sides(SampleVar(step.right), step.options["variance"], world)


def _witness_same_minimiser(left, step):
    """left − right is the same number at several values of the parameter; left is not."""
    over = step.options["over"]
    for world in worlds_for(left, step.right):
        lefts, rights = [], []
        for theta in THETAS:
            world.parameters[over] = theta
            lefts.append(evaluate(left, world))
            rights.append(evaluate(step.right, world))
        with mp.workdps(DIGITS):
            constants = [a - b for a, b in zip(lefts, rights, strict=True)]
            gap = max(constants) - min(constants)
            allowed = TOLERANCE[world.kind] * (1 + max(map(abs, lefts + rights)))
            moves = all(max(side) - min(side) > allowed for side in (lefts, rights))
            equal = max(map(abs, constants)) <= allowed
        shown = ", ".join(map(_show, constants))
        at = ", ".join(mp.nstr(t, 3) for t in THETAS)
        if not moves:
            yield world, False, inf, f"a side does not change with {over}"
        elif equal:
            yield world, False, inf, "both sides are equal: claim the equality"
        else:
            yield world, gap <= allowed, gap, f"at {over} = {at}: left − right = {shown}"


def _witness_value(left, step):
    for world in worlds_for(left)[:1]:
        x = evaluate(left, world)
        places = step.options["digits"]
        found = _show(x) if isinf(x) else digits_of(x, places)
        yield world, found == step.right.digits, mpf(0), f"left = {found}…"


_WITNESS = {
    "definition": _witness_equality,
    "equality": _witness_equality,
    "inequality": _witness_inequality,
    "estimate": _witness_estimate,
    "same minimiser": _witness_same_minimiser,
    "value": _witness_value,
}
