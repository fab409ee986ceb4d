"""The worlds in which a claim can be tried.

Main definitions
----------------
worlds_for
    The worlds for given expressions: which base measures, how many, of what sample sizes.
"""

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

__all__ = ["worlds_for"]

SIZES = {1: 2, 2: 3, 3: 1}  # of samples, by seed


def worlds_for(*expressions, among=(), more=0, least_size=1):
    """Return the worlds in which a claim about the expressions can be tried.

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
    """
    all_of_them = (*expressions, *among)
    laws = set().union(*(e.atoms(Law) for e in all_of_them))
    parts = set(chain.from_iterable(law.parts for law in laws))
    supports = shared_supports(all_of_them)
    continuous = any(shape_of(law) in CONTINUOUS for law in parts)
    sampled = any(e.has(SampleMean) or N in e.free_symbols for e in all_of_them)
    symbols = _symbols(all_of_them)
    if continuous:
        bases = ["atoms", "cells", "atoms"]
    elif any(isinstance(law, Pushforward) for law in parts):
        bases = ["cells"] * 4
    else:
        bases = ["atoms", "atoms", "cells", "cells"]
        if _fits_the_line(expressions, parts, all_of_them):
            bases.append("line")
        bases += ["atoms"] * more
    arbitrary = any(isinstance(law, (Density, ExponentialFamily, Pushforward)) for law in parts)
    functions = any(e.has(AppliedUndef) for e in all_of_them)
    if not (arbitrary or functions or symbols or sampled):
        bases = ["atoms"]  # nothing is left to choose
    return [
        World(
            base,
            seed,
            parts,
            symbols,
            max(SIZES.get(seed, 2), least_size),
            _counts(all_of_them),
            supports=supports,
            claims=all_of_them,
        )
        for seed, base in enumerate(bases, 1)
    ]


def _symbols(expressions):
    """Return the symbols that expressions read, with those of the laws that draw samples."""
    found = set().union(*(e.free_symbols for e in expressions))
    means = set().union(*(e.atoms(SampleMean) for e in expressions))
    return found.union(*(m.law.free_symbols for m in means))


def _counts(expressions):
    """Return the letters that say how many."""
    counted = set().union(*(e.atoms(SumOver, Coordinates, Chain) for e in expressions))
    return set().union(*(c.count.free_symbols for c in counted))


def _fits_the_line(expressions, laws, all_of_them):
    few_points = any(e.has(SampleE, ArgMin) for e in expressions)
    plain = all(type(law) is Density for law in laws)
    one_variable = len({law.variables for law in laws}) == 1
    return one_variable and not few_points and plain and not lettered(all_of_them)
