r"""The letters of the calculus: variables, parameters, vectors and indices.

Main definitions
----------------
variable, parameter
    What a law is a law of; what it depends on.
vector
    A parameter of several components: ``theta = vector("theta")``, ``theta[j]``.
index
    A letter that runs over 1, 2, …: the i of :math:`x_i`, the d of a dimension.
convex
    An arbitrary convex function f with f(1) = 0.

Implementation notes
--------------------
What a letter is for is stored with it, as its class, and not read off its name: a parameter may be
called u, and a variable θ. Two letters of one name and of different classes are different.
"""

from functools import lru_cache

from sympy import Basic, Expr, Integer, KroneckerDelta, Symbol, SympifyError, nan, sympify
from sympy.core.symbol import Str

__all__ = [
    "Component",
    "Convex",
    "Fraction01",
    "Scales",
    "Variable",
    "Vector",
    "as_expression",
    "as_name",
    "convex",
    "index",
    "parameter",
    "variable",
    "vector",
    "without",
]


LONGEST = 60  # characters of a value in a message


class Variable(Symbol):
    """A letter that a law is a law of: real, and integrated over."""

    def __new__(cls, name):
        return Symbol.__new__(cls, name, real=True)

    def __getnewargs_ex__(self):
        return (self.name,), {}


class Fraction01(Symbol):
    """A parameter between 0 and 1: positive, and so is one minus it."""

    def __new__(cls, name):
        return Symbol.__new__(cls, name, positive=True)

    def __getnewargs_ex__(self):
        return (self.name,), {}


class Vector(Symbol):
    """A parameter of several real components; as a condition of a law it stands for all of them."""

    def __new__(cls, name):
        return Symbol.__new__(cls, name, real=True)

    def __getnewargs_ex__(self):
        return (self.name,), {}

    __iter__ = None  # its number of components is a letter

    def __getitem__(self, place):
        return Component(self, place)


class Scales(Vector):
    """A parameter of several positive components."""


class Component(Expr):
    """One component of a vector, ``theta[j]``; the index is a letter, a variable or a number."""

    is_commutative = True
    is_real = True
    _diff_wrt = True

    def __new__(cls, whole, place):
        if not isinstance(whole, Vector):
            raise TypeError(f"whole is {whole!r}; expected a vector, such as vector('theta')")
        place = as_expression(place, "place", "an index, a variable or a whole number")
        if place.is_integer is False or place.is_negative:
            raise ValueError(f"place is {place}; expected a whole number, 0 or more")
        return Expr.__new__(cls, whole, place)

    @property
    def whole(self):
        return self.args[0]

    @property
    def place(self):
        return self.args[1]

    def _eval_is_extended_positive(self):
        return True if isinstance(self.whole, Scales) else None

    def _eval_derivative(self, other):
        if isinstance(other, Component) and other.whole == self.whole:
            return KroneckerDelta(self.place, other.place)
        return Integer(0)

    def _sympystr(self, printer):
        return f"{self.whole}[{printer._print(self.place)}]"


class Convex(Expr):
    """A convex function f with f(1) = 0 at an argument, or one of its derivatives there.

    f is arbitrary but for that: twice differentiable, and f″ > 0.
    """

    is_commutative = True
    is_real = True

    def __new__(cls, name, argument, order=0):
        argument, order = as_expression(argument, "argument"), Integer(order)
        if order == 0 and argument == 1:
            return Integer(0)
        return Expr.__new__(cls, as_name(name, "name"), argument, order)

    @property
    def name(self):
        return self.args[0].name

    @property
    def argument(self):
        return self.args[1]

    @property
    def order(self):
        """How often f is differentiated."""
        return int(self.args[2])

    def _eval_is_extended_positive(self):
        return True if self.order == 2 else None

    def _eval_derivative(self, symbol):
        return self.func(self.name, self.argument, self.order + 1) * self.argument.diff(symbol)

    def _sympystr(self, printer):
        return f"{self.name}{chr(39) * self.order}({printer._print(self.argument)})"


def variable(name):
    """Return the real letter ``name``, the form in which every law writes its variable."""
    return _variable(as_name(name, "name").name)


@lru_cache(maxsize=1024)
def _variable(name):
    return Variable(name)


def parameter(name, *, positive=False, between=None):
    """Return a real letter for a parameter.

    Parameters
    ----------
    name : str
    positive : bool, default False
        For scales and rates.
    between : pair, optional
        ``(0, 1)`` for probabilities and weights: then one minus the letter is positive as well.

    Raises
    ------
    ValueError
        If ``between`` is another pair than (0, 1).
    """
    name = as_name(name, "name").name
    _check_whether(positive, "positive")
    if between is None:
        return Symbol(name, real=True, positive=positive or None)
    if not (isinstance(between, (tuple, list)) and tuple(between) == (0, 1)):
        raise ValueError(f"between is {between!r}; expected (0, 1), or shift and scale the letter")
    return Fraction01(name)


def vector(name, *, positive=False):
    """Return a parameter of several components; ``positive=True`` if each is a scale or rate."""
    name = as_name(name, "name").name
    _check_whether(positive, "positive")
    return Scales(name) if positive else Vector(name)


def index(name):
    """Return a letter for a whole number from 1 on: an index, a dimension, a number of steps."""
    return Symbol(as_name(name, "name").name, integer=True, positive=True)


def convex(name):
    """Return an arbitrary convex function f with f(1) = 0, to be called at an argument.

    Examples
    --------
    >>> from sympy import Symbol
    >>> r = Symbol("r", positive=True)
    >>> f = convex("f")
    >>> f(r).diff(r, 2).is_positive, f(1)
    (True, 0)
    """
    as_name(name, "name")
    return lambda argument: Convex(name, argument)


def as_name(name, argument):
    """Return a name as SymPy keeps it, or say which argument is no name."""
    if isinstance(name, Str):
        return name
    if not isinstance(name, str) or not name.strip():
        raise TypeError(f"{argument} is {name!r}; expected a name, such as 'p' or 'x'")
    return Str(name)


def as_expression(value, argument, wanted="an expression"):
    """Return an expression as SymPy keeps it, or say which argument is none."""
    if isinstance(value, Expr):
        return value
    made = None
    if not isinstance(value, (str, bool, Basic)):
        try:
            made = sympify(value, strict=True)
        except (SympifyError, TypeError, ValueError, AttributeError):
            made = None
    if not isinstance(made, Expr) or made is nan:
        shown = str(value) if isinstance(value, Basic) else repr(value)
        shown = shown if len(shown) <= LONGEST else f"{shown[: LONGEST - 1]}…"
        raise TypeError(f"{argument} is {shown}; expected {wanted}")
    return made


def _check_whether(value, argument):
    if not isinstance(value, bool):
        raise TypeError(f"{argument} is {value!r}; expected True or False")


def without(rule, bound):
    """Return a rule of replacement that leaves bound letters alone."""
    if not isinstance(rule, dict):  # SymPy's own rules replace numbers alone
        return rule
    return {old: new for old, new in rule.items() if old not in bound}
