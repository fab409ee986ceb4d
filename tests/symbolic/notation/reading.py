r"""A reader of printed equations, which knows the rules of the page and not the printer's.

A text and an expression both become a function of what θ is. Letters and functionals that are
closed are worth a number that their text fixes; signs of operation are functions of the value
behind them that nothing simplifies. So text and expression agree if the brackets are right.

The rules: a sign of operation reaches to the next plus or minus outside brackets; an integral, to
its dx; a logarithm, over one factor; a bar of substitution takes in the product on its left, its
signs of operation and all; on one line, a line of division takes in the product on its left and
one factor on its right.
"""

import cmath
import re

from tests.symbolic.notation.meaning import POINT, applied, leaf, product, root_of


class Reader:
    """Reads one text by its tokens, in the order in which they stand."""

    leaves = {}
    tokens = None

    def __init__(self, text):
        self.left = [t for t in self.tokens.findall(text) if t.strip()]
        assert "".join(self.left).replace(" ", "") == text.replace(" ", ""), text

    @classmethod
    def read(cls, text):
        """What a text means, as a function of the value of θ."""
        reader = cls(text)
        value = reader.total()
        assert not reader.left, f"{text}: {reader.left}"
        return value

    def next(self, *wanted):
        """Whether the next token is one of those wanted."""
        return bool(self.left) and self.left[0] in wanted

    def take(self, *wanted):
        """Take the next token off, which must be one of those wanted."""
        assert not wanted or self.next(*wanted), f"{self.left[:3]} for {wanted}"
        return self.left.pop(0)

    def inside(self, *closing):
        """What stands up to a closing bracket."""
        value = self.total()
        self.take(*closing)
        return value

    def total(self):
        """A sum."""
        signs, parts = [], []
        while not parts or self.next("+", "-"):
            signs.append(-1 if self.next("-") else 1)
            if self.next("+", "-"):
                self.take()
            parts.append(self.product())
        return lambda theta: sum(s * p(theta) for s, p in zip(signs, parts, strict=True))

    def body(self):
        """What stands behind a sign of operation."""
        return self.product("bar")

    def signed_body(self):
        """What stands behind arg min, which may begin with a minus."""
        sign = -1 if self.next("-") else 1
        if sign < 0:
            self.take()
        body = self.body()
        return lambda theta: sign * body(theta)

    def product(self, *closing):
        """Factors, up to a plus or minus."""
        parts = []
        while self.left and not self.next("+", "-", *closing, *self.closing):
            if self.next("bar"):
                self.take()
                parts = [self.at(self.times(parts))]
            elif self.next("/"):
                self.take()
                parts = [self.over(self.times(parts), self.factor())]
            else:
                parts.append(self.factor())
        assert parts, f"an empty product before {self.left[:3]}"
        return self.times(parts)

    @staticmethod
    def times(parts):
        """A product."""
        parts = list(parts)
        return lambda theta: product(*(p(theta) for p in parts))

    @staticmethod
    def over(above, below):
        """A quotient."""
        return lambda theta: above(theta) / below(theta)

    @staticmethod
    def at(body):
        """A value at the point."""
        return lambda _theta: body(POINT)

    @staticmethod
    def power(base, exponent):
        """A power."""
        return lambda theta: root_of(base(theta)) ** exponent(theta)

    def logarithm(self):
        """The logarithm of the next factor."""
        body = self.factor()
        return lambda theta: cmath.log(root_of(body(theta)))

    def factor(self):
        """One factor, with its power."""
        value = self.alone()
        return self.with_power(value)


