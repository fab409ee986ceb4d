r"""How well the checks guard the book: what each route says to each mutant of each step.

Main definitions
----------------
Outcome
    One mutant, what both routes said to it, and whether it is a true claim after all.
outcomes
    All mutants of one derivation.
Dropped, dropped
    A hypothesis of a derivation that was left out, and whether a world shows that it is needed.
table
    The outcomes counted, operator by operator, and the hypotheses kind by kind, as plain data.

Implementation notes
--------------------
A route *kills* a mutant that it does not confirm, and *refuses* it when it has no rule for such a
claim or no number for such a side, and says so; either way nothing reaches a page. Every mutant is
put to the judge, a third route, as well. Where the judge finds no difference the mutant is
*equivalent*: the slip made another true claim.

A hypothesis is dropped by trying the claim in worlds that violate it. A counterexample kills the
mutant; without one the hypothesis is not shown to be needed. Where no simple world violates it,
nothing was tried, and that is counted apart.
"""

from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace

from klutils.mutants.operators import OPERATORS, mutants
from klutils.symbolic.algebra.kinds import algebra
from klutils.symbolic.derive.derivation import needed
from klutils.symbolic.judge.kinds import Undecided, judge
from klutils.symbolic.language.samples import SampleMean
from klutils.symbolic.language.steps import sides
from klutils.symbolic.language.written import read, read_hypotheses, read_step
from klutils.symbolic.notation.hypotheses import in_words
from klutils.symbolic.notation.plain import plain
from klutils.symbolic.notation.relations import relation_in_words
from klutils.symbolic.witness.kinds import witness

__all__ = ["ROUTES", "Dropped", "Outcome", "dropped", "outcomes", "score", "table"]

ROUTES = {"algebra": algebra, "witness": witness}
SAID = ("killed", "refused", "survived")


@dataclass(frozen=True)
class Outcome:
    """What became of one mutant.

    Attributes
    ----------
    label : str
        The derivation.
    step : int
        The step, from 1.
    operator, part : str
        The slip, and what it broke.
    claim : str
        The wrong claim, as plain text.
    algebra, witness : {"killed", "refused", "survived"}
        What each route said by itself.
    verdict : {"wrong", "equivalent", "undecided"}
        What the judge found.
    refusals : tuple of str
        Why a route refused the mutant, in words.
    """

    label: str
    step: int
    operator: str
    part: str
    claim: str
    algebra: str
    witness: str
    verdict: str
    refusals: tuple = ()


def score(records, *, workers=2, told=lambda label, count: None):
    """Return the outcomes of all mutants of all derivations, given by their records.

    Parameters
    ----------
    records : iterable of dict
        Records of derivations, as :mod:`klutils.ledger` reads them.
    workers : int, default 2
        How many processes share the work.
    told : callable, optional
        Called with the label of each derivation and the number of its mutants, as they are done.
    """
    found = []
    with ProcessPoolExecutor(workers) as pool:
        try:
            for record, of_record in zip(records, pool.map(outcomes, records), strict=True):
                told(record["label"], len(of_record))
                found += of_record
        except BaseException:  # an interrupt too: nobody waits for what is still to do
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return found


def outcomes(record):
    """Return the outcomes of all mutants of one derivation."""
    found, left = [], read(record["source"]["start"])
    steps = list(map(read_step, record["source"]["steps"]))
    given = read_hypotheses(record["source"]["given"])
    steps = [replace(step, hypotheses=(*given, *step.hypotheses)) for step in steps]
    among = sides(left, steps)
    for number, step in enumerate(steps, 1):
        for mutant in mutants(left, step, first=number == 1):
            answers = {name: _answer(route, mutant, among) for name, route in ROUTES.items()}
            found.append(
                Outcome(
                    record["label"],
                    number,
                    mutant.operator,
                    mutant.part,
                    _in_words(mutant),
                    **{name: said for name, (said, _) in answers.items()},
                    verdict=_verdict(mutant, among),
                    refusals=tuple(why for _, why in answers.values() if why),
                )
            )
        left = step.right
    return found


