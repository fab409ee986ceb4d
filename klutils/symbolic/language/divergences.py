r"""Relatives of the divergence: information, and other distances of two laws.

Main definitions
----------------
MutualInformation
    :math:`I(x; z)` of a joint law, its divergence from the product of its marginals.
JensenShannon
    The mean divergence of two laws from their even mixture.
FDivergence
    :math:`D_f(p \,\|\, q) = \mathbb{E}_q[f(p/q)]` for a convex f with f(1) = 0.
TotalVariation
    :math:`\tfrac12 \int \lvert p - q \rvert`.
"""

from functools import cached_property

from sympy import Abs, Expr, Rational, log
from sympy.core.symbol import Str

from .arguments import law_of
from .functionals import Functional, Int, OfLaws
from .letters import Convex, as_name
from .made_laws import Marginal, Mixture

__all__ = ["FDivergence", "JensenShannon", "MutualInformation", "TotalVariation"]


class MutualInformation(Functional):
    """The mutual information of the two variables of a joint law."""

    def __new__(cls, joint, name=None):
        law_of(joint, "joint")
        if len(joint.variables) != 2:
            raise ValueError(f"joint is {joint}; expected Joint(…) of two variables")
        name = joint.args[1].name if name is None else name
        return Expr.__new__(cls, joint, as_name(name, "name"))

    @property
    def joint(self):
        return self.args[0]

    @property
    def name(self):
        """The name of the joint law, which stands below the I."""
        return self.args[1].name

    @property
    def bound(self):
        return self.joint.variables

    @cached_property
    def _free(self):
        return self.joint.density.free_symbols - set(self.bound)

    @property
    def marginals(self):
        """The laws of either variable."""
        return tuple(Marginal(self.joint, v, self.args[1]) for v in self.bound)

    def unfold(self):
        both = self.joint.density
        first, second = (m.density for m in self.marginals)
        return Int(both * log(both / (first * second)), *self.bound)


class JensenShannon(OfLaws):
    r"""The Jensen–Shannon divergence, :math:`\tfrac12 D(p\|m) + \tfrac12 D(q\|m)`, m between."""

    def __new__(cls, p, q):
        return super().__new__(cls, p, q)

    def must_cover(self):
        return ()

    @property
    def middle(self):
        """The even mixture m of the two laws."""
        half = Rational(1, 2)
        return Mixture([(law, half) for law in self.args])

    def unfold(self):
        m = self.middle.density
        half = Rational(1, 2)
        terms = (half * law.density * log(law.density / m) for law in self.args)
        return Int(sum(terms), *self.bound)


class FDivergence(OfLaws):
    r"""The f-divergence :math:`\mathbb{E}_{x \sim q}[f(p(x)/q(x))]`, f from :func:`.convex`."""

    def __new__(cls, f, p, q):
        name = f if isinstance(f, Str) else _name_of(f)
        made = super().__new__(cls, p, q)
        return Expr.__new__(cls, name, *made.args)

    @property
    def laws(self):
        return self.args[1:]

    @property
    def bound(self):
        return self.args[1].variables

    def must_cover(self):
        return ((self.args[1], self.args[2]),)

    @cached_property
    def _free(self):
        return set().union(*(law.density.free_symbols for law in self.laws)) - set(self.bound)

    def unfold(self):
        p, q = (law.density for law in self.laws)
        return Int(q * Convex(self.args[0], p / q), *self.bound)


def _name_of(f):
    """The name of an arbitrary convex function."""
    try:
        value = f(2)
    except TypeError:
        value = None
    if not isinstance(value, Convex):
        raise TypeError(f"f is {f!r}; expected an arbitrary function, convex('f')")
    return value.args[0]


class TotalVariation(OfLaws):
    r"""The total variation distance :math:`\tfrac12 \int \lvert p - q \rvert`."""

    def __new__(cls, p, q):
        return super().__new__(cls, p, q)

    def must_cover(self):
        return ()

    def unfold(self):
        p, q = (law.density for law in self.args)
        return Int(Rational(1, 2) * Abs(p - q), *self.bound)
