r"""Where laws are positive, and which of these sets lie within which.

Main definitions
----------------
inside
    Whether one support is known to lie within another.
shared_supports
    The one support that all arbitrary laws of a variable have in a derivation.
POINTS, INTERVAL, HALF_LINE, LINE
    The shapes of a support.

Implementation notes
--------------------
A support is a tuple: its shape, and for an interval from 0 its width. That of an arbitrary law is
None by itself. In a derivation all arbitrary laws of one variable share one support, since each is
positive wherever it is read: it lies within the supports of the named laws that must cover an
arbitrary one (the second argument of a divergence, what stands in a logarithm or below a line), and
covers those that an arbitrary law must cover. Every step is read with it.
"""

from sympy import Add, Mul, Pow, log, postorder_traversal

__all__ = ["HALF_LINE", "INTERVAL", "LINE", "POINTS", "inside", "shared_supports"]

POINTS, INTERVAL, HALF_LINE, LINE = "points", "interval", "half-line", "line"
SIZES = (INTERVAL, HALF_LINE, LINE)


def inside(first, second):
    """Return whether the support ``first`` is known to lie within ``second``.

    Examples
    --------
    >>> inside(("interval", 1), ("half-line",)), inside(("line",), ("half-line",))
    (True, False)
    """
    if first is None or second is None or first == second:
        return True
    if POINTS in (first[0], second[0]):
        return False
    if first[0] == second[0] == INTERVAL:
        return (second[1] - first[1]).is_nonnegative is True
    return SIZES.index(first[0]) < SIZES.index(second[0])


def widest(supports):
    """Return the one of some supports that covers the others, or None if none is known to."""
    return next((s for s in supports if all(inside(t, s) for t in supports)), None)


def narrowest(supports):
    """Return the one of some supports that lies within the others, or None."""
    return next((s for s in supports if all(inside(s, t) for t in supports)), None)


def shared_supports(expressions, varied=()):
    """Return the support of the arbitrary laws of each variable, or None where nothing says it.

    Parameters
    ----------
    expressions : iterable of Expr
        All sides of a derivation.
    varied : iterable of Symbol
        Parameters by which something is differentiated or minimised; no shared support may
        move with them.

    Returns
    -------
    dict
        From variables to supports.

    Raises
    ------
    ValueError
        If no one support is known to fit, or if the one that fits moves with a parameter.
    """
    above, below, everything = {}, {}, {}
    for expr in expressions:
        for node in postorder_traversal(expr):
            for covered, cover in getattr(node, "must_cover", tuple)():
                _note(covered, cover, above, below)
            for law in getattr(node, "parts", ()):
                if law.support is not None:
                    everything.setdefault(law.variables[0], {})[law.support] = law
    found = {}
    for v, named in everything.items():
        upper, lower = above.get(v, {}), below.get(v, {})
        support = _one_support(v, upper, lower, named)
        moving = [s for s in varied if support is not None and _moves(support, s)]
        if moving and (upper or lower):
            raise ValueError(
                f"the support of the arbitrary laws of {v}, that of {named[support]}, moves with "
                f"{moving[0]}; expected a support free of it"
            )
        found[v] = support
    return found


def _one_support(v, upper, lower, named):
    support = narrowest(upper) if upper else widest(lower) if lower else widest(named)
    if support is None:
        names = " and ".join(map(str, (upper or lower or named).values()))
        raise ValueError(f"{names} are laws of {v}: it is not known which covers the other")
    for law_support, law in lower.items():
        if not inside(law_support, support):
            raise ValueError(
                f"an arbitrary law of {v} must cover {law} and lie within {upper[support]}; "
                "expected laws that leave room for both"
            )
    return support


def _moves(support, symbol):
    return any(getattr(part, "has", lambda _s: False)(symbol) for part in support[1:])


def _note(covered, cover, above, below):
    """Note what a domination says of the arbitrary laws."""
    for one in covered.parts:
        for other in cover.parts:
            if one.variables != other.variables:
                continue
            v = one.variables[0]
            if one.support is None and other.support is not None:
                above.setdefault(v, {})[other.support] = other
            elif one.support is not None and other.support is None:
                below.setdefault(v, {})[one.support] = one


def below_a_line(body, laws_of):
    """Return the laws whose densities stand in logarithms or below a line of an expression."""
    found = set()
    for node in postorder_traversal(body):
        if isinstance(node, log) or (isinstance(node, Pow) and node.exp.could_extract_minus_sign()):
            found |= laws_of(node)
    return found


def factors_of_terms(body):
    """Yield the factors of each term of a sum."""
    for term in Add.make_args(body):
        yield Mul.make_args(term)
