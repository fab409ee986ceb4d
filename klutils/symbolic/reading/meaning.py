r"""What a print means: from the trees of the grammar to expressions of the language.

Main definitions
----------------
Reader
    Reads chains, sides and laws, given what is declared.

Implementation notes
--------------------
A tree is read from its root, so that a sum over a sample can say what x_i is before its body is
read. Each rule of the grammar has a method of its name.
"""

from dataclasses import replace
from functools import cache
from pathlib import Path

import sympy
from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedInput, UnexpectedToken
from sympy import Abs, Add, Dummy, Integer, KroneckerDelta, Mul, Pow, Rational
from sympy.core.symbol import Str

from klutils.symbolic.language.divergences import (
    FDivergence,
    JensenShannon,
    TotalVariation,
)
from klutils.symbolic.language.functionals import KL, Cov, E, H, Int, Name, SumOver, Var
from klutils.symbolic.language.laws import DensityAt
from klutils.symbolic.language.letters import Component, Convex, Vector
from klutils.symbolic.language.made_laws import Chain, Moment
from klutils.symbolic.language.named_laws import Finite, Softmax
from klutils.symbolic.language.optimisation import ArgMax, ArgMin, At, Grad
from klutils.symbolic.language.samples import (
    N,
    SampleE,
    SampleMean,
    SampleProduct,
    SampleSum,
    SampleVar,
)
from klutils.symbolic.language.steps import Decimal

from .laws import LawReader
from .names import Spelling, in_tex, spelled
from .scope import Scope, one_of
from .signs import Unreadable, scripts, signs, statement
from .tokens import Tokens

__all__ = ["Reader"]

STARTS = [
    "chain",
    "sum",
    "law",
    "dominated",
    "exchanged",
    "bounded",
    "drawn_from",
    "draws",
    "listed",
]
FUNCTIONS = {r"\Gamma": "gamma", r"\max": "Max", r"\min": "Min"}


@cache
def _parser():
    grammar = Path(__file__).with_name("notation.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", lexer=Tokens, start=STARTS, maybe_placeholders=True)


