r"""Settings beyond the ordinary: where a claim may fail that small numbers do not tell from true.

Main definitions
----------------
beyond
    The further settings in which a claim is judged, as far as something in it asks for them.
Crowded
    More draws, coordinates, steps and letters than are usual.
Far, Near
    Parameters beyond all numbers that a claim names: past the kinks of \|θ − 10\| and max(θ, 10);
    and nearer to 0 than these.
Alike, Apart
    Arbitrary laws that are all one law, or nearly as far from each other as a claim can ask.

Implementation notes
--------------------
(N − 1)(N − 2)(N − 3) vanishes at the usual sizes, max(θ, 10) is constant for the usual parameters,
and D(p‖q) ≥ 1/1000 holds for most pairs of laws. No number of settings finds everything; these find
what is written with numbers of the usual size.
"""

from math import prod

from flint import fmpq
from sympy import Abs, Max, Min, Rational, preorder_traversal, sign

from klutils.symbolic.judge.choices import family
from klutils.symbolic.judge.laws import LAWS
from klutils.symbolic.judge.scene import Scene
from klutils.symbolic.judge.settings import Setting
from klutils.symbolic.language.functionals import SumOver
from klutils.symbolic.language.letters import Fraction01, Scales
from klutils.symbolic.language.made_laws import Chain, Coordinates
from klutils.symbolic.language.samples import N, SampleMean
from klutils.symbolic.language.steps import Inequality

__all__ = ["Alike", "Apart", "Crowded", "Far", "Near", "beyond"]

MANY = 5  # draws, coordinates, steps, letters
LARGEST = 10**6  # number that a claim is taken to name
KINKS = (Abs, Max, Min, sign)
STEEPEST = 60  # decimal digits by which a law leaves out a point


class Crowded(Setting):
    """A setting with more draws, coordinates, steps and letters than usual."""

    def sample_size(self):
        sampled = [part for law in self.scene.sampled for part in law.parts]
        if not sampled:
            return self._free()
        return MANY if len(sampled) == 1 else super().sample_size()  # there are too many samples

    def how_many(self, rank):
        return MANY + rank

    def alphabet(self):
        return MANY

    def _index(self, symbol):
        if self.scene.counts or self.scene.lettered:
            return fmpq(self.random("index", symbol).randint(self.limit - 1, self.limit))
        return fmpq(self._free(symbol))

    def _free(self, *symbol):
        """A number that nothing limits: one that the claim names, or more than all these."""
        named = [n for n in self.scene.named if n.is_Integer and n >= self.scene.least_size]
        if self.seed % 2 and named:
            return int(max(named))
        return int(self.scene.reach) + self.random("free", *symbol).randint(1, 97)


class Far(Setting):
    """A setting with parameters beyond all numbers that a claim names; to the other side of 0."""

    near = False  # or so near to 0 that none of these numbers is nearer

    def free_value(self, symbol, chance):
        if symbol in self.scene.bounds:
            return super().free_value(symbol, chance)
        far = self.scene.reach * (1 + fmpq(chance.randint(1, 96), 97))
        turned = self.seed % 2 or self.near
        if isinstance(symbol, Fraction01):
            return 1 - 1 / (2 * far) if turned else 1 / (2 * far)
        if symbol.is_positive or symbol.is_nonnegative or isinstance(symbol, Scales):
            return 1 / far if turned else far
        if symbol.is_integer:
            return super().free_value(symbol, chance)
        far = 1 / far if self.near else far
        turned = turned or symbol.is_negative
        return -far if turned else far

    def function(self, name, positive, arguments):
        value = super().function(name, positive, arguments)
        if self.scene.on_a_line:
            return value
        if positive:
            return value / self.scene.reach if self.near else value * self.scene.reach
        return value * (1 - 2 * (self.seed % 2)) * self.scene.reach

    def search(self, symbol, steps):
        return [self.free_value(symbol, self.random("search", k)) for k in range(steps)]


class Near(Far):
    """A setting with parameters nearer to 0 than any number that a claim names."""

    near = True


class Alike(Setting):
    """A setting in which all arbitrary laws of a variable are one, whatever they are called."""

    def _value(self, law, k, x, given):
        if given:
            return super()._value(law, k, x, given)
        return fmpq(1) + fmpq(self.random("alike", law.variables[0].name, k).randint(1, 96), 97)


class Apart(Setting):
    """A setting in which arbitrary laws leave each other's points out, on cells of any width."""

    def _space(self, variable):
        digits = self._digits()
        space = super()._space(variable)
        if variable in self.scene.lettered or any(self.scene.listed):
            return space
        stretch = fmpq(10) ** (digits if self.seed % 2 else -digits)
        return [(point, weight * stretch) for point, weight in space]

    def _value(self, law, k, x, given):
        value = super()._value(law, k, x, given)
        if not isinstance(k, int):
            return value
        own = (self._rank(law) + self.seed) % len(self.space(law.variables[0]))
        return value if k == own else value / fmpq(10) ** self._digits()

    def _rank(self, law):
        """Which of the arbitrary laws one is, so that each has a point of its own."""
        return sorted({family(other) for other in self.scene.laws}).index(family(law))

    def _digits(self):
        return min(STEEPEST, int(self.scene.reach))


def beyond(claim, expressions, least_size=1, hypotheses=()):
    """Return further settings for a claim.

    Parameters
    ----------
    claim : Step
    expressions : iterable of Expr
        Its sides, and those that are judged with it.
    least_size, hypotheses
        As for :func:`.settings_for`.
    """
    scene = Scene(expressions, LAWS, least_size, hypotheses)
    nodes = [n for e in expressions for n in preorder_traversal(e)]
    numbers = sorted({n for n in nodes if isinstance(n, Rational)})
    scene.reach = min(prod(max(abs(n.p), n.q, 1) for n in numbers) + 1, LARGEST)
    scene.named = numbers
    scene.sampled = {n.law for n in nodes if isinstance(n, SampleMean)}
    kinds = []
    if scene.lettered or _counted(nodes):
        kinds += [Crowded, Crowded]
    if isinstance(claim, Inequality):
        kinds += [Far, Far, Near, Alike, Apart, Apart]
    elif any(isinstance(n, KINKS) for n in nodes):
        kinds += [Far, Far]
    return [kind(4 + place, scene) for place, kind in enumerate(kinds)]


def _counted(nodes):
    """Whether a letter for a whole number is read, and does not only say how many there are."""
    bound = {n.index for n in nodes if isinstance(n, (SumOver, Coordinates))}
    bound |= {n.time for n in nodes if isinstance(n, Chain)}
    read = [n for n in nodes if n.is_Symbol and n.is_integer and n not in bound]
    counts = [n.count for n in nodes if isinstance(n, (SumOver, Chain, Coordinates))]
    return len(read) > sum(count.is_Symbol for count in counts) or N in read
