r"""Named laws: their exact moments turn integrals into closed forms.

Main definitions
----------------
Finite
    Exact probabilities of finitely many points.
Normal, Uniform, Exponential
    The three laws of one's first course, with parameters.
ExponentialFamily
    :math:`q(x \mid \theta) = h(x)\,e^{\theta T(x)} / \int h(t)\,e^{\theta T(t)}\,dt`.
inside
    Whether one support is known to lie within another.

Implementation notes
--------------------
The closed forms hold on the support of a law. Where laws of different supports meet, the first
one's support must lie within that of the others; ``inside`` decides, and the functionals ask.
"""

from sympy import (
    Add,
    Basic,
    Expr,
    Float,
    Function,
    Integer,
    Tuple,
    exp,
    factorial,
    log,
    pi,
    simplify,
    sympify,
)

from .laws import Law, as_name

__all__ = ["Exponential", "ExponentialFamily", "Finite", "Normal", "Uniform"]

POINTS, INTERVAL, HALF_LINE, LINE = "points", "interval", "half-line", "line"


def inside(first, second):
    """Return whether the support ``first`` is known to lie within ``second``.

    Examples
    --------
    >>> inside(Uniform(1).support, Uniform(2).support)
    True
    >>> inside(Normal(0, 1).support, Exponential(1).support)
    False
    """
    if first is None or second is None or first == second:
        return True
    if POINTS in (first[0], second[0]):
        return False
    if first[0] == second[0] == INTERVAL:
        return (second[1] - first[1]).is_nonnegative is True
    sizes = (INTERVAL, HALF_LINE, LINE)
    return sizes.index(first[0]) < sizes.index(second[0])


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
        values = [_exact(v, f"probabilities[{k}]") for k, v in enumerate(probabilities)]
        for index, value in enumerate(values):
            if value.is_negative:
                raise ValueError(f"probabilities[{index}] = {value}; expected 0 or more")
        total = Add(*values).expand()
        if total != 1 and simplify(total) != 1:
            raise ValueError(f"probabilities sum to {total}; expected exactly 1")
        name, variable = as_name(name, "name"), as_name(variable, "variable")
        return Basic.__new__(cls, name, Tuple(*values), variable)

    @property
    def probabilities(self):
        return self.args[1]

    def probability(self, point):
        on = point.is_Integer and 0 <= point < len(self.probabilities)
        return self.probabilities[int(point)] if on else Integer(0)


class Normal(Law):
    r"""The normal law :math:`N(\mu, \sigma^2)`; ``standard_deviation`` is :math:`\sigma`."""

    _name, _variable = 3, 2
    support = (LINE,)

    def __new__(cls, mean, standard_deviation, variable="x", name="N"):
        sigma = _positive(standard_deviation, "standard_deviation")
        variable, name = as_name(variable, "variable"), as_name(name, "name")
        return Basic.__new__(cls, _exact(mean, "mean"), sigma, variable, name)

    @property
    def mean(self):
        return self.args[0]

    @property
    def standard_deviation(self):
        return self.args[1]

    def __str__(self):
        return f"N({self.mean}, {self.standard_deviation**2})"

    def log_density(self, x):
        mu, sigma = self.mean, self.standard_deviation
        return -((x - mu) ** 2) / (2 * sigma**2) - log(sigma) - log(2 * pi) / 2

    def moment(self, order):
        mu, sigma = self.mean, self.standard_deviation
        before, now = Integer(0), Integer(1)
        for k in range(order):
            before, now = now, (mu * now + k * sigma**2 * before).expand()
        return now


class Uniform(Law):
    """The uniform law on the interval from 0 to ``width``."""

    _name, _variable = 2, 1

    def __new__(cls, width, variable="x", name="U"):
        variable, name = as_name(variable, "variable"), as_name(name, "name")
        return Basic.__new__(cls, _positive(width, "width"), variable, name)

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

    def moment(self, order):
        return self.width**order / (order + 1)


class Exponential(Law):
    r"""The exponential law with density :math:`\lambda e^{-\lambda x}`, :math:`x \ge 0`."""

    _name, _variable = 2, 1
    support = (HALF_LINE,)

    def __new__(cls, rate, variable="x", name="Exp"):
        variable, name = as_name(variable, "variable"), as_name(name, "name")
        return Basic.__new__(cls, _positive(rate, "rate"), variable, name)

    @property
    def rate(self):
        return self.args[0]

    def __str__(self):
        return f"Exp({self.rate})"

    def log_density(self, x):
        return log(self.rate) - self.rate * x

    def moment(self, order):
        return factorial(order) / self.rate**order


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
        return Basic.__new__(cls, name, _exact(parameter, "parameter"), variable)

    @property
    def given(self):
        return (self.args[1],)

    def kernel(self, x):
        """Return the density without its normalising factor, h(x) exp(theta T(x))."""
        return self.base(x) * exp(self.given[0] * self.statistic(x))


def _exact(value, argument):
    """Return a number or expression as SymPy keeps it; floats and words are refused."""
    value = value if isinstance(value, str) else sympify(value)
    if not isinstance(value, Expr):
        raise TypeError(f"{argument} is {value!r}; expected a number or an expression")
    if value.has(Float):
        raise ValueError(f"{argument} = {value} holds a float; expected an exact number")
    return value


def _positive(value, argument):
    value = _exact(value, argument)
    if not value.is_positive:
        raise ValueError(f"{argument} = {value} is not known to be positive; declare it positive")
    return value
