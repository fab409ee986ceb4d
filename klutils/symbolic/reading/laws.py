r"""What the print of a law stands for: each rule returns the laws that it may mean.

Main definitions
----------------
LawReader
    The rules of the grammar's laws, and of densities at a point.

Implementation notes
--------------------
A letter alone does not always say which law it is: p is that of x or that of y. So a rule returns
candidates, and what stands around it chooses: two laws of one divergence have the same variables,
what is drawn has a letter, a density is read at a point.
"""

from itertools import product

from sympy import Integer, sqrt

from klutils.symbolic.language.laws import DensityAt, Joint, Pushforward
from klutils.symbolic.language.made_laws import Chain, Coordinates, Moment, copies
from klutils.symbolic.language.named_laws import NamedLaw, Normal, Softmax, Uniform

from .names import in_tex, spelled
from .scope import behind_bar, conditional, matching_law, one_of
from .signs import Unreadable
from .tokens import FAMILIES

__all__ = ["LawReader"]


class LawReader:
    """Reads laws; ``names`` are those declared, ``expr(tree)`` reads an expression."""

    # laws

    def laws(self, tree):
        """Return the laws that a tree may mean."""
        return list(getattr(self, f"law_{tree.data}")(*tree.children))

    def law(self, tree, variables=None):
        """Return the one law that a tree means, of some variables if these are known."""
        found = self.laws(tree)
        if variables is not None:
            found = [law for law in found if set(law.variables) == set(variables)]
        return one_of(found, self.text(tree), self.declared)

    def pair(self, *trees):
        """Return laws of the same variables."""
        found = product(*map(self.laws, trees))
        fit = [laws for laws in found if len({law.variables for law in laws}) == 1]
        return [
            one_of([laws[k] for laws in fit], self.text(tree), self.declared)
            for k, tree in enumerate(trees)
        ]

    def law_lettered(self, token, subscript):
        items, behind = self.subscript(subscript)
        for law in self.named(token, items):
            if isinstance(law, Pushforward):
                yield from self._image(law, behind)
            elif not (isinstance(law, (Joint, Chain, Moment)) or conditional(law) or behind):
                own = () if isinstance(law, NamedLaw) else law.given
                yield from filter(None, [matching_law(law, own, self.exprs(items))])

    def law_conditional(self, token, subscript, sums):
        for law in self.named(token):
            if conditional(law) and subscript is None:
                yield from filter(None, [matching_law(law, law.given, self.exprs(sums.children))])

    def law_with_variable(self, density):
        """A law written with its variable, p(z), q(z | x), or a joint law, p(x, y)."""
        if density.data == "family_density":
            return [self.expr(density).law]
        return list(self._by_variable(*density.children))

    def _by_variable(self, token, subscript, sums, behind):
        behind = self.exprs(behind.children) if behind else ()
        items, _ = self.subscript(subscript)
        for law in self.named(token, items):
            if isinstance(law, (Chain, Moment)):
                if self.is_state(law, *sums.children):
                    yield from filter(None, [matching_law(law, law.given, self.exprs(items))])
                continue
            if any(True for child in sums.children for _ in child.find_data("range")):
                continue  # the states of a chain
            points = set(self.exprs(sums.children))
            if isinstance(law, Joint) and points == set(law.variables) and not behind:
                own = tuple(dict.fromkeys(g for p in law.parts for g in p.given))
                own = [g for g in own if g not in law.variables]
                yield from filter(None, [matching_law(law, own, self.exprs(items))])
            elif isinstance(law, Pushforward) or points != set(law.variables):
                continue
            elif conditional(law):
                yield from filter(None, [] if items else [matching_law(law, law.given, behind)])
            elif not behind:
                own = () if isinstance(law, NamedLaw) else law.given
                yield from filter(None, [matching_law(law, own, self.exprs(items))])

    def law_spelled(self, *densities):
        """A joint law as the product of its densities."""
        found = [self.expr(density) for density in densities]
        first = found[0].law
        for one in found[1:]:
            first = Joint(first, one.law)
        if [one.point for one in found] != list(first.variables):
            raise Unreadable(f"{self.text(*densities)} is no law: expected each at its own letter")
        return [first]

    def law_beside(self, first, second):
        for one, other in product(self.laws(first), self.laws(second)):
            if not set(one.variables) & set(other.variables):
                yield Joint(one, other)

    def law_family(self, token, sums):
        made = FAMILIES[token.value]
        values = self._values(made, self.exprs(sums.children))
        declared = [
            law
            for law in self.names.families
            if type(law) is made and self._values(made, self._printed(law)) == values
        ]
        letters = sorted({v.name for v in self.names.variables} or {"x"})
        return declared or [made(*values, variable=letter) for letter in letters]

    def law_coordinates(self, index, low, count, law):
        if self.expr(low) != 1:
            raise Unreadable(f"a product of laws begins at {self.text(low)}; expected 1")
        index, count = self.expr(index), self.expr(count)
        return [Coordinates(one, index, count) for one in self.laws(law)]

    def law_copied(self, law, count):
        return [copies(one, self.expr(count)) for one in self.laws(law)]

    def named(self, token, below=()):
        """Return the laws that are called by a letter; images, where their variable is below it."""
        called = sorted(self.names.laws.get(token.value, ()), key=str)
        capital = self.text(below[0]) if len(below) == 1 else None
        images = [law for law in called if isinstance(law, Pushforward)]
        meant = [law for law in images if law.variables[0].name.upper() == capital]
        return meant or [law for law in called if law not in images]

    @staticmethod
    def _printed(law):
        """The values of a formula's parameters as they are written."""
        if isinstance(law, Normal):
            return (law.mean, law.standard_deviation**2)
        return (Integer(0), law.width) if isinstance(law, Uniform) else law.parameters

    @staticmethod
    def _values(made, printed):
        """The values of the parameters, of what is written."""
        if made is Uniform:
            if printed[0] != 0:
                raise Unreadable(f"the interval begins at {printed[0]}; expected 0")
            return printed[1:]
        if made is Normal:
            mean, variance = printed
            return (mean, sqrt(variance))
        return tuple(printed)

    def _image(self, law, behind):
        """The image of a law, with its conditions below it."""
        printed = self.exprs(behind.children) if behind else ()
        if tuple(law.given) == tuple(printed):
            yield law

    def is_state(self, law, *points):
        """Whether one tree is the state of a chain, x_{0:T}, or its state at a time, x_t."""
        chain = law.chain if isinstance(law, Moment) else law
        if len(points) != 1 or points[0].data not in ("letter", "drawn"):
            return False
        token, subscript = points[0].children
        items, _ = self.subscript(subscript)
        if len(items) != 1 or token.value != spelled(in_tex(chain.variables[0].name)):
            return False
        if isinstance(law, Moment):
            return items[0].data != "range" and self.expr(items[0]) == law.time
        return items[0].data == "range" and self.exprs(items[0].children) == (0, law.count)

    # densities at a point

    def lettered_density(self, token, subscript, sums, behind):
        items, behind_below = self.subscript(subscript)
        printed = self.exprs(behind.children) if behind else ()
        found = []
        for law in self.named(token, items):
            one = self._read_at(law, items, behind_below, sums.children, printed)
            found += [] if one is None else [one]
        if any(isinstance(law, (Chain, Moment)) for law in found):
            law = one_of(found, self.text(token), self.declared)
            own = self.is_state(law, *sums.children)
            return DensityAt(law, law.variables[0] if own else self._point(sums.children))
        point = self._point(sums.children) if found else None
        at_home = [law for law in found if law.variables == (point,)]
        what = self.text(token, *filter(None, (subscript, sums, behind)))
        return DensityAt(one_of(at_home or found, what, self.declared), point)

    def _read_at(self, law, items, behind_below, points, printed):
        """A law whose density is printed so, or None."""
        if isinstance(law, Joint):
            return None
        if isinstance(law, (Chain, Moment)):
            given = items
            if not self.is_state(law, *points):
                if not items or not self.is_state(law, items[-1]):
                    return None
                given = items[:-1]
            items = given
            return None if printed else matching_law(law, law.given, self.exprs(items))
        if isinstance(law, Pushforward):
            return law if tuple(law.given) == printed else None
        if isinstance(law, Softmax) and not conditional(law):
            return None if printed else matching_law(law, law.given, self.exprs(items))
        return None if items else matching_law(law, behind_bar(law), printed)

    def family_density(self, token, sums, values):
        point = self._point(sums.children)
        found = self.law_family(token, values)
        at_home = [law for law in found if law.variables == (point,)]
        return DensityAt(one_of(at_home or found, self.text(token), self.declared), point)

    def density_of_many(self, law, sums):
        found = self.laws(law)
        point = self._point(sums.children)
        at_home = [one for one in found if one.variables == (point,)]
        return DensityAt(one_of(at_home or found, self.text(law), self.declared), point)

    def _point(self, points):
        if len(points) != 1:
            raise Unreadable(f"{self.text(*points)} are several points; expected one")
        return self.expr(points[0])
