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

from .laws import opened, row_of

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
    if not below:
        return
    for law in laws:
        (v,) = law.variables
        whole = DensityAt(law, v)
        for density in dict.fromkeys((whole, _opened(whole))):
            for part in Add.make_args(density):
                lost = [
                    k for k, power in _powers(part, v).items() if power.is_positive and k in below
                ]
                for term in Add.make_args(_expand(part * body)) if lost else ():
                    _check_term(term, lost, v, supports)


def _expand(expr):
    return expand(expr, log=False, power_exp=False)


def _opened(density):
    """The density in terms of those it is made of, as far down as it is a product or a sum."""
    row = row_of(density.law)
    formula = None if row is None or row.open_ is None else opened(density.law, density.point)
    if formula is None:
        return density
    inner = {
        a: _opened(a)
        for term in Add.make_args(formula)
        for a in Mul.make_args(term)
        if isinstance(a, DensityAt)
    }
    return _expand(formula.xreplace(inner))


def _powers(term, v):
    """The powers of the densities of a variable among the factors of a term."""
    powers = {}
    for f in Mul.make_args(term):
        base, power = f.as_base_exp()
        if isinstance(base, DensityAt) and base.point == v:
            powers[base.law] = powers.get(base.law, 0) + power
    return {law: sympify(power) for law, power in powers.items() if power.is_real}


def _check_term(term, laws, v, supports):
    """Raise where the density of one of the laws is gone and none keeps the term inside."""
    powers = _powers(term, v)
    kept = [other for other, power in powers.items() if power.is_positive]
    for law in laws:
        own = _support(law, supports)
        if own is None or type(law) is Finite or law in kept:
            continue
        if any(inside(_support(k, supports), own) for k in kept):
            continue
        wider = next((k for k in kept if k.variables == law.variables), None)
        against = f"against {wider}, whose support is wider" if wider else "and nothing is left"
        raise ValueError(f"{law} cancels {against}")


def _support(law, supports):
    return law.support if law.support is not None else supports.get(law.variables[0])


def _below(body):
    """The laws whose densities stand below a line."""
    below = (a.base for a in body.atoms(Pow) if a.exp.could_extract_minus_sign())
    return {density.law for base in below for density in base.atoms(DensityAt)}
