r"""Derivations: chains of checked steps, shown as one numbered equation.

Main definitions
----------------
Derivation
    A start and its steps. Building one checks every step, and its two ends, by both routes; a wrong
    step raises.
StepError
    Names the step, shows what is left over, and gives a counterexample.
PrintError
    Says what was read where the print should say what was checked.
check
    One step, by both routes.

Implementation notes
--------------------
A derivation as the last expression of a cell shows itself: as MyST Markdown with a label, and
beside it as a JSON record (:data:`RECORD`) of every claim, of what each check found, and of the
expressions themselves. :mod:`.page` makes the Markdown of the record.
"""

from dataclasses import replace

from sympy import Basic

from klutils.symbolic.algebra.kinds import algebra
from klutils.symbolic.language.arguments import expression, listed, workable
from klutils.symbolic.language.chances import implied
from klutils.symbolic.language.findings import Fact, Finding, fact
from klutils.symbolic.language.hypotheses import IID
from klutils.symbolic.language.samples import SampleMean
from klutils.symbolic.language.steps import Inequality, Step, Value, sides, taken
from klutils.symbolic.language.written import (
    written,
    written_fact,
    written_finding,
    written_hypotheses,
    written_step,
)
from klutils.symbolic.notation.hypotheses import in_tex
from klutils.symbolic.notation.layout import aligned
from klutils.symbolic.notation.plain import plain
from klutils.symbolic.notation.printing import latex
from klutils.symbolic.notation.relations import relation_in_tex
from klutils.symbolic.witness.kinds import first_decimals, without, witness

from .alike import tell_apart
from .ends import check_ends, claim_of_ends
from .page import page, reason_in_tex
from .prints import PrintError, read_back
from .sentences import refusal

__all__ = ["RECORD", "Derivation", "PrintError", "StepError", "check"]

RECORD = "application/vnd.klutils.claim+json"


class StepError(ValueError):
    """A step of a derivation that does not hold; the message says where and shows why.

    Attributes
    ----------
    findings : tuple of Finding
        What the algebra and the witness found, in this order.
    """

    def __init__(self, message, findings):
        super().__init__(message)
        self.findings = findings