class Reader(LawReader):
    """Reads LaTeX with the names that are declared.

    Parameters
    ----------
    names : Names
    """

    def __init__(self, names):
        self.names, self.scope = names, Scope()
        self.declared = set().union(names.families, *names.laws.values())

    def tree(self, row, start):
        """Return a row of signs, or LaTeX, as a tree of the grammar."""
        row = signs(row) if isinstance(row, str) else row
        try:
            return _parser().parse((row, self.names), start=start)
        except UnexpectedToken as error:
            sign = _text(error.token) if error.token.type != "$END" else "the end"
            raise Unreadable(f"{sign} has no place in {' '.join(row)}") from None
        except UnexpectedInput:
            raise Unreadable(f"{' '.join(row)} is no formula of this notation") from None

    def side(self, code):
        """Return the expression that a piece of LaTeX means."""
        return self.expr(self.tree(code, "sum"))

    def sides(self, code):
        """Return several expressions with commas between them."""
        return self.exprs(self.tree(code, "listed").children)

    def chain(self, code):
        """Return the sides of a displayed equation, and the relations between them.

        Returns
        -------
        list of Expr
        list of (str, Expr or None)
            The name of each relation in the grammar, and over which parameter it is one.
        """
        first, *rest = self.tree(statement(code), "chain").children
        sides, relations = [self.expr(first)], []
        for sign, side in zip(rest[::2], rest[1::2], strict=True):
            over = sign.children[0] if sign.children else None
            relations.append((sign.data, over and self.expr(over)))
            sides.append(self.expr(side))
        return sides, relations

    def expr(self, tree):
        """Return the expression that a tree means."""
        try:
            return getattr(self, tree.data)(*tree.children)
        except Unreadable:
            raise
        except (TypeError, ValueError) as error:
            raise Unreadable(f"{self.text(tree)}: {error}") from None

    def exprs(self, trees):
        return tuple(map(self.expr, trees))

    def within(self, tree, **changes):
        """Read a tree where some letters stand for something else."""
        before, self.scope = self.scope, replace(self.scope, **changes)
        try:
            return self.expr(tree)
        finally:
            self.scope = before

    @staticmethod
    def text(*trees):
        """Return trees as a row of signs, for messages."""
        return " ".join(map(_text, trees))

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
            raise Unreadable(f"{self.text(token)} may be {_told(meant)}")
        for v in self.names.variables:
            if token.value == spelled(in_tex(v.name)):
                return v
        if token.value == Spelling(("e",)):
            return sympy.E
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
            raise Unreadable(f"{what} may be {_told(found)}" if found else f"{what} is undeclared")
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

    # integrals and sums

    def integral(self, body, *differentials):
        over = [self.meaning(one.children[0]) for one in differentials]
        return self._over(Int(self.expr(body), *over), over, points=False)

    def over_points(self, sums, body):
        over = self.exprs(sums.children)
        return self._over(Int(self.expr(body), *over), over, points=True)

    def _over(self, integral, over, *, points):
        """An integral, if its sign is the one for its measure: a sum where laws live on points."""
        listed = {
            v
            for density in integral.atoms(DensityAt)
            if isinstance(density.law, (Finite, Softmax))
            for v in density.law.variables
        } | {component.place for component in integral.atoms(Component)}
        for v in over:
            if (v in listed) != points:
                expected = "a sum" if v in listed else "an integral"
                raise Unreadable(f"the base measure of {v} wants {expected}")
        return integral

    def sum_to(self, index, low, high, body):
        return self._to(index, low, high, body, SampleSum)

    def product_to(self, index, low, high, body):
        return self._to(index, low, high, body, SampleProduct)

    def _to(self, index, low, high, body, over_sample):
        low, high = self.expr(low), self.expr(high)
        if low != 1:
            raise Unreadable(f"a sum from {low}; expected one from 1")
        if index.data != "letter" or index.children[1] is not None:
            raise Unreadable(f"{self.text(index)} is no index")
        token = index.children[0]
        drawn = self._draws_in(body, token) if high == N else set()
        if drawn:
            found = [law for v in drawn for law in self._sampled(v)]
            return self._sample(token, found, body, over_sample)
        found = list(self.scope.samples.values()) or list(set().union(*self.names.drawn.values()))
        if high == N and found and token not in body.scan_values(lambda _: True):  # all are alike
            return self._sample(token, found, body, over_sample)
        if over_sample is SampleProduct:
            raise Unreadable(f"{self.text(body)} is a product over no sample")
        return SumOver(self.expr(body), self.meaning(token), high)

    def _sample(self, index, found, body, over_sample):
        law = one_of(found, f"what {self.text(index)} counts the draws of")
        draws = self.scope.draws | {index.value: frozenset(law.variables)}
        return over_sample(law, self.within(body, draws=draws))

    def _sampled(self, v):
        return [self.scope.samples[v]] if v in self.scope.samples else self.names.drawn[v]

    def _draws_in(self, body, index):
        """The variables of samples that stand with an index below them."""
        found = set()
        for part in body.iter_subtrees():
            if part.data == "letter" and part.children[1] is not None:
                items, _ = self.subscript(part.children[1])
                first = items[0]
                if first.data == "letter" and first.children[0].value == index.value:
                    meant = self.names.letters.get(part.children[0].value, ())
                    found |= {v for v in meant if v in self.names.drawn}
        return found

    # moments

    def mean(self, token, below, body):
        return self._under(below, token == r"\mathbb{E}", body)

    def _under(self, below, expected, body):
        kind = E if expected else Var
        draws = [self._draw(draw) for draw in below.children]
        if all(sampled for *_, sampled in draws):
            samples = {v: law for law, *_ in draws for v in law.variables}
            inside = self.within(body, samples=self.scope.samples | samples)
            seen = {mean.law for mean in inside.atoms(SampleMean)}
            if seen != set(samples.values()):
                raise Unreadable(f"{self.text(body)} averages other samples")
            return (SampleE if expected else SampleVar)(inside)
        law, state = self._only(below)
        return kind(law, self.within(body, states=self.scope.states | state))

    def averaged(self, below, body):
        """Return the law below a mean, and what is averaged, for a mean between bars."""
        law, state = self._only(below)
        return law, self.within(body, states=self.scope.states | state)

    def drawn_from(self, tree):
        """Return the law that letters are drawn from."""
        return self._draw(tree)[0]

    def _only(self, below):
        """Return the law of one draw, and what a state stands for there."""
        found = [self._draw(draw) for draw in below.children]
        if len(found) != 1 or found[0][2]:
            raise Unreadable(f"{self.text(below)} is a sample; expected one law")
        return found[0][:2]

    def covariance(self, _token, below, first, second):
        law, state = self._only(below)
        states = self.scope.states | state
        return Cov(law, self.within(first, states=states), self.within(second, states=states))

    def _draw(self, tree):
        """Return a law, what a state of a chain stands for there, and whether it is a sample."""
        if tree.data not in ("draw", "draw_together", "drawn_from"):
            return self.law(tree), {}, False
        *drawn, law = tree.children
        if tree.data == "draw_together":
            *drawn, subscript = drawn
            self._whole_sample(subscript)
            return self.law(law, self._letters(drawn)), {}, True
        (first, *others) = drawn
        items, _ = self.subscript(first.children[1])
        chains = [c for c in self._chains(law) if self.is_state(c, first)]
        if chains and not others:
            chain = one_of(chains, self.text(tree), self.declared)
            if isinstance(chain, Chain):
                return chain, {}, False
            state = (chain.time, chain.variables[0])
            return chain, {first.children[0].value: state}, False
        if items and not others:
            self._whole_sample(first.children[1])
            return self.law(law, self._letters(drawn)), {}, True
        return self.law(law, self._letters(drawn)), {}, False

    def _chains(self, tree):
        if tree.data != "lettered":
            return []
        token, subscript = tree.children
        items, _ = self.subscript(subscript)
        of_letter = [law for law in self.named(token) if isinstance(law, (Chain, Moment))]
        return [law for law in of_letter if tuple(law.given) == self.exprs(items)]

    def _whole_sample(self, subscript):
        items, _ = self.subscript(subscript)
        if len(items) != 1 or items[0].data != "range" or self.exprs(items[0].children) != (1, N):
            raise Unreadable(f"{self.text(subscript)} below a mean; expected 1:N")

    def _letters(self, drawn):
        return [self.meaning(one.children[0]) for one in drawn]

    # laws in functionals

    def divergence(self, _token, first, second):
        return KL(*self.pair(first, second))

    def convex_divergence(self, token, first, second):
        name = self.names.convex[token.value]
        return FDivergence(lambda r: Convex(name, r), *self.pair(first, second))

    def entropy(self, _token, first, second):
        return H(*self.pair(first, second)) if second else H(*self.pair(first))

    def of_two(self, token, first, second):
        kind = JensenShannon if token == r"\mathrm{JS}" else TotalVariation
        return kind(*self.pair(first, second))

    def information(self, token, first, second):
        letters = set(self.exprs([*first.children, *second.children]))
        (row,) = token.value.below
        below, above, end = scripts(list(row), 1)
        for one in self.names.informations:
            own = spelled(one.name)
            given = dict.fromkeys(g for law in one.joint.parts for g in law.given)
            given = tuple(g for g in given if g not in one.bound)
            rest = tuple(self.side(part) for part in map(list, below[len(own.below) :]))
            named = own == (row[:1], below[: len(own.below)], above) and end == len(row)
            if named and rest == given and set(one.bound) == letters:
                return one
        raise Unreadable(f"{_text(token)}({self.text(first)}; {self.text(second)}) is undeclared")

    def density_value(self, density):
        return self.expr(density)

    # derivatives, values and minimisers

    def slope(self, order, below, body):
        order = Integer(str(order)) if order else 1
        if order > 1:
            if below.data != "power" or self.expr(below.children[1]) != order:
                raise Unreadable(f"a derivative of order {order} by {self.text(below)}")
            below = below.children[0]
        return Grad(self.expr(body), self.expr(below), order)

    def at(self, body, *places):
        value = self.expr(body)
        for place in places:
            symbol, point = self.exprs(place.children)
            value = At(value, symbol, point)
        return value

    def extremum(self, token, symbol, minus, body):
        value = -self.expr(body) if minus else self.expr(body)
        return (ArgMin if "min" in token else ArgMax)(value, self.expr(symbol))


def _order(primes):
    """How many primes, or the number in the brackets."""
    if primes is None:
        return 0
    numbers = [token for token in primes.children if token.type == "NUMBER"]
    return int(numbers[0]) if numbers else len(primes.children)


def _text(part):
    if part is None:
        return ""
    if isinstance(part, Tree):
        return " ".join(filter(None, map(_text, part.children)))
    if isinstance(part, Token) and isinstance(part.value, Spelling):
        return _spelt(part.value)
    return str(part)


def _spelt(spelling):
    code = "".join(spelling.base)
    code += f"_{{{', '.join(map(''.join, spelling.below))}}}" if spelling.below else ""
    return code + (f"^{{{''.join(spelling.above)}}}" if spelling.above else "")


def _told(meanings):
    return " or ".join(sorted(f"{m} ({type(m).__name__})" for m in meanings))