class PlainReader(Reader):
    """Reads plain text."""

    bars = 0

    @property
    def closing(self):
        """What ends a product: a bar too, inside bars."""
        return (")", "]", "dx", "]_{θ=φ}", *"|"[: self.bars])

    leaves = {
        "H(p)": ("H(p)", False),
        "H(p, q)": ("H(p,q)", False),
        "H(p, q(·|θ))": ("H(p,qt)", True),
        "D_KL(p || q)": ("D(p,q)", False),
        "D_KL(p || q(·|θ))": ("D(p,qt)", True),
        "θ": ("theta", True),
        "φ": ("phi", False),
        "b": ("b", False),
        "N": ("N", False),
    }
    constants = {"e": cmath.e, "π": cmath.pi}
    signs = {"Σ": "sum_N", "Π": "prod", "Σ_i=1..d": "sum_d", "∂/∂θ": "slope", "∫": "int"}
    signs |= {"E_p[": "mean", "E_samples(p)[": "samples", "arg min_θ": "argmin"}
    names = [*leaves, *signs, "]_{θ=φ}", "exp(", "sqrt(", "ln", "dx"]
    tokens = re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))) + r"|\d+|.")

    def alone(self):
        """One factor without its power."""
        token = self.take()
        if token in self.leaves:
            return leaf(*self.leaves[token])
        if token.isdigit():
            return lambda _theta: int(token)
        if token == "ln":
            return self.logarithm()
        if token in self.constants:
            return lambda _theta: self.constants[token]
        if token == "exp(":
            return self.power(lambda _theta: cmath.e, self.inside(")"))
        if token == "sqrt(":
            return self.power(self.inside(")"), lambda _theta: 0.5)
        if token == "|":
            self.bars += 1
            body = self.inside("|")
            self.bars -= 1
            return lambda theta: abs(body(theta))
        if token in ("(", "["):
            body = self.inside(")", "]_{θ=φ}")
            return body if token == "(" else self.at(body)
        sign = self.signs[token]
        if token.endswith("["):
            return applied(sign, self.inside("]"))
        if token == "∫":
            return applied(sign, self.inside("dx"))
        return applied(sign, self.signed_body() if sign == "argmin" else self.body())

    def with_power(self, value):
        """A factor with its power, if it has one."""
        if self.next(*"²³⁴"):
            exponent = int("²³⁴".index(self.take())) + 2
            return self.power(value, lambda _theta: exponent)
        if self.next("^"):
            self.take()
            return self.power(value, self.alone())
        return value


class LatexReader(Reader):
    """Reads LaTeX."""

    closing = (")", "]", "}", r"\rvert", r"\, dx")
    leaves = {
        "H(p)": ("H(p)", False),
        "H(p, q)": ("H(p,q)", False),
        r"H(p, q_{\theta})": ("H(p,qt)", True),
        r"D_{\mathrm{KL}}(p \,\|\, q)": ("D(p,q)", False),
        r"D_{\mathrm{KL}}(p \,\|\, q_{\theta})": ("D(p,qt)", True),
        r"\theta": ("theta", True),
        r"\phi": ("phi", False),
        "b": ("b", False),
        "N": ("N", False),
    }
    signs = {
        r"\sum_{i=1}^{N}": "sum_N",
        r"\sum_{i=1}^{d}": "sum_d",
        r"\prod_{i=1}^{N}": "prod",
        r"\sum_{j=1}^{N}": "sum_N",
        r"\prod_{j=1}^{N}": "prod",
        r"\int": "int",
        r"\frac{\partial}{\partial \theta}": "slope",
        r"\operatorname*{arg\,min}_{\theta} \;": "argmin",
        r"\mathbb{E}_{x \sim p}": "mean",
        r"\mathbb{E}_{x_{1:N} \sim p}": "samples",
    }
    constants = {"e": cmath.e, r"\pi": cmath.pi}
    names = [
        *leaves,
        *signs,
        r"\pi",
        r"\lvert",
        r"\rvert",
        r"\ln",
        r"\frac",
        r"\sqrt",
        r"\cdot",
        r"\, dx",
    ]
    names += ["bar"]
    tokens = re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))) + r"|\d+|.")

    def __init__(self, text):
        text = re.sub(r"\\(left|right)(?![a-z])(?=[\\()\[\]])", "", text)
        text = re.sub(r"\\(left|right)(?=\\)", "", text)
        super().__init__(re.sub(r"\\[bB]ig\|_\{\\theta=\\phi\}", "bar", text))

    def alone(self):
        """One factor without its power."""
        while self.next(r"\cdot"):
            self.take()
        token = self.take()
        if token in self.leaves:
            return leaf(*self.leaves[token])
        if token.isdigit():
            return lambda _theta: int(token)
        if token in self.constants:
            return lambda _theta: self.constants[token]
        if token == r"\ln":
            return self.logarithm()
        if token == r"\frac":
            return self.over(self.group(), self.group())
        if token == r"\sqrt":
            root = int(self.left[1]) if self.next("[") else 2
            self.left = self.left[3:] if self.next("[") else self.left
            return self.power(self.group(), lambda _theta: 1 / root)
        if token == r"\lvert":
            body = self.inside(r"\rvert")
            return lambda theta: abs(body(theta))
        if token in ("(", "["):
            return self.inside(")", "]")
        sign = self.signs[token]
        if sign in ("mean", "samples"):
            self.take("[")
            return applied(sign, self.inside("]"))
        if sign == "int":
            return applied(sign, self.inside(r"\, dx"))
        return applied(sign, self.signed_body() if sign == "argmin" else self.body())

    def group(self):
        """What stands in braces."""
        self.take("{")
        return self.inside("}")

    def with_power(self, value):
        """A factor with its power, if it has one."""
        if self.next("^"):
            self.take()
            return self.power(value, self.group())
        return value
