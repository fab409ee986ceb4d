r"""Products of normal densities in one variable, and the moments that they give.

Main definitions
----------------
combine
    :math:`N(x; a, s)\,N(y; cx + d, t) = N(x; m, S)\,N(y; ca + d, \sqrt{t^2 + c^2 s^2})`.
tilt
    :math:`N(x; a, s)\,e^{cx} = e^{ca + c^2 s^2 / 2}\,N(x; a + c s^2, s)`.
"""

from sympy import cancel, exp, expand, pi, sqrt

from klutils.symbolic.language.laws import DensityAt
from klutils.symbolic.language.named_laws import Normal

__all__ = ["combine", "is_normal", "tilt"]


def is_normal(factor):
    """Return whether a factor is the density of a normal law."""
    return isinstance(factor, DensityAt) and type(factor.law) is Normal


def combine(first, other, v):
    """Return the density in v and the factors free of it, or None where no rule fits.

    Parameters
    ----------
    first : DensityAt
        N(v; a, s) with a, s free of v.
    other : DensityAt
        A normal density whose point less mean is linear in v, with t free of v.
    v : Symbol
    """
    a, s = first.law.parameters
    mean, t = other.law.parameters
    line = _line(other.point - mean, v)
    if line is None or t.has(v) or first.law.free_symbols & {v}:
        return None
    offset, slope = line
    total = t**2 + slope**2 * s**2
    spread = _root(total)
    if spread is None:
        return None
    centre = cancel((a * t**2 - slope * s**2 * offset) / total)
    (letter,) = first.law.variables
    name, letter = first.law.args[3].name, letter.name
    density = DensityAt(Normal(centre, s * t / spread, letter, name), v)
    return density, _rest(other, v, a, offset + slope * a, spread)


def _rest(other, v, a, residual, spread):
    """The factor free of v: a density again where only the mean held v, a number otherwise."""
    if v not in other.point.free_symbols:
        mean = expand(other.law.mean.subs(v, a))
        letter, name = (part.name for part in other.law.args[2:])
        return DensityAt(Normal(mean, spread, letter, name), other.point)
    return exp(expand(-(residual**2) / (2 * spread**2))) / (sqrt(2 * pi) * spread)


def _root(square):
    """The root of a sum of squares, in the first form that is known to be positive, or None."""
    forms = (square,) if square.is_number else (cancel(square).factor(), square)
    return next((sqrt(form) for form in forms if sqrt(form).is_positive), None)


def _line(expr, v):
    """Return offset and slope of a line in v, or None."""
    slope = expr.diff(v)
    if slope == 0 or v in slope.free_symbols:
        return None
    return expand(expr.subs(v, 0)), slope


def tilt(density, exponent, v):
    """Return the density in v and the factor that e^exponent leaves, or None."""
    line = _line(exponent, v)
    if line is None:
        return None
    offset, slope = line
    a, s = density.law.parameters
    (letter,) = density.law.variables
    law = Normal(expand(a + slope * s**2), s, letter.name, density.law.args[3].name)
    return DensityAt(law, v), exp(expand(offset + slope * a + slope**2 * s**2 / 2))
