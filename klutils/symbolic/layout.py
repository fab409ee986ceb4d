r"""How steps are laid out: side by side where they fit the column, below each other where not.

Main definitions
----------------
aligned
    A chain of steps as one aligned equation, each line with its reason.
width
    Roughly how many characters wide a piece of LaTeX is when typeset.
"""

import re

__all__ = ["aligned", "width"]

# Characters of `width` that fit beside each other in a text column of 700 px.
LINE = 62


def aligned(start, lines):
    """Return the LaTeX of a chain from (relation, right side, reason) of each step."""
    reasons = [rf"\text{{{reason}}}" if reason else "" for _, _, reason in lines]
    if len(lines) == 1:
        ((relation, right, _),) = lines
        return f"{start} {relation} {right}"
    widest = width(start) + max(width(right) for _, right, _ in lines) + 4
    fits = widest + max(map(width, reasons)) <= LINE
    rows, first = [], start
    if width(start) > LINE // 3 and widest > LINE:
        rows, first = [rf"& {start}"], r"\quad"
    for (relation, right, _), reason in zip(lines, reasons, strict=True):
        row = f"{first} &{relation} {right}"
        if reason and fits:
            row += f" && {reason}"
        elif reason:
            row += rf" \\ &\quad {{\small {reason}}}"
        rows.append(row)
        first = ""
    return "\\begin{aligned}\n" + " \\\\\n".join(rows) + "\n\\end{aligned}"


def width(code):
    """Return roughly how many characters wide a line of LaTeX is when typeset."""
    code = re.sub(r"\\text\{([^{}]*)\}", r"\1", code)
    code = re.sub(r"\\mathrm\{([^{}]*)\}|\\operatorname\*?\{([^{}]*)\}", r"\1\2", code)
    while True:  # a fraction is as wide as its wider part
        parts = re.search(r"\\frac\{((?:[^{}]|\{[^{}]*\})*)\}\{((?:[^{}]|\{[^{}]*\})*)\}", code)
        if not parts:
            break
        code = code.replace(parts[0], max(parts[1], parts[2], key=len))
    code = re.sub(r"\\(left|right|bigl|bigr|quad|,|;|!)", "", code)
    code = re.sub(r"[_^](\{[^{}]*\}|.)", lambda m: "x" * (len(m[1].strip("{}")) * 2 // 3), code)
    return len(re.sub(r"\\[A-Za-z]+|[{}\\ ]", lambda m: "x" if len(m[0]) > 1 else "", code))