@dataclass(frozen=True)
class Dropped:
    """What became of a claim without one of its hypotheses.

    Attributes
    ----------
    label : str
        The derivation.
    kind, hypothesis : str
        The class of the hypothesis, and what it says.
    said : {"needed", "not shown to be needed", "not testable"}
    """

    label: str
    kind: str
    hypothesis: str
    said: str


def dropped(record):
    """Return what becomes of a derivation without each of its hypotheses in turn."""
    start, source = read(record["source"]["start"]), record["source"]
    steps = list(map(read_step, source["steps"]))
    given = read_hypotheses(source["given"])
    every = dict.fromkeys((*given, *(one for step in steps for one in step.hypotheses)))
    return [
        Dropped(record["label"], type(one).__name__, in_words(one), found.code)
        for one in every
        for _, found in [needed(start, steps, given, one)]
    ]


def _answer(route, mutant, among):
    """Return what a route says to a mutant, and why if it refuses it."""
    try:
        found = route(mutant.left, mutant.step, among)
    except (TypeError, ValueError, ArithmeticError) as error:
        return "refused", f"{route.__name__}: {error}"
    return "survived" if found.holds else "killed", ""


def _verdict(mutant, among):
    try:
        return "equivalent" if judge(mutant.left, mutant.step, among=among).holds else "wrong"
    except Undecided:
        return "undecided"


def _in_words(mutant):
    """The mutant as plain text; what a step states besides only where that was broken."""
    step = mutant.step
    text = f"{plain(mutant.left)} {relation_in_words(step)} {plain(step.right)}"
    laws = sorted(plain(mean.law) for mean in step.right.atoms(SampleMean))
    text += f", sampled from {', '.join(dict.fromkeys(laws))}" if laws else ""
    gap = getattr(step, "gap", None)
    if mutant.part == "gap":
        text += f", as the mean of {plain(gap.function)} at {plain(gap.argument)}"
        text += f" under {plain(gap.law)}" if gap.law else ""
    if mutant.part == "case of equality":
        text += ", equal if " + " = ".join(map(plain, gap.equality))
    if mutant.part == "variance":
        text += f", with variance {plain(step.variance)}"
    return text


def table(found, without=()):
    """Count outcomes as plain data: by operator, and one by one where a route let a mutant pass.

    The numbers of a route are those of the wrong claims alone; equivalent ones are counted apart.

    Parameters
    ----------
    found : iterable of Outcome
    without : iterable of Dropped
    """
    by_operator = {o: [one for one in found if one.operator == o] for o in OPERATORS}
    true = [outcome for outcome in found if outcome.verdict == "equivalent"]
    wrong = [outcome for outcome in found if outcome.verdict != "equivalent"]
    passed = [outcome for outcome in wrong if "survived" in (outcome.algebra, outcome.witness)]
    return {
        "operators": {operator: _counts(mine) for operator, mine in by_operator.items()},
        "all": _counts(found),
        "equivalent": list(map(_plain, true)),
        "refused": [_plain(outcome) for outcome in wrong if outcome.refusals],
        "survivors": list(map(_plain, passed)),
        "hypotheses": _by_kind(without),
    }


def _by_kind(without):
    """Count the dropped hypotheses, kind by kind, and list those not shown to be needed."""
    kinds = sorted({one.kind for one in without})
    counts = {kind: Counter(one.said for one in without if one.kind == kind) for kind in kinds}
    return {
        "kinds": {kind: dict(sorted(count.items())) for kind, count in counts.items()},
        "not shown": [asdict(one) for one in without if one.said == "not shown to be needed"],
    }


def _plain(outcome):
    return asdict(outcome) | {"refusals": list(outcome.refusals)}


def _counts(found):
    wrong = [outcome for outcome in found if outcome.verdict != "equivalent"]
    counts = {"mutants": len(found), "equivalent": len(found) - len(wrong)}
    for route in ROUTES:
        said = Counter(getattr(outcome, route) for outcome in wrong)
        counts[route] = {word: said[word] for word in SAID}
    return counts
