r"""Exercises: a reader writes the next step and is told whether it is right.

Main definitions
----------------
Exercise
    A left side, what is asked, and what an answer must not hold.
Reply
    What is said to an answer; shows itself as the result of a cell.

Implementation notes
--------------------
An answer is judged as a step of a derivation is: by algebra and by witness. So a wrong one gets a
counterexample. An answer that is true may still not be what was asked, the left side itself for
example; then the reply says what stands in the way. Where neither route can tell, the reply says so
and does not call the answer wrong. Whatever a reader writes gets a reply and no traceback.
"""

from dataclasses import dataclass

from sympy import Basic, Float, SympifyError

from klutils.symbolic.language.arguments import expression
from klutils.symbolic.language.functionals import InOrder, Name
from klutils.symbolic.language.laws import Law
from klutils.symbolic.language.steps import KINDS, Estimate, Step, Value, equal, estimate
from klutils.symbolic.notation.layout import inline
from klutils.symbolic.notation.plain import plain
from klutils.symbolic.notation.printing import latex
from klutils.symbolic.notation.relations import relation_in_tex

from .alike import tell_apart
from .derivation import Derivation, StepError, check
from .prints import read_back
from .sentences import said

__all__ = ["Exercise", "Reply"]

RECORD = "application/vnd.klutils.answer+json"
ASKED = {kind: step.written for kind, step in KINDS.items() if step is not Value}
OF_THE_GAP = {"gap differs", "gap below", "case differs"}  # found after the order of both sides
HINTS = {
    str: "without quotation marks",
    Law: "at a point, such as `p(x)`",
    Derivation: "alone: the derivation's `.result`",
}


@dataclass(frozen=True)
class Reply:
    """What is said to an answer.

    Attributes
    ----------
    exercise : str
        The exercise's label.
    verdict : {"unfinished", "wrong", "undecided", "not yet", "right"}
        "undecided" has no counterexample, and is not confirmed; "not yet" is true, and not what was
        asked.
    text : str
        The reply in words, as Markdown.
    """

    exercise: str
    verdict: str
    text: str

    def _repr_mimebundle_(self, **_options):
        record = {"exercise": self.exercise, "verdict": self.verdict}
        return {"text/markdown": self.text, RECORD: record, "text/plain": repr(self)}

    def __repr__(self):
        return f"{self.exercise}: {self.verdict}"


