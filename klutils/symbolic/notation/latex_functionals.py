r"""The table of notation of functionals, samples and derivatives in LaTeX.

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

from .brackets import argument, brackets, parentheses, raised, subscript, tall
from .latex_laws import drawn, moment_letter
from .naming import counted, free_letter, parameters
from .shape import ends_in_bar, is_sum, signed

__all__ = ["FUNCTIONALS", "behind", "summed", "written_sum"]


def behind(say, expr, *, sign=True):
    """Return what stands behind a sign of operation: sums in parentheses, and what has a minus."""
    code = say(expr)
    open_ = is_sum(expr) or (sign and signed(expr)[0]) or ends_in_bar(expr)
    return parentheses(code) if open_ else code


# of laws


def _divergence(say, expr):
    p, q = map(say, expr.args)
    return rf"D_{{\mathrm{{KL}}}}({p} \,\|\, {q})"


def _f_divergence(say, expr):
    p, q = map(say, expr.laws)
    return rf"D_{{{expr.args[0].name}}}({p} \,\|\, {q})"


def _called(name):
    return lambda say, expr: f"{name}({say.list(expr.args)})"


def _information(say, expr):
    given = say.list(parameters(expr.joint))
    letter = subscript(expr.name, given) if given else expr.name
    between = "; ".join(map(say, sorted(expr.bound, key=str)))
    return f"I_{{{letter}}}({between})"


def _moment(sign):
    def row(say, expr):
        law = expr.law
        below = drawn(say, law)
        codes = {}
        if type(law) is Moment:
            codes[law.variables[0]] = moment_letter(say, law)
        with say.renaming(codes):
            return f"{sign}_{{{below}}}{brackets(say.list(expr.args[1:]))}"

    return row


# integrals and sums


def _integral(say, expr):
    if signed(expr)[0]:
        return f"-{say(signed(expr)[1])}"
    points = counted(expr)
    others = [v for v in expr.bound if v not in points]
    code = behind(say, expr.body)
    if others:
        measure = r" \, ".join(f"d{say(v)}" for v in others)
        code = rf"\{'i' * len(others)}nt {code} \, {measure}"
    return rf"\sum_{{{say.list(points)}}} {code}" if points else code


def _sum_over(say, expr):
    return rf"\sum_{{{say(expr.index)}=1}}^{{{say(expr.count)}}} {behind(say, expr.body)}"


def summed(say, expr, *, sign=r"\sum"):
    """Return a sum, or a product, of the draws of a sample."""
    letter = free_letter(expr.body)
    with say.renaming({v: subscript(v.name, letter) for v in expr.bound}):
        return rf"{sign}_{{{letter}=1}}^{{N}} {behind(say, expr.body)}"


def _sample_mean(say, expr):
    return rf"\frac{{1}}{{N}} {summed(say, expr)}"


def _over_samples(sign):
    def row(say, expr):
        laws = sorted({m.law for m in expr.args[0].atoms(SampleMean)}, key=str)
        below = ", ".join(_sample_of(say, law) for law in laws)
        return f"{sign}_{{{below}}}{brackets(say(expr.args[0]))}"

    return row


def _sample_of(say, law):
    several = len(law.variables) > 1
    letters = say.list(law.variables)
    letters = f"({letters})_{{1:N}}" if several else subscript(letters, "1:N")
    return rf"{letters} \sim {say(law)}"


# derivatives, values and minimisers


def _slope(say, body, symbol, order):
    power = f"^{{{order}}}" if order > 1 else ""
    code = say(body)
    if is_sum(body) or signed(body)[0] or ends_in_bar(body):
        code = brackets(code)
    below = raised(say(symbol), order) if order > 1 else say(symbol)
    return rf"\frac{{\partial{power}}}{{\partial {below}}} {code}"


def _grad(say, expr):
    body, symbol, order = expr.args
    if type(body) is Name and tuple(body.args[2]) == (symbol,):
        return f"{body.args[0].name}{chr(39) * int(order)}({say(symbol)})"
    return _slope(say, body, symbol, order)


def _primed(say, derivative, point):
    """A function of one argument with its primes, or None if it is something else."""
    body, *steps = derivative.args
    if not isinstance(body, AppliedUndef) or len(steps) > 1:
        return None
    ((symbol, order),) = steps
    if body.args != (symbol,) or not order.is_Integer or body.func.__name__.startswith("|"):
        return None
    return f"{body.func.__name__}{chr(39) * int(order)}{argument(say(point))}"


def _derivative(say, expr):
    body, (symbol, order), *later = expr.args
    if later:
        (symbol, order), rest = expr.args[-1], expr.args[:-1]
        return _slope(say, Derivative(*rest, evaluate=False), symbol, order)
    return _primed(say, expr, symbol) or _slope(say, body, symbol, order)


def _subs(say, expr):
    body, symbols, points = expr.args
    primed = isinstance(body, Derivative) and len(symbols) == 1 and symbols[0] in body.variables
    code = _primed(say, body, points[0]) if primed else None
    if code:
        return code
    below = ", ".join(f"{say(s)}={say(v)}" for s, v in zip(symbols, points, strict=True))
    return _at_point(say, body, below)


def _at(say, expr):
    if signed(expr)[0]:
        return f"-{say(signed(expr)[1])}"
    return _at_point(say, expr.body, f"{say(expr.symbol)}={say(expr.point)}")


def _at_point(say, body, below):
    code = parentheses(say(body)) if is_sum(body) else say(body)
    bar = r"\Big|" if tall(code) else r"\big|"
    return rf"{code} {bar}_{{{below}}}"


def _minimisers(say, expr):
    which = "min" if expr.sign > 0 else "max"
    body = behind(say, expr.body, sign=False)
    return rf"\operatorname*{{arg\,{which}}}_{{{say(expr.bound[0])}}} \; {body}"


# names, sums as written


def _name(say, expr):
    arguments = say.list(expr.args[2])
    return expr.args[0].name + (argument(arguments) if arguments else "")


def written_sum(say, terms):
    """Return a sum in the order of its terms; a sum among them in parentheses."""
    code = ""
    for term in terms:
        negative, rest = signed(term)
        part = say(rest)
        code += (" - " if code else "-") if negative else (" + " if code else "")
        code += parentheses(part) if is_sum(rest) else part
    return code


FUNCTIONALS = {
    KL: _divergence,
    H: _called("H"),
    JensenShannon: _called(r"\mathrm{JS}"),
    TotalVariation: _called(r"\mathrm{TV}"),
    FDivergence: _f_divergence,
    MutualInformation: _information,
    E: _moment(r"\mathbb{E}"),
    Var: _moment(r"\operatorname{Var}"),
    Cov: _moment(r"\operatorname{Cov}"),
    Int: _integral,
    SumOver: _sum_over,
    SampleMean: _sample_mean,
    SampleSum: summed,
    SampleProduct: lambda say, expr: summed(say, expr, sign=r"\prod"),
    SampleE: _over_samples(r"\mathbb{E}"),
    SampleVar: _over_samples(r"\operatorname{Var}"),
    Grad: _grad,
    Derivative: _derivative,
    Subs: _subs,
    At: _at,
    ArgMin: _minimisers,
    ArgMax: _minimisers,
    Name: _name,
    InOrder: lambda say, expr: written_sum(say, expr.args),
    Decimal: lambda _say, expr: expr.digits if expr.exact else rf"{expr.digits}\ldots",
}
