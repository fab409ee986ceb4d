r"""Settings of the third evaluation: random rational numbers for all that a claim leaves open.

Main definitions
----------------
Setting
    Values of parameters and functions, and the points and densities of every variable.
settings_for
    So many settings for the laws of a claim.

Implementation notes
--------------------
A variable of arbitrary laws has four points. Their weights under the base measure are 1 in the
first setting, small in the second, where densities exceed 1 and entropies fall below 0, and mixed
in the third. Letters, which number the components of a vector, are 1, 2, … and count. A conditional
density is a rational function of what it is given. A variable of which one law has a continuum of
points has a line instead, see :mod:`.continuum`.
"""

from flint import fmpq

from klutils.symbolic.judge.arithmetic import ONE, ZERO, Undecided, exp
from klutils.symbolic.judge.choices import Choices, coefficients, family, positive
from klutils.symbolic.judge.continuum import Line, Piece
from klutils.symbolic.judge.laws import LAWS
from klutils.symbolic.judge.scene import Scene
from klutils.symbolic.judge.watch import Watch
from klutils.symbolic.language.laws import Pushforward
from klutils.symbolic.language.named_laws import ExponentialFamily, Finite

__all__ = ["Setting", "settings_for"]

POINTS, POINTS_OF_VECTORS = 4, 3
# Weights of the base measure, in 60ths: counting, narrow, mixed.
WEIGHTS = ((60, 60), (2, 9), (10, 200))


