r"""The rules for integrals, sums over a sample, moments, divergences and derivatives.

Main definitions
----------------
FunctionalReader
    Reads what depends on laws.
"""

from sympy import Integer

from klutils.symbolic.language.divergences import (
    FDivergence,
    JensenShannon,
    TotalVariation,
)
from klutils.symbolic.language.functionals import KL, Cov, E, H, Int, SumOver, Var
from klutils.symbolic.language.laws import DensityAt
from klutils.symbolic.language.letters import Component, Convex
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

from .names import spelled
from .scope import one_of
from .signs import Unreadable, scripts
from .words import text

__all__ = ["FunctionalReader"]


class FunctionalReader:
    """Reads functionals; ``names`` are those declared, ``scope`` what some letters stand for."""

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
        for one in self.names.of_information:
            own = spelled(one.name)
            given = dict.fromkeys(g for law in one.joint.parts for g in law.given)
            given = tuple(g for g in given if g not in one.bound)
            rest = tuple(self.side(part) for part in map(list, below[len(own.below) :]))
            named = own == (row[:1], below[: len(own.below)], above) and end == len(row)
            if named and rest == given and set(one.bound) == letters:
                return one
        raise Unreadable(f"{text(token)}({self.text(first)}; {self.text(second)}) is undeclared")

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
