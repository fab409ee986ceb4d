r"""Integrating one product of densities and functions: the rules of the normal form.

Main definitions
----------------
integrate_product
    Normalisation :math:`\int p = 1`, :math:`\int \partial_\theta q = 0`, moments of named
    laws, Fubini, separation of independent factors.
pull_back
    Change of variable where densities of images are integrated.
finite_variable
    A variable that takes finitely many listed values.

Implementation notes
--------------------
Every function takes its input apart and puts an integral back where no rule applies; none of
them expands anything.
"""

from sympy import Derivative, Integer, Mul

from klutils.symbolic.language.functionals import Int
from klutils.symbolic.language.laws import DensityAt, Pushforward
from klutils.symbolic.language.named_laws import Finite

from .laws import moment

__all__ = ["finite_variable", "integrate_product", "pull_back"]


def pull_back(body, variables):
    """Substitute y = T(x) where densities of pushforwards are integrated over y."""
    laws = {a.law for a in body.atoms(DensityAt) if isinstance(a.law, Pushforward)}
    for y in variables:
        sources = {law.source.variables[0] for law in laws if law.variables == (y,)}
        if not sources:
            continue
        taken = sources & (body.free_symbols | set(variables))
        if taken or len(sources) > 1:
            names = ", ".join(sorted(map(str, taken or sources)))
            raise ValueError(f"{y} is an image of {names}, which is in use besides; rename one")
        (x,) = sources
        stretch = Pushforward.stretch(x)
        body = body.replace(
            lambda a, y=y: isinstance(a, DensityAt) and a.law in laws and a.point == y,
            lambda a, x=x, s=stretch: a.law.source(x) / s,
        )
        body = body.subs(y, Pushforward.transform(x)) * stretch
        variables = tuple(x if v == y else v for v in variables)
    return body, variables


def integrate_product(term, variables):
    """Integrate one product over the variables, as far as the rules go."""
    factors, variables = _merge_inner(list(Mul.make_args(term)), list(variables))
    outside, factors = _split(factors, variables)
    changed = True
    while changed and variables:
        changed = False
        for v in variables:
            value = _integrate_variable(factors, v)
            if value is None:
                continue
            if value == 0:
                return Integer(0)
            outside.append(value)
            factors = [f for f in factors if v not in f.free_symbols]
            variables = [u for u in variables if u != v]
            changed = True
            break
    free, factors = _split(factors, variables)
    return Mul(*outside, *free) * _separate(factors, variables)


def finite_variable(term, variables):
    """Return the first variable that lives on finitely many points, and their number."""
    sizes = {}
    for a in term.atoms(DensityAt):
        if isinstance(a.law, Finite) and a.point in variables:
            sizes[a.point] = max(sizes.get(a.point, 0), len(a.law.probabilities))
    return min(sizes.items(), key=lambda item: str(item[0]), default=None)


def _split(factors, variables):
    """Return the factors free of the variables, and the others."""
    held = [f for f in factors if f.free_symbols & set(variables)]
    return [f for f in factors if f not in held], held


def _integrate_variable(factors, v):
    """Return the integral over v of the factors that hold v, if a rule gives it, else None."""
    held = [f for f in factors if v in f.free_symbols]
    densities = [f for f in held if isinstance(f, DensityAt) and f.law.variables == (v,)]
    if len(held) == 1 and isinstance(held[0], Derivative):
        of = held[0].expr
        normalised = isinstance(of, DensityAt) and of.law.variables == (v,) and of.point == v
        return Integer(0) if normalised and v not in held[0].variables else None
    if len(densities) != 1 or densities[0].point != v:
        return None
    rest = Mul(*(f for f in held if f is not densities[0]))
    if rest == 1:
        return Integer(1)
    if rest == v or (rest.is_Pow and rest.base == v and rest.exp.is_Integer and rest.exp > 0):
        return moment(densities[0].law, int(rest.as_base_exp()[1]))
    return None


def _merge_inner(factors, variables):
    """Turn an integral of an integral into one over both variables (Fubini)."""
    merged = []
    for k, f in enumerate(factors):
        if isinstance(f, Int) and f.free_symbols & set(variables):
            others = factors[:k] + factors[k + 1 :]
            taken = set(variables).union(*(g.free_symbols for g in others))
            if not taken & set(f.bound):
                variables = variables + list(f.bound)
                merged += Mul.make_args(f.body)
                continue
        merged.append(f)
    return merged, variables


def _separate(factors, variables):
    """Split an integral over several variables into its independent parts."""
    groups = []
    for v in variables:
        mine = {v}
        for f in factors:
            if v in f.free_symbols:
                mine |= f.free_symbols & set(variables)
        touching = [g for g in groups if g & mine]
        groups = [g for g in groups if not g & mine] + [mine.union(*touching)]
    parts = (Int(Mul(*(f for f in factors if f.free_symbols & g)), *g) for g in groups)
    return Mul(*parts)
