r"""Ways to break a step: each operator yields the wrong claims that one kind of slip makes of it.

Main definitions
----------------
Mutant
    A broken claim: what was done to which part of a step, and the claim that came of it.
mutants
    Everything that can be made of one step.
OPERATORS
    The kinds of slip, in the order of the table.

Implementation notes
--------------------
A slip is made at one place of the right side, at each place where it can be made. The first step of
a derivation is broken on its left as well, since no step before it shows that side. What a step
states besides, the gap of an inequality and the variance of an estimate, is broken likewise.

Of the laws that a functional reads, a part of a joint law or the source of an image is misread as
well as the whole.

A name stands for a value that is written elsewhere, so nothing is broken inside a name.

What cannot be written at all, such as a divergence of laws whose supports do not fit, raises when
it is built; that is a guard of its own, and no mutant.
"""

from dataclasses import dataclass, replace

from sympy import Expr, Integer, Mul, Pow, Rational, Symbol, exp, log

from klutils.mutants.scene import Scene
from klutils.symbolic.language.functionals import KL, Averaged, Cov, E, H, InOrder, Int, Name
from klutils.symbolic.language.laws import Density, DensityAt, Law
from klutils.symbolic.language.optimisation import ArgMin
from klutils.symbolic.language.samples import N, SampleE, SampleMean, SampleSum, SampleVar
from klutils.symbolic.language.steps import (
    Decimal,
    Definition,
    Equality,
    EqualUpToConstant,
    Estimate,
    Inequality,
    Step,
    Value,
)

__all__ = ["OPERATORS", "Mutant", "mutants"]


@dataclass(frozen=True)
class Mutant:
    """A broken claim.

    Attributes
    ----------
    operator : str
        The kind of slip, one of :data:`OPERATORS`.
    part : str
        What was broken: right, left, gap, variance, kind, digits or case of equality.
    left : Expr
        The left side of the claim.
    step : Step
        The rest of it.
    """

    operator: str
    part: str
    left: Expr
    step: Step


def mutants(left, step, *, first=False):
    """Return what the operators make of a step, each wrong claim once.

    A claim that several slips make counts for the first of them.

    Parameters
    ----------
    left : Expr
        The left side.
    step : Step
        The step, with its digits filled in.
    first : bool, default False
        Whether the step is the first of its derivation.

    Returns
    -------
    list of Mutant
    """
    found = {}
    for mutant in _all(left, step, first):
        claim = mutant.left, mutant.step
        if claim != (left, step):
            found.setdefault(claim, mutant)
    return list(found.values())


def _all(left, step, first):
    scene = Scene.of(left, step)
    for operator, (somewhere, whole) in SLIPS.items():

        def broken(expr, somewhere=somewhere, whole=whole):
            yield from scene.at_each_place(expr, somewhere)
            if whole is not None:
                yield from whole(expr, scene)

        for wrong in broken(step.right):
            yield Mutant(operator, "right", left, replace(step, right=wrong))
        if first:
            for wrong in broken(left):
                yield Mutant(operator, "left", wrong, step)
        for part, wrong in _broken_statements(step, broken):
            yield Mutant(operator, part, left, wrong)
    gap = getattr(step, "gap", None)
    for law in scene.others(gap.law) if gap and gap.law else ():
        wrong = replace(step, gap=replace(gap, law=law))
        yield Mutant("E_q for E_p", "gap", left, wrong)
    for wrong in _tilted(gap):
        yield Mutant("gap of both signs", "gap", left, replace(step, gap=wrong))
    for wrong in _other_kinds(step, scene):
        yield Mutant("kind exchanged", "kind", left, wrong)
    for wrong in _other_digits(step):
        yield Mutant("digit changed", "digits", left, wrong)
    for wrong in _other_cases(step, scene):
        yield Mutant("case of equality changed", "case of equality", left, wrong)


def _broken_statements(step, broken):
    """Yield a step with one slip in what it states besides its right side."""
    if isinstance(step, Estimate) and step.variance is not None:
        for wrong in broken(step.variance):
            yield "variance", replace(step, variance=wrong)
    if isinstance(step, Inequality) and step.gap is not None:
        for name in ("function", "argument"):
            for wrong in broken(getattr(step.gap, name)):
                yield "gap", replace(step, gap=replace(step.gap, **{name: wrong}))


# --- slips: from a node of an expression to what may stand wrongly in its place


