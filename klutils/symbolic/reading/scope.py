"""Which law is meant, of those that are declared; the letters of a sample inside its sum.

Main definitions
----------------
Scope
    What letters stand for inside a sum over a sample, or under the law of a chain at one time.
one_of
    The one law of several candidates, or an error that names them.
matching_law
    A declared law under the conditions that are printed.
"""

from dataclasses import dataclass, field

from klutils.symbolic.language.laws import Density, Joint
from klutils.symbolic.language.letters import Variable
from klutils.symbolic.language.made_laws import Posterior
from klutils.symbolic.language.named_laws import NamedLaw

from .signs import Unreadable

__all__ = ["Scope", "behind_bar", "conditional", "matching_law", "one_of", "same_law"]


@dataclass(frozen=True)
class Scope:
    """What some letters stand for in a part of an equation.

    Attributes
    ----------
    draws : dict
        From the spelling of an index to the variables that stand with it for a draw.
    samples : dict
        From a variable to the law of its sample, where a mean over samples says it.
    states : dict
        From the spelling of a chain's letter and a time to what stands for its state then.
    """

    draws: dict = field(default_factory=dict)
    samples: dict = field(default_factory=dict)
    states: dict = field(default_factory=dict)


def conditional(law):
    """Return whether a law is written with its conditions behind a bar, as p(· | x)."""
    return isinstance(law, Posterior) or any(isinstance(g, Variable) for g in law.given)


def behind_bar(law):
    """Return what stands behind the bar of the law's density: of a formula, its variables."""
    if not isinstance(law, NamedLaw):
        return tuple(law.given)
    letters = {s for value in law.parameters for s in value.free_symbols}
    return tuple(sorted((s for s in letters if isinstance(s, Variable)), key=str))


def matching_law(law, own, printed):
    """Return a law with its own conditions as they are printed, or None if there are more or less.

    Parameters
    ----------
    law : Law
    own, printed : sequence of Expr
        The conditions of the law, and those that are read.
    """
    own, printed = tuple(own), tuple(printed)
    if len(own) != len(printed):
        return None
    if own == printed:
        return law
    if isinstance(law, Density):
        return Density(law.name, law.variables[0].name, printed)
    rule = {a: b for a, b in zip(own, printed, strict=True) if a != b}
    return law.xreplace(rule) if all(a.is_Symbol for a in rule) else None


def same_law(law):
    """Return a law without the names of its formulas and their letters, which are no part of it."""
    if isinstance(law, NamedLaw):
        letter = law.args[-2].name if law.atoms(Variable) else "x"
        return law.func(*law.parameters, letter, law.symbol)
    if isinstance(law, Joint):
        first, *others = map(same_law, law.parts)
        for other in others:
            first = Joint(first, other)
        return first
    return law


def one_of(candidates, what, declared=()):
    """Return the only law among candidates, those that are declared before those that could be."""
    found = list(dict.fromkeys(candidates))
    exact = [law for law in found if law in declared]
    found = exact or found
    if not found:
        raise Unreadable(f"{what} is no law that is declared")
    if len({same_law(law) for law in found}) > 1:
        names = " or ".join(dict.fromkeys(f"{law} of {_letters(law)}" for law in found))
        raise Unreadable(f"{what} may be {names}")
    return found[0]


def _letters(law):
    return ", ".join(map(str, law.variables))
