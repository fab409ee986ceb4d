r"""How expressions look in an error message: one line of plain text.

Main definitions
----------------
plain
    ``∫ p(x) ln p(x) dx``, where SymPy would write ``Int(log(p(x))*p(x), (x,))``.
letter
    A name such as ``theta_1`` or LaTeX such as ``\\hat{p}`` in letters: θ₁, p̂.
"""

import re

from sympy import Integer, Symbol, fraction
from sympy.core.function import AppliedUndef
from sympy.printing.pretty.pretty_symbology import pretty_symbol, pretty_use_unicode
from sympy.printing.str import StrPrinter

from klutils.symbolic.language.functionals import Functional, InOrder, Name
from klutils.symbolic.language.laws import DensityAt, Joint, Pushforward
from klutils.symbolic.language.named_laws import Exponential, Normal, Uniform

from .order import factors, terms

__all__ = ["letter", "plain"]

SIGNS = {"ell": "ℓ"}
SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def plain(expr):
    """Return an expression as one line of plain text.

    Examples
    --------
    >>> from sympy import log
    >>> from klutils.symbolic import Density, Int, variable
    >>> p, x = Density("p"), variable("x")
    >>> plain(-2 * Int(p(x) * log(p(x)), x))
    '-2 ∫ p(x) ln p(x) dx'
    """
    return _Plain().doprint(expr)


def letter(name):
    """Return a name or a little LaTeX in letters, whatever the terminal of the moment can show.

    Examples
    --------
    >>> letter("theta_1"), letter(r"\\varphi"), letter(r"D_{\\mathrm{bits}}")
    ('θ₁', 'φ', 'D_bits')
    """
    name = re.sub(r"\\(?:mathrm|operatorname|text)\b", "", name)
    name = re.sub(
        r"\\hat\s*\{?(\\?\w+)\}?", lambda m: letter(m[1]) + "\N{COMBINING CIRCUMFLEX ACCENT}", name
    )
    name = re.sub(r"\\(?:var)?([A-Za-z]+)", lambda m: SIGNS.get(m[1]) or letter(m[1]), name)
    name = name.replace("{", "").replace("}", "")
    name, star = name.removesuffix("^*"), "*" if name.endswith("^*") else ""
    before = pretty_use_unicode(True)
    try:
        return pretty_symbol(name) + star
    finally:
        pretty_use_unicode(before)


