"""What the arguments of a functional must be, and the errors that say so.

Main definitions
----------------
law_of, expression, symbol_of
    The argument, or a ``TypeError`` that names it, its value and what was expected.
check_supports, check_term
    A ``ValueError`` where laws meet whose supports do not fit.
"""

from sympy import Basic, Expr, Mul, Pow, Symbol, sympify

from .laws import DensityAt, Law
from .supports import inside

__all__ = ["check_supports", "check_term", "densities", "expression", "law_of", "symbol_of"]


def law_of(law, argument):
    """Return a law, or say which argument is none."""
    if not isinstance(law, Law):
        kind = repr(law) if not isinstance(law, Basic) else str(law)
        raise TypeError(f"{argument} is {kind}; expected a law, such as Density('p')")
    return law


def expression(value, argument):
    """Return a SymPy expression, or say which argument is none."""
    value = value if isinstance(value, str) else sympify(value)
    if not isinstance(value, Expr):
        hint = "; call it at a point, p(x)" if isinstance(value, Law) else ""
        shown = repr(value) if isinstance(value, str) else str(value)
        raise TypeError(f"{argument} is {shown}; expected an expression{hint}")
    return value


def symbol_of(value, argument):
    """Return a symbol, or say which argument is none."""
    value = value if isinstance(value, str) else sympify(value)
    if not isinstance(value, Symbol):
        raise TypeError(f"{argument} is {value!s}; expected a symbol, such as variable('x')")
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