class Exercise:
    """A step for the reader to write.

    Parameters
    ----------
    label : str
        The label of the exercise in the text, ``ex-…``.
    start : Expr
        The left side; the reader writes what comes after it.
    asks : str
        What is asked, in one sentence, as Markdown.
    kind : {"equality", "definition", "inequality", "estimate", "equal up to a constant"}
        The kind of step that is asked for.
    without : class, symbol or law, or a tuple of them
        What the right side must not hold, so that an answer says something new.

    Examples
    --------
    >>> from klutils.symbolic import H, Int, KL, Density, variable
    >>> from sympy import log
    >>> p, q, x = Density("p"), Density("q"), variable("x")
    >>> slip = Exercise("ex-slip", Int(p(x) * log(q(x)), x), "Use $H(p)$.", without=Int)
    >>> slip.answer(...)
    ex-slip: unfinished
    >>> slip.answer(H(p) - KL(p, q))
    ex-slip: wrong
    >>> slip.answer(-H(p) - KL(p, q))
    ex-slip: right
    """

    def __init__(self, label, start, asks, *, kind="equality", without=()):
        if not isinstance(label, str) or not label.startswith("ex-"):
            raise ValueError(f"label is {label!r}; expected a name that begins with 'ex-'")
        if not isinstance(asks, str) or not asks:
            raise TypeError(f"asks is {asks!r}; expected a sentence")
        if not isinstance(kind, str) or kind not in ASKED:
            raise ValueError(f"kind is {kind!r}; expected one of {', '.join(map(repr, ASKED))}")
        self.label, self.start, self.asks = label, expression(start, "start"), asks
        self.kind = kind
        self.without = without if isinstance(without, tuple) else (without,)
        for thing in self.without:
            if not issubclass(thing if isinstance(thing, type) else type(thing), Basic):
                raise TypeError(
                    f"without holds {thing!r}; expected a class such as Int, a symbol or a law"
                )

    def answer(self, step):
        """Judge an answer: a step such as ``equal(…)``, or the right side alone.

        Parameters
        ----------
        step : Step, Expr or ...
            Three dots stand for an answer that is not written yet.

        Returns
        -------
        Reply
        """
        if step is ...:
            return self._reply(
                "unfinished",
                f"**Yours to write.** {self.asks}\n\n{inline(latex(self.start))}\n\n"
                "In the downloaded notebook, put what follows in the place of the three dots.",
            )
        bare = not isinstance(step, Step)
        if bare:
            step = self._as_step(step)
            if isinstance(step, Reply):
                return step
        if step.right is not None and step.right.has(Float):
            return self._reply(
                "wrong",
                f"**Decimals are rounded**: `{step.right}`. Write the number exactly, "
                "with fractions such as `Rational(1, 2)` and with SymPy's `log`.",
            )
        if step.kind != self.kind:
            given = "a right side alone counts as" if bare else "this is of the kind"
            return self._reply(
                "wrong",
                f"**Another kind of step is asked for**: {self.kind}, "
                f"written `{ASKED[self.kind]}`; {given} {step.kind}.",
            )
        try:
            check(self.start, step, self.label)
            relation, right = relation_in_tex(step), latex(step.right, [self.start])
            tell_apart(self.label, [self.start, step.right])
            shown = f"{latex(self.start, [step.right])} {relation} {right}"
            read_back(self.label, shown, self.start, [step], [])
        except StepError as slip:
            _, witness = slip.findings
            if all(found.code == "not carried out" for found in slip.findings):
                return self._unread(step, said(witness))
            verdict, told = _judged(witness)
            return self._reply(verdict, f"{told}\n\n```text\n{slip}\n```")
        except Exception as error:  # a reader may write whatever SymPy can
            return self._unread(step, f"{type(error).__name__}: {error}")
        if obstacle := self._obstacle(step.right):
            return self._reply("not yet", f"**True, and not yet what is asked**: {obstacle}.")
        shown = f"{inline(latex(self.start, [step.right]))} {inline(right, relation)}"
        return self._reply("right", f"**Right**, by algebra and by witness:\n\n{shown}")

    def _unread(self, step, why):
        text = f"**The check cannot read this**: `{step.right}` ({why}). "
        return self._reply("undecided", f"{text}Write it with the names of this chapter.")

    def _as_step(self, answer):
        """Take a right side alone for an equality, or for an estimate where that is asked for."""
        try:
            return estimate(answer, "") if self.kind == Estimate.kind else equal(answer, "")
        except (TypeError, SympifyError):
            hints = (hint for kind, hint in HINTS.items() if isinstance(answer, kind))
            instead = next(hints, f"with the names of this chapter, or `{ASKED[self.kind]}`")
            text = f"**That is no expression**: `{answer!r}`. Write one {instead}."
            return self._reply("wrong", text)

    def _obstacle(self, right):
        """Say what keeps a true answer from being the one that is asked for."""
        if right == self.start or _bare(right) == _bare(self.start):
            return "it is the left side again"
        for thing in self.without:
            if isinstance(thing, type) and right.atoms(thing):
                found = min(right.atoms(thing), key=str)
                return f"it still holds `{plain(found)}`"
            if not isinstance(thing, type) and right.has(thing):
                return f"it still holds `{plain(thing)}`"
        return ""

    def _reply(self, verdict, text):
        return Reply(self.label, verdict, text)


def _judged(witness):
    """Return the verdict on an answer that does not hold, and how the reply begins."""
    if witness.holds or not witness.worlds:
        return "undecided", "**Not confirmed**, and not refuted either."
    found = witness.details["found"] if witness.code == "world" else witness.found
    if found.code in OF_THE_GAP:
        return "undecided", "**The inequality is not refuted, but its gap does not fit.**"
    return "wrong", "**Not so.**"


def _bare(expr):
    """An expression without names and without an order of its terms."""
    while expr.has(Name, InOrder):
        expr = expr.replace(lambda a: isinstance(a, (Name, InOrder)), lambda a: a.unfold())
    return expr