class _Plain(StrPrinter):
    printmethod = None  # SymPy's hook for classes that print themselves

    def _print_Symbol(self, symbol):
        return letter(symbol.name)

    def _list(self, items):
        return ", ".join(map(self._print, items))

    # laws

    def _print_Law(self, law):
        if isinstance(law, Normal):
            return f"N({self._print(law.mean)}, {self._print(law.standard_deviation**2)})"
        if isinstance(law, Uniform):
            return f"U(0, {self._print(law.width)})"
        if isinstance(law, Exponential):
            return f"Exp({self._print(law.rate)})"
        if isinstance(law, Joint):
            if not law.dependent:
                return " ⊗ ".join(map(self._print, law.args))
            if len({part.name for part in law.parts}) > 1:
                return self._print(law.density)
            return f"{law.name}({self._list(law.variables)})"
        name = letter(law.name)
        if isinstance(law, Pushforward):
            name = f"{name}_{law.variables[0].name.upper()}"
        return f"{name}(·|{self._list(law.given)})" if law.given else name

    _print_Normal = _print_Uniform = _print_Exponential = _print_Density = _print_Law
    _print_Finite = _print_Joint = _print_Pushforward = _print_ExponentialFamily = _print_Law

    def _print_DensityAt(self, expr):
        given = f"|{self._list(expr.law.given)}" if expr.law.given else ""
        return f"{letter(expr.law.name)}({self._print(expr.point)}{given})"

    # functionals

    def _print_KL(self, expr):
        return "D_KL({} || {})".format(*map(self._print, expr.args))

    def _print_H(self, expr):
        return f"H({self._list(expr.args)})"

    def _print_Int(self, expr):
        measure = " ".join(f"d{self._print(v)}" for v in expr.bound)
        return f"∫ {self._closed(expr.body)} {measure}"

    def _moment(self, expr):
        kind = type(expr).__name__
        return f"{kind}_{self._print(expr.law)}[{self._list(expr.args[1:])}]"

    _print_E = _print_Var = _print_Cov = _moment

    def _print_SampleMean(self, expr):
        sign = {"SampleSum": "Σ", "SampleProduct": "Π"}.get(type(expr).__name__, "(1/N) Σ")
        drawn = expr.body.subs({v: Symbol(f"{v.name}_i") for v in expr.bound})
        return f"{sign} {self._closed(drawn)}"

    def _print_SampleE(self, expr):
        kind = {"SampleE": "E", "SampleVar": "Var"}[type(expr).__name__]
        return f"{kind}_samples[{self._print(expr.args[0])}]"

    def _print_Grad(self, expr):
        body, symbol, order = expr.args
        return self._slope(body, symbol, order)

    def _print_Derivative(self, expr):
        body, *steps = expr.args
        for symbol, order in steps:
            body = self._slope(body, symbol, order)
        return body

    def _slope(self, body, symbol, order):
        power = str(order).translate(SUPERSCRIPTS) if order > 1 else ""
        inside = body if isinstance(body, str) else self._closed(body)
        return f"∂{power}/∂{self._print(symbol)}{power} {inside}"

    def _print_ArgMin(self, expr):
        which = "min" if expr.sign > 0 else "max"
        return f"arg {which}_{self._print(expr.bound[0])} {self._closed(expr.body)}"

    def _print_Name(self, expr):
        name, arguments = letter(expr.args[0].name), expr.args[2]
        return f"{name}({self._list(arguments)})" if arguments else name

    def _print_InOrder(self, expr):
        return self._sum(expr.args)

    def _print_Decimal(self, expr):
        return expr.digits if expr.exact else f"{expr.digits}…"

    # arithmetic

    def _print_log(self, expr):
        (arg,) = expr.args
        bare = isinstance(arg, (DensityAt, Symbol, AppliedUndef, Integer))
        return f"ln {self._print(arg)}" if bare else f"ln({self._print(arg)})"

    def _print_Pi(self, _expr):
        return "π"

    def _print_Exp1(self, _expr):
        return "e"

    def _print_Infinity(self, _expr):
        return "∞"

    def _print_NegativeInfinity(self, _expr):
        return "-∞"

    def _print_Add(self, expr, order=None):
        return self._sum(terms(expr))

    def _sum(self, summands):
        code = ""
        for term in summands:
            negative = term.could_extract_minus_sign() and not term.is_Add
            part = self._print(-term if negative else term)
            part = f"({part})" if isinstance(term, InOrder) or term.is_Add else part
            code += (" - " if code else "-") if negative else (" + " if code else "")
            code += part
        return code

    def _print_Mul(self, expr):
        if expr.could_extract_minus_sign():
            return f"-{self._closed(-expr) if (-expr).is_Add else self._print(-expr)}"
        above, below = fraction(expr, exact=True)
        upper = [self._closed(f) for f in factors(above)]
        if below == 1:
            return " ".join(upper)
        lower = self._print(below)
        single = below.is_Atom or isinstance(below, (DensityAt, Functional)) or below.is_Pow
        return f"{' '.join(upper)}/{lower if single else f'({lower})'}"

    def _print_Pow(self, expr, rational=False):
        base, power = expr.as_base_exp()
        if power.is_negative:
            return self._print_Mul(1 / base**-power) if power != -1 else f"1/{self._closed(base)}"
        if power.is_Rational and power.q == 2 and power.p == 1:
            return f"sqrt({self._print(base)})"
        wide = not (base.is_Atom or isinstance(base, (DensityAt, AppliedUndef, Name)))
        code = f"({self._print(base)})" if wide else self._print(base)
        raised = str(power).translate(SUPERSCRIPTS) if power.is_Integer else None
        return code + (raised or f"^{self._closed(power)}")

    def _print_exp(self, expr):
        return f"exp({self._print(expr.args[0])})"

    def _closed(self, expr):
        """Print what stands in a product or behind a sign: sums in parentheses."""
        code = self._print(expr)
        return f"({code})" if expr.is_Add or isinstance(expr, InOrder) else code
