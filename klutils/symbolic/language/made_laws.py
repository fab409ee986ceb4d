r"""Laws that are made of other laws.

Main definitions
----------------
Mixture
    :math:`m(x) = \sum_k w_k\,p_k(x)`.
Marginal, Posterior
    Of :math:`p(z)\,p(x \mid z)`: :math:`p(x) = \int p(z)\,p(x \mid z)\,dz`, and
    :math:`p(z \mid x) = p(z)\,p(x \mid z) / p(x)`.
Tilted
    :math:`p(x)\,e^{f(x)} / \mathbb{E}_p[e^f]`.
Coordinates, copies
    :math:`p_1 \otimes \dots \otimes p_d` with d a letter; independent copies of one law.
Chain, Moment
    T steps of a chain, :math:`p(x_0) \prod_{t=1}^T p(x_t \mid x_{t-1})`, and its law at one time.

Implementation notes
--------------------
Each knows its density in terms of the laws that it is made of, ``formula(point)``. The two
numerical routes do not ask for it: each has its own meaning of every law here.

A law integrates some symbols away, or keeps an expression in its own variable; these symbols are
``hidden``: nothing can be substituted for them from outside.
"""

from collections.abc import Iterable
from functools import cached_property

from sympy import Add, Basic, Symbol, Tuple, exp

from .arguments import expression, symbol_of
from .chances import check_chance
from .functionals import E, Int
from .laws import DensityAt, Joint, Law
from .letters import Variable, as_name, variable, vector, without
from .named_laws import NamedLaw, exact, place_of
from .supports import widest

__all__ = ["Chain", "Coordinates", "Marginal", "Mixture", "Moment", "Posterior", "Tilted", "copies"]


class Mixture(Law):
    """A mixture of laws of one variable, ``Mixture({p: a, q: 1 - a}, name="m")``.

    Parameters
    ----------
    weights : dict, or sequence of (law, weight)
        The weights sum to 1 exactly; none is known to be negative.
    name : str, default "m"

    Raises
    ------
    ValueError
        If the weights do not sum to 1, one is negative, or the laws have different variables.
    """

    def __new__(cls, weights, name="m"):
        if isinstance(weights, Tuple):  # rebuilt from its arguments
            pairs = [tuple(pair) for pair in weights]
        else:
            pairs = weights.items() if isinstance(weights, dict) else weights
            if not isinstance(pairs, Iterable):
                raise TypeError(f"weights is {weights!r}; expected laws with their weights")
            pairs = list(pairs)
        if isinstance(name, Tuple):
            raise TypeError(f"name is {name}; expected a name, such as 'm'")
        if len(pairs) < 2:
            raise ValueError(f"weights has {len(pairs)} law(s); expected two or more")
        for pair in pairs:
            law = pair[0] if isinstance(pair, (tuple, list, Tuple)) and len(pair) == 2 else pair
            if law is pair or not isinstance(law, Law) or len(law.variables) != 1:
                raise TypeError(f"weights holds {law!r}; expected laws of one variable")
        if len({law.variables for law, _ in pairs}) > 1:
            seen = ", ".join(f"{law} of {law.variables[0]}" for law, _ in pairs)
            raise ValueError(f"weights holds {seen}; expected laws of the same variable")
        shares = [exact(w, f"the weight of {law}") for law, w in pairs]
        for (law, _), share in zip(pairs, shares, strict=True):
            check_chance(share, f"the weight of {law}")
        if Add(*shares).expand() != 1:
            raise ValueError(f"the weights sum to {Add(*shares)}; expected exactly 1")
        kept = Tuple(*(Tuple(law, w) for (law, _), w in zip(pairs, shares, strict=True)))
        return Basic.__new__(cls, kept, as_name(name, "name"))

    _name = 1

    @property
    def pairs(self):
        """Each law with its weight."""
        return tuple(tuple(pair) for pair in self.args[0])

    @property
    def chances(self):
        """The weights."""
        return tuple(weight for _, weight in self.pairs)

    @cached_property
    def variables(self):
        return self.pairs[0][0].variables

    @property
    def given(self):
        """What some part is conditioned on, without repetition."""
        return tuple(dict.fromkeys(g for law, _ in self.pairs for g in law.given))

    @cached_property
    def support(self):
        supports = [law.support for law, w in self.pairs if w != 0]
        return None if None in supports else widest(supports)

    def formula(self, point):
        return Add(*(w * DensityAt(law, point) for law, w in self.pairs))


class _OfJoint(Law):
    """A law that is read off a joint law of two variables."""

    @property
    def joint(self):
        return self.args[0]

    @cached_property
    def variables(self):
        return (variable(self.args[1].name),)

    @property
    def other(self):
        """The variable of the joint law that this is not a law of."""
        (other,) = (v for v in self.joint.variables if v != self.variables[0])
        return other

    @cached_property
    def support(self):
        part = next(part for part in self.joint.parts if part.variables == self.variables)
        return part.support

    @property
    def hidden(self):
        return frozenset(self.joint.variables)


