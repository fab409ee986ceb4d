r"""Whether what is shown says what was checked: the print is read back, and compared.

Main definitions
----------------
PrintError
    A print that says something else than the claim that was checked, or nothing.
read_back
    Reads a displayed chain, its hypotheses and its cases of equality, and compares.

Implementation notes
--------------------
The reader knows what the expressions declare, their letters and laws by name, and nothing of the
printer. What it finds is the same as it was written, or in another grouping of the same terms and
factors. That both are equal by a theorem would not do: the page would show another claim.
"""

from klutils.symbolic.language.steps import (
    Definition,
    Equality,
    EqualUpToConstant,
    Estimate,
    Inequality,
    Value,
)
from klutils.symbolic.language.written import written
from klutils.symbolic.notation.plain import plain
from klutils.symbolic.reading.meaning import Reader
from klutils.symbolic.reading.names import Names
from klutils.symbolic.reading.sentences import hypotheses
from klutils.symbolic.reading.signs import Unreadable

from .regrouped import regrouped
from .same import plainly

__all__ = ["PrintError", "compared", "read_back"]

# What the grammar calls the signs between sides.
SIGNS = {
    "definition": Definition,
    "equality": (Equality, Value),
    "at_least": Inequality,
    "at_most": Inequality,
    "estimate": Estimate,
    "up_to_constant": EqualUpToConstant,
}


class PrintError(ValueError):
    """A print that does not say what was checked; the message says what was read instead."""


def read_back(label, statement, start, steps, stated):
    """Read a displayed chain of steps and the sentences beside it, and compare.

    Parameters
    ----------
    label : str
    statement : str
        The LaTeX of the chain, as the page gets it.
    start : Expr
    steps : list of Step
    stated : list of (str, Hypothesis)
        Each hypothesis, as the page shows it and as an object.

    Returns
    -------
    dict
        How many sides were read, how many of them in another grouping, and how many hypotheses.

    Raises
    ------
    PrintError
        If something does not read back.
    """
    shown = [start, *(step.right for step in steps)]
    overs = [step.over for step in steps if isinstance(step, EqualUpToConstant)]
    cases = [d for step in steps for d in getattr(getattr(step, "gap", None), "equality", ())]
    try:
        reader = Reader(Names.of(*shown, *overs, *cases, *(one for _, one in stated)))
        sides, relations = reader.chain(statement)
    except Unreadable as error:
        raise PrintError(f"{label}: the print cannot be read: {error}.") from None
    if len(sides) != len(shown):
        raise PrintError(f"{label}: {len(sides)} sides were read, and {len(shown)} were checked.")
    for number, (step, (sign, over)) in enumerate(zip(steps, relations, strict=True), 1):
        larger = {"at_least": "left", "at_most": "right"}.get(sign)
        kind = isinstance(step, SIGNS.get(sign, ()))
        if (
            not kind
            or getattr(step, "larger", None) != larger
            or getattr(step, "over", None) != over
        ):
            raise PrintError(f"{label}, step {number}: its sign was read as {sign} over {over}.")
    others = 0
    for number, (seen, meant) in enumerate(zip(sides, shown, strict=True)):
        where = f"{label}, step {number}" if number else f"{label}, left side"
        others += compared(where, seen, meant) == "grouping"
    for text, hypothesis in stated:
        _hypothesis(label, text, hypothesis, reader)
    return {"sides": len(sides), "regrouped": others, "hypotheses": len(stated)}


def compared(where, seen, meant):
    """Return how two expressions were found to be the same: "form" or "grouping"; or raise."""
    first, second = plainly(seen), plainly(meant)
    if first == second:
        return "form"
    if not regrouped(first, second):
        left, right = plain(seen), plain(meant)
        if left == right:
            left, right = written(seen), written(meant)
        raise PrintError(
            f"{where}: the print does not say what was checked.\n"
            f"  read back: {left}\n  checked:   {right}"
        )
    return "grouping"


def _hypothesis(label, text, hypothesis, reader):
    try:
        found = hypotheses(text, reader)
    except Unreadable as error:
        raise PrintError(f"{label}: the hypothesis {text} cannot be read: {error}.") from None
    if plainly(hypothesis) not in map(plainly, found):
        read = " or ".join(map(str, found)) or "nothing"
        raise PrintError(f"{label}: {text} was read as {read}; what was checked is {hypothesis}.")
