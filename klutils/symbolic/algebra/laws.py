r"""The algebra's table of laws: what it knows of each, by exact type.

Main definitions
----------------
known
    Raise for a law without a row.
moment
    :math:`\mathbb{E}[x^n (\ln x)^m \lvert x - c \rvert]`, or None where no row gives it.
log_density
    The logarithm of a density at a point where its formula holds.
opened
    The density of a law that is made of others.
"""

from dataclasses import dataclass
from typing import Any

from sympy import Abs, Dummy, Integer, erf, exp, expand_func, factorial, gamma, pi, sqrt, sympify

from klutils.symbolic.language.functionals import Int
from klutils.symbolic.language.laws import Density, DensityAt, Joint, Pushforward
from klutils.symbolic.language.made_laws import (
    Chain,
    Coordinates,
    Marginal,
    Mixture,
    Moment,
    Posterior,
    Tilted,
)
from klutils.symbolic.language.named_laws import (
    Exponential,
    ExponentialFamily,
    Finite,
    Gamma,
    Laplace,
    Normal,
    Softmax,
    Uniform,
)
from klutils.symbolic.notation.plain import plain

__all__ = ["Row", "bounded", "known", "log_density", "moment", "named", "opened", "row_of"]


@dataclass(frozen=True)
class Row:
    """What the algebra knows of one law.

    ``power(law, s)`` is :math:`E[x^s]` for all s (or for whole ones, if ``logs`` is False);
    ``distance(law, c, n, m)`` is :math:`E[x^n |x - c|^m]` for odd m; ``explicit`` says that the
    logarithm of the density is a formula; ``bounded`` that it holds on a part of the line alone;
    ``open_(law, point)`` is the density in terms of others.
    """

    power: Any = None
    logs: bool = False
    distance: Any = None
    explicit: bool = False
    bounded: bool = False
    open_: Any = None


def row_of(law):
    """Return the row of a law, or None."""
    return _ROWS.get(type(law))


def known(law):
    """Raise unless the law has a row; exact types, since a subclass may mean anything."""
    row = _ROWS.get(type(law))
    if row is None:
        raise ValueError(f"{type(law).__name__} has no row in the algebra's table of laws")
    return row


def named(law):
    """Return whether the law is a formula in parameters."""
    row = row_of(law)
    return row is not None and row.explicit


def bounded(law):
    """Return whether the law's formula holds on a part of the line alone."""
    row = row_of(law)
    return row is not None and row.bounded


def log_density(law, point):
    """Return ln density at a point, or None for a law without a formula.

    Raises
    ------
    ValueError
        If the formula holds on a part of the line, and the point is not known to lie there.
    """
    row = known(law)
    if not row.explicit:
        return None
    (v,) = law.variables
    if row.bounded and point != v and not _inside(law, point):
        raise ValueError(
            f"the density of {law} is read at {plain(point)}, which is not known to lie in its "
            f"support; expected {v}, or a number inside"
        )
    return law.log_density(point)


def _inside(law, point):
    if not (point.is_number and point.is_positive):
        return False
    return type(law) is not Uniform or (law.width - point).is_positive is True


def moment(law, order, logs=0, distance=None):
    r"""Return the exact :math:`E[x^n (\ln x)^m |x - c|^k]` of a law, or None.

    Parameters
    ----------
    law : Law
    order : Expr or int
        n, not negative; whole, unless the law lives on a half-line or an interval.
    logs : int, default 0
        m.
    distance : pair, optional
        ``(c, k)``, with k odd.
    """
    row = row_of(law)
    if row is None or row.power is None or (logs and (distance or not row.logs)):
        return None
    if distance:
        return row.distance and row.distance(law, *distance, order)
    if not logs:
        return row.power(law, sympify(order)) if row.logs or int(order) == order else None
    s = Dummy("s", positive=True)
    value = row.power(law, s)
    return expand_func(value.diff(s, logs).subs(s, order))


# --- the rows


def _normal_power(law, order):
    mu, sigma = law.parameters
    before, now = Integer(0), Integer(1)
    for k in range(int(order)):
        before, now = now, (mu * now + k * sigma**2 * before).expand()
    return now