def _joint_of(joint, variable_):
    if not isinstance(joint, Joint) or len(joint.variables) != 2:
        raise TypeError(f"joint is {joint!r}; expected Joint(…) of two variables")
    letter = as_name(getattr(variable_, "name", variable_), "variable")
    if variable(letter.name) not in joint.variables:
        names = " or ".join(map(str, joint.variables))
        raise ValueError(f"variable is {letter.name}; expected {names}")
    return letter


def _name_of(joint, name):
    """The name of a law read off a joint one: that of its parts; of named laws, p."""
    formulas = (part for part in joint.parts if isinstance(part, NamedLaw))
    symbols = {part.symbol for part in formulas if part.name == part.symbol}
    names = {part.name for part in joint.parts} - symbols or {"p"}
    if name is None and len(names) > 1:
        called = " and ".join(sorted(names))
        raise ValueError(f"the parts of {joint} are called {called}; say what this law is called")
    return as_name(names.pop() if name is None else name, "name")


class Marginal(_OfJoint):
    """The law of one variable of a joint law, ``Marginal(Joint(prior, p_of_x), "x")``."""

    _name = 2

    def __new__(cls, joint, variable, name=None):
        letter = _joint_of(joint, variable)
        return Basic.__new__(cls, joint, letter, _name_of(joint, name))

    @property
    def given(self):
        return tuple(dict.fromkeys(s for s in self._outer if s.is_Symbol))

    @property
    def _outer(self):
        first, second = self.joint.args
        return (*first.given, *(g for g in second.given if g not in first.variables))

    def formula(self, point):
        (v,) = self.variables
        body = self.joint.density.subs(v, point)
        return Int(body, self.other)


class Posterior(_OfJoint):
    """The law of one variable of a joint law given the other, ``Posterior(joint, "z")``.

    Parameters
    ----------
    joint : Joint
    variable : str
        What it is a law of.
    name : str, optional
    at : Expr, optional
        Where the other variable is; by itself, at its own letter.
    """

    _name = 2

    def __new__(cls, joint, variable, name=None, at=None):
        letter = _joint_of(joint, variable)
        other = next(v for v in joint.variables if v.name != letter.name)
        at = other if at is None else expression(at, "at")
        return Basic.__new__(cls, joint, letter, _name_of(joint, name), at)

    @property
    def condition(self):
        """Where the other variable is."""
        return self.args[3]

    @property
    def given(self):
        return (self.condition, *(s for s in self.joint.given if s.is_Symbol))

    @cached_property
    def free_symbols(self):
        return self.joint.free_symbols - set(self.joint.variables) | self.condition.free_symbols

    def _eval_subs(self, old, new):
        joint = self.joint if old in self.joint.variables else self.joint._subs(old, new)
        at = self.condition._subs(old, new)
        return self.func(joint, self.args[1], self.args[2], at)

    def _xreplace(self, rule):
        inner = without(rule, self.joint.variables)
        joint, changed = self.joint._xreplace(inner)
        at, moved = self.condition._xreplace(rule)
        if not (changed or moved):
            return self, False
        return self.func(joint, self.args[1], self.args[2], at), True

    @property
    def marginal(self):
        """The law of the condition."""
        return Marginal(self.joint, self.other.name, self.args[2])

    def formula(self, point):
        (v,) = self.variables
        both = self.joint.density.subs({v: point, self.other: self.condition}, simultaneous=True)
        return both / DensityAt(self.marginal, self.condition)


class Tilted(Law):
    r"""The law :math:`p(x)\,e^{f(x)} / \mathbb{E}_p[e^f]`, ``Tilted(p, f(x), name="p^*")``.

    Parameters
    ----------
    law : Law
        Of one variable.
    exponent : Expr
        f, written in the law's variable.
    name : str, default that of the law with a star
    """

    _name = 2

    def __new__(cls, law, exponent, name=None):
        if not isinstance(law, Law) or len(law.variables) != 1:
            raise TypeError(f"law is {law!r}; expected a law of one variable")
        (v,) = law.variables
        exponent = exact(exponent, "exponent").subs(v, place_of(as_name(v.name, "variable")))
        name = f"{law.name}^*" if name is None else name
        return Basic.__new__(cls, law, exponent, as_name(name, "name"))

    @property
    def law(self):
        return self.args[0]

    @cached_property
    def variables(self):
        return self.law.variables

    @property
    def hidden(self):
        return frozenset({place_of(as_name(self.variables[0].name, "variable"))})

    @property
    def given(self):
        own = self.args[1].free_symbols - set(self.hidden)
        return tuple(dict.fromkeys((*self.law.given, *sorted(own, key=str))))

    @cached_property
    def support(self):
        return self.law.support

    def exponent(self, point):
        """Return f at a point."""
        (place,) = self.hidden
        return self.args[1].subs(place, point)

    @property
    def partition(self):
        r"""The normalising constant :math:`\mathbb{E}_p[e^f]`."""
        return E(self.law, exp(self.exponent(self.variables[0])))

    def formula(self, point):
        return DensityAt(self.law, point) * exp(self.exponent(point)) / self.partition


