r"""Integrating one product of densities and functions: the rules of the normal form.

Main definitions
----------------
integrate_product
    Normalisation :math:`\int p = 1`, :math:`\int \partial_\theta q = 0`, moments of named
    laws, products of normal densities, Fubini, separation of independent factors.
pull_back
    Change of variable where densities of images are integrated.

Implementation notes
--------------------
Every function takes its input apart and puts an integral back where no rule applies. What the
integral over one variable is worth stays inside the integrals over the others: it may hold them.
"""

from sympy import Abs, Add, Derivative, Integer, KroneckerDelta, Mul, Pow, exp, expand, log

from klutils.symbolic.language.functionals import Int
from klutils.symbolic.language.laws import DensityAt, Pushforward

from .gaussian import combine, is_normal, tilt
from .laws import bounded, moment, named
from .letters import canonical, fresh, standard_normal
from .slopes import by_parts

__all__ = ["integrate_product", "pull_back"]


def pull_back(body, variables):
    """Substitute y = T(x) where densities of pushforwards are integrated over y."""
    laws = {a.law for a in body.atoms(DensityAt) if isinstance(a.law, Pushforward)}
    if not laws:
        return body, variables
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
    factors, variables = _merge_inner(list(_factors(term)), list(variables))
    outside, factors = _split(factors, variables)
    factors = _cancel_inner(factors, variables)
    for v in variables:
        value = _integrate_variable(factors, v)
        if value is None:
            continue
        free = [f for f in factors if v not in f.free_symbols]
        rest = [u for u in variables if u != v]
        return Mul(*outside) * _integrate_sum(Mul(*free), value, rest)
    free, factors = _split(factors, variables)
    if not factors:
        return _nothing_left(outside + free, variables)
    if len(variables) == 1:
        v = variables[0]
        moved = _one_normal(factors, v) or standard_normal(factors, v) or by_parts(factors, v)
        if moved is not None:
            return Mul(*outside, *free) * _integrate_sum(Integer(1), moved, variables)
    return Mul(*outside, *free) * _separate(factors, variables)


def _nothing_left(free, variables):
    """What a product without the variables is worth: 1 if none is left, else not a number."""
    return Mul(*free, *(Int(Integer(1), v) for v in variables))


def _integrate_sum(free, value, variables):
    """Integrate what the integral over one variable left, term by term."""
    if value == 0:
        return Integer(0)
    if not variables:
        return free * value
    terms = Add.make_args(expand(free * value, deep=False, log=False, power_exp=False))
    return Add(*(integrate_product(term, variables) for term in terms))


def _factors(term):
    """The factors of a term, an exponential of a sum being a product."""
    for f in Mul.make_args(term):
        if isinstance(f, exp) and f.args[0].is_Add:
            yield from map(exp, f.args[0].args)
        else:
            yield f


def _split(factors, variables):
    """Return the factors free of the variables, and the others."""
    names = set(variables)
    held = [f for f in factors if f.free_symbols & names]
    return [f for f in factors if not f.free_symbols & names], held


def _integrate_variable(factors, v):
    """Return the integral over v of the factors that hold v, if a rule gives it, else None."""
    held = [f for f in factors if v in f.free_symbols]
    if len(held) == 1 and isinstance(held[0], Derivative):
        of = held[0].expr
        normalised = _normalised(of, v) and of.point == v
        return Integer(0) if normalised and v not in _letters(held[0]) else None
    sifted = _sift(held, v)
    if sifted is not None:
        return sifted
    own = [f for f in held if _normalised(f, v) and f.point == v]
    if not own:
        return None
    density, rest = own[0], [f for f in held if f is not own[0]]
    if not rest:
        return Integer(1)
    outside = Integer(1)
    if is_normal(density):
        density, rest, outside = _gather_normal(density, rest, v)
    found = _moment(density.law, rest, v)
    return None if found is None else outside * found


def _letters(derivative):
    return set().union(*(letter.free_symbols for letter in derivative.variables))


def _normalised(f, v):
    """Whether a factor is a density of v that integrates to 1 over it."""
    return isinstance(f, DensityAt) and f.law.variables == (v,) and v not in f.law.free_symbols


