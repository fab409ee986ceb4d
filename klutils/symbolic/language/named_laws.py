r"""Named laws: those whose density is a formula in a few parameters.

Main definitions
----------------
Finite
    Exact probabilities of finitely many points.
Normal, Laplace, Uniform, Exponential, Gamma
    The laws of one's first courses, with parameters.
Softmax
    Any finite law of K letters through its logits:
    :math:`q(k) = e^{\theta_k} / \sum_j e^{\theta_j}`.
ExponentialFamily
    :math:`q(x \mid \theta) = h(x)\,e^{\theta T(x)} / \int h(t)\,e^{\theta T(t)}\,dt`.
NamedLaw
    What the laws with parameters have in common; a new one is a subclass, and a row in each
    route's table of laws.
"""

from collections.abc import Iterable

from sympy import (
    Abs,
    Add,
    Basic,
    Float,
    Function,
    Integer,
    Symbol,
    Tuple,
    exp,
    gamma,
    log,
    pi,
    simplify,
)

from .chances import check_chance, known_positive
from .laws import Law
from .letters import as_expression, as_name, variable
from .supports import HALF_LINE, INTERVAL, LINE, POINTS

__all__ = [
    "Exponential",
    "ExponentialFamily",
    "Finite",
    "Gamma",
    "Laplace",
    "NamedLaw",
    "Normal",
    "Softmax",
    "Uniform",
]


class Finite(Law):
    """A law on the points 0, 1, …, n − 1 with the stated probabilities.

    Raises
    ------
    ValueError
        If a probability is negative or the probabilities do not sum to 1 exactly.
    """

    _variable = 2
    support = (POINTS,)

    def __new__(cls, name, probabilities, variable="x"):
        if not isinstance(probabilities, Iterable):
            raise TypeError(f"probabilities is {probabilities!r}; expected a list of them")
        values = [exact(v, f"probabilities[{k}]") for k, v in enumerate(probabilities)]
        for index, value in enumerate(values):
            check_chance(value, f"probabilities[{index}]")
        total = Add(*values).expand()
        if total != 1 and simplify(total) != 1:
            raise ValueError(f"probabilities sum to {total}; expected exactly 1")
        name, variable = as_name(name, "name"), as_name(variable, "variable")
        return Basic.__new__(cls, name, Tuple(*values), variable)

    @property
    def probabilities(self):
        return self.args[1]

    @property
    def chances(self):
        """The probabilities."""
        return self.probabilities

    def probability(self, point):
        on = point.is_Integer and 0 <= point < len(self.probabilities)
        return self.probabilities[int(point)] if on else Integer(0)


class NamedLaw(Law):
    """A law given by parameters; subclasses say which, and the logarithm of the density.

    Attributes
    ----------
    letters : tuple of str
        The parameters, in the order of the constructor.
    positive : tuple of str
        Those that must be positive.
    symbol : str
        What stands for the law where its density is read, unless ``name`` says otherwise.
    """

    letters = ()
    positive = ()
    symbol = ""

    def __new__(cls, *values, variable=None, name=None):
        count = len(cls.letters)
        given, rest = values[:count], values[count:]
        if len(given) < count or len(rest) > 2:
            wanted = ", ".join(cls.letters)
            raise TypeError(f"{cls.__name__} of {len(values)} values; expected {wanted}")
        checked = [
            (_positive if letter in cls.positive else exact)(value, letter)
            for letter, value in zip(cls.letters, given, strict=True)
        ]
        places = dict(zip(("variable", "name"), rest, strict=False))
        variable = places.get("variable", "x") if variable is None else variable
        name = places.get("name", cls.symbol) if name is None else name
        return Basic.__new__(cls, *checked, as_name(variable, "variable"), as_name(name, "name"))

    @property
    def _variable(self):
        return len(self.letters)

    @property
    def _name(self):
        return len(self.letters) + 1

    @property
    def parameters(self):
        """The values of the parameters, in their order."""
        return self.args[: len(self.letters)]

    def log_density(self, x):
        """Return ln density at a point of the support."""
        raise NotImplementedError(f"{type(self).__name__} has no density")

    def __str__(self):
        return f"{self.symbol}({', '.join(map(str, self.parameters))})"


class Normal(NamedLaw):
    r"""The normal law :math:`N(\mu, \sigma^2)`; ``standard_deviation`` is :math:`\sigma`."""

    letters = ("mean", "standard_deviation")
    positive = ("standard_deviation",)
    symbol = "N"
    support = (LINE,)

    @property
    def mean(self):
        return self.args[0]

    @property
    def standard_deviation(self):
        return self.args[1]

    def __str__(self):
        return f"N({self.mean}, {self.standard_deviation**2})"

    def log_density(self, x):
        mu, sigma = self.parameters
        return -((x - mu) ** 2) / (2 * sigma**2) - log(sigma) - log(2 * pi) / 2


