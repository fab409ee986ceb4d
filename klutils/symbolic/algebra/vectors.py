r"""Sums over an index, and laws of vectors: coordinates and chains.

Main definitions
----------------
sum_over
    The normal form of :math:`\sum_{i=1}^d f_i`: linear, constants in front, deltas sifted.
log_coordinates
    :math:`\ln \prod_i p_i(x_i) = \sum_i \ln p_i(x_i)`.
check_vectors
    Raise where laws of vectors do not fit.
integrate_vector
    An integral over a vector whose law is one of coordinates or of a chain.
"""

from sympy import Add, Integer, KroneckerDelta, Mul, Symbol, log

from klutils.symbolic.language.functionals import E, Functional, SumOver
from klutils.symbolic.language.laws import DensityAt
from klutils.symbolic.language.letters import Component
from klutils.symbolic.language.made_laws import Chain, Coordinates, Moment
from klutils.symbolic.notation.plain import plain

__all__ = ["check_vectors", "integrate_vector", "log_coordinates", "sum_over"]

MARK = "·s"
LAWS = (Coordinates, Chain)


def sum_over(body, i, count, normal):
    """Return the normal form of a sum, ``body`` being in normal form."""
    if count.is_Integer:
        return normal(Add(*(body.subs(i, k) for k in range(1, int(count) + 1))))
    return Add(*(_sum_term(term, i, count, normal) for term in Add.make_args(body)))


def _sum_term(term, i, count, normal):
    factors = Mul.make_args(term)
    held = [f for f in factors if i in f.free_symbols]
    outside = Mul(*(f for f in factors if i not in f.free_symbols))
    if not held:
        return (outside * count).expand()
    for f in held:
        if isinstance(f, KroneckerDelta) and i in f.args:
            (other,) = (a for a in f.args if a != i)
            if other.is_Symbol:  # of the same range
                rest = Mul(*(g for g in held if g is not f))
                return normal(outside * rest.subs(i, other))
    body = Mul(*held)
    inner = [s.index for s in body.atoms(SumOver)]
    depth = 1 + max((_depth(s) for s in inner), default=0)
    letter = Symbol(f"{MARK}{depth}", integer=True, positive=True)
    return outside * SumOver(body.subs(i, letter), letter, count)


def _depth(letter):
    return int(letter.name.removeprefix(MARK)) if letter.name.startswith(MARK) else 0


def check_vectors(laws):
    """Raise where laws of vectors of different length or make meet."""
    vectors = {(type(law), law.variables, law.count) for law in laws if type(law) in LAWS}
    if len({letter for _, letter, _ in vectors}) < len(vectors):
        names = " and ".join(sorted(str(law) for law in laws if type(law) in LAWS))
        raise ValueError(f"{names} are laws of vectors of different length or make")


def log_coordinates(law, point):
    """Return the logarithm of the density of independent coordinates at a vector."""
    body = log(DensityAt(law.law, Component(point, law.index)))
    return SumOver(body, law.index, law.count)


def integrate_vector(factors, v, normal):
    """Integrate a product over a vector.

    Returns None if no law of coordinates or of a chain is among the factors.

    Raises
    ------
    ValueError
        If the other factors read the vector in a way that no rule speaks of.
    """
    own = [f for f in factors if isinstance(f, DensityAt) and type(f.law) in LAWS and f.point == v]
    if not own:
        return None
    law = own[0].law
    rest = [f for f in factors if f is not own[0] and v in f.free_symbols]
    value = Mul(*(f for f in factors if v not in f.free_symbols))
    if not rest:
        return value
    sums = [f for f in rest if isinstance(f, SumOver)]
    if len(rest) == 1 and sums:
        (one,) = sums
        inner = _mean(law, one.body, v)
        return value * sum_over(normal(inner), one.index, one.count, normal)
    if len(rest) == 1 and type(law) is Chain and _log_of_chain(rest[0]):
        return value * normal(_cross(law, rest[0].args[0].law))
    if not sums:
        return value * normal(_mean(law, Mul(*rest), v))
    raise ValueError(f"no rule for the mean of {plain(Mul(*rest))} over {law}")


def _log_of_chain(f):
    return isinstance(f, log) and isinstance(f.args[0], DensityAt) and type(f.args[0].law) is Chain


def _places(body, v):
    if any(v in a.free_symbols for a in body.atoms(Functional)):
        raise ValueError(f"no rule for {plain(body)}, which reads {v} under a sum or an integral")
    reads = sorted((c for c in body.atoms(Component) if c.whole == v), key=str)
    bare = body.xreplace({c: Integer(0) for c in reads})
    if v in bare.free_symbols or not reads:
        raise ValueError(f"{plain(body)} reads {v} as a whole; expected its components")
    return reads


def _mean(law, body, v):
    """The mean of an expression in components of a vector."""
    reads = _places(body, v)
    if type(law) is Chain:
        return _mean_over_chain(law, body, reads)
    (x,) = law.law.variables
    if len(reads) > 1:
        if len({c.place for c in reads}) > 1 and all(c.place.is_number for c in reads):
            return _product(law, body, reads, x)
        names = ", ".join(map(str, reads))
        raise ValueError(f"no rule for the mean of {plain(body)}, which reads {names} at once")
    (one,) = reads
    return E(law.law.subs(law.index, one.place), body.xreplace({one: x}))


def _product(law, body, reads, x):
    total = Integer(1)
    for f in Mul.make_args(body):
        mine = [c for c in reads if f.has(c)]
        if len(mine) > 1:
            raise ValueError(f"no rule for the mean of {plain(body)} over {law}")
        place = mine[0].place if mine else None
        total *= f if place is None else E(law.law.subs(law.index, place), f.xreplace({mine[0]: x}))
    return total


def _mean_over_chain(law, body, reads):
    (x,) = law.first.variables
    if len(reads) == 1:
        (one,) = reads
        if one.place == 0:
            return E(law.first, body.xreplace({one: x}))
        return E(Moment(law, one.place), body.xreplace({one: law.before}))
    if len(reads) == 2:
        first, second = sorted(reads, key=lambda c: (c.place - reads[0].place).expand())
        if (second.place - first.place).expand() == 1:
            step = law.step.subs(law.time, second.place)
            inner = body.xreplace({second: x, first: law.before})
            return E(Moment(law, first.place), E(step, inner))
    raise ValueError(f"no rule for the mean of {plain(body)} over {law}")


def _cross(law, other):
    """The mean of ln of one chain's density under another chain."""
    if (law.count, law.first.variables) != (other.count, other.first.variables):
        raise ValueError(f"{law} and {other} have different numbers of steps")
    (x,) = law.first.variables
    step = other.step.subs({other.before: law.before, other.time: law.time}, simultaneous=True)
    inner = E(law.step, log(DensityAt(step, x)))
    steps = E(Moment(law, law.time - 1), inner)
    return E(law.first, log(DensityAt(other.first, x))) + SumOver(steps, law.time, law.count)
