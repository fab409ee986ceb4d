"""What occurs in a claim: its laws, and what each of its letters is for.

Main definitions
----------------
Scene
    The laws of one variable, the dimensions, indices and vectors of some expressions.
"""

from flint import fmpq
from sympy import Integer, KroneckerDelta, default_sort_key, oo, preorder_traversal
from sympy import exp as Exp
from sympy.core.function import AppliedUndef

from klutils.symbolic.judge.arithmetic import Undecided
from klutils.symbolic.language.functionals import SumOver
from klutils.symbolic.language.hypotheses import Between, Positive
from klutils.symbolic.language.laws import Density, DensityAt, Law, Pushforward
from klutils.symbolic.language.letters import Component
from klutils.symbolic.language.made_laws import Chain, Coordinates, Mixture, Tilted
from klutils.symbolic.language.named_laws import ExponentialFamily, Finite, NamedLaw, Softmax
from klutils.symbolic.language.optimisation import ArgMin, Grad
from klutils.symbolic.language.samples import N
from klutils.symbolic.language.supports import shared_supports

__all__ = ["ELEMENTARY", "Scene"]

# Laws that have points of their own; all others are made of these.
ELEMENTARY = (Density, ExponentialFamily, Finite, Pushforward, Softmax, NamedLaw)


class Scene:
    """What occurs in some expressions.

    Parameters
    ----------
    expressions : iterable of Expr
    known : container of type
        The laws with a meaning.
    least_size : int, default 1
        The least sample size that the claim is about.
    hypotheses : iterable of Hypothesis
        Those of the claim; the bounds of single letters are kept.

    Raises
    ------
    Undecided
        If a law is unknown, or no support fits the arbitrary laws.
    """

    def __init__(self, expressions, known, least_size=1, hypotheses=()):
        nodes = {n for e in expressions for n in preorder_traversal(e)}
        laws = {n for n in nodes if isinstance(n, Law)}
        for law in sorted(laws, key=default_sort_key):
            if type(law) not in known:
                name = type(law).__name__
                raise Undecided(f"{law}: {name} has no row in the judge's table of laws")
        laws |= {law.source for law in laws if isinstance(law, Pushforward)}
        elementary = {law for law in laws if isinstance(law, ELEMENTARY)}
        self.laws = sorted(elementary, key=default_sort_key)
        self.variables = {v for law in self.laws for v in law.variables}
        self.alias, self.vectors = {}, {}
        for law in sorted(laws - elementary, key=default_sort_key):
            self._note_vector(law)
        self.supports = _supports(expressions, nodes)
        self.on_lines = {law.variables[0] for law in self.laws if isinstance(law, NamedLaw)}
        self.on_a_line = bool(self.on_lines)
        self.listed = [p for law in self.laws if isinstance(law, Finite) for p in law.probabilities]
        mixtures = sorted((m for m in laws if isinstance(m, Mixture)), key=default_sort_key)
        self.listed += [w for mixture in mixtures for _, w in mixture.pairs]
        self._note_indices(nodes)
        self.bounded = self._exponentiated(nodes) if self.on_a_line else set()
        self.least_size = least_size
        self.bounds = dict(filter(None, map(_bound, hypotheses)))

    def laws_of(self, variable):
        """Return the laws of a variable that have points of their own."""
        return [law for law in self.laws if law.variables == (variable,)]

    def base(self, letter):
        """Return the variable whose points a letter takes."""
        return self.alias.get(letter, letter)

    def _note_vector(self, law):
        """Note what the components of a vector of variables are."""
        if isinstance(law, Chain):
            (base,) = law.first.variables
            self.alias[law.before] = base
            self.variables.add(law.before)
        elif isinstance(law, Coordinates):
            (base,) = law.law.variables
        else:
            return
        (whole,) = law.variables
        seen = base, int(not isinstance(law, Chain)), law.count
        if self.vectors.setdefault(whole, seen) != seen:
            raise Undecided(f"{whole} is a vector of laws with different numbers of components")
        self.variables.add(whole)

    def _note_indices(self, nodes):
        counts = [n.count for n in nodes if isinstance(n, (SumOver, Chain, Coordinates))]
        self.counts = {s for count in counts for s in count.free_symbols}
        bound = {n.index for n in nodes if isinstance(n, (SumOver, Coordinates))}
        bound |= {n.time for n in nodes if isinstance(n, Chain)}
        whole = {n for n in nodes if n.is_Symbol and n.is_integer}
        self.indices = sorted(whole - self.counts - bound - {N}, key=default_sort_key)
        places = [n.place for n in nodes if isinstance(n, Component)]
        places += [a for n in nodes if isinstance(n, KroneckerDelta) for a in n.args]
        letters = {s for place in places for s in place.free_symbols} & self.variables
        letters |= {law.variables[0] for law in self.laws if isinstance(law, Softmax)}
        letters |= {
            v
            for n in nodes
            if isinstance(n, DensityAt) and n.point.free_symbols & whole
            for v in n.law.variables
        }
        self.lettered = {v for v in letters if v not in self.vectors}

    def _exponentiated(self, nodes):
        """The functions of which an exponential is taken."""
        exponents = [n.args[0] for n in nodes if isinstance(n, Exp)]
        exponents += [n.args[1] for n in nodes if isinstance(n, Tilted)]
        found = {a for e in exponents for a in e.atoms(AppliedUndef)}
        return {type(a).__name__ for a in found if not a.is_positive}


def _bound(hypothesis):
    """A letter with the numbers between which a hypothesis puts it."""
    if not isinstance(hypothesis, (Between, Positive)) or not hypothesis.args[0].is_Symbol:
        return None
    letter, *ends = hypothesis.args
    ends = ends or (Integer(0), oo)
    if not all(end.is_Rational or end.is_infinite for end in ends):
        return None
    return letter, [fmpq(int(e.p), int(e.q)) if e.is_Rational else None for e in ends]


def _supports(expressions, nodes):
    varied = {n.symbol for n in nodes if isinstance(n, Grad)}
    varied |= {n.bound[0] for n in nodes if isinstance(n, ArgMin)}
    symbols = [getattr(s, "whole", s) for s in sorted(varied, key=default_sort_key)]
    try:
        return shared_supports(expressions, symbols)
    except ValueError as reason:
        raise Undecided(str(reason)) from None
