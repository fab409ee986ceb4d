r"""The kinds of step that a derivation may take, and what each of them claims.

=================  ====  ===============================================================
class              sign  means
=================  ====  ===============================================================
Definition         :=    the left side is a name, and it unfolds to the right side
Equality           =     both sides are the same functional of the laws
Inequality         ≥, ≤  the larger side exceeds the smaller by E[g(r)], and g is convex
                         with its only zero at one point: the case of equality; or g > 0
Estimate           ≈     the right side is a statistic whose expectation is the left
EqualUpToConstant  ≐     both sides differ by what the parameter cannot change; so the
                         gradient and every comparison of two values are the same
Value              =     the left side is a number with these first digits
=================  ====  ===============================================================

A step must claim the strongest kind that holds: ``equal_up_to_constant`` between equal sides is an
error, and so is an inequality that is always an equality.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from numbers import Integral
from typing import ClassVar, NamedTuple

from mpmath import isfinite, mp, mpf, nint
from sympy import Basic, Expr, Integer, Symbol
from sympy.core.symbol import Str

from .arguments import expression, law_of, symbol_of
from .functionals import E
from .hypotheses import Hypothesis, SampleSize
from .laws import Density, DensityAt
from .samples import N, SampleMean

__all__ = [
    "KINDS",
    "Decimal",
    "Definition",
    "EqualUpToConstant",
    "Equality",
    "Gap",
    "Inequality",
    "Step",
    "Value",
    "at_least",
    "at_most",
    "define",
    "equal",
    "equal_up_to_constant",
    "estimate",
    "value",
]


KNOWN = 45  # digits of a value: the routes compute 50, and rounding takes the last ones
EXACT = mpf("1e-6")  # of the last decimal: a number this near to it has no further ones


class Decimal(Expr):
    """A number in decimals: cut off and not rounded, 0.0304…, or exact, 0.5."""

    is_real = True
    is_commutative = True

    def __new__(cls, digits, exact=False):
        written = digits.name if isinstance(digits, Str) else digits
        if not isinstance(written, str) or not re.fullmatch(r"-?\d+(\.\d+)?", written):
            raise TypeError(f"digits is {digits!r}; expected decimals, such as '0.5'")
        if not isinstance(exact, (bool, Integer)):
            raise TypeError(f"exact is {exact!r}; expected True or False")
        return Expr.__new__(cls, Str(written), Integer(bool(exact)))

    @classmethod
    def of(cls, number, places, known=KNOWN):
        """Return the first decimal places of a number; all of them, if it has no more.

        ``known`` says how many digits of one plus the number are known.
        """
        try:
            with mp.workdps(60):
                number = mpf(number)
        except (TypeError, ValueError, AttributeError):
            raise TypeError(f"number is {number!r}; expected a real number") from None
        places = _places(places, "places")
        if number != number:
            raise ValueError("number is nan; expected a real number")
        if not isfinite(number):
            raise ValueError(f"{mp.nstr(number)} has no digits; claim equal(oo, …)")
        with mp.workdps(60):
            scaled = abs(number) * mpf(10) ** places
            error = (scaled + mpf(10) ** places) / mpf(10) ** known
            if error >= 1:
                raise ValueError(
                    f"{mp.nstr(number)} to {places} decimals has more than the {known} digits "
                    "that are known; expected fewer decimals"
                )
            exact = abs(scaled - nint(scaled)) <= min(error, EXACT)
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
    """Why an inequality holds: left − right = E_law[g(argument)] with g convex, g ≥ 0; or g > 0.

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
        _set(self, function=expression(self.function, "function"))
        _set(self, argument=expression(self.argument, "argument"))
        symbol_of(self.of, "of")
        if not isinstance(self.sample, bool):
            raise TypeError(f"sample is {self.sample!r}; expected True or False")
        if self.law is not None:
            law_of(self.law, "law")
        elif self.sample:
            raise ValueError("sample is True, law is None; expected the law that is sampled")
        pair = self.equality if isinstance(self.equality, Iterable) else (self.equality,)
        pair = tuple(pair)
        if pair and not (len(pair) == 2 and all(isinstance(d, DensityAt) for d in pair)):
            raise TypeError(f"equality is {pair}; expected two densities, such as (p(x), q(x))")

    def alike(self, expr):
        """Return an expression with both laws of the case of equality alike.

        An arbitrary law gives way to the other one, of which it must be no part.
        """
        first, second = (density.law for density in self.equality)
        if type(first) is Density and not second.has(first):
            return expr.xreplace({first: second})
        return expr.xreplace({second: first})

    @property
    def term(self):
        """What the larger side has more than the smaller one."""
        g = self.function.subs(self.of, self.argument)
        if self.law is None:
            return g
        return SampleMean(self.law, g) if self.sample else E(self.law, g)