def _sign(node, _scene):
    for k, term in _terms(node):
        yield _with_term(node, k, -term)
    if isinstance(node, exp):
        yield 1 / node


def _sign_of_whole(expr, _scene):
    if isinstance(expr, ArgMin):
        yield expr.func(-expr.body, *expr.bound)
    elif not _is_sum(expr):
        yield -expr


def _dropped(node, _scene):
    for k, _ in _terms(node):
        yield _with_term(node, k)


def _doubled(node, _scene):
    for k, term in _terms(node):
        yield _with_term(node, k, 2 * term)


def _doubled_whole(expr, _scene):
    if not _is_sum(expr) and not isinstance(expr, (ArgMin, Decimal)):
        yield 2 * expr


def _swapped_once(node, scene):
    """Two arguments exchanged, or one law read for another."""
    if isinstance(node, (KL, H)):
        yield from scene.built(node.func, *reversed(node.args))
    if isinstance(node, (KL, H, DensityAt)):
        yield from _with_laws(node, scene, scene.others)


def _swapped_everywhere(expr, scene):
    kept = {name: name for name in expr.atoms(Name)}
    for first, second in scene.pairs():
        yield from scene.built(expr.xreplace, {first: second, second: first} | kept)


def _other_expectation(node, scene):
    if isinstance(node, (Averaged, Cov)):
        yield from _with_laws(node, scene, scene.others)


def _inverted(node, _scene):
    if isinstance(node, Rational) and not isinstance(node, Integer):
        yield 1 / node
    elif isinstance(node, (Mul, Pow)) and not node.is_number:
        exponents = (f.as_base_exp()[1] for f in Mul.make_args(node))
        if any(exponent.could_extract_minus_sign() for exponent in exponents):
            yield 1 / node


def _logarithm_lost(node, _scene):
    if isinstance(node, log):
        yield node.args[0]


def _factor(node, _scene):
    """A rational factor or a power of N, lost or changed."""
    if type(node) is SampleMean:
        yield SampleSum(*node.args)
    elif type(node) is SampleSum:
        yield SampleMean(*node.args)
    elif isinstance(node, Rational) and not isinstance(node, Integer):
        yield from (2 * node, node / 2)
    elif node.is_Mul or node.is_Pow:
        for factor in Mul.make_args(node):
            base = factor.as_base_exp()[0]
            if factor.is_Rational and abs(factor) != 1:
                yield node / abs(factor)
            elif base == N:
                yield from (node / factor, node * N, node / N)


def _constant(node, _scene):
    if isinstance(node, (E, SampleMean, SampleE)) and not isinstance(node, SampleVar):
        yield node.func(*node.args[:-1], node.args[-1] + 1)
    elif isinstance(node, Int):
        yield Int(node.body + 1, *node.bound)


def _constant_in_whole(expr, _scene):
    if isinstance(expr, ArgMin):
        yield expr.func(expr.body + 1, *expr.bound)
    elif not isinstance(expr, Decimal):
        yield expr + 1


def _size(node, _scene):
    if node == N:
        yield N - 1
    elif node == N - 1:
        yield N
    elif type(node) is SampleMean:
        yield N / (N - 1) * node


def _dependence_lost(node, scene):
    """A law that forgets its parameters; a parameter taken for the number 1."""
    if isinstance(node, Symbol) and node in scene.parameters:
        yield Integer(1)

    def forgetful(law):
        if isinstance(law, Density):
            kept = tuple(s for s in law.given if s not in scene.parameters)
            return [_density(law, kept)] if len(kept) < len(law.given) else []
        lost = [symbol for symbol in scene.parameters if law.has(symbol)]
        one = Integer(1)
        return [wrong for symbol in lost for wrong in scene.built(law.xreplace, {symbol: one})]

    yield from _with_laws(node, scene, forgetful)


def _dependence_gained(node, scene):
    def dependent(law):
        free = isinstance(law, Density) and not law.given
        return [_density(law, (symbol,)) for symbol in scene.conditions] if free else []

    yield from _with_laws(node, scene, dependent)


def _parameter_added(expr, scene):
    if isinstance(expr, ArgMin):
        yield expr.func(expr.body + expr.bound[0], *expr.bound)
    elif not isinstance(expr, Decimal):
        yield from (expr + symbol for symbol in scene.parameters)


