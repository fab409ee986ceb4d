r"""What laws are called, where one letter may stand for several of them.

Main definitions
----------------
told_by_variable
    Whether laws must be written with their variables, :math:`p(z)` and :math:`p(x \mid z)`.
is_conditional, own_name
    Whether a law is conditioned on a variable; whether a named law has been given a letter.
conditions
    What stands behind the bar where a density is read.
spelled_out
    Whether a joint law is written as the product of its densities.
counted
    The variables of an integral that is a sum.
free_letter
    A letter for an index that an expression does not use.

Implementation notes
--------------------
Where nothing is ambiguous a law is written as its letter, :math:`p`, or with a dot,
:math:`q(\cdot \mid x)`. All laws of an expression are written with their variables

- if it holds a marginal or a posterior that has the letter of its joint law;
- if one letter stands for laws of two variables, both without condition or both given the same;
- if a divergence compares a law given x with one that is not, and either x is free, or the
  latter's letter stands for a law of another variable as well.
"""

from sympy import Basic, Expr, Symbol

from klutils.symbolic.language.divergences import FDivergence, MutualInformation
from klutils.symbolic.language.functionals import Name, OfLaws
from klutils.symbolic.language.laws import Density, DensityAt, Joint, Law
from klutils.symbolic.language.letters import Component, Variable
from klutils.symbolic.language.made_laws import Marginal, Mixture, Posterior, Tilted
from klutils.symbolic.language.named_laws import ExponentialFamily, Finite, NamedLaw, Softmax
from klutils.symbolic.language.supports import POINTS

__all__ = [
    "LETTERED",
    "conditions",
    "counted",
    "free_letter",
    "is_conditional",
    "own_name",
    "parameters",
    "shares_letter",
    "spelled_out",
    "told_by_variable",
]

# The laws that are called by a letter.
LETTERED = (
    Density,
    Finite,
    Softmax,
    ExponentialFamily,
    Mixture,
    Tilted,
    Marginal,
    Posterior,
)


def told_by_variable(exprs):
    """Return whether laws must be written with their variables to be told apart.

    Parameters
    ----------
    exprs : iterable of Basic
        What is read together, such as all sides of a derivation.
    """
    exprs = [e for e in exprs if isinstance(e, Basic)]
    nodes = [node for e in exprs for node in _shown(e)]
    laws = [node for node in nodes if type(node) in LETTERED]
    if any(shares_letter(law) for law in laws):
        return True
    densities = [n.law for n in nodes if isinstance(n, DensityAt) and type(n.law) in LETTERED]
    seen = [law for law in (*laws, *densities) if not is_conditional(law)]
    alone = {(law.name, law.variables) for law in seen}
    if len({name for name, _ in alone}) < len(alone):
        return True
    given = {(law.name, law.given, law.variables) for law in laws if is_conditional(law)}
    if len({(name, conditions_) for name, conditions_, _ in given}) < len(given):
        return True
    free = set().union(*(e.free_symbols for e in exprs if isinstance(e, Expr)))
    read = {(n.law.name, n.law.variables) for n in nodes if isinstance(n, DensityAt)}
    read |= {(law.name, law.variables) for law in laws}
    return any(_mixed(node, free, read) for node in nodes if isinstance(node, OfLaws))


def _shown(expr):
    """Yield what can be seen of an expression: laws by their letters, not what they are made of."""
    yield expr
    if isinstance(expr, Law):
        inner = expr.args if isinstance(expr, Joint) and not expr.dependent else ()
    elif isinstance(expr, Name):
        inner = expr.args[2]
    elif isinstance(expr, DensityAt):
        inner = (expr.point,)
    else:
        inner = () if isinstance(expr, MutualInformation) else expr.args
    for part in inner:
        yield from _shown(part)


def _mixed(functional, free, read):
    laws = functional.laws if isinstance(functional, FDivergence) else functional.args
    laws = [law for law in laws if type(law) in LETTERED]
    given = {g for law in laws for g in law.given if isinstance(g, Variable)}
    alone = [law for law in laws if not is_conditional(law)]
    if not given or not alone:
        return False
    return bool(given & free) or any(
        name == law.name and variables != law.variables for law in alone for name, variables in read
    )


def shares_letter(law):
    """Return whether a law read off a joint one has the letter of one of its parts."""
    if type(law) is Posterior:
        return True
    return type(law) is Marginal and law.name in {part.name for part in law.joint.parts}


def is_conditional(law):
    """Return whether a law is conditioned on a variable, and not on parameters alone."""
    return type(law) is Posterior or any(isinstance(g, Variable) for g in law.given)


def own_name(law):
    """Return whether a named law has a letter of its own, such as the q of ``name="q"``."""
    return isinstance(law, NamedLaw) and law.name != law.symbol


def conditions(law):
    """Return what stands behind the bar where the density of a law is read."""
    if not isinstance(law, NamedLaw):
        return tuple(law.given)
    letters = {s for value in law.parameters for s in value.free_symbols}
    return tuple(sorted((s for s in letters if isinstance(s, Variable)), key=str))


def parameters(law):
    """Return the parameters of a joint law's parts, once each, in their order."""
    given = (g for part in law.parts for g in part.given)
    return tuple(dict.fromkeys(g for g in given if not isinstance(g, Variable)))


def spelled_out(law):
    """Return whether a joint law of dependent parts has no letter of its own.

    A letter would hide on what the formula of a part depends.
    """
    formulas = any(type(part) is not Density for part in law.parts)
    return formulas or len({part.name for part in law.parts}) > 1


def counted(integral):
    """Return the variables of an integral that run over points, in their order."""
    listed = {
        v
        for at in integral.body.atoms(DensityAt)
        if type(at.law) is Softmax or at.law.support == (POINTS,)
        for v in at.law.variables
    }
    listed |= {c.place for c in integral.body.atoms(Component)}
    return tuple(v for v in integral.bound if v in listed)


def free_letter(expr):
    """Return the first of i, j, l, … that no symbol of an expression is called by."""
    taken = {s.name for s in expr.atoms(Symbol)}
    return next(letter for letter in "ijlnrs" if letter not in taken)
