r"""The words for what was found: the one place where findings become sentences.

Main definitions
----------------
said
    A fact or a finding in words.
compared
    How much the witness compared, and where.
told_of_print
    What came of reading the print.
refusal
    What a wrong step is told.

Implementation notes
--------------------
A sentence is a template: its fields are the details of a fact. Expressions are written as plain
text, long sums cut short. Whoever wants another language writes another table.
"""

import textwrap

from sympy import Add, Basic

from klutils.symbolic.language.findings import Fact, Finding
from klutils.symbolic.notation.order import terms
from klutils.symbolic.notation.plain import plain
from klutils.symbolic.notation.relations import relation_in_words

__all__ = ["compared", "refusal", "said", "told_of_print"]

COLUMN = 78  # characters of code that a page shows beside each other
LONGEST = 160  # characters of an expression; beyond, terms are left out

SENTENCES = {
    # the algebra
    "no difference": "normal form of the difference is 0",
    "same infinity": "both sides are {value}",
    "infinite side": "the left side is {left}, the right side {right}",
    "left over": "left − right does not vanish; left over: {left_over}",
    "named": "the name stands for the right side",
    "no name": "{left} is no name; expected a functional or a Name on the left",
    "names inside": "{right} holds names of its own: claim the equality",
    "gap": "the difference is the mean of g = {g}, and {because}",
    "convex": "g″ = {curvature} {sign} 0, so its only zero is at {letter} = {zero}",
    "positive": "g > 0 for all {letter}",
    "no gap": "no gap is stated; expected Gap(…)",
    "other gap": "the gap is not the stated expectation: {because}",
    "letter": "the gap's letter {letter} is declared {declared}, and {argument} is not known to "
    "be so; declare of the letter only what holds of its argument",
    "not convex": "g″ = {curvature} is not known to be positive",
    "free": "{g} is free of {letter}",
    "corner": "{part} is not known to be smooth for all {letter}",
    "linear": "g = {g} is linear; expected g″ > 0",
    "slope unknown": "it is not known where g′ = {slope} vanishes",
    "outside": "g′ vanishes at {zero}, which is no value of {letter}",
    "stationary": "g′ vanishes at {points}; expected exactly one point",
    "bottom": "the least value of g is {least} at {letter} = {zero}; expected 0",
    "other case": "{argument} = {zero} is not the same as {second} = {first}",
    "equal sides": "both sides are equal: claim the equality",
    "mean": "expectation over samples equals the left side",
    "mean and variance": "expectation over samples equals the left side; the variance is as stated",
    "no sample": "{right} holds no sample; expected a statistic of the sample",
    "random left": "{left} is random already; an estimate starts from a fixed number",
    "small sample": "a denominator vanishes for an N below {least}: state the hypothesis "
    "SampleSize({least})",
    "other mean": "its expectation is not the left side: {because}",
    "other variance": "its variance is not the one stated: {because}",
    "constant": "∂/∂{over} of the difference is 0",
    "unmoved side": "{side} does not change with {over}: the claim says nothing",
    "moving": "the difference depends on {over}; its derivative is {slope}",
    "moving multiple": "the difference depends on {over}; its derivative is {slope}; "
    "the minimisers are the same, but one side has {ratio} times the slope",
    "ratio": "their derivatives by {over} have the ratio {ratio} > 0",
    "one set": "a set of minimisers can equal only another one",
    "other parameter": "minimised over {left} on the left and over {right} on the right",
    "unmoved set": "one side is free of {over}",
    "no ratio": "the derivatives by {over} have no constant positive ratio: {left} against {right}",
    "evaluated": "normal form {value}, evaluated",
    "no number": "{value} is not a number",
    "other digits": "the digits are {found}",
    "not exact": "{value} is not {claimed} exactly",
    # the witness
    "agree": "both sides agree in every world",
    "world": "{world}: {found}",
    "sides": "left = {left}, right = {right}",
    "gap differs": "larger side = {left}, smaller side with the gap = {right}",
    "gap below": "g = {least} at {letter} = {place}; expected 0 or more",
    "case differs": "in the case of equality, left = {left}, right = {right}",
    "always equal": "both sides are equal in every world: claim the equality",
    "mean differs": "left = {left}, mean of the right = {right}",
    "variance differs": "variance of the right = {left}, variance as stated = {right}",
    "not random": "the right side is the same for every sample",
    "differences": "at {over} = {values}: left − right = {differences}",
    "unmoved": "a side does not change with {over}",
    "digits": "left = {found}",
    # the judge
    "setting": "setting {number}: {found}",
    "settings": "holds in {count} settings",
    "by size": "larger side = {larger}, smaller side = {smaller}",
    "equal for other laws": "equal though the laws are not: {found}",
    "equal everywhere": "both sides are equal in every setting: claim the equality",
    "nothing minimised": "there is nothing to minimise",
    "in proportion": "one function rises with the other",
    "lowest at": "lowest at {left} and at {right}",
    "no value": "{why}",
    "no further digits": "left = {left}, which has no further digits",
    "no decimal": "{right} is no decimal number",
    # hypotheses
    "needed": "needed: without it, {how}at {world}, {found}",
    "not shown to be needed": "not shown to be needed",
    "not testable": "no simple world violates it",
    "no law": "without it a probability that is listed would not be positive",
    "draws alike": "with all draws alike, ",
    "parts depend": "with parts that depend on each other, ",
    "support moves": "with a support that moves, ",
    **dict.fromkeys(("vanishes", "few draws", "outside"), ""),  # the world shows it
    "not real": "a side has no real value",
    # both, and what they leave out
    "not carried out": "could not be carried out: {error}",
    "mixed signs": "the two ends are not compared: {signs} together claim nothing of them",
}