class Derivation:
    r"""A chain of steps from one expression, each checked when the derivation is built.

    Parameters
    ----------
    label : str
        The equation's permanent name, ``eq-…``; any page refers to it.
    start : Expr
        The left side of the first step.
    *steps : Step
        From :func:`define`, :func:`equal`, :func:`at_least`, :func:`at_most`,
        :func:`estimate`, :func:`equal_up_to_constant` or :func:`value`, in order.
    title : str, optional
        What the derivation shows, in a few words.
    given : Hypothesis or iterable of Hypothesis
        Hypotheses of the whole derivation; where none fits, text with inline mathematics. What
        listed probabilities ask of their letters together is added.
    uses : iterable of str or Derivation
        What it builds on.

    Raises
    ------
    StepError
        If a step does not hold.
    PrintError
        If what is shown does not read back to what was checked, or two things look alike and are
        not the same.

    Examples
    --------
    >>> from klutils.symbolic import Density, Derivation, H, KL, equal
    >>> p, q = Density("p"), Density("q")
    >>> Derivation("eq-split", KL(p, q), equal(H(p, q) - H(p), "split the logarithm"))
    eq-split: D_KL(p || q) in 1 step, checked by algebra and by witness
    """

    def __init__(self, label, start, *steps, title="", given=(), uses=()):
        if not isinstance(label, str) or not label.startswith("eq-"):
            raise ValueError(f"label is {label!r}; expected a name that begins with 'eq-'")
        if not steps:
            raise ValueError(f"{label}: steps is empty; expected at least one")
        for number, step in enumerate(steps, 1):
            if not isinstance(step, Step):
                kind = type(step).__name__
                raise TypeError(f"{label}: step {number} is a {kind}; expected equal(…) or like")
        if not isinstance(title, str):
            raise TypeError(f"{label}: title is {title!r}; expected a few words")
        self.label, self.title, self.start = label, title, workable(start, "start")
        self.uses = _labels(uses)
        self.steps, self.findings = [], []
        left, among = self.start, sides(self.start, steps)
        asked = implied(among)
        self.given = tuple(dict.fromkeys((*taken(given), *asked)))
        for number, step in enumerate(steps, 1):
            where = f"{label}, step {number}"
            step = _with_digits(left, step, where, among)
            self.steps.append(step)
            self.findings.append(check(left, self._assuming(step), where, among))
            left = step.right
        self.ends = self._checked_ends(among) if len(self.steps) > 1 else None
        self.without = tuple(
            (one, None, fact("no law"))
            if one in asked
            else (one, *needed(self.start, self.steps, self.given, one))
            for one in self.hypotheses
        )
        tell_apart(label, self._shown(self.steps))
        self.read_back = self._read_back()

    def _assuming(self, step):
        """A step with the hypotheses of the whole derivation beside its own."""
        return replace(step, hypotheses=(*self.given, *step.hypotheses))

    def _checked_ends(self, among):
        """Return the claim about the two ends and what was found, or why there is none."""
        claim = claim_of_ends(self.steps)
        if isinstance(claim, Fact):
            return claim
        claim = replace(claim, hypotheses=self.hypotheses)
        found = check_ends(self.start, claim, self.steps, among, _attempt)
        if not all(finding.holds for finding in found):
            text = refusal(self.start, claim, self.label, found, ends=True)
            raise StepError(text, found)
        return claim, found

    def _shown(self, steps):
        """All that the page shows: sides, hypotheses, parameters of signs, cases of equality."""
        parts = [self.start]
        for step in steps:
            parts += [step.right, getattr(step, "over", None), *self.given, *step.hypotheses]
            parts += getattr(getattr(step, "gap", None), "equality", ())
        return [part for part in dict.fromkeys(parts) if isinstance(part, Basic)]

    def _read_back(self):
        """Return what came of reading the print, if that says what was checked."""
        every = (*self.hypotheses, *self.samples)
        stated = [(self._told(one), one) for one in every if isinstance(one, Basic)]
        return read_back(self.label, self.latex(), self.start, self.steps, stated)

    def _tex(self, expr):
        return latex(expr, self._shown(self.steps))

    def _told(self, hypothesis):
        return in_tex(hypothesis, self._shown(self.steps))

    @property
    def result(self):
        """The last right side."""
        return self.steps[-1].right

    @property
    def samples(self):
        """From which laws its samples are drawn, where no hypothesis says it."""
        means = [m for part in self._shown(self.steps) for m in part.atoms(SampleMean)]
        laws = sorted({mean.law for mean in means}, key=str)
        return tuple(IID(law) for law in laws if IID(law) not in self.hypotheses)

    @property
    def hypotheses(self):
        """Every hypothesis of the derivation and of its steps, once, in order."""
        of_steps = (one for step in self.steps for one in step.hypotheses)
        return tuple(dict.fromkeys((*self.given, *of_steps)))

    def latex(self):
        """Return the derivation as LaTeX, one line a step, each with its reason."""
        lines = [
            (relation_in_tex(step), self._tex(step.right), reason_in_tex(step.reason))
            for step in self.steps
        ]
        return aligned(self._tex(self.start), lines)

    def record(self):
        """Return the claims and what the checks found, as plain data."""
        steps = [self._recorded(*both) for both in zip(self.steps, self.findings, strict=True)]
        return {
            "label": self.label,
            "title": self.title,
            "statement": self.latex(),
            "start": self._tex(self.start),
            "steps": steps,
            **self._recorded_ends(),
            "hypotheses": list(map(self._told, self.hypotheses)),
            "samples": list(map(self._told, self.samples)),
            "read back": self.read_back,
            "without": [
                {"hypothesis": self._told(one), "step": number} | written_fact(found)
                for one, number, found in self.without
            ],
            "uses": list(self.uses),
            "source": {
                "start": written(self.start),
                "given": written_hypotheses(self.given),
                "steps": [written_step(step) for step in self.steps],
            },
        }

    def _recorded_ends(self):
        if self.ends is None:
            return {}
        if isinstance(self.ends, Fact):
            details = {name: list(value) for name, value in self.ends.details.items()}
            return {"ends": {"code": self.ends.code, "details": details}}
        claim, found = self.ends
        return {"ends": {"kind": claim.kind, "relation": relation_in_tex(claim)} | _by_route(found)}

    def _recorded(self, step, found):
        """Return one step and what was found about it, as plain data."""
        record = {
            "kind": step.kind,
            "relation": relation_in_tex(step),
            "expression": self._tex(step.right),
            "reason": step.reason,
            "hypotheses": list(map(self._told, step.hypotheses)),
        }
        if isinstance(step, Inequality) and step.gap.equality:
            record["case of equality"] = _equality_case(step.gap)
        return record | _by_route(found)

    def markdown(self):
        """Return the labelled equation, its hypotheses and its checks as MyST Markdown."""
        return page(self.record())

    def _repr_mimebundle_(self, **_options):
        return {
            "text/markdown": self.markdown(),
            RECORD: self.record(),
            "text/plain": repr(self),
        }

    def __repr__(self):
        count = f"{len(self.steps)} step{'s' if len(self.steps) > 1 else ''}"
        return f"{self.label}: {_short(self.start)} in {count}, checked by algebra and by witness"


