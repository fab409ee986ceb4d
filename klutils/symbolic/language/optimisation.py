r"""What optimisation says about a functional: derivatives and sets of minimisers.

Main definitions
----------------
Grad
    A derivative by a parameter, not carried out.
ArgMin, ArgMax
    The set of all minimisers, or maximisers.
"""

from sympy import Expr, Integer

from .arguments import expression, symbol_of
from .functionals import Functional

__all__ = ["ArgMax", "ArgMin", "Grad"]


class Grad(Functional):
    r""":math:`\frac{\partial^n}{\partial\theta^n}` of an expression, not carried out."""

    def __new__(cls, body, symbol, order=1):
        if not Integer(order).is_positive:
            raise ValueError(f"order = {order}; expected 1 or more")
        return Expr.__new__(
            cls, expression(body, "body"), symbol_of(symbol, "symbol"), Integer(order)
        )

    def unfold(self):
        raise TypeError("the derivative is taken by the normal form")


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
