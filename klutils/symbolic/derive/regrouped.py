r"""Whether two expressions differ in nothing but how their terms and factors are grouped.

Main definitions
----------------
regrouped
    Whether arithmetic alone makes one of the other.

Implementation notes
--------------------
Letters, laws and functionals are worth random numbers, equal ones equal numbers, and both sides are
evaluated to thirty digits. No route is asked and no theorem used: KL(p, q) and H(p, q) − H(p) are
different here, for a page that shows one where the other was checked shows another claim. A letter
that is not known to be positive is worth negative numbers as well.
"""

from random import Random

from sympy import Add, Expr, Mul, Number, NumberSymbol, Pow, Rational, exp, log

__all__ = ["regrouped"]

ARITHMETIC = (Add, Mul, Pow, exp, log, Number, NumberSymbol)
DIGITS, SHOWN, SMALL = 30, 15, 1e-20


def regrouped(first, second):
    """Return whether arithmetic alone makes one expression of the other.

    Examples
    --------
    >>> from sympy import Symbol
    >>> a, b, c = map(Symbol, "abc")
    >>> regrouped((a + b) / c, a / c + b / c), regrouped(a - (b - c), a - b - c)
    (True, False)
    """
    return all(_alike(first, second, seed) for seed in ("a", "b", "c"))


def _alike(first, second, seed):
    one, other = (_worth(expr, seed, {}).n(DIGITS) for expr in (first, second))
    scale = 1 + abs(one) + abs(other)
    return bool(scale.is_finite and abs(one - other) / scale < SMALL)


def _worth(expr, seed, known):
    """What an expression is worth: a letter or functional a number that its parts fix."""
    if isinstance(expr, (Number, NumberSymbol)):
        return expr
    if expr not in known:
        if isinstance(expr, ARITHMETIC):
            value = expr.func(*(_worth(part, seed, known) for part in expr.args)).n(DIGITS)
        else:
            value = _number(expr, seed, known)
        known[expr] = value
    return known[expr]


def _number(expr, seed, known):
    chance = Random(f"{seed}: {type(expr).__name__} {_parts(expr, seed, known)}")
    number = Rational(chance.randint(10**8, 10**9), 10**9)
    return number if expr.is_positive or chance.random() < 0.4 else -number


def _parts(part, seed, known):
    """The parts of a letter, a law or a functional, each by what it is worth or by its name."""
    if not part.args:
        return repr(part), str(sorted(getattr(part, "assumptions0", {}).items()))
    return tuple(
        str(_worth(one, seed, known).n(SHOWN)) if isinstance(one, Expr) and one.args
        else (type(one).__name__, _parts(one, seed, known))
        for one in part.args
    )  # fmt: skip
