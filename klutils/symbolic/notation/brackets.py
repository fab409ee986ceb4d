r"""Pieces of LaTeX: brackets that grow where they must, and a second subscript.

Main definitions
----------------
brackets, parentheses, argument
    Round what is tall, with ``\left`` and ``\right``.
tall, one_fraction
    Whether a piece stands higher than a line; whether it is a fraction and nothing more.
subscript, raised
    A piece with one more subscript, with a superscript.
"""

import re

__all__ = [
    "argument",
    "brackets",
    "one_fraction",
    "parentheses",
    "raised",
    "subscript",
    "tall",
]

TALL = (r"\frac", r"\sum", r"\int", r"\iint", r"\prod", r"\bigotimes")
TOKEN = re.compile(r"\\[A-Za-z]+|\\.|[^\\]")


def brackets(code):
    """Square brackets, as high as what they hold."""
    return rf"\left[{code}\right]" if tall(code) else f"[{code}]"


def parentheses(code):
    """Round brackets, as high as what they hold."""
    return rf"\left({code}\right)" if tall(code) else f"({code})"


def argument(code):
    """Parentheses behind the name of a function, with no space before them."""
    return (r"\!" if tall(code) else "") + parentheses(code)


def tall(code):
    """Return whether a piece stands higher than a line."""
    return any(sign in code for sign in TALL)


def one_fraction(code):
    r"""Return whether the code is a single fraction and nothing after it."""
    if not code.startswith(r"\frac"):
        return False
    depth, groups = 0, 0
    for place, sign in enumerate(code):
        depth += (sign == "{") - (sign == "}")
        if sign == "}" and depth == 0:
            groups += 1
            if groups == 2:
                return place == len(code) - 1
    return False


def subscript(code, below):
    r"""Return a letter with one more subscript.

    Examples
    --------
    >>> subscript("p", "x"), subscript(r"p_1^*", "x"), subscript(r"\\theta_{1}", "j")
    ('p_{x}', 'p_{1, x}^*', '\\\\theta_{1, j}')
    """
    tokens = TOKEN.findall(code)
    place = _outside(tokens, "_")
    if place is None:
        return f"{code}_{{{below}}}"
    before, (group, after) = "".join(tokens[: place + 1]), _group(tokens[place + 1 :])
    return f"{before}{{{group}, {below}}}{after}"


def raised(code, power):
    """Return a letter with a superscript, in parentheses if it has one already."""
    code = parentheses(code) if _outside(TOKEN.findall(code), "^") is not None else code
    return f"{code}^{{{power}}}"


def _outside(tokens, mark):
    """Where a mark stands outside all brackets, or None."""
    depth = 0
    for place, token in enumerate(tokens):
        depth += (token in "{([") - (token in "})]")
        if token == mark and depth == 0:
            return place
    return None


def _group(tokens):
    """Split tokens after their first group; the group without its braces."""
    if tokens[0] != "{":
        return tokens[0], "".join(tokens[1:])
    depth = 0
    for place, token in enumerate(tokens):
        depth += (token == "{") - (token == "}")
        if depth == 0:
            return "".join(tokens[1:place]), "".join(tokens[place + 1 :])
    raise ValueError(f"{''.join(tokens)!r} has a brace that nothing closes")
