r"""What optimisation says about a functional: derivatives and sets of minimisers.

Main definitions
----------------
Grad
    A derivative by a parameter, not carried out.
At
    The value of an expression at a point: a derivative where two parameters agree.
ArgMin, ArgMax
    The set of all minimisers, or maximisers.
"""

from functools import cached_property

from sympy import Expr, Integer

from .arguments import expression, symbol_of
from .functionals import Functional
from .letters import Component

__all__ = ["ArgMax", "ArgMin", "At", "Grad"]


class Grad(Functional):
    r""":math:`\frac{\partial^n}{\partial\theta^n}` of an expression, not carried out."""

    def __new__(cls, body, symbol, order=1):
        if not isinstance(order, (int, Integer)) or order < 1:
            raise ValueError(f"order = {order}; expected 1 or more")
        symbol = symbol if isinstance(symbol, Component) else symbol_of(symbol, "symbol")
        body = expression(body, "body")
        bound = {letter for part in body.atoms(Functional) for letter in part.bound}
        if isinstance(symbol, Component) and symbol.place.free_symbols & bound:
            raise ValueError(
                f"symbol is {symbol}, and body sums over {symbol.place} itself; "
                "expected another letter for the component"
            )
        return Expr.__new__(cls, body, symbol, Integer(order))

    @property
    def body(self):
        return self.args[0]

    @property
    def symbol(self):
        """The parameter, or the component of a vector, that the body is differentiated by."""
        return self.args[1]

    @property
    def order(self):
        return int(self.args[2])

    def unfold(self):
        raise TypeError("the derivative is taken by the normal form")


class At(Functional):
    r"""An expression at a point, :math:`f(\theta)\vert_{\theta = \theta_0}`.

    What stands inside is worked out first: ``At(Grad(KL(p_theta, q_phi), phi, 2), phi, theta)`` is
    the curvature of a divergence in its second argument, where both agree.
    """

    def __new__(cls, body, symbol, point):
        return Expr.__new__(
            cls, expression(body, "body"), symbol_of(symbol, "symbol"), expression(point, "point")
        )

    @property
    def body(self):
        return self.args[0]

    @property
    def symbol(self):
        return self.args[1]

    @property
    def point(self):
        return self.args[2]

    @property
    def bound(self):
        return (self.symbol,)

    @cached_property
    def _free(self):
        return (self.body.free_symbols - {self.symbol}) | self.point.free_symbols

    def unfold(self):
        raise TypeError("the value at a point is taken by the normal form")


class ArgMin(Functional):
    r"""The set of minimisers, :math:`\arg\min_\theta f(\theta)`; claims compare it whole."""

    sign = 1

    def __new__(cls, body, symbol):
        return Expr.__new__(cls, expression(body, "body"), symbol_of(symbol, "symbol"))

    @property
    def body(self):
        return self.args[0]

    @property
    def bound(self):
        return (self.args[1],)


class ArgMax(ArgMin):
    r"""The set of maximisers, :math:`\arg\max_\theta f(\theta)`."""

    sign = -1
