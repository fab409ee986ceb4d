r"""LaTeX as a row of signs, without space, sizes and layout.

Main definitions
----------------
signs
    The signs of a piece of LaTeX.
scripts
    What stands below and above a letter.
group
    What stands between braces, or the one sign that TeX takes in their place.
statement
    The signs of a displayed equation, without its lines and its reasons.
"""

import re

__all__ = ["Unreadable", "group", "matching", "scripts", "signs", "statement"]

SIGN = re.compile(
    r"\\(?:mathrm|mathcal|mathbb|operatorname\*?)\s*\{[^{}]*\}|\\[A-Za-z]+|\\.|\d+(?:\.\d+)?|\S"
)
SILENT = {r"\left", r"\right", r"\!", r"\;", r"\:", r"\ ", r"\big", r"\Big", r"\bigl", r"\bigr"}
LAYOUT = {"&", r"\\", r"\quad", r"\qquad", r"\small"}
OPEN, CLOSED = {"(", "[", "{"}, {")", "]", "}"}


class Unreadable(ValueError):
    """A print that says nothing in this notation, or more than one thing."""


def signs(code):
    r"""Return the signs of a piece of LaTeX; the d of a differential with the space before it.

    Examples
    --------
    >>> signs(r"\int \left(a\right) \, dx")
    ['\\int', '(', 'a', ')', '\\,d', 'x']
    """
    found = []
    for sign in SIGN.findall(code):
        if sign == "d" and found and found[-1] == r"\,":
            found[-1] = r"\,d"
        elif sign not in SILENT:
            found.append(sign)
    return [sign for sign in found if sign != r"\,"]


def group(row, start):
    """Return the signs of the group that begins at a place, without braces, and where it ends."""
    if start >= len(row):
        raise Unreadable(f"nothing stands behind {row[-1]}")
    if row[start] != "{":
        first = row[start]
        if first[0].isdigit() and len(first) > 1:  # TeX takes one digit
            row[start : start + 1] = [first[0], first[1:]]
        return [row[start]], start + 1
    end = matching(row, start)
    return row[start + 1 : end], end + 1


def matching(row, start):
    """Return where the bracket that opens at a place is closed."""
    depth = 0
    for place in range(start, len(row)):
        depth += (row[place] in OPEN) - (row[place] in CLOSED)
        if depth == 0:
            return place
    raise Unreadable(f"nothing closes the {row[start]} in {' '.join(row)}")


def scripts(row, start):
    """Return subscripts, parted by commas, superscript, and where they end."""
    below, above = (), ()
    while start < len(row) and row[start] in ("_", "^"):
        if (below if row[start] == "_" else above) != ():
            break
        inside, end = group(row, start + 1)
        if row[start] == "_":
            below = parted(inside)
        else:
            above = tuple(inside)
        start = end
    return below, above, start


def parted(row):
    """Return rows of signs between the commas that stand outside all brackets."""
    parts, depth = [[]], 0
    for sign in row:
        depth += (sign in OPEN) - (sign in CLOSED)
        if sign == "," and depth == 0:
            parts.append([])
        else:
            parts[-1].append(sign)
    return tuple(map(tuple, parts))


def statement(code):
    """Return the signs of a displayed equation, without its lines and without its reasons."""
    code = re.sub(r"\\(?:begin|end)\{aligned\}", " ", code)
    while (start := code.find(r"\text{")) >= 0:
        depth, end = 0, start + len(r"\text")
        while end < len(code):
            if code[end] == "\\":
                end += 2
                continue
            depth += (code[end] == "{") - (code[end] == "}")
            end += 1
            if depth == 0:
                break
        code = code[:start] + code[end:]
    code = re.sub(r"\{\s*\\small\s*\}", " ", code)
    return [sign for sign in signs(code) if sign not in LAYOUT]
