r"""Derivations: chains of checked steps, shown as one numbered equation.

Main definitions
----------------
Derivation
    A start and its steps. Building one checks every step by both routes; a wrong step raises.
StepError
    Names the step, shows what is left over, and gives a counterexample.
check
    One step, by both routes.

Implementation notes
--------------------
A derivation as the last expression of a cell shows itself: as MyST Markdown with a label, with a
fold below that tells how it was checked, and beside it as a JSON record (:data:`RECORD`) of every
claim, of what each check found, and of the expressions themselves.
The fold is HTML, which notebook editors and code hosts show as MyST does.
"""

import re
import textwrap
from dataclasses import replace

from klutils.symbolic.algebra.kinds import algebra
from klutils.symbolic.language.arguments import expression
from klutils.symbolic.language.steps import Finding, Inequality, Step, Value, sides, texts
from klutils.symbolic.language.written import written, written_step
from klutils.symbolic.notation.layout import aligned
from klutils.symbolic.notation.plain import plain
from klutils.symbolic.notation.printing import latex
from klutils.symbolic.witness.kinds import first_decimals, witness

__all__ = ["RECORD", "Derivation", "StepError", "check"]

COLUMN = 78  # characters of code that a page shows beside each other
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
    given : str or iterable of str
        Hypotheses of the whole derivation, as text with inline mathematics.
    uses : iterable of str or Derivation
        What it builds on.

    Raises
    ------
    StepError
        If a step does not hold.

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
        self.label, self.title, self.start = label, title, expression(start, "start")
        self.given = texts(given)
        uses = (uses,) if isinstance(uses, (str, Derivation)) else uses
        self.uses = texts(u.label if isinstance(u, Derivation) else u for u in uses)
        self.steps, self.findings = [], []
        left, among = self.start, sides(self.start, steps)
        for number, step in enumerate(steps, 1):
            where = f"{label}, step {number}"
            step = _with_digits(left, step, where, among)
            self.steps.append(step)
            self.findings.append(check(left, step, where, among))
            left = step.right

    @property
    def result(self):
        """The last right side."""
        return self.steps[-1].right

    @property
    def hypotheses(self):
        """Every hypothesis of the derivation and of its steps, once, in order."""
        of_steps = (text for step in self.steps for text in step.hypotheses)
        return tuple(dict.fromkeys((*self.given, *of_steps)))

    def latex(self):
        """Return the derivation as LaTeX, one line a step, each with its reason."""
        lines = [(step.sign.latex, latex(step.right), step.reason) for step in self.steps]
        return aligned(latex(self.start), lines)

    def record(self):
        """Return the claims and what the checks found, as plain data."""
        return {
            "label": self.label,
            "title": self.title,
            "statement": self.latex(),
            "start": latex(self.start),
            "steps": [
                {
                    "kind": step.kind,
                    "relation": step.sign.latex,
                    "expression": latex(step.right),
                    "reason": step.reason,
                    "hypotheses": list(step.hypotheses),
                    "algebra": found[0].record(),
                    "witness": found[1].record(),
                }
                for step, found in zip(self.steps, self.findings, strict=True)
            ],
            "hypotheses": list(self.hypotheses),
            "uses": list(self.uses),
            "source": {
                "start": written(self.start),
                "steps": [written_step(step) for step in self.steps],
            },
        }

    def markdown(self):
        """Return the labelled equation, its hypotheses and its checks as MyST Markdown."""
        text = f"$$\n{self.latex()}\n$$ ({self.label})"
        cases = [_equality_case(s.gap) for s in self.steps if isinstance(s, Inequality) and s.gap]
        if any(cases):
            text += f"\n\nEquality: {'; '.join(filter(None, cases))}."
        if self.hypotheses:
            text += f"\n\nHypotheses: {'; '.join(self.hypotheses)}."
        return f"{text}\n\n{self._fold()}"

    def _fold(self):
        """Return how each step was checked, folded, with a link to the table of all claims."""
        lines = [
            f"{number}. {findings(step.kind, step.hypotheses, *(f.record() for f in both))}"
            for number, (step, both) in enumerate(zip(self.steps, self.findings, strict=True), 1)
        ]
        uses = ", ".join(f"{{eq}}`{label}`" for label in self.uses)
        built = [f"Builds on {uses}."] if uses else []
        row = f'<a href="claims.html#row-{self.label}">Its row on the page of claims</a>'
        inside = "\n\n".join(["\n".join(lines), *built, row])
        return (
            '<details class="checked"><summary>How this was checked</summary>\n\n'
            f"{inside}\n\n</details>"
        )

    def _repr_mimebundle_(self, **_options):
        return {
            "text/markdown": self.markdown(),
            RECORD: self.record(),
            "text/plain": repr(self),
        }

    def __repr__(self):
        count = f"{len(self.steps)} step{'s' if len(self.steps) > 1 else ''}"
        return f"{self.label}: {_short(self.start)} in {count}, checked by algebra and by witness"


def findings(kind, hypotheses, algebra, witness, *, every=False):
    """Say as Markdown what kind of claim a step makes, and what the records of both routes found.

    ``every`` lists all worlds that were tried, and not the first alone.
    """
    found = f"**{kind}**"
    if hypotheses:
        found += f", given {'; '.join(hypotheses)}"
    found += f". *Algebra*: {escaped(algebra['evidence'])}. *Witness*: "
    count, largest = witness["worlds"], witness["largest disagreement"]
    found += f"{count} comparison{'s' if count != 1 else ''}"
    found += ", no difference" if largest == "0" else f", largest difference {largest}"
    if every and len(witness["tried"]) > 1:
        found += f"; tried at {escaped('; '.join(witness['tried']))}"
    elif witness["tried"]:
        found += f"; {'tried' if every else 'first'} at {escaped(witness['tried'][0])}"
    return f"{found}."


def escaped(text):
    """Return plain text with all that Markdown would read as a mark made harmless."""
    text = re.sub(r"([\\`*_{}<>|$#~])", r"\\\1", text)
    return text.replace("[", "&#91;").replace("]", "&#93;")  # after a slash: mathematics


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
    findings = []
    for route in (algebra, witness):
        try:
            findings.append(route(left, step, among))
        except (TypeError, ValueError, ArithmeticError) as error:
            findings.append(Finding(route.__name__, False, f"could not be carried out: {error}"))
    if all(found.holds for found in findings):
        return tuple(findings)
    raise StepError(_message(left, step, where, findings), tuple(findings))


def _message(left, step, where, findings):
    """Say which step, what it claimed, what is left over and where the sides differ."""
    reason = f": {step.reason}" if step.reason else ""
    lines = [
        f"{where} ({step.kind}{reason}) does not hold.",
        f"  claimed: {plain(left)}  {step.sign.plain}  {plain(step.right)}",
    ]
    for found in findings:
        verdict = "holds" if found.holds else "fails"
        lines.append(f"  {found.route} {verdict}: {found.evidence}")
    if findings[1].holds:
        lines.append("  No world contradicts the claim: it may be true, and beyond this algebra.")
    return "\n".join(_folded(line) for line in lines)


def _folded(line):
    """Break a line where it is wider than a page's column."""
    return textwrap.fill(
        line, COLUMN, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False
    )


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


def _equality_case(gap):
    if not gap.equality:
        return ""
    first, second = map(latex, gap.equality)
    where = f" for almost every ${latex(gap.law.variables[0])} \\sim {latex(gap.law)}$"
    return f"exactly if ${second} = {first}${where if gap.law else ''}"


def _short(expr):
    text = plain(expr)
    return text if len(text) <= 40 else f"{text[:39]}…"
