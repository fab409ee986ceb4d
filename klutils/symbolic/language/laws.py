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
DensityAt
    The density of a law at a point, ``p(x)``.

Laws that are not arbitrary have a module of their own, :mod:`.named_laws`; so have those that are
made of others, :mod:`.made_laws`.

Implementation notes
--------------------
A law stores the *name* of its variable as a string, not as a symbol: substituting a value
for ``x`` then changes the point at which a density is read and never the law itself.

An arbitrary density is positive wherever it is read. So all arbitrary laws of one variable
share one support, that of the named law they meet, if they meet one.
"""

from functools import cached_property

from sympy import Basic, Derivative, Expr, Float, Function, Integer, Tuple

from .letters import Component, as_expression, as_name, variable, without
from .supports import HALF_LINE, INTERVAL

__all__ = ["Density", "DensityAt", "Joint", "Law", "Pushforward"]


class Law(Basic):
    """A probability law of one variable.

    ``support`` says where the density is positive: None for an arbitrary law, otherwise a
    tuple that :func:`.named_laws.inside` can compare.
    """

    _name, _variable = 0, 1  # where the name and the variable stand among the arguments
    support = None
    hidden = frozenset()  # symbols that the law integrates away, or keeps a place for

    @property
    def name(self):
        return self.args[self._name].name

    @cached_property
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
        point = (
            as_expression(x, str(v), "a point") for v, x in zip(self.variables, point, strict=True)
        )
        return self.density.subs(dict(zip(self.variables, point, strict=True)))

    @property
    def chances(self):
        """The probabilities or weights that the law lists."""
        return ()

    @property
    def parts(self):
        """The laws of one variable each that make up this law."""
        return (self,)

    def __str__(self):
        given = ", ".join(map(str, self.given))
        return f"{self.name}(·|{given})" if given else self.name

    def _sympystr(self, _printer):
        return str(self)  # SymPy's own printers know other laws by these names

    @cached_property
    def free_symbols(self):
        return set().union(*(a.free_symbols for a in self.args)) - set(self.hidden)

    def _eval_subs(self, old, new):
        if old in self.hidden:
            return self
        taken = new.free_symbols & set(self.hidden) if old in self.free_symbols else set()
        if taken:
            raise ValueError(
                f"{old} cannot become {new} in {self}: {taken.pop()} is integrated there"
            )
        return None

    def _xreplace(self, rule):
        inner = without(rule, self.hidden)
        return super()._xreplace(inner)

    def log_density(self, _x):
        """Return ln density at ``x`` where the law has a closed form, else None."""
        return None

    def formula(self, *_point):
        """Return the density in terms of other laws, for a law that is made of them, else None."""
        return None

    def support_moves_with(self, _symbol):
        """Return whether the support depends on a parameter."""
        return False

    def probability(self, _point):
        """Return the exact probability of a point where the law lists it, else None."""
        return None


class DensityAt(Expr):
    """The density of a law at a point: positive, and atomic to the algebra."""

    is_positive = True
    is_real = True
    is_commutative = True
    is_finite = True

    def __new__(cls, law, point):
        if not isinstance(law, Law):
            raise TypeError(f"law is {law!r}; expected a law, such as Density('p')")
        point = as_expression(point, "point")
        listed = law.probability(point) if point.is_number else None
        if listed is None and point.is_number and _outside(point, law.support):
            return Integer(0)
        return Expr.__new__(cls, law, point) if listed is None else listed

    @property
    def law(self):
        return self.args[0]

    @property
    def point(self):
        return self.args[1]

    def _eval_derivative(self, symbol):
        if isinstance(symbol, Component) and symbol.whole not in self.free_symbols:
            return Integer(0)
        explicit = self.law.log_density(self.point)
        if explicit is None:
            if self.law.formula(self.point) is not None:
                return self.law.formula(self.point).diff(symbol)
            return Derivative(self, symbol, evaluate=False)
        if self.law.support_moves_with(symbol):
            raise ValueError(
                f"the support of {self.law} moves with {symbol}; expected a support free of it, "
                "so that the derivative may go under the integral"
            )
        return self * explicit.diff(symbol)


def _outside(point, support):
    """Return whether a number is known to lie outside a support."""
    if support is None or support[0] not in (INTERVAL, HALF_LINE):
        return False
    below = point.is_negative is True
    return below or (support[0] == INTERVAL and (point - support[1]).is_positive is True)


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
        given = Tuple(*map(_condition, given))
        return Basic.__new__(cls, as_name(name, "name"), as_name(variable, "variable"), given)

    @property
    def given(self):
        return tuple(self.args[2])


def _condition(value):
    """What a law is given: a letter, or an exact number that was put in its place."""
    wanted = "parameters or variables"
    value = as_expression(value, "given", wanted)
    exact = value.is_number and value.is_real and value.is_finite and not value.has(Float)
    if not (value.is_Symbol or exact):
        raise TypeError(f"given holds {value}; expected {wanted}")
    return value


class Joint(Law):
    """Two laws together; the second may be conditioned on the variable of the first."""

    def __new__(cls, first, second):
        for law, place in ((first, "first"), (second, "second")):
            if not isinstance(law, Law):
                raise TypeError(f"{place} is {law!r}; expected a law, such as Density('p')")
        if set(first.variables) & set(second.variables):
            raise ValueError(
                f"{first.name} and {second.name} are both laws of {first.variables}; "
                "expected laws of different variables"
            )
        if first.density.free_symbols & set(second.variables):
            raise ValueError(f"{first} depends on the variable of {second}; swap them")
        return Basic.__new__(cls, first, second)

    @property
    def name(self):
        return self.args[0].name

    @cached_property
    def variables(self):
        return self.args[0].variables + self.args[1].variables

    @property
    def given(self):
        return tuple(s for s in self.args[1].given if s not in self.args[0].variables)

    @property
    def parts(self):
        """The laws of one variable each that make up this law."""
        return self.args[0].parts + self.args[1].parts

    @property
    def dependent(self):
        """Whether the second law depends on the first one's variable."""
        return bool(self.args[1].density.free_symbols & set(self.args[0].variables))

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
        if not isinstance(law, Law) or len(law.variables) != 1:
            raise TypeError(f"law is {law!r}; expected a law of one variable")
        if law.support is not None:
            raise ValueError(f"law is {law}; expected an arbitrary law, such as Density('p')")
        return Basic.__new__(cls, law, as_name(variable, "variable"))

    @property
    def source(self):
        return self.args[0]

    @property
    def name(self):
        return self.source.name

    @property
    def given(self):
        return self.source.given