def _centred(law, about, power, order, absolute):
    """E[x^n |x - c|^k] with c the centre, from E|x - c|^k, by the binomial formula."""
    total, choose = Integer(0), Integer(1)
    for j in range(order + 1):
        if j % 2 == 0:
            total += choose * about ** (order - j) * absolute(law, j + power)
        choose = choose * (order - j) / (j + 1)
    return total


def _normal_absolute(law, power):
    sigma = law.standard_deviation
    return sigma**power * sqrt(2) ** power * gamma(Integer(power + 1) / 2) / sqrt(pi)


def _normal_distance(law, c, power, order):
    mu, sigma = law.parameters
    d = mu - c
    if d == 0:
        return _centred(law, mu, power, order, _normal_absolute)
    if (power, order) != (1, 0):
        return None
    spread = sigma * sqrt(2) / sqrt(pi) * exp(-(d**2) / (2 * sigma**2))
    return spread + d * erf(d / (sigma * sqrt(2)))


def _laplace_power(law, order):
    mu, b = law.parameters
    total, choose = Integer(0), Integer(1)
    for j in range(int(order) + 1):
        if j % 2 == 0:
            total += choose * mu ** (order - j) * factorial(j) * b**j
        choose = choose * (order - j) / (j + 1)
    return total.expand()


def _laplace_absolute(law, power):
    return factorial(power) * law.scale**power


def _laplace_distance(law, c, power, order):
    mu, b = law.parameters
    if mu == c:
        return _centred(law, mu, power, order, _laplace_absolute)
    if (power, order) != (1, 0):
        return None
    return Abs(mu - c) + b * exp(-Abs(mu - c) / b)


def _ratio(k, s):
    """Γ(k + s)/Γ(k), a polynomial where s is a number."""
    return (expand_func(gamma(k + s)) if s.is_Integer else gamma(k + s)) / gamma(k)


def _gamma_power(law, s):
    k, rate = law.parameters
    return _ratio(k, s) / rate**s


def _exponential_power(law, s):
    return _ratio(Integer(1), s) / law.rate**s


def _mixture(law, point):
    return law.formula(point)


def _marginal(law, point):
    if law.other in point.free_symbols:
        raise ValueError(
            f"{law} is read at {plain(point)}, and integrates {law.other} away; rename one"
        )
    return law.formula(point)


def _posterior(law, point):
    known(law.marginal)
    if law.other in point.free_symbols and law.condition != law.other:
        raise ValueError(f"{law} is read at {plain(point)}, which holds {law.other}; rename one")
    return law.formula(point)


def _normalised(law, point):
    (v,) = law.variables
    return law.kernel(point) / Int(law.kernel(v), v)


def _moment_of_chain(law, point):
    """The law of the first state is known; the later ones stay as they are."""
    if law.time != 0:
        return None
    return DensityAt(law.chain.first, point)


_ROWS = {
    Density: Row(),
    Joint: Row(),
    Pushforward: Row(),
    Finite: Row(),
    Normal: Row(power=_normal_power, distance=_normal_distance, explicit=True),
    Laplace: Row(power=_laplace_power, distance=_laplace_distance, explicit=True),
    Uniform: Row(
        power=lambda law, s: law.width**s / (s + 1), logs=True, explicit=True, bounded=True
    ),
    Exponential: Row(power=_exponential_power, logs=True, explicit=True, bounded=True),
    Gamma: Row(power=_gamma_power, logs=True, explicit=True, bounded=True),
    ExponentialFamily: Row(open_=_normalised),
    Softmax: Row(open_=_normalised),
    Mixture: Row(open_=_mixture),
    Marginal: Row(open_=_marginal),
    Posterior: Row(open_=_posterior),
    Tilted: Row(open_=_mixture),
    Coordinates: Row(),
    Chain: Row(),
    Moment: Row(open_=_moment_of_chain),
}


def opened(law, point):
    """Return the density of a law in terms of others, or None for one that is made of none."""
    row = known(law)
    return None if row.open_ is None else row.open_(law, point)
