r"""How expressions look on the page: the field's notation, and no brackets that say nothing.

Main definitions
----------------
latex
    The LaTeX of an expression, a law or a functional.
width
    Roughly how many characters wide a piece of LaTeX is when typeset.

Implementation notes
--------------------
SymPy sorts the terms of sums and products by rules of its own. Here factors stand in the
order number, symbol, density, function, logarithm, functional, integral; terms with a plus
sign stand before those with a minus sign. Where an author wants another order, ``InOrder``
keeps the one written.
"""

import re

from sympy import Add, Integer, Mul, Rational, Symbol, exp, fraction, log, pi
from sympy.core.function import AppliedUndef
from sympy.printing.latex import LatexPrinter

from .functionals import (
    KL,
    ArgMin,
    Cov,
    E,
    Functional,
    Grad,
    H,
    InOrder,
    Int,
    Name,
    SampleE,
    SampleMean,
    SampleProduct,
    SampleSum,
)
from .laws import (
    Density,
    DensityAt,
    Exponential,
    Finite,
    Joint,
    Law,
    Normal,
    Pushforward,
    Uniform,
)

__all__ = ["latex", "width"]


def latex(expr):
    """Return the LaTeX of an expression, a law or a functional."""
    return _Notation().doprint(expr)


def width(code):
    """Return roughly how many characters wide a line of LaTeX is when typeset."""
    code = re.sub(r"\\text\{([^{}]*)\}", r"\1", code)
    code = re.sub(r"\\mathrm\{([^{}]*)\}|\\operatorname\*?\{([^{}]*)\}", r"\1\2", code)
    while True:  # a fraction is as wide as its wider part
        parts = re.search(r"\\frac\{((?:[^{}]|\{[^{}]*\})*)\}\{((?:[^{}]|\{[^{}]*\})*)\}", code)
        if not parts:
            break
        code = code.replace(parts[0], max(parts[1], parts[2], key=len))
    code = re.sub(r"\\(left|right|bigl|bigr|quad|,|;|!)", "", code)
    code = re.sub(r"[_^](\{[^{}]*\}|.)", lambda m: "x" * (len(m[1].strip("{}")) * 2 // 3), code)
    return len(re.sub(r"\\[A-Za-z]+|[{}\\ ]", lambda m: "x" if len(m[0]) > 1 else "", code))


class _Notation(LatexPrinter):
    def __init__(self):
        super().__init__({"ln_notation": True, "fold_short_frac": False})

    # laws

    def _print_Law(self, law):
        return self._law(law)

    def _law(self, law):
        """The name of a law as it stands in a functional."""
        if isinstance(law, Normal):
            mu, sigma = self._print(law.mean), self._print(law.standard_deviation**2)
            return rf"\mathcal{{N}}({mu}, {sigma})"
        if isinstance(law, Uniform):
            return rf"\mathcal{{U}}(0, {self._print(law.width)})"
        if isinstance(law, Exponential):
            return rf"\mathrm{{Exp}}({self._print(law.rate)})"
        if isinstance(law, Joint):
            if not law.dependent:
                return r" \otimes ".join(self._law(part) for part in law.args)
            return f"{law.name}({', '.join(map(self._print, law.variables))})"
        if isinstance(law, Pushforward):
            return f"{law.name}_{{{law.variables[0].name.upper()}}}"
        if isinstance(law, Density) and law.given and _is_variable(law.given[0]):
            return rf"{law.name}(\cdot \mid {', '.join(map(self._print, law.given))})"
        if law.given:
            return f"{law.name}_{{{', '.join(map(self._print, law.given))}}}"
        return law.name

    def _print_DensityAt(self, expr):
        law, point = expr.law, self._print(expr.point)
        if isinstance(law, (Normal, Uniform, Exponential)):
            return f"{law.name}({point})"
        if isinstance(law, Pushforward):
            return f"{self._law(law)}({point})"
        given = rf" \mid {', '.join(map(self._print, law.given))}" if law.given else ""
        return f"{law.name}({point}{given})"

    # functionals

    def _print_KL(self, expr):
        p, q = map(self._law, expr.args)
        return rf"D_{{\mathrm{{KL}}}}({p} \,\|\, {q})"

    def _print_H(self, expr):
        return f"H({', '.join(map(self._law, expr.args))})"

    def _drawn(self, law):
        law_name = self._law(law)
        return rf"{', '.join(map(self._print, law.variables))} \sim {law_name}"

    def _print_E(self, expr):
        return rf"\mathbb{{E}}_{{{self._drawn(expr.law)}}}{self._bracket(expr.args[1])}"

    def _print_Var(self, expr):
        return rf"\operatorname{{Var}}_{{{self._drawn(expr.law)}}}{self._bracket(expr.args[1])}"

    def _print_Cov(self, expr):
        inside = ", ".join(map(self._print, expr.args[1:]))
        return rf"\operatorname{{Cov}}_{{{self._drawn(expr.law)}}}{_brackets(inside)}"

    def _print_Int(self, expr):
        body = self._factor(expr.body)
        laws = [a.law for a in expr.body.atoms(DensityAt)]
        if any(isinstance(law, Finite) for law in laws):
            return rf"\sum_{{{', '.join(map(self._print, expr.bound))}}} {body}"
        measure = r" \, ".join(f"d{self._print(v)}" for v in expr.bound)
        sign = "\\" + "i" * len(expr.bound) + "nt"
        return rf"{sign} {body} \, {measure}"

    def _print_SampleMean(self, expr):
        return rf"\frac{{1}}{{N}} \sum_{{i=1}}^{{N}} {self._indexed(expr)}"

    def _print_SampleSum(self, expr):
        return rf"\sum_{{i=1}}^{{N}} {self._indexed(expr)}"

    def _print_SampleProduct(self, expr):
        return rf"\prod_{{i=1}}^{{N}} {self._indexed(expr)}"

    def _indexed(self, expr):
        return self._factor(expr.body.subs({v: Symbol(f"{v.name}_i") for v in expr.bound}))

    def _sampled(self, expr):
        laws = sorted({m.law for m in expr.atoms(SampleMean)}, key=str)
        return r", ".join(
            rf"{'(' if len(law.variables) > 1 else ''}"
            rf"{', '.join(map(self._print, law.variables))}"
            rf"{')' if len(law.variables) > 1 else ''}_{{1:N}} \sim {self._law(law)}"
            for law in laws
        )

    def _print_SampleE(self, expr):
        return rf"\mathbb{{E}}_{{{self._sampled(expr)}}}{self._bracket(expr.args[0])}"

    def _print_SampleVar(self, expr):
        return rf"\operatorname{{Var}}_{{{self._sampled(expr)}}}{self._bracket(expr.args[0])}"

    def _print_Grad(self, expr):
        body, symbol, order = expr.args
        if isinstance(body, Name) and tuple(body.args[2]) == (symbol,):
            return f"{body.args[0].name}{chr(39) * int(order)}({self._print(symbol)})"
        power = f"^{{{order}}}" if order > 1 else ""
        letter = self._print(symbol)
        inside = self._print(body)
        if body.is_Add or isinstance(body, InOrder) or body.could_extract_minus_sign():
            inside = _brackets(inside)
        return rf"\frac{{\partial{power}}}{{\partial {letter}{power}}} {inside}"

    def _print_ArgMin(self, expr):
        which = "min" if expr.sign > 0 else "max"
        body = self._factor(expr.body)
        return rf"\operatorname*{{arg\,{which}}}_{{{self._print(expr.bound[0])}}} \; {body}"

    _print_ArgMax = _print_ArgMin

    def _print_Name(self, expr):
        arguments = ", ".join(map(self._print, expr.args[2]))
        return f"{expr.args[0].name}({arguments})" if arguments else expr.args[0].name

    def _print_InOrder(self, expr):
        return self._sum(expr.args)

    def _print_Decimal(self, expr):
        return rf"{expr.digits}\ldots"

    # arithmetic

    def _print_log(self, expr, exp=None):
        (arg,) = expr.args
        code = self._print(arg)
        bare = isinstance(arg, (DensityAt, Symbol, AppliedUndef, Integer, Name, SampleProduct))
        if not bare and not (code.startswith(r"\frac") and _one_fraction(code)):
            code = _parentheses(code)
        code = rf"\ln {code}"
        return code if exp is None else rf"\bigl({code}\bigr)^{{{exp}}}"

    def _print_AppliedUndef(self, expr, exp=None):
        name = expr.func.__name__
        inside = ", ".join(map(self._print, expr.args))
        code = rf"\lvert {name[1:-1]}({inside}) \rvert" if name[0] == "|" else f"{name}({inside})"
        return code if exp is None else f"{code}^{{{exp}}}"

    def _print_Function(self, expr, exp=None):
        if isinstance(expr, AppliedUndef):
            return self._print_AppliedUndef(expr, exp)
        return super()._print_Function(expr, exp)

    def _print_Add(self, expr, order=None):
        return self._sum(sorted(expr.args, key=_term_order))

    def _sum(self, terms):
        code = ""
        for term in terms:
            negative = term.could_extract_minus_sign() and not term.is_Add
            part = self._print(-term if negative else term)
            if isinstance(term, InOrder) or term.is_Add:
                part = _parentheses(part)
            code += (" - " if code else "-") if negative else (" + " if code else "")
            code += part
        return code

    def _print_Mul(self, expr):
        if expr.could_extract_minus_sign():
            rest = -expr
            code = self._print(rest)
            return "-" + (_parentheses(code) if rest.is_Add else code)
        above, below = fraction(expr, exact=True)
        if below == 1:
            return self._product(above)
        wide = (Int, SampleMean, E, SampleE, Cov, Grad, log, Add)
        factors = Mul.make_args(above)
        apart = [f for f in factors if isinstance(f, wide)]
        simple = isinstance(above, Add) or (not apart) or below.has(DensityAt)
        if simple or below.has(log):
            return rf"\frac{{{self._print(above)}}}{{{self._print(below)}}}"
        front = Mul(*(f for f in factors if f not in apart))
        fractional = rf"\frac{{{self._print(front)}}}{{{self._print(below)}}}"
        rest = self._product(Mul(*apart))
        return rf"{fractional} {_parentheses(rest) if len(apart) == 1 and apart[0].is_Add else rest}"

    def _product(self, expr):
        factors = sorted(Mul.make_args(expr), key=_factor_order)
        parts = []
        for k, factor in enumerate(factors):
            code = self._print(factor)
            is_sum = factor.is_Add or isinstance(factor, InOrder)
            open_ended = isinstance(factor, (Int, SampleMean)) and k < len(factors) - 1
            if len(factors) > 1 and (is_sum or open_ended):
                code = _parentheses(code)
            parts.append(code)
        numbers = [f for f in factors if f.is_number]
        separator = r" \cdot " if len(numbers) > 1 and all(map(_is_digit, numbers)) else r" \, "
        if separator == r" \, " and not any(isinstance(f, log) for f in factors):
            separator = " "
        return separator.join(parts)

    def _print_Pow(self, expr):
        base, power = expr.as_base_exp()
        if power.is_negative:
            return rf"\frac{{1}}{{{self._print(base**-power)}}}"
        if power.is_Integer and isinstance(base, (log, Functional, Add, DensityAt, Mul)):
            return rf"{_parentheses(self._print(base))}^{{{self._print(power)}}}"
        return super()._print_Pow(expr)

    def _factor(self, expr):
        """Print what follows an integral or summation sign: sums in parentheses."""
        code = self._print(expr)
        is_sum = expr.is_Add or isinstance(expr, InOrder)
        return _parentheses(code) if is_sum else code

    def _bracket(self, expr):
        return _brackets(self._print(expr))


def _brackets(code):
    return rf"\left[{code}\right]" if _tall(code) else f"[{code}]"


def _parentheses(code):
    return rf"\left({code}\right)" if _tall(code) else f"({code})"


def _tall(code):
    return any(sign in code for sign in (r"\frac", r"\sum", r"\int", r"\prod"))


def _one_fraction(code):
    """Whether the code is a single fraction and nothing after it."""
    depth, groups = 0, 0
    for place, sign in enumerate(code):
        depth += (sign == "{") - (sign == "}")
        if sign == "}" and depth == 0:
            groups += 1
            if groups == 2:
                return place == len(code) - 1
    return False


def _is_variable(symbol):
    return isinstance(symbol, Symbol) and symbol.name in {"x", "y", "z", "w", "u"}


def _is_digit(number):
    return isinstance(number, Rational)


def _factor_order(factor):
    base = factor.as_base_exp()[0]
    ranks = (
        (isinstance(base, (Int, SampleMean)), 8),
        (isinstance(base, Functional) and not isinstance(base, Name), 7),
        (isinstance(base, log), 6),
        (base.is_Add and base.has(Functional), 7),
        (base.is_Add or isinstance(base, InOrder), 5),
        (isinstance(factor, exp) and not factor.is_number, 4.5),
        (isinstance(base, (AppliedUndef, Name)), 4),
        (isinstance(base, DensityAt), 2),
        (base.is_Rational, 0),
        (base is pi, 0.1),
        (factor == exp(1), 0.2),
        (base.is_number, 0.3),
        (base.is_Symbol, 1),
    )
    return next((rank for holds, rank in ranks if holds), 3), str(factor)


def _term_order(term):
    negative = term.could_extract_minus_sign()
    body = -term if negative else term
    factors = Mul.make_args(body)
    if any(isinstance(f, KL) for f in factors):
        rank = 0
    elif any(isinstance(f, H) for f in factors):
        rank = 2 if any(isinstance(f, H) and len(f.args) == 1 for f in factors) else 1
    elif body.is_number:
        rank = 3
    elif isinstance(body, log):
        rank = 4
    elif body.has(Functional):
        rank = 6
    else:
        rank = 5
    return negative, rank, -len(str(body)) if rank == 5 else 0, str(body)


_Notation._print_Density = _Notation._print_Law
for _law_class in Law.__subclasses__():
    setattr(_Notation, f"_print_{_law_class.__name__}", _Notation._print_Law)
