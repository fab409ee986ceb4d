r"""Laws on finitely many listed points: sums, with 0 ln 0 = 0.

Main definitions
----------------
expectation
    A mean, which skips points of probability 0, whatever stands there.
finite_variable
    A variable that takes finitely many listed values.
sum_over_points
    An integral over such a variable.
"""

from sympy import Add, Integer, Mul, log, oo, zoo

from klutils.symbolic.language.functionals import E, Int
from klutils.symbolic.language.laws import DensityAt, Joint
from klutils.symbolic.language.named_laws import Finite

from .coverage import check_kept

__all__ = ["expectation", "finite_variable", "sum_over_points"]


def expectation(expr, normal):
    """Expectations over listed points skip those of probability 0, whatever stands there."""
    check_kept(expr)
    law, body = expr.args
    if not any(type(part) is Finite for part in law.parts):
        return normal(expr.unfold())
    if type(law) is Joint:
        first, second = law.args
        return normal(E(first, E(second, body)))
    if type(law) is not Finite:
        return normal(expr.unfold())
    (v,) = law.variables
    terms = Add.make_args(normal(body))
    values = ((k, p) for k, p in enumerate(law.probabilities) if p != 0)
    return Add(*(p * _at_point(term, v, k, normal) for k, p in values for term in terms))


def finite_variable(term, variables):
    """Return the first variable that lives on finitely many points, and their number."""
    sizes = {}
    for a in term.atoms(DensityAt):
        if type(a.law) is Finite and a.point in variables:
            sizes[a.point] = max(sizes.get(a.point, 0), len(a.law.probabilities))
    return min(sizes.items(), key=lambda item: str(item[0]), default=None)


def sum_over_points(term, variables, v, size, normal):
    """Sum a term over the points of a finite law, with 0 ln 0 = 0."""
    total = Integer(0)
    others = tuple(u for u in variables if u != v)
    weights = [f for f in Mul.make_args(term) if isinstance(f, DensityAt)]
    for k in range(size):
        if any(w.subs(v, k) == 0 for w in weights):
            continue
        value = _at_point(term, v, k, normal)
        total += normal(Int(value, *others)) if others else value
    return total


def _at_point(term, v, k, normal):
    """Read a term at a listed point, with ln 0 = -oo and 1/0 = oo."""
    nothing = {
        a: -oo
        for a in term.atoms(log)
        if isinstance(a.args[0], DensityAt) and a.args[0].subs(v, k) == 0
    }
    return normal(term.xreplace(nothing).subs(v, k).subs(zoo, oo))