def check(left, step, where="step", among=()):
    """Check one step by both routes and return what they found.

    Parameters
    ----------
    left : Expr
        The left side.
    step : Step
        The rest of the claim.
    where : str, default "step"
        What a message calls the step.
    among : iterable of Expr
        The other sides of the derivation, so that all its steps are tried in the same worlds.

    Raises
    ------
    StepError
        If either route finds the step wrong; the message has both findings.
    """
    if not isinstance(step, Step):
        raise TypeError(f"step is {_short_repr(step)}; expected equal(…) or like")
    left = workable(left, "left")
    for side in sides(left, [step])[1:]:
        workable(side, "right")
    among = listed(among, "among", "the other sides of the derivation")
    among = tuple(expression(side, "among") for side in among)
    found = tuple(_attempt(route, left, step, among) for route in (algebra, witness))
    if not all(finding.holds for finding in found):
        raise StepError(refusal(left, step, where, found), found)
    return found


def needed(start, steps, given, hypothesis):
    """Return in which step a hypothesis is needed, and what was found where it is violated.

    Parameters
    ----------
    start : Expr
    steps : list of Step
    given : tuple of Hypothesis
        Those of all steps.
    hypothesis : Hypothesis
        One of these, or of a step's own.

    Returns
    -------
    int or None
        The step, from 1.
    Fact
    """
    left, found, among = start, [], sides(start, steps)
    for number, step in enumerate(steps, 1):
        if hypothesis in (*given, *step.hypotheses):
            found.append(without(left, step, hypothesis, among))
            if found[-1].code == "needed":
                return number, found[-1]
        left = step.right
    return None, min(found, key=lambda one: one.code == "not testable")


def _attempt(route, left, step, among):
    """Return what a route finds, or that it could not be carried out."""
    name = "algebra" if route is algebra else "witness"
    try:
        return route(left, step, among)
    except (TypeError, ValueError, ArithmeticError) as error:
        return Finding(name, False, fact("not carried out", error=str(error)))


def _with_digits(left, step, where, among):
    """Fill in the digits of a value step, from the witness; the algebra must agree."""
    if not isinstance(step, Value) or step.right is not None:
        return step
    try:
        digits = first_decimals(left, step.digits, among)
    except ValueError as error:
        raise ValueError(f"{where} (value): {error}") from error
    reason = "exactly" if digits.exact and step.reason.startswith("to ") else step.reason
    return replace(step, right=digits, reason=reason)


def _labels(uses):
    """Return what a derivation builds on as labels, or say which is none."""
    wanted = "labels or derivations"
    uses = (uses,) if isinstance(uses, (str, Derivation)) else listed(uses, "uses", wanted)
    labels = tuple(used.label if isinstance(used, Derivation) else used for used in uses)
    for label in labels:
        if not isinstance(label, str):
            raise TypeError(f"uses holds {label!r}; expected {wanted}")
    return labels


def _by_route(found):
    return {finding.route: written_finding(finding) for finding in found}


def _equality_case(gap):
    first, second = map(latex, gap.equality)
    where = f" for almost every ${latex(gap.law.variables[0])} \\sim {latex(gap.law)}$"
    return f"exactly if ${second} = {first}${where if gap.law else ''}"


def _short_repr(value):
    return str(value) if isinstance(value, Basic) else repr(value)[:60]


def _short(expr):
    text = plain(expr)
    return text if len(text) <= 40 else f"{text[:39]}…"
