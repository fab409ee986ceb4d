r"""Probability laws and their densities, as SymPy objects.

A *law* knows its variable and its density against the base measure. Densities are
positive by construction, which is what makes :math:`\ln(pq) = \ln p + \ln q` legal.

Main definitions
----------------
Density
    An arbitrary law: nothing is known of it but that it is positive and integrates to 1.
    It may depend on parameters or on another variable: ``q(x | theta)``, ``p(y | x)``.
Joint
    Two laws together: :math:`p(x, y) = p(x)\,p(y \mid x)`, or a product of independent parts.
Pushforward
    The law of :math:`y = T(x)` for an invertible, differentiable map :math:`T`.
Finite, Normal, Uniform, Exponential
    Named laws, with the exact moments that turn their integrals into closed forms.
ExponentialFamily
    :math:`q(x \mid \theta) = h(x)\,e^{\theta T(x)} / \int h(t)\,e^{\theta T(t)}\,dt`.

Implementation notes
--------------------
A law stores the *name* of its variable as a string, not as a symbol: substituting a value
for ``x`` then changes the point at which a density is read and never the law itself.
"""

from sympy import (
    Basic,
    Derivative,
    Expr,
    Function,
    Integer,
    Symbol,
    Tuple,
    exp,
    factorial,
    log,
    pi,
    sympify,
)
from sympy.core.symbol import Str

__all__ = [
    "Density",
    "DensityAt",
    "Exponential",
    "ExponentialFamily",
    "Finite",
    "Joint",
    "Law",
    "Normal",
    "Pushforward",
    "Uniform",
    "parameter",
    "variable",
]


def variable(name):
    """Return the real symbol ``name``, the form in which every law writes its variable."""
    return Symbol(name, real=True)


def parameter(name, *, positive=False):
    """Return a real symbol for a parameter; ``positive=True`` for scales and rates."""
    return Symbol(name, real=True, positive=positive or None)


class Law(Basic):
    """A probability law of one variable."""

    _name, _variable = 0, 1  # where the name and the variable stand among the arguments

    @property
    def name(self):
        return self.args[self._name].name

    @property
    def variables(self):
        """The symbols that the law is a law of."""
        return (variable(self.args[self._variable].name),)

    @property
    def given(self):
        """What the law is conditioned on: parameters, or other variables."""
        return ()

    @property
    def density(self):
        """The density as an expression in :attr:`variables`."""
        return DensityAt(self, *self.variables)

    def __call__(self, *point):
        """Return the density at a point, ``p(x)``."""
        if len(point) != len(self.variables):
            wanted = ", ".join(map(str, self.variables))
            raise ValueError(f"{self.name}: expected the point ({wanted}), got {point}")
        return self.density.subs(dict(zip(self.variables, map(sympify, point), strict=True)))

    def _sympystr(self, printer):
        given = ", ".join(map(printer._print, self.given))
        return f"{self.name}(·|{given})" if given else self.name

    def log_density(self, _x):
        """Return ln density at ``x`` where the law has a closed form, else None."""
        return None

    def moment(self, _order):
        """Return the exact E[x^order] where the law has a closed form, else None."""
        return None


class DensityAt(Expr):
    """The density of a law at a point: positive, and atomic to the algebra."""

    is_positive = True
    is_real = True
    is_commutative = True
    is_finite = True

    def __new__(cls, law, point):
        point = sympify(point)
        if isinstance(law, Finite) and point.is_Integer:
            return law.probability(point)
        return Expr.__new__(cls, law, point)

    @property
    def law(self):
        return self.args[0]

    @property
    def point(self):
        return self.args[1]

    def _sympystr(self, printer):
        inside = printer._print(self.point)
        if self.law.given:
            inside += " | " + ", ".join(map(printer._print, self.law.given))
        return f"{self.law.name}({inside})"

    def _eval_derivative(self, symbol):
        explicit = self.law.log_density(self.point)
        if explicit is None:
            return Derivative(self, symbol, evaluate=False)
        return self * explicit.diff(symbol)


class Density(Law):
    """An arbitrary law, ``Density("q", given=theta)``: positive, integrates to 1, no more.

    Parameters
    ----------
    name : str
        What the page shows: ``p``, ``q``, ``p_1``.
    variable : str, default "x"
        The name of the variable; laws of the same variable can be compared.
    given : symbol or tuple of symbols, optional
        Parameters, or the variables of another law: ``Density("p", "y", given=x)``.
    """

    def __new__(cls, name, variable="x", given=()):
        given = given if isinstance(given, (tuple, list, Tuple)) else (given,)
        return Basic.__new__(cls, _str(name), _str(variable), Tuple(*given))

    @property
    def given(self):
        return tuple(self.args[2])


