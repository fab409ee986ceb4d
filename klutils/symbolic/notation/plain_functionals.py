r"""The table of notation of functionals, samples and derivatives in plain text.

Main definitions
----------------
FUNCTIONALS
    From classes to how they look.
"""

from sympy import Derivative, Subs
from sympy.core.function import AppliedUndef

from klutils.symbolic.language.divergences import (
    FDivergence,
    JensenShannon,
    MutualInformation,
    TotalVariation,
)
from klutils.symbolic.language.functionals import KL, Cov, E, H, InOrder, Int, Name, SumOver, Var
from klutils.symbolic.language.made_laws import Moment
from klutils.symbolic.language.optimisation import ArgMax, ArgMin, At, Grad
from klutils.symbolic.language.samples import (
    SampleE,
    SampleMean,
    SampleProduct,
    SampleSum,
    SampleVar,
)
from klutils.symbolic.language.steps import Decimal

from .letters import above, below, letter, primes
from .naming import counted, free_letter, parameters
from .plain_laws import moment_letter
from .shape import is_sum, signed

__all__ = ["FUNCTIONALS", "closed", "written_sum"]


def closed(say, expr):
    """Return what stands in a product or behind a sign: sums in parentheses."""
    return f"({say(expr)})" if is_sum(expr) else say(expr)


def _behind(say, expr):
    """Return what stands behind a sum or derivative: what has a minus in parentheses as well."""
    return f"({say(expr)})" if is_sum(expr) or signed(expr)[0] else say(expr)


# of laws


def _called(name):
    return lambda say, expr: f"{name}({say.list(expr.args)})"


def _divergence(say, expr):
    return "D_KL({} || {})".format(*map(say, expr.args))


def _f_divergence(say, expr):
    p, q = map(say, expr.laws)
    return f"D_{letter(expr.args[0].name)}({p} || {q})"


def _information(say, expr):
    given = parameters(expr.joint)
    between = "; ".join(map(say, sorted(expr.bound, key=str)))
    name = letter(expr.name) + (f"(·|{say.list(given)})" if given else "")
    return f"I_{name}({between})"


def _moment(say, expr):
    law = expr.law
    codes = {law.variables[0]: moment_letter(say, law)} if type(law) is Moment else {}
    kind, under = type(expr).__name__, say(law)
    with say.renaming(codes):
        return f"{kind}_{under}[{say.list(expr.args[1:])}]"


# integrals and sums


def _integral(say, expr):
    points = counted(expr)
    others = [v for v in expr.bound if v not in points]
    code = closed(say, expr.body)
    if others:
        code = f"∫ {code} {' '.join(f'd{say(v)}' for v in others)}"
    return f"Σ_{say.list(points)} {code}" if points else code


def _sum_over(say, expr):
    return f"Σ_{say(expr.index)}=1..{say(expr.count)} {_behind(say, expr.body)}"


def _sample(sign):
    def row(say, expr):
        place = free_letter(expr.body)
        with say.renaming({v: below(letter(v.name), place) for v in expr.bound}):
            return f"{sign} {_behind(say, expr.body)}"

    return row


def _over_samples(kind):
    def row(say, expr):
        laws = sorted({mean.law for mean in expr.args[0].atoms(SampleMean)}, key=str)
        return f"{kind}_samples({', '.join(map(say, laws))})[{say(expr.args[0])}]"

    return row


# derivatives, values and minimisers


def _slope(say, body, symbol, order):
    power = above(order) if order > 1 else ""
    return f"∂{power}/∂{say(symbol)}{power} {_behind(say, body)}"


def _primed(say, derivative, point):
    """A function of one argument with its primes, or None if it is something else."""
    body, *steps = derivative.args
    if not isinstance(body, AppliedUndef) or len(steps) > 1:
        return None
    ((symbol, order),) = steps
    if body.args != (symbol,) or not order.is_Integer or body.func.__name__.startswith("|"):
        return None
    return f"{letter(body.func.__name__)}{primes(int(order))}({say(point)})"


def _derivative(say, expr):
    body, (symbol, order), *later = expr.args
    if later:
        symbol, order = expr.args[-1]
        return _slope(say, Derivative(*expr.args[:-1], evaluate=False), symbol, order)
    return _primed(say, expr, symbol) or _slope(say, body, symbol, order)


def _subs(say, expr):
    body, symbols, points = expr.args
    if isinstance(body, Derivative) and len(symbols) == 1 and symbols[0] in body.variables:
        code = _primed(say, body, points[0])
        if code:
            return code
    where = ", ".join(f"{say(s)}={say(v)}" for s, v in zip(symbols, points, strict=True))
    return f"[{say(body)}]_{{{where}}}"


def _at(say, expr):
    return f"[{say(expr.body)}]_{{{say(expr.symbol)}={say(expr.point)}}}"


def _minimisers(say, expr):
    which = "min" if expr.sign > 0 else "max"
    return f"arg {which}_{say(expr.bound[0])} {closed(say, expr.body)}"


# names, sums as written


def _name(say, expr):
    name, arguments = letter(expr.args[0].name), expr.args[2]
    return f"{name}({say.list(arguments)})" if arguments else name


def written_sum(say, terms):
    """Return a sum in the order of its terms; a sum among them in parentheses."""
    code = ""
    for term in terms:
        negative, rest = signed(term)
        code += (" - " if code else "-") if negative else (" + " if code else "")
        code += closed(say, rest)
    return code


FUNCTIONALS = {
    KL: _divergence,
    H: _called("H"),
    JensenShannon: _called("JS"),
    TotalVariation: _called("TV"),
    FDivergence: _f_divergence,
    MutualInformation: _information,
    E: _moment,
    Var: _moment,
    Cov: _moment,
    Int: _integral,
    SumOver: _sum_over,
    SampleMean: _sample("(1/N) Σ"),
    SampleSum: _sample("Σ"),
    SampleProduct: _sample("Π"),
    SampleE: _over_samples("E"),
    SampleVar: _over_samples("Var"),
    Grad: lambda say, expr: _slope(say, *expr.args),
    Derivative: _derivative,
    Subs: _subs,
    At: _at,
    ArgMin: _minimisers,
    ArgMax: _minimisers,
    Name: _name,
    InOrder: lambda say, expr: written_sum(say, expr.args),
    Decimal: lambda _say, expr: expr.digits if expr.exact else f"{expr.digits}…",
}