class Setting(Choices):
    """Values for the parameters, functions and arbitrary laws of a claim.

    Parameters
    ----------
    seed : int
        Fixes every number.
    scene : Scene
        What occurs in the claim.
    """

    def __init__(self, seed, scene):
        super().__init__(seed, scene)
        self.variables, self.watch = scene.variables, Watch()
        self._spaces, self._tables, self._points, self._coefficients = {}, {}, {}, {}
        self.lines = {v: self._line(v) for v in scene.on_lines}
        self.line_symbols = set().union(*(line.symbols for line in self.lines.values()))

    def _line(self, v):
        laws, support = self.scene.laws_of(v), self.scene.supports[v]
        return Line(v, laws, support, self._numbers_of, self.random("line", v.name), self.watch)

    def line(self, letter):
        """Return the line of a letter, or None."""
        return self.lines.get(self.scene.base(letter))

    def pieces(self, letter, name, evaluate, fixed, draw=0):
        """Return the points of a letter with their weights, or the pieces of its line."""
        line = self.line(letter)
        return line.pieces(evaluate, fixed, name, draw) if line else self.space(letter)

    def space(self, letter):
        """Return the points of a letter without a continuum, with their weights."""
        variable = self.scene.base(letter)
        if variable not in self._spaces:
            space = [Piece(None, *pair) for pair in self._space(variable)]
            self._spaces[variable] = space
            self._points[variable] = {piece.point: k for k, piece in enumerate(space)}
        return self._spaces[variable]

    def place(self, letter, point):
        """Return which of a letter's points a point is, or None."""
        self.space(letter)
        known = self._points[self.scene.base(letter)]
        return known.get(point) if isinstance(point, fmpq) else None

    def _space(self, variable):
        laws = self.scene.laws_of(variable)
        listed = [len(law.probabilities) for law in laws if isinstance(law, Finite)]
        if listed:
            return [(fmpq(k), ONE) for k in range(max(listed))]
        if variable in self.scene.lettered:
            return [(fmpq(k), ONE) for k in range(1, self.letters + 1)]
        for law in laws:
            if isinstance(law, Pushforward):
                return self._image(law)
        chance = self.random("space", variable.name)
        low, high = WEIGHTS[(self.seed - 1) % 3]
        repeated = any(base == variable for base, *_ in self.scene.vectors.values())
        count = POINTS_OF_VECTORS if repeated else POINTS
        points = [fmpq(60 * k - 90 + chance.randint(-20, 20), 47) for k in range(count)]
        return [(point, fmpq(chance.randint(low, high), 60)) for point in points]

    def _image(self, law):
        """The image of a space under T: its weights are stretched by |T′|."""
        found = [
            (self.function("T", False, (x,)), weight * self.function("|T'|", True, (x,)))
            for _, x, weight, *_ in self.space(law.source.variables[0])
        ]
        if len({y for y, _ in found}) < len(found):
            raise Undecided("T maps two points to one")
        return found

    def any_point(self, letter, chance, evaluate):
        """Return a point of a letter where no listed law vanishes."""
        line = self.line(letter)
        if line:
            return line.any_point(chance, evaluate)
        laws = self.scene.laws_of(self.scene.base(letter))
        listed = [law for law in laws if isinstance(law, Finite)]
        possible = [
            piece.point
            for k, piece in enumerate(self.space(letter))
            if all(k < len(a.probabilities) and a.probabilities[k] != 0 for a in listed)
        ]
        if not possible:
            raise Undecided(f"no point of {letter} has a probability under all laws")
        return chance.choice(possible)

    def free_point(self, letter, evaluate):
        """Return a fixed point of a letter, or of a component, that nothing integrates over."""
        if letter not in self.parameters:
            base = self.scene.vectors[letter.whole][0] if hasattr(letter, "whole") else letter
            self.parameters[letter] = self.any_point(base, self.random("free", letter), evaluate)
        return self.parameters[letter]

    def ordered(self, variables):
        """Return variables so that each comes after those that its laws are given."""
        given = {
            v: {s for law in self.scene.laws_of(v) for s in law.free_symbols} for v in variables
        }
        return sorted(variables, key=lambda v: (len(given[v] & set(variables)), v.name))

    # --- arbitrary laws

    def arbitrary(self, law, point, given, evaluate):
        """Return the density of an arbitrary law at a point.

        Parameters
        ----------
        law : Law
        point : number
        given : tuple of numbers
            What the law is given.
        evaluate : function
            From an expression to its value, for the ends of intervals.
        """
        (v,) = law.variables
        line = self.line(v)
        if line:
            return line.arbitrary_density(law, point, given, evaluate)
        k = self.place(v, point)
        if k is None:
            raise Undecided(f"the density of {law} at a point that is none of {v}'s")
        return self._table(law, v, given)[k]

    def _table(self, law, variable, given):
        """The densities of an arbitrary law at all points."""
        key = law, tuple(map(id, given))
        if key not in self._tables:
            space = self.space(variable)
            values = [self._value(law, k, piece.point, given) for k, piece in enumerate(space)]
            total = sum((a.stretch * v for a, v in zip(space, values, strict=True)), ZERO)
            self._tables[key] = [v / total for v in values], given
        return self._tables[key][0]

    def _numbers_of(self, law, given):
        """Three positive numbers of an arbitrary law on a continuum."""
        return [self._value(law, f"number {k}", None, given) for k in range(3)]

    def _value(self, law, k, x, given):
        if isinstance(law, ExponentialFamily):
            base = self.function("h", True, (x,))
            return base * exp(given[0] * self.function("T", False, (x,)))
        key = (*family(law), len(given), k)
        if key not in self._coefficients:
            chance = self.random("law", *family(law), k)
            self._coefficients[key] = coefficients(chance, len(given))
        first, numbers = self._coefficients[key]
        return first + positive(numbers, given) if given else first


def settings_for(expressions, number, least_size=1, hypotheses=()):
    """Return so many settings for the laws of some expressions.

    Parameters
    ----------
    expressions : iterable of Expr
    number : int
    least_size : int, default 1
        A sample has one draw in some setting, unless this says more.
    hypotheses : iterable of Hypothesis
        Bounds of letters, among others.
    """
    scene = Scene(expressions, LAWS, least_size, hypotheses)
    return [Setting(seed, scene) for seed in range(1, number + 1)]