class Sign(NamedTuple):
    """How a claim is written between its sides: in a message, and on the page."""

    plain: str
    latex: str


@dataclass(frozen=True)
class Step:
    """One step of a derivation: to which expression, and why; its class is the kind of claim.

    Attributes
    ----------
    right : Expr
        The right side; the left one is what the derivation has come to.
    reason : str
        Why, in a few words.
    hypotheses : tuple of Hypothesis or str
        What the step takes for granted; a text is shown, and read by nobody.
    """

    right: Expr
    reason: str
    hypotheses: tuple = ()

    kind: ClassVar[str]
    signs: ClassVar[tuple]
    written: ClassVar[str]  # how an author writes it

    def __post_init__(self):
        if not isinstance(self.reason, str):
            raise TypeError(f"reason is {self.reason!r}; expected a few words")
        _set(self, right=expression(self.right, "right"), hypotheses=taken(self.hypotheses))

    @property
    def least_size(self):
        """The least sample size that the step speaks of: 1, unless a hypothesis says more."""
        stated = (h for h in self.hypotheses if isinstance(h, SampleSize))
        return max((int(h.args[0]) for h in stated), default=1)

    @property
    def sign(self):
        """How the claim is written between its sides."""
        return self.signs[0]

    @property
    def stated(self):
        """The expressions that the step states besides its right side."""
        return ()


class Definition(Step):
    """The left side is a name for the right side."""

    kind, signs, written = "definition", (Sign(":=", r"\coloneqq"),), "define(…)"


class Equality(Step):
    """Both sides are the same functional of the laws."""

    kind, signs, written = "equality", (Sign("=", "="),), "equal(…)"


@dataclass(frozen=True, kw_only=True)
class Inequality(Step):
    """One side is never less than the other, by a gap.

    Attributes
    ----------
    larger : {"left", "right"}
        The side that is never less.
    gap : Gap or None
        Why; without it no route confirms the claim.
    """

    larger: str
    gap: Gap | None

    kind, signs = "inequality", (Sign("≥", r"\ge"), Sign("≤", r"\le"))
    written = "at_least(…, gap=…)"

    def __post_init__(self):
        super().__post_init__()
        if self.larger not in ("left", "right"):
            raise ValueError(f"larger is {self.larger!r}; expected 'left' or 'right'")
        if not isinstance(self.gap, Gap | None):
            raise TypeError(f"gap is {self.gap!r}; expected Gap(…)")

    @property
    def sign(self):
        """≥ or ≤."""
        return self.signs[self.larger == "right"]

    @property
    def stated(self):
        """What the gap speaks of."""
        return (self.gap.term, *self.gap.equality) if self.gap else ()

    def by_size(self, left):
        """Return the larger side and the smaller one."""
        return (left, self.right) if self.larger == "left" else (self.right, left)


@dataclass(frozen=True, kw_only=True)
class Estimate(Step):
    """The right side is a statistic with the left side for its mean.

    Attributes
    ----------
    variance : Expr or None
        The statistic's variance over samples, where it is stated.
    """

    variance: Expr | None = None

    kind, signs, written = "estimate", (Sign("≈", r"\approx"),), "estimate(…)"

    def __post_init__(self):
        super().__post_init__()
        if self.variance is not None:
            _set(self, variance=expression(self.variance, "variance"))

    @property
    def stated(self):
        """The variance, where it is stated."""
        return () if self.variance is None else (self.variance,)


