"""The worlds in which a claim can be tried.

Main definitions
----------------
Scene
    What some expressions speak of, and the worlds that are made for them.
worlds_for
    The worlds for given expressions: which base measures, how many, of what sample sizes.
"""

from functools import lru_cache
from itertools import chain

from sympy.core.function import AppliedUndef

from klutils.symbolic.language.functionals import SumOver
from klutils.symbolic.language.laws import Density, Law, Pushforward
from klutils.symbolic.language.made_laws import Chain, Coordinates
from klutils.symbolic.language.named_laws import ExponentialFamily
from klutils.symbolic.language.optimisation import ArgMin
from klutils.symbolic.language.samples import N, SampleE, SampleMean
from klutils.symbolic.language.supports import shared_supports

from .table import shape_of
from .world import CONTINUOUS, World, lettered

__all__ = ["Scene", "worlds_for"]

SIZES = {1: 2, 2: 3, 3: 1}  # of samples, by seed


def worlds_for(*expressions, among=(), more=0, least_size=1, own=False):
    """Return the worlds in which a claim about the expressions can be tried.

    The steps of a derivation, which all speak of the same, get the same worlds.

    Parameters
    ----------
    *expressions : Expr
        What is evaluated.
    among : iterable of Expr
        Further expressions, those of a whole derivation, that determine laws, symbols, supports.
    more : int, default 0
        So many worlds of atoms besides, where these will do.
    least_size : int, default 1
        The least sample size that the claim is about.
    own : bool, default False
        Whether the worlds are the caller's own, to be changed; all others share theirs.
    """
    scene = _scene(frozenset((*expressions, *among)))
    if scene.fixed:
        bases = ["atoms"]
    elif scene.continuous:
        bases = ["atoms", "cells", "atoms"]
    elif scene.images:
        bases = ["cells"] * 4
    else:
        bases = ["atoms", "atoms", "cells", "cells"]
        if scene.fits_the_line and not any(e.has(SampleE, ArgMin) for e in expressions):
            bases.append("line")
        bases += ["atoms"] * more
    world = scene.make if own else scene.world
    return [
        world(base, seed, max(SIZES.get(seed, 2), least_size)) for seed, base in enumerate(bases, 1)
    ]


class Scene:
    """What some expressions speak of, and the worlds that are made for them."""

    def __init__(self, expressions):
        self.expressions = expressions
        laws = set().union(*(e.atoms(Law) for e in expressions))
        self.parts = set(chain.from_iterable(law.parts for law in laws))
        self.supports = shared_supports(expressions)
        self.symbols, self.counts = _symbols(expressions), _counts(expressions)
        self.continuous = any(shape_of(law) in CONTINUOUS for law in self.parts)
        self.images = any(isinstance(law, Pushforward) for law in self.parts)
        arbitrary = self.images or any(
            isinstance(law, (Density, ExponentialFamily)) for law in self.parts
        )
        free = any(e.has(AppliedUndef, SampleMean) or N in e.free_symbols for e in expressions)
        self.fixed = not (arbitrary or free or self.symbols)  # nothing is left to choose
        plain = all(type(law) is Density for law in self.parts)
        one_variable = len({law.variables for law in self.parts}) == 1
        self.fits_the_line = plain and one_variable and not lettered(expressions)
        self._worlds = {}

    def world(self, *key):
        """Return the world of a base, seed and size, one and the same for all who ask."""
        if key not in self._worlds:
            self._worlds[key] = self.make(*key)
        return self._worlds[key]

    def make(self, base, seed, size):
        """Return a new world."""
        return World(
            base,
            seed,
            self.parts,
            self.symbols,
            size,
            self.counts,
            supports=self.supports,
            claims=tuple(self.expressions),
        )


@lru_cache(maxsize=4)
def _scene(expressions):
    return Scene(expressions)


def _symbols(expressions):
    """Return the symbols that expressions read, with those of the laws that draw samples."""
    found = set().union(*(e.free_symbols for e in expressions))
    means = set().union(*(e.atoms(SampleMean) for e in expressions))
    return found.union(*(m.law.free_symbols for m in means))


def _counts(expressions):
    """Return the letters that say how many."""
    counted = set().union(*(e.atoms(SumOver, Coordinates, Chain) for e in expressions))
    return set().union(*(c.count.free_symbols for c in counted))
