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

from dataclasses import dataclass, field

from sympy import Basic, Expr, Integer, sympify
from sympy.core.symbol import Str

__all__ = [
    "Decimal",
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
    """The first digits of a real number, cut off and not rounded: 0.0304…"""

    is_real = True
    is_commutative = True

    def __new__(cls, digits):
        return Expr.__new__(cls, digits if isinstance(digits, Str) else Str(digits))

    def _sympystr(self, _printer):
        return f"{self.digits}…"

    @property
    def digits(self):
        return self.args[0].name


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
    """

    function: Expr
    of: Expr
    argument: Expr
    law: Basic | None = None
    equality: tuple = ()


@dataclass(frozen=True)
class Step:
    """One step of a derivation: what kind of claim, to which expression, and why."""

    kind: str
    relation: str
    right: Expr | None
    reason: str
    hypotheses: tuple = ()
    options: dict = field(default_factory=dict)


def define(right, reason="definition", *, given=()):
    """Claim that the left side is a name for ``right``, shown as :=."""
    return Step("definition", ":=", sympify(right), reason, _texts(given))


def equal(right, reason, *, given=()):
    """Claim that both sides are the same functional, shown as =."""
    return Step("equality", "=", sympify(right), reason, _texts(given))


def at_least(right, reason, *, gap, given=()):
    """Claim left ≥ right, because left − right is the expectation of a convex g ≥ 0."""
    return Step("inequality", r"\ge", sympify(right), reason, _texts(given), {"gap": gap})


def at_most(right, reason, *, gap, given=()):
    """Claim left ≤ right, because right − left is the expectation of a convex g ≥ 0."""
    return Step("inequality", r"\le", sympify(right), reason, _texts(given), {"gap": gap})


def estimate(right, reason, *, variance=None, given=()):
    """Claim that ``right`` is a statistic whose expectation over samples is the left side.

    ``variance`` states the statistic's variance over samples; it is checked as well.
    """
    options = {} if variance is None else {"variance": sympify(variance)}
    return Step("estimate", r"\approx", sympify(right), reason, _texts(given), options)


def same_minimiser(right, reason, *, over, given=()):
    """Claim that both sides differ by something free of the parameter ``over``, shown as ≐."""
    over = sympify(over)
    options = {"over": over}
    return Step("same minimiser", r"\doteq", sympify(right), reason, _texts(given), options)


def value(digits, reason="to {} digits", *, given=()):
    """Claim the first ``digits`` decimals of the left side; the engine fills them in."""
    if not isinstance(digits, (int, Integer)) or not 1 <= digits <= 30:
        raise ValueError(f"digits = {digits!r}; expected a whole number from 1 to 30")
    reason = reason.format(digits)
    return Step("value", "=", None, reason, _texts(given), {"digits": int(digits)})


def _texts(given):
    return (given,) if isinstance(given, str) else tuple(given)