@dataclass(frozen=True, kw_only=True)
class EqualUpToConstant(Step):
    """Both sides differ by what a parameter cannot change.

    Attributes
    ----------
    over : Symbol
        The parameter.
    """

    over: Symbol

    kind, signs = "equal up to a constant", (Sign("≐", r"\doteq"),)
    written = "equal_up_to_constant(…, over=…)"

    def __post_init__(self):
        super().__post_init__()
        _set(self, over=symbol_of(self.over, "over"))
        if self.over == N:
            raise ValueError(f"over = {self.over}, the sample size; expected a parameter")


@dataclass(frozen=True, kw_only=True)
class Value(Step):
    """The left side is a number, and the right one its first digits.

    Attributes
    ----------
    right : Decimal or None
        None until a derivation has filled it in.
    digits : int
        How many decimals.
    """

    digits: int

    kind, signs, written = "value", (Sign("=", "="),), "value(…)"

    def __post_init__(self):
        right, digits = self.right, _places(self.digits, "digits")
        _set(self, digits=digits, right=Integer(0) if right is None else right)
        super().__post_init__()
        _set(self, right=None if right is None else self.right)


KINDS = {
    step.kind: step
    for step in (Definition, Equality, Inequality, Estimate, EqualUpToConstant, Value)
}


def define(right, reason="definition", *, given=()):
    """Claim that the left side is a name for ``right``, shown as :=."""
    return Definition(right, reason, given)


def equal(right, reason, *, given=()):
    """Claim that both sides are the same functional, shown as =."""
    return Equality(right, reason, given)


def at_least(right, reason, *, gap, given=()):
    """Claim left ≥ right, because left − right is the expectation of a convex g ≥ 0."""
    return Inequality(right, reason, given, larger="left", gap=gap)


def at_most(right, reason, *, gap, given=()):
    """Claim left ≤ right, because right − left is the expectation of a convex g ≥ 0."""
    return Inequality(right, reason, given, larger="right", gap=gap)


def estimate(right, reason, *, variance=None, given=()):
    """Claim that ``right`` is a statistic whose expectation over samples is the left side.

    ``variance`` states the statistic's variance over samples; it is checked as well.
    """
    return Estimate(right, reason, given, variance=variance)


def equal_up_to_constant(right, reason, *, over, given=()):
    """Claim that both sides differ by what the parameter ``over`` cannot change, shown as ≐.

    So they have the same gradient in it, and rank any two of its values alike.
    """
    return EqualUpToConstant(right, reason, given, over=over)


def value(digits, reason="to {} decimals", *, given=()):
    """Claim the first ``digits`` decimals of the left side; the engine fills them in."""
    step = Value(None, reason, given, digits=digits)
    return replace(step, reason=step.reason.format(step.digits))


def sides(start, steps):
    """Return all that a chain of steps speaks of: its sides, and what its steps state besides."""
    rights = (step.right for step in steps if step.right is not None)
    return (start, *rights, *(part for step in steps for part in step.stated))


def _places(number, argument):
    """Return how many decimals are meant, or say that it is no such number."""
    whole = isinstance(number, (Integral, Integer)) and not isinstance(number, bool)
    if not whole or not 1 <= number <= 30:
        raise ValueError(f"{argument} = {number!r}; expected a whole number from 1 to 30")
    return int(number)


def taken(given):
    """Return one hypothesis or several as a tuple, or say which is none."""
    one = isinstance(given, (str, Hypothesis)) or not isinstance(given, Iterable)
    given = (given,) if one else tuple(given)
    for hypothesis in given:
        if not isinstance(hypothesis, (str, Hypothesis)):
            raise TypeError(
                f"given holds {hypothesis!r}; expected a hypothesis, such as Dominated(p, q)"
            )
    return given


def _set(frozen, **values):
    """Set fields of a frozen dataclass while it is being built."""
    for name, value_ in values.items():
        object.__setattr__(frozen, name, value_)
