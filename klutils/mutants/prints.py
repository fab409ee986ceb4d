r"""The print broken on purpose, and whether reading it back notices.

Main definitions
----------------
Broken
    A broken print of one side, and what came of reading it.
broken
    All broken prints of a derivation, given by its record.
print_counts
    The outcomes counted, operator by operator, as plain data.

Implementation notes
--------------------
A slip is made in the LaTeX itself, at each place where it can be made: so it does not matter which
row of the printer would have made it. A broken print is *seen* where it says nothing in the
notation, or something else than what was checked. Where it still says the same, as with brackets
lost round what needs none, it is listed.
"""

import re
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass

from klutils.symbolic.derive.prints import PrintError, compared
from klutils.symbolic.language.steps import sides
from klutils.symbolic.language.written import read, read_hypotheses, read_step
from klutils.symbolic.reading.meaning import Reader
from klutils.symbolic.reading.names import Names
from klutils.symbolic.reading.signs import Unreadable

__all__ = ["PRINT_OPERATORS", "Broken", "broken", "print_counts", "print_score"]

SIGN = re.compile(
    r"\\(?:mathrm|mathcal|mathbb|operatorname\*?)\{[^{}]*\}|\\(?:left|right)\s*[\[\]()]"
    r"|\\(?:left|right)\s*\\[lr]vert|\\[Bb]ig\||\\[A-Za-z]+|\\.|\d|[^\s]"
)
OPEN, CLOSED = {"(", "[", "{"}, {")", "]", "}"}
NAMED = re.compile(r"[A-Za-z]|\\(?:alpha|beta|lambda|mu|nu|sigma|tau|theta|phi|psi|kappa|epsilon)")
EXCHANGED = [
    (r"\mathbb{E}", r"\operatorname{Var}"),
    (r"\operatorname*{arg\,min}", r"\operatorname*{arg\,max}"),
    (r"\sum", r"\prod"),
    (r"\mathcal{N}", r"\mathrm{Laplace}"),
    (r"\mathrm{JS}", r"\mathrm{TV}"),
]
OTHERS = {a: b for pair in EXCHANGED for a, b in (pair, pair[::-1])}


@dataclass(frozen=True)
class Broken:
    """A broken print, and what came of reading it.

    Attributes
    ----------
    label : str
        The derivation.
    side : int
        Which of its sides, from 0.
    operator : str
        The kind of slip, one of :data:`PRINT_OPERATORS`.
    written : str
        The broken print.
    said : {"unreadable", "other", "same"}
    """

    label: str
    side: int
    operator: str
    written: str
    said: str


def print_score(records, *, workers=2):
    """Return what came of all broken prints of all derivations."""
    with ProcessPoolExecutor(workers) as pool:
        try:
            return [one for found in pool.map(broken, records) for one in found]
        except BaseException:  # an interrupt too: nobody waits for what is still to do
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def broken(record):
    """Return what came of the broken prints of one derivation."""
    source, found = record["source"], []
    start, steps = read(source["start"]), list(map(read_step, source["steps"]))
    given = [*read_hypotheses(source["given"]), *(h for step in steps for h in step.hypotheses)]
    among = sides(start, steps)
    names = Names.of(*among, *(one for one in given if not isinstance(one, str)))
    codes = [record["start"], *(step["expression"] for step in record["steps"])]
    letters = list(dict.fromkeys(s for code in codes for s in signs(code) if NAMED.fullmatch(s)))
    for place, code in enumerate(codes):
        meant = (start, *(step.right for step in steps))[place]
        seen = {" ".join(signs(code))}
        for operator, slip in SLIPS.items():
            for wrong in map(" ".join, slip(signs(code), letters)):
                if wrong not in seen:
                    seen.add(wrong)
                    said = _said(names, wrong, meant)
                    found.append(Broken(record["label"], place, operator, wrong, said))
    return found


def _said(names, wrong, meant):
    try:
        value = Reader(names).side(wrong)
    except Unreadable:
        return "unreadable"
    try:
        compared("broken", value, meant)
    except PrintError:
        return "other"
    return "same"


def signs(code):
    """Return the signs of LaTeX, brackets without their size."""
    return [re.sub(r"\\(?:left|right)\s*", "", sign) for sign in SIGN.findall(code)]


# slips: from the signs of a side to those of a broken one


def _brackets(row, _letters):
    for start, end in _pairs(row, {"(", "["}):
        yield [*row[:start], *row[start + 1 : end], *row[end + 1 :]]


def _turned(row, _letters):
    turned = {"+": ["-"], "-": ["+"]}
    for place, sign in enumerate(row):
        if sign in turned and row[place - 1 : place] != [":"]:
            instead = [] if place == 0 or row[place - 1] in OPEN else turned[sign]
            yield [*row[:place], *instead, *row[place + 1 :]]
    yield ["-", *row]


def _script_lost(mark):
    def slip(row, _letters):
        for place, end in _scripts(row, mark):
            yield [*row[:place], *row[end:]]

    return slip


