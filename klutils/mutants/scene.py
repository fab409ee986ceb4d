r"""What a slip can confuse in a claim: its laws, their variables and its parameters.

Main definitions
----------------
Scene
    The laws and symbols of a claim, and slips made at each place of an expression.
"""

from dataclasses import dataclass
from itertools import combinations

from sympy import Expr, default_sort_key

from klutils.symbolic.language.functionals import Name
from klutils.symbolic.language.laws import Law
from klutils.symbolic.language.samples import N
from klutils.symbolic.language.steps import Decimal, EqualUpToConstant

__all__ = ["Scene"]


@dataclass(frozen=True)
class Scene:
    """The laws and symbols that occur in a claim.

    Attributes
    ----------
    laws : tuple of Law
    variables : tuple of Symbol
        What the laws are laws of.
    parameters : tuple of Symbol
        All other free symbols but N.
    conditions : tuple of Symbol
        The parameters on which some law depends.
    """

    laws: tuple
    variables: tuple
    parameters: tuple
    conditions: tuple

    @classmethod
    def of(cls, left, step):
        """The scene of a claim."""
        gap = getattr(step, "gap", None)
        parts = [left, step.right, *([gap.term] if gap else [])]
        laws = _sorted(set().union(*(part.atoms(Law) for part in parts)))
        variables = {v for law in laws for v in law.variables}
        free = set().union(*(part.free_symbols for part in parts)) - variables - {N}
        free |= {step.over} if isinstance(step, EqualUpToConstant) else set()
        conditions = {s for law in laws for s in law.given if s.is_Symbol} - variables
        return cls(laws, _sorted(variables), _sorted(free), _sorted(conditions))

    def others(self, law):
        """The other laws of the same variables."""
        return [o for o in self.laws if o != law and o.variables == law.variables]

    def pairs(self):
        """Each two laws of the same variables."""
        return [(a, b) for a, b in combinations(self.laws, 2) if a.variables == b.variables]

    def at_each_place(self, expr, slip):
        """Yield an expression with what a slip makes of one node, for each node."""
        yield from (wrong for wrong in slip(expr, self) if wrong != expr)
        if isinstance(expr, (Law, Name, Decimal)):
            return
        for k, argument in enumerate(expr.args):
            if isinstance(argument, Expr):
                for wrong in self.at_each_place(argument, slip):
                    yield from self.built(expr.func, *expr.args[:k], wrong, *expr.args[k + 1 :])

    @staticmethod
    def built(make, *arguments):
        """Return what is made of the arguments, or nothing where it cannot be written."""
        try:
            return [make(*arguments)]
        except (TypeError, ValueError):
            return []


def _sorted(things):
    return tuple(sorted(things, key=default_sort_key))
