r"""Signs of expressions, and what an argument must satisfy to stand for a letter.

Main definitions
----------------
positive
    Whether an expression is known to be positive, letters in (0, 1) included.
never_negative
    Whether an expression is known to be 0 or more: by factors, squares, coefficients.
satisfies
    Whether an expression meets every assumption of a letter.
sign_factors
    The factors of an expression in letters of (0, 1), each with its positive sign.
"""

from contextlib import suppress
from functools import lru_cache

from sympy import (
    Dummy,
    Mul,
    Poly,
    PolynomialError,
    cancel,
    factor,
    factor_list,
    fraction,
    sympify,
    together,
)

from klutils.symbolic.language.letters import Fraction01

__all__ = ["never_negative", "positive", "satisfies", "sign_factors"]


@lru_cache(maxsize=4096)
def positive(expr):
    """Return whether an expression is known to be positive.

    Examples
    --------
    >>> from sympy import Symbol
    >>> from klutils.symbolic.language.letters import parameter
    >>> a = parameter("a", between=(0, 1))
    >>> positive(1 - a), positive(1 - 2 * a), positive(a - a**2)
    (True, False, True)
    """
    if expr.is_positive:
        return True
    letters = _fractions(expr)
    if expr.is_Mul:
        signs = [_sign(f) for f in expr.args] if letters else []
        return bool(signs) and 0 not in signs and signs.count(-1) % 2 == 0
    return bool(letters) and _positive_on_halfline(_freed(expr, letters))


def _sign(expr):
    return 1 if positive(expr) else -1 if positive(-expr) else 0


def _fractions(expr):
    return sorted((s for s in expr.free_symbols if isinstance(s, Fraction01)), key=str)


def _freed(expr, letters):
    """Write each letter a in (0, 1) as 1/(1 + u) with u > 0."""
    return expr.xreplace({a: 1 / (1 + Dummy(f"u_{a}", positive=True)) for a in letters})


def _positive_on_halfline(expr):
    top, bottom = fraction(cancel(together(expr)))
    top, bottom = top.expand(), bottom.expand()
    return (top.is_positive is True and bottom.is_positive is True) or (
        (-top).expand().is_positive is True and (-bottom).expand().is_positive is True
    )


def sign_factors(expr):
    """Return the factors of a polynomial in letters of (0, 1), those known negative turned."""
    if not _fractions(expr):
        return None
    top, bottom = fraction(together(expr))
    try:
        (c, tops), (d, bottoms) = factor_list(top), factor_list(bottom)
    except PolynomialError:
        return None
    total, factors = sympify(c) / sympify(d), []
    for base, power in [*tops, *((b, -k) for b, k in bottoms)]:
        turned = positive(-base)
        total = -total if turned and power % 2 else total
        factors.append((-base if turned else base) ** power)
    return [total, *factors]


def never_negative(expr):
    """Return 1 if an expression is known to be positive, 0 if only not negative, else None.

    Examples
    --------
    >>> from sympy import Symbol
    >>> r = Symbol("r", positive=True)
    >>> never_negative(2 / (r + 2) - 2 / (r + 2) + 2 * (r - 1) ** 2 * (r + 8) / r)
    0
    >>> never_negative(r - 1) is None
    True
    """
    if expr.is_positive:
        return 1
    letters = _fractions(expr)
    freed = _freed(expr, letters) if letters else expr
    forms = [freed]
    with suppress(PolynomialError):
        forms += [factor(cancel(together(freed))), factor(together(freed))]
    found = [sign for form in forms if (sign := _sign_of_product(form)) is not None]
    return max(found, default=None)


def _sign_of_product(expr):
    """The sign of a product of squares and of factors of one sign."""
    strict, turned = 1, False
    for f in Mul.make_args(expr):
        base, power = f.as_base_exp()
        one = _sign_of_factor(f)
        if one is None and power.is_integer and power.is_even and base.is_real:
            one = 0 if power.is_positive else None
        if one is None:
            other = _sign_of_factor(-f if f.is_number or f.is_Add else -base)
            if other is None or (not f.is_Add and not f.is_number and power.is_odd is not True):
                return None
            one, turned = other, not turned
        strict = min(strict, one)
    return None if turned else strict


def _sign_of_factor(f):
    if f.is_positive:
        return 1
    if f.is_nonnegative:
        return 0
    base, power = f.as_base_exp()
    if power != 1 and power.is_real and _sign_of_factor(base) == 1:
        return 1
    if f.is_Add:
        expanded = f.expand()
        if expanded.is_positive:
            return 1
        if expanded.is_nonnegative or _positive_quadratic(expanded) is False:
            return 0
        return 1 if _positive_quadratic(expanded) else None
    return None


def _positive_quadratic(expr):
    """Whether a real quadratic polynomial in one letter is above 0; False where it touches it."""
    letters = [s for s in expr.free_symbols if s.is_real]
    if len(letters) != 1 or len(expr.free_symbols) != 1:
        return None
    try:
        poly = Poly(expr, letters[0])
    except PolynomialError:
        return None
    if poly.degree() != 2 or not poly.LC().is_positive:
        return None
    inside = poly.discriminant()
    return True if inside.is_negative else False if inside == 0 else None


def satisfies(argument, letter):
    """Return whether an expression meets every assumption of a letter, and the first it may not.

    Examples
    --------
    >>> from sympy import Symbol
    >>> r, v = Symbol("r", positive=True), Symbol("v", real=True)
    >>> satisfies(v**2 + 1, r), satisfies(v, r)
    ((True, ''), (False, 'positive'))
    """
    if isinstance(letter, Fraction01) and not positive(1 - argument):
        return False, "below 1"
    asked = {k: v for k, v in letter._assumptions_orig.items() if v is not None}
    for name, wanted in asked.items():
        if name == "commutative":
            continue
        if name == "positive" and wanted and positive(argument):
            continue
        if name == "nonnegative" and wanted and never_negative(argument) is not None:
            continue
        if name == "nonzero" and wanted and (positive(argument) or positive(-argument)):
            continue
        if getattr(argument, f"is_{name}", None) is not wanted:
            return False, name if wanted else f"not {name}"
    return True, ""
