r"""The rules for sums, products, letters and functions.

Main definitions
----------------
ArithmeticReader
    Reads what needs no law.
"""

import sympy
from sympy import Abs, Add, Dummy, KroneckerDelta, Mul, Pow, Rational
from sympy.core.symbol import Str

from klutils.symbolic.language.functionals import Name
from klutils.symbolic.language.letters import Component, Convex, Vector
from klutils.symbolic.language.optimisation import Grad
from klutils.symbolic.language.samples import N
from klutils.symbolic.language.steps import Decimal

from .names import Spelling, in_tex, spelled
from .signs import Unreadable
from .words import told

__all__ = ["ArithmeticReader"]

FUNCTIONS = {r"\Gamma": "gamma", r"\max": "Max", r"\min": "Min"}


class ArithmeticReader:
    """Reads sums, products, letters and functions; ``scope`` says what some letters stand for."""

    # sums, products, numbers

    def negative(self, _minus, body):
        return -self.expr(body)

    def total(self, minus, first, *rest):
        terms = [-self.expr(first) if minus else self.expr(first)]
        for sign, term in zip(rest[::2], rest[1::2], strict=True):
            value = self.expr(term)
            terms.append(-value if sign.children[0] == "-" else value)
        return Add(*terms)

    def product(self, first, second):
        return Mul(self.expr(first), self.expr(second))

    def fraction(self, above, below):
        return self.expr(above) / self.expr(below)

    def power(self, base, exponent):
        return Pow(self.expr(base), self.expr(exponent))

    def root(self, order, body):
        return Pow(self.expr(body), 1 / self.expr(order) if order else Rational(1, 2))

    def logarithm(self, body):
        return sympy.log(self.expr(body))

    def absolute(self, body):
        if body.data == "value" and _order(body.children[1]) == 1:
            for meant in self.names.called[body.children[0].value]:
                if getattr(meant, "__name__", "").startswith("|"):
                    return meant(*self.exprs(body.children[2].children))
        return Abs(self.expr(body))

    def number(self, token):
        return Rational(str(token))

    def digits(self, token):
        return Decimal(str(token))

    def range(self, low, high):
        raise Unreadable(f"{self.text(low)} to {self.text(high)} is no value")

    def infinity(self):
        return sympy.oo

    def circle(self):
        return sympy.pi

    # letters and functions

    def subscript(self, tree):
        """Return what stands below a letter, and behind a bar there."""
        if tree is None:
            return [], None
        *items, behind = tree.children
        return items, behind

    def letter(self, token, subscript):
        items, behind = self.subscript(subscript)
        meant = self.meaning(token)
        if behind is not None:
            raise Unreadable(f"{self.text(token, subscript)} is no letter")
        state = self.scope.states.get(token.value)
        if state and len(items) == 1 and self.expr(items[0]) == state[0]:
            return state[1]
        drawn = self._drawn(items)
        if drawn and meant in drawn:
            items = items[1:]
        elif not items and any(meant in some for some in self.scope.draws.values()):
            raise Unreadable(f"{self.text(token)} stands beside its draws in one sum")
        if not items:
            return meant
        if not isinstance(meant, Vector) or len(items) > 1:
            raise Unreadable(f"{self.text(token, subscript)}: {meant} has no such component")
        return Component(meant, self.expr(items[0]))

    def _drawn(self, items):
        """The variables that are drawn where this index stands first below them."""
        if not items or items[0].data != "letter" or items[0].children[1] is not None:
            return ()
        return self.scope.draws.get(items[0].children[0].value, ())

    def meaning(self, token):
        """Return what a letter stands for."""
        meant = self.names.letters.get(token.value, ())
        if len(meant) == 1:
            return next(iter(meant))
        if len(meant) > 1:
            raise Unreadable(f"{self.text(token)} may be {told(meant)}")
        for v in self.names.variables:
            if token.value == spelled(in_tex(v.name)):
                return v
        if token.value == Spelling(("e",)):
            return sympy.E
        if token.value == Spelling((r"\gamma",)):
            return sympy.EulerGamma
        if token.value == Spelling(("N",)):
            return N
        raise Unreadable(f"nothing declares the letter {self.text(token)}")

    def value(self, token, primes, sums):
        order, arguments = _order(primes), self.exprs(sums.children)
        among = self.names.called[token.value]
        found = dict.fromkeys(
            value for meant in among for value in self._values_of(meant, order, arguments, among)
        )
        if len(found) != 1:
            what = self.text(token, sums)
            raise Unreadable(f"{what} may be {told(found)}" if found else f"{what} is undeclared")
        return next(iter(found))

    @staticmethod
    def _values_of(meant, order, arguments, among):
        if isinstance(meant, Name):
            own = tuple(meant.args[2])
            named = meant
            if own != arguments:
                if len(own) != len(arguments) or not all(a.is_Symbol for a in own):
                    return
                if arguments in {tuple(m.args[2]) for m in among if isinstance(m, Name)}:
                    return
                rule = dict(zip(own, arguments, strict=True))
                value = meant.value.subs(rule, simultaneous=True)
                named = Name(meant.args[0], value, *arguments)
            yield Grad(named, *arguments, order) if order else named
        elif isinstance(meant, Str):
            if len(arguments) == 1:
                yield Convex(meant, *arguments, order)
        elif meant.__name__.startswith("|"):  # read with its bars, in `absolute`
            return
        elif order == 0:
            yield meant(*arguments)
        elif len(arguments) == 1:
            place = Dummy("place", real=True)
            yield meant(place).diff(place, order).subs(place, arguments[0])

    def function(self, token, primes, sums):
        arguments = self.exprs(sums.children)
        if token == r"\psi":
            order = _order(primes)
            return sympy.polygamma(order, *arguments) if order else sympy.digamma(*arguments)
        if primes is not None:
            raise Unreadable(f"{token} has primes")
        return getattr(sympy, FUNCTIONS.get(str(token), str(token)[1:]))(*arguments)

    def delta(self, _token, subscript):
        items, _ = self.subscript(subscript)
        if len(items) == 1 and items[0].data == "product":
            items = items[0].children
        return KroneckerDelta(*self.exprs(items))


def _order(primes):
    """How many primes, or the number in the brackets."""
    if primes is None:
        return 0
    numbers = [token for token in primes.children if token.type == "NUMBER"]
    return int(numbers[0]) if numbers else len(primes.children)