class Coordinates(Law):
    r"""Independent coordinates :math:`\bigotimes_{i=1}^d p_i`, with d a letter or a number.

    Parameters
    ----------
    law : Law
        The law of the i-th coordinate, of one variable; it may depend on the index, for example
        ``Normal(mu[i], sigma[i])`` for vectors μ and σ.
    index : Symbol
        From ``index("i")``.
    count : Symbol or Integer
        d.

    Notes
    -----
    Its variable is a vector of the law's variable: ``x[i]`` for ``x = vector("x")``.
    """

    def __new__(cls, law, index, count):
        if not isinstance(law, Law) or len(law.variables) != 1:
            raise TypeError(f"law is {law!r}; expected a law of one variable")
        if not isinstance(index, Symbol) or not index.is_integer:
            raise TypeError(f"index is {index!r}; expected a letter from index('i')")
        count = expression(count, "count")
        if not (count.is_integer and count.is_positive):
            raise ValueError(f"count is {count}; expected a whole number or index('d')")
        return Basic.__new__(cls, law, index, count)

    @property
    def law(self):
        return self.args[0]

    @property
    def index(self):
        return self.args[1]

    @property
    def count(self):
        return self.args[2]

    @property
    def name(self):
        return self.law.name

    @cached_property
    def variables(self):
        return (vector(self.law.variables[0].name),)

    @property
    def hidden(self):
        return frozenset({self.index})

    @property
    def support(self):
        return None

    @property
    def given(self):
        return tuple(g for g in self.law.given if g != self.index)

    @property
    def density(self):
        return DensityAt(self, *self.variables)


def copies(law, count):
    """Return the law of so many independent copies of a law; the count may be a letter."""
    return Coordinates(law, Symbol("·copy", integer=True, positive=True), count)


class Chain(Law):
    r"""T steps of a chain, :math:`p(x_0) \prod_{t=1}^T p(x_t \mid x_{t-1})`.

    Parameters
    ----------
    first : Law
        The law of :math:`x_0`, of one variable.
    step : Law
        The law of :math:`x_t` in the same variable, given the letter ``before`` and perhaps t.
    before : Variable
        What stands for :math:`x_{t-1}` in ``step``.
    time : Symbol
        t, from ``index("t")``.
    count : Symbol or Integer
        T.
    """

    def __new__(cls, first, step, before, time, count):
        for law, place in ((first, "first"), (step, "step")):
            if not isinstance(law, Law) or len(law.variables) != 1:
                raise TypeError(f"{place} is {law!r}; expected a law of one variable")
        if first.variables != step.variables:
            raise ValueError(f"first is a law of {first.variables}, step one of {step.variables}")
        for letter, place in ((before, "before"), (time, "time")):
            symbol_of(letter, place)
        if not isinstance(before, Variable):
            raise TypeError(f"before is {before}; expected a letter from variable('y')")
        if not time.is_integer:
            raise TypeError(f"time is {time}; expected a letter from index('t')")
        count = expression(count, "count")
        if not (count.is_integer and count.is_positive):
            raise ValueError(f"count is {count}; expected a whole number or index('T')")
        if before in first.variables:
            raise ValueError(f"before is {before}, the variable itself; expected another letter")
        return Basic.__new__(cls, first, step, before, time, count)

    @property
    def name(self):
        return self.args[0].name

    @property
    def first(self):
        return self.args[0]

    @property
    def step(self):
        return self.args[1]

    @property
    def before(self):
        return self.args[2]

    @property
    def time(self):
        return self.args[3]

    @property
    def count(self):
        return self.args[4]

    @cached_property
    def variables(self):
        return (vector(self.first.variables[0].name),)

    @property
    def hidden(self):
        return frozenset({self.before, self.time})

    @property
    def given(self):
        own = (*self.first.given, *self.step.given)
        return tuple(dict.fromkeys(g for g in own if g not in self.hidden))

    @property
    def density(self):
        return DensityAt(self, *self.variables)

    def at(self, time):
        """Return the law of the state at a time, as a law of ``before``'s letter."""
        return Moment(self, time)


class Moment(Law):
    """The law of a chain's state at one time, in the letter that the steps start from."""

    def __new__(cls, chain, time):
        if not isinstance(chain, Chain):
            raise TypeError(f"chain is {chain!r}; expected Chain(…)")
        time = expression(time, "time")
        if not time.is_integer or time.is_negative:
            raise ValueError(f"time is {time}; expected a whole number or a letter from index('t')")
        return Basic.__new__(cls, chain, time)

    @property
    def chain(self):
        return self.args[0]

    @property
    def time(self):
        return self.args[1]

    @property
    def name(self):
        return f"{self.chain.name}_{{{self.time}}}"

    @cached_property
    def variables(self):
        return (self.chain.before,)

    @property
    def given(self):
        return self.chain.given
