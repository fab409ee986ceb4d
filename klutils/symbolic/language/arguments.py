"""What the arguments of a functional must be, and the errors that say so.

Main definitions
----------------
law_of, expression, symbol_of, listed
    The argument, or a ``TypeError`` that names it, its value and what was expected.
workable
    An expression that is exact and not nested too deeply to be worked with.
check_supports, check_term
    A ``ValueError`` where laws meet whose supports do not fit.
"""

from collections.abc import Iterable

from sympy import Basic, Float, Mul, Pow, Symbol

from .laws import DensityAt, Law
from .letters import as_expression
from .supports import inside

__all__ = [
    "check_supports",
    "check_term",
    "densities",
    "expression",
    "law_of",
    "listed",
    "workable",
    "symbol_of",
]

DEEPEST = 100  # levels of an expression: Python gives up at some hundreds


def law_of(law, argument):
    """Return a law, or say which argument is none."""
    if not isinstance(law, Law):
        kind = repr(law) if not isinstance(law, Basic) else str(law)
        raise TypeError(f"{argument} is {kind}; expected a law, such as Density('p')")
    return law


def expression(value, argument):
    """Return a SymPy expression, or say which argument is none."""
    hint = "; call it at a point, p(x)" if isinstance(value, Law) else ""
    return as_expression(value, argument, f"an expression{hint}")


def symbol_of(value, argument):
    """Return a symbol, or say which argument is none."""
    wanted = "a symbol, such as variable('x')"
    value = as_expression(value, argument, wanted)
    if not isinstance(value, Symbol):
        raise TypeError(f"{argument} is {value}; expected {wanted}")
    return value


def listed(values, argument, wanted):
    """Return several values as a tuple, or say which argument is no list."""
    if isinstance(values, (str, Basic)) or not isinstance(values, Iterable):
        shown = str(values) if isinstance(values, Basic) else repr(values)
        raise TypeError(f"{argument} is {shown}; expected {wanted}")
    return tuple(values)


def workable(value, argument):
    """Return an exact expression, or say what it holds or how deeply it is nested."""
    value = expression(value, argument)
    level, depth = {value}, 0
    while level:
        level = {part for node in level for part in node.args}
        depth += 1
    if depth > DEEPEST:
        raise ValueError(
            f"{argument} is nested {depth} levels deep; expected at most {DEEPEST}: shorten it"
        )
    for part in value.atoms(Float):
        raise ValueError(f"{argument} holds {part}; expected exact numbers, as Rational(1, 2)")
    return value


def check_supports(what, law, others):
    """Raise unless the law's support is known to lie within that of the others."""
    for part in law.parts:
        for other in (o for model in others for o in model.parts):
            if part.variables == other.variables and not inside(part.support, other.support):
                raise ValueError(
                    f"{what} of {part} and {other}: the support of {part} is not known to lie "
                    f"within that of {other}"
                )


def densities(body):
    """Return the laws whose densities are read in an expression."""
    return {a.law for a in body.atoms(DensityAt)}


def check_term(term, variables):
    """Raise if a product of densities has no factor that keeps it inside every support."""
    laws = {
        a.law for a in term.atoms(DensityAt) if a.law.support is not None and a.point in variables
    }
    if len({law.support for law in laws}) < 2:
        return
    factors = [
        f.base if isinstance(f, Pow) and f.exp.is_positive else f for f in Mul.make_args(term)
    ]
    holding = {f.law for f in factors if isinstance(f, DensityAt)}
    for v in variables:
        mine = {law for law in laws if law.variables == (v,)}
        if not mine or any(all(inside(h.support, m.support) for m in mine) for h in holding & mine):
            continue
        names = " and ".join(sorted(map(str, mine)))
        raise ValueError(f"Int over {v} of {names}: no factor keeps it inside every support")