def _marginal(node, scene):
    """A conditional law read without its condition; one read with a condition it does not have."""

    def otherwise(law):
        if not isinstance(law, Density):
            return []
        kept = tuple(s for s in law.given if s not in scene.variables)
        if len(kept) < len(law.given):
            return [_density(law, kept)]
        others = [v for v in scene.variables if v not in law.variables]
        return [_density(law, (*kept, other)) for other in others]

    yield from _with_laws(node, scene, otherwise)


def _is_sum(expr):
    return expr.is_Add or isinstance(expr, InOrder)


def _terms(node):
    return enumerate(node.args) if _is_sum(node) else ()


def _with_term(total, k, *instead):
    """A sum with other terms in the place of its k-th."""
    terms = (*total.args[:k], *instead, *total.args[k + 1 :])
    return total.func(*terms) if len(terms) > 1 else terms[0]


def _with_laws(node, scene, otherwise):
    """The node with one of the laws that it reads, or a part of one, read otherwise."""
    if isinstance(node, (KL, H, DensityAt, Averaged, Cov)):
        yield from _with_parts(node, scene, otherwise)


def _with_parts(whole, scene, otherwise):
    for k, law in enumerate(whole.args):
        if isinstance(law, Law):
            for wrong in (*otherwise(law), *_with_parts(law, scene, otherwise)):
                yield from scene.built(whole.func, *whole.args[:k], wrong, *whole.args[k + 1 :])


def _density(law, given):
    """The same density under other conditions."""
    return Density(law.name, law.variables[0].name, given)


# Of each slip: what it does at one place, and what it does to the whole of a side.
SLIPS = {
    "sign of a term": (_sign, _sign_of_whole),
    "term dropped": (_dropped, None),
    "term doubled": (_doubled, _doubled_whole),
    "p and q swapped, once": (_swapped_once, None),
    "p and q swapped, everywhere": (lambda *_: (), _swapped_everywhere),
    "E_q for E_p": (_other_expectation, None),
    "ratio inverted": (_inverted, None),
    "logarithm lost": (_logarithm_lost, None),
    "factor 1/N or 1/2 lost or changed": (_factor, None),
    "constant added": (_constant, _constant_in_whole),
    "N for N − 1": (_size, None),
    "dependence on θ lost": (_dependence_lost, None),
    "dependence on θ gained": (_dependence_gained, _parameter_added),
    "conditional for marginal": (_marginal, None),
}
OPERATORS = (
    *(*SLIPS, "gap of both signs", "kind exchanged"),
    *("digit changed", "case of equality changed"),
)


# --- slips that are none of an expression's


def _tilted(gap):
    """Gaps with the mean of a gap where its argument is 1 on average, or 0, but not of one sign."""
    if gap is not None:
        centre = 1 if gap.of.is_positive else 0
        for tilt in (gap.of - centre, centre - gap.of):
            yield replace(gap, function=gap.function + tilt)


def _other_kinds(step, scene):
    """The same two sides under another sign."""
    sides = step.right, step.reason, step.hypotheses
    if isinstance(step, (Estimate, EqualUpToConstant, Inequality)):
        yield Equality(*sides)
    if isinstance(step, (Definition, Equality, EqualUpToConstant)):
        yield Estimate(*sides)
    if isinstance(step, (Definition, Equality, Estimate)):
        for symbol in scene.parameters:
            yield EqualUpToConstant(*sides, over=symbol)
    if isinstance(step, Inequality):
        yield replace(step, larger={"left": "right", "right": "left"}[step.larger])


def _other_digits(step):
    if isinstance(step, Value):
        digits, exact = step.right.digits, step.right.exact
        yield replace(step, right=Decimal(digits, not exact))
        for change in (1, 9):
            last = str((int(digits[-1]) + change) % 10)
            yield replace(step, right=Decimal(digits[:-1] + last, exact))


def _other_cases(step, scene):
    """An inequality with another case of equality than its own."""
    gap = getattr(step, "gap", None)
    if gap is None or not gap.equality:
        return
    first, second = gap.equality
    stranger = Density("s", second.law.variables[0].name)
    pairs = [(first, DensityAt(stranger, second.point)), (DensityAt(stranger, first.point), second)]
    pairs += [(one.density, two.density) for one, two in scene.pairs() if len(one.variables) == 1]
    for pair in pairs:
        if set(pair) != {first, second}:
            yield replace(step, gap=replace(gap, equality=pair))