def said(found):
    """Return a fact, or the one of a finding, in words.

    Examples
    --------
    >>> from klutils.symbolic.language.findings import fact
    >>> said(fact("sides", left="0.218", right="2.277"))
    'left = 0.218, right = 2.277'
    """
    if not isinstance(found, (Fact, Finding)):
        raise TypeError(f"found is {found!r}; expected a fact or a finding, as check(…) returns")
    details = {name: _words(value) for name, value in found.details.items()}
    return SENTENCES[found.code].format(**details)


def _words(value):
    if isinstance(value, Fact):
        return said(value)
    if isinstance(value, tuple):
        return ", ".join(map(_words, value)) or "no point"
    return shortened(value) if isinstance(value, Basic) else str(value)


def shortened(expr):
    """Return an expression as plain text; of a long sum the first terms, and how many more."""
    text = plain(expr)
    if len(text) <= LONGEST:
        return text
    parts = terms(expr) if expr.is_Add else [expr]
    kept = len(parts)
    while kept > 1 and len(text) > LONGEST:
        kept -= 1
        text = plain(Add(*parts[:kept]))
    text = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
    left_out = len(parts) - kept
    return f"{text} … and {left_out} more term{'s' * (left_out > 1)}" if left_out else text


def compared(witness, *, every=False):
    """Say how much the witness compared, and where; ``every`` lists all worlds."""
    count, largest, tried = witness.worlds, witness.largest, list(map(_place, witness.tried))
    text = f"{count} comparison{'s' if count != 1 else ''}"
    text += ", no difference" if largest == "0" else f", largest difference {largest}"
    if every and len(tried) > 1:
        return f"{text}; tried at {'; '.join(tried)}"
    return f"{text}; {'tried' if every else 'first'} at {tried[0]}" if tried else text


def _place(tried):
    """A world, with the values between which a parameter was moved there."""
    if tried.over is None:
        return tried.world
    values = f"compared at {plain(tried.over)} = {', '.join(tried.values)}"
    return f"{tried.world}, {values}" if tried.world else values


def told_of_print(found):
    """Say what was read back of a print, and how it was compared with what was checked.

    Examples
    --------
    >>> told_of_print({"sides": 3, "regrouped": 0, "hypotheses": 1})
    'read back by its grammar, 3 sides and 1 hypothesis are what was checked'
    """
    parts = [_counted(found["sides"], "side", "sides")]
    if found["hypotheses"]:
        parts.append(_counted(found["hypotheses"], "hypothesis", "hypotheses"))
    text = f"read back by its grammar, {' and '.join(parts)} are what was checked"
    others = found["regrouped"]
    return text + (f", {others} of them in another grouping" if others else "")


def _counted(number, one, several):
    return f"{number} {one if number == 1 else several}"


def refusal(left, step, where, findings, *, ends=False):
    """Say which claim does not hold: the numbers first, then what is left over."""
    algebra, witness = findings
    reason = f": {step.reason}" if step.reason else ""
    head = f"{where} ({step.kind}{reason}) does not hold."
    if ends:
        head = f"{where}: the two ends ({step.kind}) do not agree, though each step holds."
    lines = [head, f"  claimed: {plain(left)}  {relation_in_words(step)}  {plain(step.right)}"]
    for found in (witness, algebra):
        lines.append(f"  {found.route} {'holds' if found.holds else 'fails'}: {said(found)}")
    if witness.holds and witness.worlds:
        lines.append("  No world contradicts the claim: it may be true, and beyond this algebra.")
    return "\n".join(map(_folded, lines))


def _folded(line):
    """Break a line where it is wider than a page's column."""
    return textwrap.fill(
        line, COLUMN, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False
    )
