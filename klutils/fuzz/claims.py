r"""Random claims, and whether the three routes contradict one another about them.

Main definitions
----------------
Case
    One claim, and what each route said.
case
    The claim of a number, the same each time.

Implementation notes
--------------------
Half of the claims say that an expression equals what the algebra makes of it, which is true if the
algebra is right; the others say that it equals another one, with one slip, which is mostly false.
Each route answers yes or no, or that it has no rule or no number. A yes beside a no is a
contradiction: one of the two routes is wrong. There is one exception: a difference that the algebra
cannot make vanish may vanish all the same; where both numerical routes confirm such a claim, it is
beyond the algebra.
"""

import signal
from dataclasses import dataclass
from random import Random

from sympy import Expr

from klutils.fuzz.expressions import KINDS, Generator
from klutils.mutants.operators import mutants
from klutils.symbolic import said
from klutils.symbolic.algebra.kinds import algebra
from klutils.symbolic.algebra.normal_form import normal
from klutils.symbolic.judge.kinds import Undecided, judge
from klutils.symbolic.language.steps import Equality, equal
from klutils.symbolic.notation.plain import plain
from klutils.symbolic.witness.kinds import witness

__all__ = ["ROUTES", "Case", "case"]

ROUTES = {"algebra": algebra, "witness": witness, "judge": judge}
ATTEMPTS = 60
SECONDS = 30  # that one route may take


class _TooLong(Exception):
    """A route has not answered in time."""


@dataclass(frozen=True)
class Case:
    """One claim, and what was said to it.

    Attributes
    ----------
    number : int
    kind : str
        The kind of scene.
    claim : str
        The claim as plain text.
    answers : dict
        Of each route: "yes", "no" or "refused".
    evidence : dict
        In words.
    """

    number: int
    kind: str
    claim: str
    answers: dict
    evidence: dict

    @property
    def contradicts(self):
        """Whether one route says yes and another no."""
        return {"yes", "no"} <= set(self.answers.values()) and not self.beyond_the_algebra

    @property
    def beyond_the_algebra(self):
        """Whether the algebra alone does not confirm the claim."""
        numerical = {self.answers["witness"], self.answers["judge"]}
        return self.answers["algebra"] == "no" and numerical <= {"yes", "refused"} != {"refused"}


def case(number, seed=0):
    """Return the claim of a number and what the routes say to it.

    Parameters
    ----------
    number, seed : int
        Fix the claim.

    Examples
    --------
    >>> case(3) == case(3)
    True
    """
    chance = Random(f"fuzz:{seed}:{number}")
    kind = list(KINDS)[number % len(KINDS)]
    left, right = _claim(chance, kind)
    answers, evidence = {}, {}
    for name, route in ROUTES.items():
        answers[name], evidence[name] = _answer(route, left, equal(right, "fuzz"))
    return Case(number, kind, f"{plain(left)} = {plain(right)}", answers, evidence)


def _claim(chance, kind):
    for _ in range(ATTEMPTS):
        try:
            generator = Generator(chance, kind)
            left = generator.expression()
            if not isinstance(left, Expr) or left.is_number:
                continue
            if chance.random() < 0.5:
                return left, _other(chance, left, normal(left))
            return left, _other(chance, left, generator.expression())
        except (TypeError, ValueError, ArithmeticError):
            continue
    raise RuntimeError(f"no claim of the kind {kind!r} in {ATTEMPTS} attempts")


def _other(chance, left, right):
    """A right side as it is, or the left side with one slip."""
    if chance.random() < 0.5:
        return right
    slips = [
        wrong.step.right
        for wrong in mutants(left, equal(left, "fuzz"))
        if isinstance(wrong.step, Equality)
    ]
    return chance.choice(slips) if slips else right


def _answer(route, left, step):
    """Return what a route says, and why."""

    def late(*_):
        raise _TooLong

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(SECONDS)
    try:
        found = route(left, step)
        return "yes" if found.holds else "no", said(found)
    except _TooLong:
        return "refused", f"no answer in {SECONDS} s"
    except (TypeError, ValueError, ArithmeticError, Undecided) as error:
        return "refused", f"{type(error).__name__}: {error}"
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
