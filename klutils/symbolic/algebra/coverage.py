r"""Whether a mean is taken where its law is positive, once densities have cancelled.

Main definitions
----------------
check_kept
    Raise where a density cancels that alone said where a mean is taken.
check_coverage
    The same for all parts of an expression, with the supports that a derivation gives its laws.
"""

from sympy import Add, Mul, Pow, expand, preorder_traversal, sympify

from klutils.symbolic.language.functionals import Averaged, Cov, Int, Var
from klutils.symbolic.language.laws import DensityAt
from klutils.symbolic.language.named_laws import Finite
from klutils.symbolic.language.supports import inside

__all__ = ["check_coverage", "check_kept"]


def check_coverage(expr, supports):
    """Raise if a density cancels against a weight of wider support, anywhere in an expression.

    Parameters
    ----------
    expr : Expr
    supports : dict
        From variables to the support of their arbitrary laws, as
        :func:`.supports.shared_supports` returns it.

    Raises
    ------
    ValueError
        With the names of both laws.
    """
    for node in preorder_traversal(expr):
        check_kept(node, supports)


def check_kept(node, supports=None):
    """Raise if in a mean or an integral a density cancels against a weight of wider support."""
    supports = supports or {}
    if isinstance(node, Averaged):
        laws, bodies = node.law.parts, [node.body]
        if isinstance(node, Var):
            bodies.append(node.body**2)
    elif isinstance(node, Cov):
        laws, (first, second) = node.law.parts, node.args[1:]
        bodies = [first, second, first * second]
    elif isinstance(node, Int):
        for term in Add.make_args(node.body):
            _check_product(term, supports)
        return
    else:
        return
    for body in bodies:
        _check_mean(laws, body, supports)


def _check_product(term, supports):
    factors = Mul.make_args(term)
    if len(factors) < 2 or not any(f.is_Add for f in factors):
        return
    laws = [f.law for f in factors if isinstance(f, DensityAt)]
    rest = Mul(*(f for f in factors if not isinstance(f, DensityAt)))
    _check_mean(laws, rest, supports)


def _check_mean(laws, body, supports):
    below = _below(body)
    for law in laws:
        if law not in below or type(law) is Finite:
            continue
        own = _support(law, supports)
        if own is None:
            continue
        (v,) = law.variables
        density = DensityAt(law, v)
        for term in Add.make_args(expand(density * body, log=False, power_exp=False)):
            _check_term(term, law, own, v, supports)


def _check_term(term, law, own, v, supports):
    """Raise unless some density of the term keeps it inside the law's support."""
    holding = {}
    for f in Mul.make_args(term):
        base, power = f.as_base_exp()
        if isinstance(base, DensityAt) and base.point == v:
            holding[base.law] = holding.get(base.law, 0) + power
    kept = [other for other, power in holding.items() if sympify(power).is_positive]
    if law in kept or any(inside(_support(k, supports), own) for k in kept):
        return
    wider = next((k for k in kept if k.variables == law.variables), None)
    against = f"against {wider}, whose support is wider" if wider else "and nothing is left of it"
    raise ValueError(f"{law} cancels {against}")


def _support(law, supports):
    return law.support if law.support is not None else supports.get(law.variables[0])


def _below(body):
    """The laws whose densities stand below a line."""
    below = (a.base for a in body.atoms(Pow) if a.exp.could_extract_minus_sign())
    return {density.law for base in below for density in base.atoms(DensityAt)}