def _sift(held, v):
    """Read the other factors where a Kronecker delta puts v."""
    for f in held:
        if isinstance(f, KroneckerDelta) and v in f.args:
            (other,) = (a for a in f.args if a != v)
            if any(isinstance(g, DensityAt) and named(g.law) and g.point == v for g in held):
                raise ValueError(f"{f} is read under a law with a density; {v} is no letter")
            if v not in other.free_symbols:
                return Mul(*(g.subs(v, other) for g in held if g is not f))
    return None


def _gather_normal(density, rest, v):
    """Multiply a normal density in v by other normal densities and exponentials of lines."""
    outside, others = Integer(1), []
    for f in rest:
        made = None
        if is_normal(f):
            made = combine(density, f, v)
        elif isinstance(f, exp):
            made = tilt(density, f.args[0], v)
        if made is None:
            others.append(f)
        else:
            density, outside = made[0], outside * made[1]
    return density, others, outside


def _one_normal(factors, v):
    """Write a product of normal densities in one variable as one of them, or return None."""
    own = next((f for f in factors if is_normal(f) and _normalised(f, v) and f.point == v), None)
    if own is None:
        return None
    rest = [f for f in factors if f is not own]
    density, others, outside = _gather_normal(own, rest, v)
    return None if len(others) == len(rest) else Mul(density, outside, *others)


def _moment(law, rest, v):
    """E of powers of v, of ln v and of |v - c|, by the table of laws."""
    order, logs, distance, rate = Integer(0), 0, None, Integer(1)
    for f in rest:
        base, power = f.as_base_exp()
        if bounded(law) and base.has(Abs(v)):
            base = base.subs(Abs(v), v)
        if base == v and power.is_positive and (power.is_Integer or bounded(law)):
            order += power
        elif not (power.is_Integer and power.is_positive):
            return None
        elif base == log(v):
            logs += int(power)
        elif bounded(law) and isinstance(base, log) and base.args[0].as_base_exp()[0] == v:
            logs += int(power)
            rate *= base.args[0].as_base_exp()[1] ** power  # ln xᵏ = k ln x for x > 0
        elif isinstance(base, Abs) and distance is None and power % 2:
            slope = base.args[0].diff(v)
            if slope not in (1, -1):
                return None
            distance = (v - slope * base.args[0], int(power))
        else:
            return None
    value = moment(law, order, logs, distance)
    return None if value is None else rate * value


def _cancel_inner(factors, variables):
    """Cancel ∫ f dx / ∫ f dx where the integral above the line is still to be taken."""
    for below in factors:
        if not (isinstance(below, Pow) and isinstance(below.base, Int) and below.exp == -1):
            continue
        inner = below.base
        if not set(inner.bound) <= set(variables):
            continue
        held = [f for f in factors if f.free_symbols & set(inner.bound)]
        if Mul(*held) == inner.body:
            kept = [f for f in factors if f not in held and f is not below]
            for v in inner.bound:
                variables.remove(v)
            return kept
    return factors


def _merge_inner(factors, variables):
    """Turn an integral of an integral into one over both variables (Fubini)."""
    merged = []
    for k, f in enumerate(factors):
        if isinstance(f, Int) and f.free_symbols & set(variables):
            others = merged + factors[k + 1 :]
            taken = set(variables).union(*(g.free_symbols for g in others))
            f = fresh(f, taken)
            if not taken & set(f.bound):
                variables = variables + list(f.bound)
                merged += _factors(f.body)
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
    return Mul(*(_one_group([f for f in factors if f.free_symbols & g], g) for g in groups))


def _one_group(factors, group):
    """The integral over variables that hang together; of two orders of drawing, one is taken."""
    form = canonical(Mul(*factors), group)
    if len(group) != 2:
        return form
    for v in sorted(group, key=str):
        (w,) = (u for u in group if u != v)
        first = next((f for f in factors if _drawn(f, v) and w not in f.law.free_symbols), None)
        other = next((f for f in factors if _drawn(f, w) and v in f.law.free_symbols), None)
        made = combine(first, other, v) if first is not None and other is not None else None
        if made is not None:
            kept = (f for f in factors if f is not first and f is not other)
            return min(form, canonical(Mul(*made, *kept), group), key=_length)
    return form


def _drawn(f, v):
    return is_normal(f) and f.point == v and f.law.variables == (v,)


def _length(form):
    return len(str(form)), str(form)
