r"""What a claim takes for granted: each hypothesis an object that can be read, and tried.

Main definitions
----------------
Hypothesis
    The base of them all; its arguments are laws and expressions.
IID, Independent
    How a sample is drawn; which parts of a law say nothing of each other.
Integrable, SquareIntegrable, IsFinite
    Which averages and functionals exist.
Dominated, Equivalent, SameSupport, FixedSupport, NonNegative, FiniteAlphabet, IsDensity
    Where laws are positive.
SampleSize, Between, Positive, InsideDomain
    Which numbers are admitted.
Exchangeable, Invertible
    What may be done under an integral.
Stands
    What a name stands for in this claim.

Implementation notes
--------------------
How a hypothesis looks is told by :mod:`klutils.symbolic.notation.hypotheses`; which of them a
simple world can violate, by :mod:`klutils.symbolic.witness.violations`.
"""

from sympy import Basic, Integer, Tuple

from .arguments import expression, law_of, symbol_of
from .functionals import Name
from .laws import DensityAt, Law, Pushforward

__all__ = [
    "IID",
    "Between",
    "Dominated",
    "Equivalent",
    "Exchangeable",
    "FiniteAlphabet",
    "FixedSupport",
    "Hypothesis",
    "Independent",
    "InsideDomain",
    "Integrable",
    "Invertible",
    "IsDensity",
    "IsFinite",
    "NonNegative",
    "Positive",
    "SameSupport",
    "SampleSize",
    "SquareIntegrable",
    "Stands",
]


class Hypothesis(Basic):
    """Something that a claim takes for granted."""

    @property
    def parameters(self):
        """The parameters on which its laws depend: what it says, it says for each of their values.

        Those of a law that stands alone are no such parameters: it is one law.
        """
        laws = set().union(*(part.atoms(Law) for part in self.args if not isinstance(part, Law)))
        variables = {v for law in self.atoms(Law) for v in law.variables}
        found = {s for law in laws for s in law.given if s.is_Symbol} - variables
        return tuple(sorted(found, key=str))


class _OfLaws(Hypothesis):
    """A hypothesis about laws."""

    def __new__(cls, *laws):
        if not laws:
            raise ValueError(f"{cls.__name__}: laws is empty; expected at least one law")
        return Basic.__new__(cls, *(law_of(law, f"law {k}") for k, law in enumerate(laws, 1)))


class _OfTwoLaws(_OfLaws):
    def __new__(cls, first, second):
        return super().__new__(cls, first, second)


class IID(_OfLaws):
    """The sample consists of independent draws, each from the law."""

    def __new__(cls, law):
        return super().__new__(cls, law)


class Independent(_OfTwoLaws):
    """The two parts of a joint law say nothing of each other."""


class Dominated(_OfTwoLaws):
    r"""Where the second law has no probability the first has none, :math:`p \ll q`."""


class Equivalent(_OfTwoLaws):
    r"""Either law dominates the other."""


class FiniteAlphabet(_OfLaws):
    """The laws live on finitely many points."""


class IsDensity(_OfLaws):
    """What is written as the density of each law is one."""


class Invertible(_OfLaws):
    """The map of an image law is invertible and differentiable, with a derivative that is not 0."""

    def __new__(cls, image):
        if not isinstance(image, Pushforward):
            raise TypeError(f"image is {image}; expected the image of a law, Pushforward(…)")
        return super().__new__(cls, image)


class _OfMean(Hypothesis):
    """A hypothesis about the values of an expression under a law."""

    def __new__(cls, law, body):
        return Basic.__new__(cls, law_of(law, "law"), expression(body, "body"))


class Integrable(_OfMean):
    """The mean of the expression's absolute value is finite."""


class SquareIntegrable(_OfMean):
    """The mean of the expression's square is finite, and so is its variance."""


class NonNegative(_OfMean):
    """The expression is 0 or more for almost every draw."""


class IsFinite(Hypothesis):
    """The functionals are finite."""

    def __new__(cls, *functionals):
        if not functionals:
            raise ValueError("functionals is empty; expected at least one, such as H(p)")
        named = enumerate(functionals, 1)
        return Basic.__new__(cls, *(expression(f, f"functional {k}") for k, f in named))


class SameSupport(Hypothesis):
    """Two expressions are positive at the same points; the first is a density."""

    def __new__(cls, first, second):
        if not isinstance(first, DensityAt):
            raise TypeError(f"first is {first}; expected a density at a point, such as q(x)")
        return Basic.__new__(cls, first, expression(second, "second"))


class FixedSupport(Hypothesis):
    """The support of a law does not depend on a parameter."""

    def __new__(cls, law, parameter):
        return Basic.__new__(cls, law_of(law, "law"), symbol_of(parameter, "parameter"))


class SampleSize(Hypothesis):
    """The sample has at least so many draws."""

    def __new__(cls, least):
        least = expression(least, "least")
        if not (isinstance(least, Integer) and least >= 2):
            raise ValueError(f"least = {least}; expected a whole number, 2 or more")
        return Basic.__new__(cls, least)


class Between(Hypothesis):
    """An expression lies strictly between two numbers."""

    def __new__(cls, value, low, high):
        value, low, high = map(expression, (value, low, high), ("value", "low", "high"))
        bounds = low, high
        if not (all(b.is_number and b.is_extended_real for b in bounds) and low < high):
            raise ValueError(
                f"low = {low}, high = {high}; expected two numbers, the less one first"
            )
        return Basic.__new__(cls, value, low, high)


class Positive(Hypothesis):
    """An expression is greater than 0."""

    def __new__(cls, value):
        return Basic.__new__(cls, expression(value, "value"))


class InsideDomain(Hypothesis):
    """Parameters lie inside the interval where a named function of them is finite."""

    def __new__(cls, function, *parameters):
        if not isinstance(function, Name):
            raise TypeError(f"function is {function}; expected a name, Name('A', …)")
        if len(parameters) == 1 and isinstance(parameters[0], Tuple):
            parameters = tuple(parameters[0])
        symbols = Tuple(*(symbol_of(s, "parameters") for s in parameters))
        if not symbols:
            raise ValueError("parameters is empty; expected at least one symbol")
        return Basic.__new__(cls, function, symbols)


class Exchangeable(Hypothesis):
    """A derivative by a parameter may go under the integral.

    With ``slope`` and ``law`` it says by what: near each value of the parameter the absolute slope
    stays below a function with a finite mean under the law.
    """

    def __new__(cls, parameter, order=1, slope=None, law=None):
        order = expression(order, "order")
        if not (isinstance(order, Integer) and order >= 1):
            raise ValueError(f"order = {order}; expected 1 or more")
        if (slope is None) is not (law is None):
            raise ValueError("slope and law belong together; expected both or neither")
        of = () if slope is None else (expression(slope, "slope"), law_of(law, "law"))
        return Basic.__new__(cls, symbol_of(parameter, "parameter"), order, *of)


class Stands(Hypothesis):
    """A name stands for its value in this claim."""

    def __new__(cls, name):
        if not isinstance(name, Name):
            raise TypeError(f"name is {name}; expected a name, Name('L', …)")
        return Basic.__new__(cls, name)