class Finite(Law):
    """A law on the points 0, 1, …, n − 1 with the stated probabilities.

    Raises
    ------
    ValueError
        If a probability is negative or the probabilities do not sum to 1 exactly.
    """

    _variable = 2

    def __new__(cls, name, probabilities, variable="x"):
        probabilities = Tuple(*map(sympify, probabilities))
        for index, value in enumerate(probabilities):
            if value.is_Float:
                raise ValueError(
                    f"probabilities[{index}] = {value} is a float; expected an exact number"
                )
            if value.is_negative:
                raise ValueError(f"probabilities[{index}] = {value}; expected 0 or more")
        total = sum(probabilities).expand()
        if total != 1:
            raise ValueError(f"probabilities sum to {total}; expected exactly 1")
        return Basic.__new__(cls, _str(name), probabilities, _str(variable))

    @property
    def probabilities(self):
        return self.args[1]

    def probability(self, point):
        index = int(point)
        return self.probabilities[index] if 0 <= index < len(self.probabilities) else Integer(0)


class Normal(Law):
    r"""The normal law :math:`N(\mu, \sigma^2)`; ``standard_deviation`` is :math:`\sigma`."""

    _name, _variable = 3, 2

    def __new__(cls, mean, standard_deviation, variable="x", name="N"):
        sigma = _positive(standard_deviation)
        return Basic.__new__(cls, sympify(mean), sigma, _str(variable), _str(name))

    @property
    def mean(self):
        return self.args[0]

    @property
    def standard_deviation(self):
        return self.args[1]

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
        return Basic.__new__(cls, _positive(width), _str(variable), _str(name))

    @property
    def width(self):
        return self.args[0]

    def log_density(self, _x):
        return -log(self.width)

    def moment(self, order):
        return self.width**order / (order + 1)


class Exponential(Law):
    r"""The exponential law with density :math:`\lambda e^{-\lambda x}`, :math:`x \ge 0`."""

    _name, _variable = 2, 1

    def __new__(cls, rate, variable="x", name="Exp"):
        return Basic.__new__(cls, _positive(rate), _str(variable), _str(name))

    @property
    def rate(self):
        return self.args[0]

    def log_density(self, x):
        return log(self.rate) - self.rate * x

    def moment(self, order):
        return factorial(order) / self.rate**order


class ExponentialFamily(Law):
    r"""The one-parameter exponential family with base :math:`h` and statistic :math:`T`.

    .. math:: q(x \mid \theta) = \frac{h(x)\,e^{\theta T(x)}}{\int h(t)\,e^{\theta T(t)}\,dt}

    :math:`h > 0` and :math:`T` are arbitrary; nothing about the integral is assumed except
    that it is finite.
    """

    base = staticmethod(Function("h", positive=True))
    statistic = staticmethod(Function("T", real=True))

    _variable = 2

    def __new__(cls, name, parameter, variable="x"):
        return Basic.__new__(cls, _str(name), sympify(parameter), _str(variable))

    @property
    def given(self):
        return (self.args[1],)

    def kernel(self, x):
        """Return the density without its normalising factor, h(x) exp(theta T(x))."""
        return self.base(x) * exp(self.given[0] * self.statistic(x))


class Joint(Law):
    """Two laws together; the second may be conditioned on the variable of the first."""

    def __new__(cls, first, second):
        if set(first.variables) & set(second.variables):
            raise ValueError(
                f"{first.name} and {second.name} are both laws of {first.variables}; "
                "expected laws of different variables"
            )
        return Basic.__new__(cls, first, second)

    @property
    def name(self):
        return self.args[0].name

    @property
    def variables(self):
        return self.args[0].variables + self.args[1].variables

    @property
    def given(self):
        return tuple(s for s in self.args[1].given if s not in self.args[0].variables)

    @property
    def dependent(self):
        """Whether the second law depends on the first one's variable."""
        return bool(set(self.args[1].given) & set(self.args[0].variables))

    @property
    def density(self):
        return self.args[0].density * self.args[1].density


class Pushforward(Law):
    r"""The law of :math:`y = T(x)`: density :math:`p(x) / |T'(x)|` at :math:`y = T(x)`.

    :math:`T` is an arbitrary invertible, differentiable map with :math:`T' \ne 0`.
    """

    stretch = staticmethod(Function("|T'|", positive=True))
    transform = staticmethod(Function("T", real=True))

    def __new__(cls, law, variable="y"):
        return Basic.__new__(cls, law, _str(variable))

    @property
    def source(self):
        return self.args[0]

    @property
    def name(self):
        return self.source.name



def _str(name):
    return name if isinstance(name, Str) else Str(name)


def _positive(value):
    value = sympify(value)
    if not value.is_positive:
        raise ValueError(f"{value!s} is not known to be positive; declare it positive=True")
    return value
