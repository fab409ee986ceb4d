r"""Listed probabilities and weights: what they ask of the letters in them.

Main definitions
----------------
check_chance
    Refuse a probability that is negative for some values of its letter.
implied
    What listed probabilities ask of several letters together, as hypotheses.
known_positive
    Whether an expression is positive for all values that its letters can have.

Implementation notes
--------------------
A letter says itself where it lives: in (0, 1), above 0, anywhere. So the probabilities a and 1 − a
need an a from ``between=(0, 1)``. Of a, b and 1 − a − b no declaration of a single letter can say
that they leave room; that is a hypothesis, which a derivation states by itself.
"""

from sympy import Dummy, Rational, fraction, together

from .hypotheses import Positive
from .laws import Law
from .letters import Fraction01, Variable, Vector

__all__ = ["check_chance", "implied", "known_positive"]

FEW = tuple(Rational(k, 16) for k in range(1, 16))  # of (0, 1)
MANY = tuple(map(Rational, ("1", "2", "1/2", "3", "1/8", "10", "1/1000", "1000")))


def known_positive(value, *, or_zero=False):
    """Return whether an expression is known to be positive.

    Examples
    --------
    >>> from klutils.symbolic import parameter
    >>> a, b = parameter("a", between=(0, 1)), parameter("b", positive=True)
    >>> known_positive(a - a**2), known_positive(1 - b)
    (True, False)
    """
    fractions = [s for s in value.free_symbols if isinstance(s, Fraction01)]
    freed = value.xreplace({s: 1 / (1 + Dummy(positive=True)) for s in fractions})
    top, bottom = (part.expand() for part in fraction(together(freed)))
    above = top.is_nonnegative if or_zero else top.is_positive
    return value.is_positive or bool(above and bottom.is_positive)


def check_chance(value, argument):
    """Raise where a probability is negative, or is so for some values of its letters."""
    if value.is_negative:
        raise ValueError(f"{argument} = {value}; expected 0 or more")
    if known_positive(value, or_zero=True):
        return
    letters = sorted(value.free_symbols, key=str)
    where = _negative_at(value, *letters) if len(letters) == 1 else None
    if where is not None:
        (letter,) = letters
        remedy = f"declare {letter} with between=(0, 1)"
        if isinstance(letter, Fraction01):
            remedy = "write it in a letter between (0, 1) that is a probability itself"
        if isinstance(letter, Variable):
            remedy = f"take a function of {letter} with values in (0, 1)"
        raise ValueError(f"{argument} = {value} is negative at {letter} = {where}; {remedy}")
    if not all(s.is_positive for s in letters):
        raise ValueError(
            f"{argument} = {value} may be negative; declare its letters positive, or between (0, 1)"
        )


def _negative_at(value, letter):
    """Return a value of the letter at which an expression is negative, if one is found."""
    if isinstance(letter, Vector):
        return None
    points = MANY if letter.is_positive else (*MANY, *(-point for point in MANY))
    points = FEW if isinstance(letter, Fraction01) else points
    if letter.is_integer:
        points = [point for point in points if point.is_Integer]
    return next((point for point in points if value.subs(letter, point).is_negative), None)


def implied(expressions):
    """Return what the probabilities and weights listed in some expressions ask of their letters.

    Examples
    --------
    >>> from klutils.symbolic import Finite, H, parameter
    >>> a, b = (parameter(name, positive=True) for name in "ab")
    >>> implied([H(Finite("p", [a, b, 1 - a - b]))])
    (Positive(-a - b + 1),)
    """
    laws = set().union(*(e.atoms(Law) for e in expressions))
    listed = [value for law in sorted(laws, key=str) for value in law.chances]
    asked = [value for value in listed if not known_positive(value, or_zero=True)]
    return tuple(dict.fromkeys(map(Positive, asked)))
