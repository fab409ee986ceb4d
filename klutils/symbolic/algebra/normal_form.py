r"""The algebraic route: one normal form for all functionals of arbitrary densities.

Two expressions are equal when the normal form of their difference is zero.

Main definitions
----------------
normal
    The normal form of an expression.
is_zero
    Whether a normal form vanishes identically.
derivative
    The normal form of a derivative, taken under the integral sign.

How it works
------------
1. Unfold every functional to integrals against the base measure, and the density of a law that
   is made of others (a mixture, a marginal, a posterior, …) to its formula.
2. Expand logarithms of products of positive factors. Nothing is forced: a factor that is
   not known to be positive stays inside.
3. Expand products, split sums under the integral, pull out what is free of the variable.
4. Integrate each product by the rules in :mod:`.integrals`. Under a normal law functions are
   read at the variable itself, no derivative stays on them, and the letter does not matter.

Sample means go through steps 2, 3 likewise. Their expectation uses

- :math:`\mathbb{E}[\bar f] = \mathbb{E}_p[f]`
- :math:`\mathbb{E}[\bar f \bar g] = \tfrac1N \mathbb{E}_p[fg] + (1 - \tfrac1N)\,
  \mathbb{E}_p[f]\, \mathbb{E}_p[g]`

What it takes for granted is integrability: the integrals it splits, swaps or differentiates
must exist. That is a hypothesis of the step, not something this module can find out. So is
:math:`\mathbb{E}_p[q/p] = 1`, which an arbitrary p owes to being positive wherever q is.
"""

from sympy import Add, Derivative, Dummy, Function, Integer, Mul, cancel, exp, together

from klutils.symbolic.language.arguments import expression
from klutils.symbolic.language.functionals import Functional, Int
from klutils.symbolic.language.laws import DensityAt
from klutils.symbolic.language.letters import Component, Convex

from .reduction import derivative, normal

__all__ = ["derivative", "is_zero", "normal"]


def is_zero(form):
    """Return whether a normal form is 0 as a rational function of its integrals and logs."""
    form = expression(form, "form")
    if form == 0:
        return True
    return _cancel(form) == 0 or _cancel(_one_integral(form)) == 0


def _cancel(form):
    """Cancel a rational function of densities, integrals and logs, each taken as a symbol."""
    opaque = (Functional, DensityAt, Function, Derivative, Convex, Component)
    names = {a: Dummy(positive=a.is_positive) for a in form.atoms(*opaque) if a.func is not exp}
    plain = cancel(together(form.xreplace(names)))
    return plain.xreplace({name: a for a, name in names.items()})


def _one_integral(form):
    """Gather integrals over the same variables into one and cancel its integrand."""
    bodies, rest = {}, Integer(0)
    for term in Add.make_args(form):
        factors = Mul.make_args(term)
        single = [f for f in factors if isinstance(f, Int)]
        free = set().union(*(f.free_symbols for f in factors if f not in single))
        if len(single) == 1 and not free & set(single[0].bound):
            rate = Mul(*(f for f in factors if f not in single))
            bodies.setdefault(single[0].bound, []).append(rate * single[0].body)
        else:
            rest += term
    gathered = (Int(_cancel(Add(*terms)), *bound) for bound, terms in bodies.items())
    return rest + Add(*map(normal, gathered))
