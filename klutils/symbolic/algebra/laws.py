r"""What the algebra knows of each named law: its exact moments.

Main definitions
----------------
moment
    :math:`\mathbb{E}[x^k]`, or None for a law without a row.
"""

from sympy import Integer, factorial

from klutils.symbolic.language.named_laws import Exponential, Normal, Uniform

__all__ = ["moment"]


def _normal(law, order):
    mu, sigma = law.parameters
    before, now = Integer(0), Integer(1)
    for k in range(order):
        before, now = now, (mu * now + k * sigma**2 * before).expand()
    return now


_MOMENTS = {
    Normal: _normal,
    Uniform: lambda law, order: law.width**order / (order + 1),
    Exponential: lambda law, order: factorial(order) / law.rate**order,
}


def moment(law, order):
    """Return the exact E[x^order] of a law, or None where the table has no row."""
    row = _MOMENTS.get(type(law))
    return None if row is None else row(law, order)