class Laplace(NamedLaw):
    r"""The Laplace law with density :math:`e^{-\lvert x - \mu \rvert / b} / (2b)`."""

    letters = ("location", "scale")
    positive = ("scale",)
    symbol = "Laplace"
    support = (LINE,)

    @property
    def location(self):
        return self.args[0]

    @property
    def scale(self):
        return self.args[1]

    def log_density(self, x):
        return -Abs(x - self.location) / self.scale - log(2) - log(self.scale)


class Uniform(NamedLaw):
    """The uniform law on the interval from 0 to ``width``."""

    letters = positive = ("width",)
    symbol = "U"

    @property
    def width(self):
        return self.args[0]

    @property
    def support(self):
        return INTERVAL, self.width

    def __str__(self):
        return f"U(0, {self.width})"

    def support_moves_with(self, symbol):
        return self.width.has(symbol)

    def log_density(self, _x):
        return -log(self.width)


class Exponential(NamedLaw):
    r"""The exponential law with density :math:`\lambda e^{-\lambda x}`, :math:`x \ge 0`."""

    letters = positive = ("rate",)
    symbol = "Exp"
    support = (HALF_LINE,)

    @property
    def rate(self):
        return self.args[0]

    def log_density(self, x):
        return log(self.rate) - self.rate * x


class Gamma(NamedLaw):
    r"""The gamma law with density :math:`\beta^k x^{k-1} e^{-\beta x} / \Gamma(k)`, x > 0."""

    letters = positive = ("shape", "rate")
    symbol = "Gamma"
    support = (HALF_LINE,)

    @property
    def shape(self):
        return self.args[0]

    @property
    def rate(self):
        return self.args[1]

    def log_density(self, x):
        k, rate = self.parameters
        return k * log(rate) + (k - 1) * log(x) - rate * x - log(gamma(k))


class Softmax(Law):
    r"""A law of K letters, :math:`q(k) = e^{\ell_k} / \sum_j e^{\ell_j}`, through its logits.

    K is the number of points of the variable, which nothing fixes: the law is as general as an
    arbitrary one. Its logits are an expression in the variable, such as ``theta[k]`` or
    ``theta[k] / tau`` for a vector θ; ``Softmax(0)`` is the uniform law of K letters.

    Parameters
    ----------
    logits : Expr
        :math:`\ell_k`, written in ``variable(variable)``.
    variable, name : str
    """

    _variable, _name = 1, 2

    def __new__(cls, logits, variable_="k", name="q"):
        letter = as_name(variable_, "variable")
        logits = exact(logits, "logits").subs(variable(letter), place_of(letter))
        return Basic.__new__(cls, logits, letter, as_name(name, "name"))

    @property
    def hidden(self):
        return {place_of(self.args[1])}

    @property
    def given(self):
        """The vectors and parameters in the logits."""
        return tuple(sorted(self.free_symbols, key=str))

    def logit(self, point):
        """Return the logit of a letter."""
        return self.args[0].subs(place_of(self.args[1]), point)

    def kernel(self, point):
        """Return the probability of a letter without its normalising factor."""
        return exp(self.logit(point))


class ExponentialFamily(Law):
    r"""The one-parameter exponential family with base :math:`h` and statistic :math:`T`.

    :math:`q(x \mid \theta) = \frac{h(x)\,e^{\theta T(x)}}{\int h(t)\,e^{\theta T(t)}\,dt}`

    :math:`h > 0` and :math:`T` are arbitrary; nothing about the integral is assumed except
    that it is finite.
    """

    base = staticmethod(Function("h", positive=True))
    statistic = staticmethod(Function("T", real=True))

    _variable = 2

    def __new__(cls, name, parameter, variable="x"):
        name, variable = as_name(name, "name"), as_name(variable, "variable")
        return Basic.__new__(cls, name, exact(parameter, "parameter"), variable)

    @property
    def given(self):
        return (self.args[1],)

    def kernel(self, x):
        """Return the density without its normalising factor, h(x) exp(theta T(x))."""
        return self.base(x) * exp(self.given[0] * self.statistic(x))


def place_of(letter):
    """The place of the variable in an expression that a law keeps: no other symbol is like it."""
    return Symbol(f"·{letter.name}", real=True)


def exact(value, argument):
    """Return a number or expression as SymPy keeps it; floats and words are refused."""
    value = as_expression(value, argument, "a number or an expression")
    if value.is_real is False or value.is_infinite:
        raise ValueError(f"{argument} = {value}; expected a real number")
    if value.has(Float):
        raise ValueError(f"{argument} = {value} holds a float; expected an exact number")
    return value


def _positive(value, argument):
    value = exact(value, argument)
    if not known_positive(value):
        raise ValueError(f"{argument} = {value} is not known to be positive; declare it positive")
    return value
