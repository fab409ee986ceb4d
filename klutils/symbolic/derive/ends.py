r"""What a chain of steps claims of its two ends, and whether it holds.

Main definitions
----------------
claim_of_ends
    The claim that the signs make together, or why they make none.
check_ends
    That claim, by both routes.

Implementation notes
--------------------
Each step is checked by itself, so a chain can only be wrong as a whole where a check is: where a
rule lets two steps pass that cannot both hold. The comparison of the ends would see that.
"""

from dataclasses import replace

from klutils.symbolic.algebra.kinds import algebra
from klutils.symbolic.language.findings import fact
from klutils.symbolic.language.steps import (
    Definition,
    Equality,
    EqualUpToConstant,
    Estimate,
    Inequality,
    Value,
)
from klutils.symbolic.witness.kinds import in_order, witness

__all__ = ["check_ends", "claim_of_ends"]


def claim_of_ends(steps):
    """Return what steps claim together of the start and the last right side.

    Returns
    -------
    Step or Fact
        A fact where they claim nothing that is compared, such as ≐ and ≈ together.
    """
    right, *_ = (step.right for step in reversed(steps))
    given_up = [step for step in steps if not isinstance(step, (Definition, Equality))]
    if not given_up:
        return Equality(right, "")
    first = given_up[0]
    if len(given_up) == 1 and isinstance(first, (Estimate, Value)):
        last = isinstance(first, Estimate) or first is steps[-1]
        return replace(first, right=right, reason="", hypotheses=()) if last else _mixed(steps)
    if _alike(given_up, EqualUpToConstant, lambda step: step.over):
        return EqualUpToConstant(right, "", over=first.over)
    if _alike(given_up, Inequality, lambda step: step.larger):
        return Inequality(right, "", larger=first.larger, gap=None)
    return _mixed(steps)


def _alike(steps, kind, particular):
    """Whether all steps are of one kind and agree in one particular."""
    alike = all(isinstance(step, kind) for step in steps)
    return alike and len({particular(step) for step in steps}) == 1


def _mixed(steps):
    return fact("mixed signs", signs=tuple(dict.fromkeys(step.sign.plain for step in steps)))


def check_ends(start, claim, steps, among, attempt):
    """Return what both routes find about the ends, as ``attempt`` hands it on.

    The larger end exceeds the smaller one by the gaps of all steps; the witness compares the order
    alone.
    """
    if not isinstance(claim, Inequality):
        return tuple(attempt(route, start, claim, among) for route in (algebra, witness))
    larger, smaller = claim.by_size(start)
    gaps = sum(step.gap.term for step in steps if isinstance(step, Inequality))
    stated = Equality(smaller + gaps, "", claim.hypotheses)
    return attempt(algebra, larger, stated, among), attempt(in_order, start, claim, among)