def _script_changed(row, letters):
    for place, end in _scripts(row, "_"):
        for k in range(place + 1, end):
            if row[k] in letters and len(letters) > 1:
                yield [*row[:k], _next(row[k], letters), *row[k + 1 :]]


def _condition(row, _letters):
    for place, sign in enumerate(row):
        end = _closing(row, place)
        if sign in (r"\mid", ";") and end is not None:
            yield [*row[:place], *row[end:]]


def _letter(row, letters):
    for place, sign in enumerate(row):
        if sign in letters and len(letters) > 1:
            yield [*row[:place], _next(sign, letters), *row[place + 1 :]]
            yield [*row[:place], _next(_next(sign, letters), letters), *row[place + 1 :]]


def _everywhere(row, letters):
    for one in dict.fromkeys(s for s in row if s in letters):
        other = _next(one, letters)
        swap = {one: other, other: one}
        yield [swap.get(sign, sign) for sign in row]


def _swapped(row, _letters):
    for place, sign in enumerate(row):
        if sign in (r"\|", ","):
            left = next((k for k in range(place, -1, -1) if _depth(row[k:place]) > 0), None)
            right = _closing(row, place)
            if left is not None and right is not None:
                first, second = row[left + 1 : place], row[place + 1 : right]
                yield [*row[: left + 1], *second, sign, *first, *row[right:]]


def _fractions(row, _letters):
    for above, below in _two_groups(row):
        head = row[: above[0]]
        first, second = row[slice(*above)], row[slice(*below)]
        yield [*head, *second, *first, *row[below[1] :]]
        yield [*head[:-1], *first[1:-1], *second[1:-1], *row[below[1] :]]


def _measure(row, _letters):
    for place, sign in enumerate(row):
        if sign == r"\," and row[place + 1 : place + 2] == ["d"]:
            yield [*row[:place], *row[place + 3 :]]
        if sign == r"\int":
            end = next(k for k in range(place, len(row)) if row[k : k + 2] == [r"\,", "d"])
            points = [r"\sum", "_", "{", row[end + 2], "}"]
            yield [*row[:place], *points, *row[place + 1 : end], *row[end + 3 :]]
        if sign in (r"\int", r"\iint", r"\sum", r"\prod"):
            yield [*row[:place], *row[place + 1 :]]
        if sign == r"\sim":
            start = max(k for k in range(place) if row[k] == "{")
            yield [*row[: start + 1], *row[place + 1 :]]


def _operator(row, _letters):
    for place, sign in enumerate(row):
        if sign in OTHERS:
            yield [*row[:place], OTHERS[sign], *row[place + 1 :]]


def _number(row, _letters):
    for place, sign in enumerate(row):
        if sign.isdigit():
            yield [*row[:place], str((int(sign) + 1) % 10), *row[place + 1 :]]


def _dropped(row, _letters):
    for place, sign in enumerate(row):
        if NAMED.fullmatch(sign) or sign.isdigit() or (sign[0] == "\\" and len(sign) > 2):
            yield [*row[:place], *row[place + 1 :]]


SLIPS = {
    "brackets lost": _brackets,
    "sign turned or lost": _turned,
    "subscript lost": _script_lost("_"),
    "superscript lost": _script_lost("^"),
    "subscript changed": _script_changed,
    "condition lost": _condition,
    "letter exchanged, once": _letter,
    "letters exchanged, everywhere": _everywhere,
    "arguments exchanged": _swapped,
    "fraction turned or lost": _fractions,
    "measure lost or exchanged": _measure,
    "operator exchanged": _operator,
    "digit changed": _number,
    "sign dropped": _dropped,
}
PRINT_OPERATORS = tuple(SLIPS)


def _depth(row):
    return sum((sign in OPEN) - (sign in CLOSED) for sign in row)


def _closing(row, place):
    """Where the bracket is closed in which a sign stands, or None."""
    after = range(place, len(row))
    return next((k for k in after if _depth(row[place : k + 1]) < 0), None)


def _pairs(row, kinds):
    for start, sign in enumerate(row):
        if sign in kinds:
            depth = 0
            for end in range(start, len(row)):
                depth += (row[end] in OPEN) - (row[end] in CLOSED)
                if depth == 0:
                    yield start, end
                    break


def _scripts(row, mark):
    """Where a script begins with its mark, and where it ends."""
    for place, sign in enumerate(row):
        if sign == mark:
            braced = row[place + 1] == "{"
            ends = dict(_pairs(row, {"{"}))
            yield place, (ends[place + 1] + 1 if braced else place + 2)


def _two_groups(row):
    ends = dict(_pairs(row, {"{"}))
    for place, sign in enumerate(row):
        if sign == r"\frac":
            middle = ends[place + 1] + 1
            yield (place + 1, middle), (middle, ends[middle] + 1)


def _next(letter, letters):
    return letters[(letters.index(letter) + 1) % len(letters)]


def print_counts(found):
    """Count what came of broken prints, as plain data."""
    counted = {
        operator: dict(Counter(one.said for one in found if one.operator == operator))
        for operator in PRINT_OPERATORS
    }
    return {
        "operators": counted,
        "same": [asdict(one) for one in found if one.said == "same"],
    }
