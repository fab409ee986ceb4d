r"""How expressions look on the page: the field's notation, and no brackets that say nothing.

Main definitions
----------------
latex
    The LaTeX of an expression, a law or a functional.
"""

from sympy import Add, Integer, Mul, Rational, Symbol, fraction, log
from sympy.core.function import AppliedUndef
from sympy.printing.latex import LatexPrinter

from klutils.symbolic.language.functionals import Cov, E, Functional, InOrder, Int, Name
from klutils.symbolic.language.laws import Density, DensityAt, Joint, Pushforward
from klutils.symbolic.language.named_laws import Exponential, Finite, Normal, Uniform
from klutils.symbolic.language.optimisation import Grad
from klutils.symbolic.language.samples import N, SampleE, SampleMean, SampleProduct

from .order import factors, terms

__all__ = ["latex"]


def latex(expr):
    """Return the LaTeX of an expression, a law or a functional."""
    return _Notation().doprint(expr)


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
            if len({part.name for part in law.parts}) > 1:  # one letter would stand for two laws
                return self._print(law.density)
            return f"{law.name}({', '.join(map(self._print, law.variables))})"
        if isinstance(law, Pushforward):
            given = f" \\mid {', '.join(map(self._print, law.given))}" if law.given else ""
            return f"{law.name}_{{{law.variables[0].name.upper()}{given}}}"
        if isinstance(law, Density) and law.given and _is_variable(law.given[0]):
            return rf"{law.name}(\cdot \mid {', '.join(map(self._print, law.given))})"
        if law.given:
            return f"{law.name}_{{{', '.join(map(self._print, law.given))}}}"
        return law.name

    _print_Normal = _print_Uniform = _print_Exponential = _print_Density = _print_Law
    _print_Finite = _print_Joint = _print_Pushforward = _print_ExponentialFamily = _print_Law

    def _print_DensityAt(self, expr):
        law, point = expr.law, self._print(expr.point)
        if isinstance(law, (Normal, Uniform, Exponential)):
            return f"{law.name}({point})"
        if isinstance(law, Pushforward):
            law_name = f"{law.name}_{{{law.variables[0].name.upper()}}}"
            given = rf" \mid {', '.join(map(self._print, law.given))}" if law.given else ""
            return f"{law_name}({point}{given})"
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
        if not expr.body.is_Add and expr.body.could_extract_minus_sign():
            return f"-{self._print(Int(-expr.body, *expr.bound))}"
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
        return expr.args[0].name + (_argument(arguments) if arguments else "")

    def _print_InOrder(self, expr):
        return self._sum(expr.args)

    def _print_Decimal(self, expr):
        return expr.digits if expr.exact else rf"{expr.digits}\ldots"

    # arithmetic

    def _print_log(self, expr, exp=None):
        (arg,) = expr.args
        code = self._print(arg)
        bare = isinstance(arg, (DensityAt, Symbol, AppliedUndef, Integer, Name, SampleProduct))
        bare = bare or isinstance(arg, Int)
        if not bare and not (code.startswith(r"\frac") and _one_fraction(code)):
            code = _parentheses(code)
        code = rf"\ln {code}"
        return code if exp is None else rf"\bigl({code}\bigr)^{{{exp}}}"

    def _print_AppliedUndef(self, expr, exp=None):
        name = expr.func.__name__
        inside = _argument(", ".join(map(self._print, expr.args)))
        code = rf"\lvert {name[1:-1]}{inside} \rvert" if name[0] == "|" else f"{name}{inside}"
        return code if exp is None else f"{code}^{{{exp}}}"

    def _print_Function(self, expr, exp=None):
        if isinstance(expr, AppliedUndef):
            return self._print_AppliedUndef(expr, exp)
        return super()._print_Function(expr, exp)

    def _print_Add(self, expr, order=None):
        return self._sum(terms(expr))

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
        wide = (Int, SampleMean, E, SampleE, Cov, Grad, log, Add)
        held = Mul.make_args(above)
        if type(held[-1]) is SampleMean and not Mul(below, *held[:-1]).has(N, *wide, Functional):
            return self._scaled_mean(Mul(*held[:-1]), below, held[-1])
        if below == 1:
            return self._product(above)
        apart = [f for f in held if isinstance(f, wide)]
        simple = isinstance(above, Add) or (not apart) or below.has(DensityAt)
        if simple or below.has(log):
            return rf"\frac{{{self._print(above)}}}{{{self._print(below)}}}"
        front = Mul(*(f for f in held if f not in apart))
        fractional = rf"\frac{{{self._print(front)}}}{{{self._print(below)}}}"
        rest = self._product(Mul(*apart))
        return (
            rf"{fractional} {_parentheses(rest) if len(apart) == 1 and apart[0].is_Add else rest}"
        )

    def _scaled_mean(self, above, below, mean):
        """A number times a sample mean, with the number in the fraction before the sum."""
        size = "N" if below == 1 else f"{self._print(below)} N"
        return rf"\frac{{{self._print(above)}}}{{{size}}} \sum_{{i=1}}^{{N}} {self._indexed(mean)}"

    def _product(self, expr):
        inside = factors(expr)
        parts = []
        for k, factor in enumerate(inside):
            code = self._print(factor)
            is_sum = factor.is_Add or isinstance(factor, InOrder)
            open_ended = isinstance(factor, (Int, SampleMean)) and k < len(inside) - 1
            if len(inside) > 1 and (is_sum or open_ended):
                code = _parentheses(code)
            parts.append(code)
        rational = [f for f in inside if f.is_number and isinstance(f, Rational)]
        numeric = len(rational) > 1 and all(f.is_number for f in inside)
        return (r" \cdot " if numeric else " ").join(parts)

    def _print_Pow(self, expr):
        base, power = expr.as_base_exp()
        if power.is_negative:
            return rf"\frac{{1}}{{{self._print(base**-power)}}}"
        if power.is_Integer and isinstance(base, Name) and "^" not in base.args[0].name:
            return f"{self._print(base)}^{{{self._print(power)}}}"
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


def _argument(code):
    """Parentheses behind the name of a function, with no space before them."""
    return (r"\!" if _tall(code) else "") + _parentheses(code)


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
