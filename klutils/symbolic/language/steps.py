r"""The kinds of step that a derivation may take, and what each of them claims.

=================  ========  ===========================================================
kind               shown as  means
=================  ========  ===========================================================
definition         :=        the left side is a name, and it unfolds to the right side
equality           =         both sides are the same functional of the laws
inequality         ≥, ≤      left − right = E[g(r)], and g is convex with its only zero at
                             one point: the case of equality
estimate           ≈         the right side is a statistic whose expectation is the left
same minimiser     ≐         both sides differ by something free of the parameter
value              =         the left side is a number with these first digits
=================  ========  ===========================================================

A step must claim the strongest kind that holds: ``same_minimiser`` between equal sides is an
error, and so is an inequality that is always an equality.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from mpmath import isfinite, mp, mpf, nint
from sympy import Basic, Expr, Integer
from sympy.core.symbol import Str

from .arguments import expression, law_of, symbol_of
from .functionals import E
from .laws import DensityAt
from .samples import N, SampleMean

__all__ = [
    "Decimal",
    "Finding",
    "Gap",
    "Step",
    "at_least",
    "at_most",
    "define",
    "equal",
    "estimate",
    "same_minimiser",
    "value",
]


class Decimal(Expr):
    """A number in decimals: cut off and not rounded, 0.0304…, or exact, 0.5."""

    is_real = True
    is_commutative = True

    def __new__(cls, digits, exact=False):
        digits = digits if isinstance(digits, Str) else Str(digits)
        return Expr.__new__(cls, digits, Integer(bool(exact)))

    @classmethod
    def of(cls, number, places):
        """Return the first decimal places of a number; all of them, if it has no more."""
        if not isfinite(number):
            raise ValueError(f"{mp.nstr(number)} has no digits; claim equal(oo, …)")
        with mp.workdps(60):
            scaled = abs(mpf(number)) * mpf(10) ** places
            exact = abs(scaled - nint(scaled)) < mpf("1e-15")
            whole, part = divmod(int(nint(scaled) if exact else scaled), 10**places)
        digits = f"{whole}.{part:0{places}d}"
        digits = digits.rstrip("0").rstrip(".") if exact else digits
        return cls(f"-{digits}" if number < 0 and digits != "0" else digits, exact)

    @property
    def digits(self):
        return self.args[0].name

    @property
    def exact(self):
        """Whether the number has no further digits."""
        return bool(self.args[1])


@dataclass(frozen=True)
class Gap:
    """Why an inequality holds: left − right = E_law[g(argument)] with g convex, g ≥ 0.

    Parameters
    ----------
    function : Expr
        g, written in the symbol ``of``.
    of : Symbol
        The variable of g; declare it positive if the argument is a ratio of densities.
    argument : Expr
        What g is applied to.
    law : Law, optional
        The law under which the expectation is taken; without it the claim is pointwise.
    equality : pair of densities, optional
        ``(p(x), q(x))`` says that the argument reaches the zero of g exactly where p(x) = q(x).
    sample : bool, default False
        Whether the mean is one over a sample of the law instead of the expectation.
    """

    function: Expr
    of: Expr
    argument: Expr
    law: Basic | None = None
    equality: tuple = ()
    sample: bool = False

    def __post_init__(self):
        object.__setattr__(self, "function", expression(self.function, "function"))
        object.__setattr__(self, "argument", expression(self.argument, "argument"))
        symbol_of(self.of, "of")
        if self.law is not None:
            law_of(self.law, "law")
        elif self.sample:
            raise ValueError("sample is True, law is None; expected the law that is sampled")
        pair = tuple(self.equality)
        if pair and not (len(pair) == 2 and all(isinstance(d, DensityAt) for d in pair)):
            raise TypeError(f"equality is {pair}; expected two densities, such as (p(x), q(x))")

    @property
    def term(self):
        """What the larger side has more than the smaller one."""
        g = self.function.subs(self.of, self.argument)
        if self.law is None:
            return g
        return SampleMean(self.law, g) if self.sample else E(self.law, g)


@dataclass(frozen=True)
class Step:
    """One step of a derivation: what kind of claim, to which expression, and why."""

    kind: str
    relation: str
    right: Expr | None
    reason: str
    hypotheses: tuple = ()
    options: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Finding:
    """What one route, algebra or witness, found about one step."""

    route: str
    holds: bool
    evidence: str
    worlds: int = 0
    largest: str = ""
    tried: tuple = ()

    def record(self):
        """Return the finding as plain data for the claim's record."""
        found = {"holds": self.holds, "evidence": self.evidence}
        if self.route == "witness":
            found |= {"worlds": self.worlds, "largest disagreement": self.largest}
            found["tried"] = list(self.tried)
        return found


def define(right, reason="definition", *, given=()):
    """Claim that the left side is a name for ``right``, shown as :=."""
    return _step("definition", ":=", right, reason, given)


def equal(right, reason, *, given=()):
    """Claim that both sides are the same functional, shown as =."""
    return _step("equality", "=", right, reason, given)


def at_least(right, reason, *, gap, given=()):
    """Claim left ≥ right, because left − right is the expectation of a convex g ≥ 0."""
    return _step("inequality", r"\ge", right, reason, given, gap=_gap(gap))


def at_most(right, reason, *, gap, given=()):
    """Claim left ≤ right, because right − left is the expectation of a convex g ≥ 0."""
    return _step("inequality", r"\le", right, reason, given, gap=_gap(gap))


def estimate(right, reason, *, variance=None, given=()):
    """Claim that ``right`` is a statistic whose expectation over samples is the left side.

    ``variance`` states the statistic's variance over samples; it is checked as well.
    """
    options = {} if variance is None else {"variance": expression(variance, "variance")}
    return _step("estimate", r"\approx", right, reason, given, **options)


def same_minimiser(right, reason, *, over, given=()):
    """Claim that both sides differ by something free of the parameter ``over``, shown as ≐."""
    over = symbol_of(over, "over")
    if over == N:
        raise ValueError(f"over = {over}, the sample size; expected a parameter")
    return _step("same minimiser", r"\doteq", right, reason, given, over=over)


def value(digits, reason="to {} decimals", *, given=()):
    """Claim the first ``digits`` decimals of the left side; the engine fills them in."""
    if not isinstance(digits, (int, Integer)) or not 1 <= digits <= 30:
        raise ValueError(f"digits = {digits!r}; expected a whole number from 1 to 30")
    step = _step("value", "=", 0, reason.format(digits), given, digits=int(digits))
    return Step(step.kind, step.relation, None, step.reason, step.hypotheses, step.options)


def _step(kind, relation, right, reason, given, **options):
    if not isinstance(reason, str):
        raise TypeError(f"reason is {reason!r}; expected a few words")
    return Step(kind, relation, expression(right, "right"), reason, texts(given), options)


def texts(given):
    """Return one text or several as a tuple, or say which is none."""
    given = (given,) if isinstance(given, str) or not isinstance(given, Iterable) else given
    given = tuple(given)
    for text in given:
        if not isinstance(text, str):
            raise TypeError(f"{text!r} is no text; expected hypotheses in words, or labels")
    return given


def _gap(gap):
    if not isinstance(gap, Gap | None):
        raise TypeError(f"gap is {gap!r}; expected Gap(…)")
    return gap
