r"""A derivation's record as the page shows it: the equation, its hypotheses, and the fold.

Main definitions
----------------
page
    The whole of it, as MyST Markdown.
checked, ends, without, print_read
    What was found about one step, about both ends, about each hypothesis, and about the print.
prose, escaped
    An author's text, with its mathematics kept; plain text: neither is read as markup.

Implementation notes
--------------------
All comes from the record, as it is stored beside the equation. The fold is HTML, which notebook
editors and code hosts show as MyST does.
"""

import re

from klutils.symbolic.language.written import read_fact, read_finding

from .sentences import compared, said, told_of_print

__all__ = [
    "checked",
    "ends",
    "escaped",
    "page",
    "print_read",
    "prose",
    "reason_in_tex",
    "without",
]

ROW = "claims.html#row-{label}"  # where the page of claims has a derivation's row
MATHEMATICS = re.compile(r"(\$[^$]*\$)")


def page(record):
    """Return a derivation's labelled equation, its hypotheses and its checks."""
    parts = [f"$$\n{record['statement']}\n$$ ({record['label']})"]
    cases = [step["case of equality"] for step in record["steps"] if "case of equality" in step]
    if cases:
        parts.append(f"Equality: {'; '.join(map(prose, cases))}.")
    if record["hypotheses"]:
        parts.append(f"Hypotheses: {'; '.join(map(prose, record['hypotheses']))}.")
    if samples := record.get("samples"):
        parts.append(f"Here {'; '.join(map(prose, samples))}.")
    return "\n\n".join([*parts, _fold(record)])


def _fold(record):
    """Return how each step was checked, folded, with a link to the table of all claims."""
    lines = [f"{number}. {checked(step)}" for number, step in enumerate(record["steps"], 1)]
    uses = ", ".join(f"{{eq}}`{label}`" for label in record["uses"])
    row = f'<a href="{ROW.format(label=record["label"])}">Its row on the page of claims</a>'
    built = f"Builds on {uses}." if uses else ""
    inside = "\n\n".join(
        filter(
            None,
            ["\n".join(lines), ends(record), without(record), print_read(record), built, row],
        )
    )
    return (
        '<details class="checked"><summary>How this was checked</summary>\n\n'
        f"{inside}\n\n</details>"
    )


def checked(step, *, every=False):
    """Say what kind of claim a step makes, and what the records of both routes found.

    ``every`` lists all worlds that were tried, and not the first alone.
    """
    found = f"**{step['kind']}**"
    if step.get("hypotheses"):
        found += f", given {'; '.join(map(prose, step['hypotheses']))}"
    algebra, witness = (read_finding(name, step[name]) for name in ("algebra", "witness"))
    words = escaped(compared(witness, every=every))
    return f"{found}. *Algebra*: {escaped(said(algebra))}. *Witness*: {words}."


def ends(record, *, every=False):
    """Say what was found about the two ends of a derivation; nothing of a single step."""
    found = record.get("ends")
    if found is None:
        return ""
    if "code" in found:
        words = said(read_fact(found))
        return f"{escaped(words[0].upper() + words[1:])}."
    return f"From start to end: {checked(found, every=every)}"


def print_read(record):
    """Say that the print was read back, and how it was found to be what was checked."""
    found = record.get("read back")
    return f"Print: {told_of_print(found)}." if found else ""


def without(record):
    """Say of each hypothesis whether a world that violates it shows that it is needed."""
    lines, untestable = [], []
    for one in record["without"]:
        if one["code"] == "not testable":
            untestable.append(prose(one["hypothesis"]))
            continue
        where = f", step {one['step']}" if one["step"] and len(record["steps"]) > 1 else ""
        words = escaped(said(read_fact(one)))
        lines.append(f"- {prose(one['hypothesis'])}{where}: {words}.")
    if untestable:
        lines.append(f"- Believed, for no simple world violates it: {'; '.join(untestable)}.")
    return "\n".join(["Hypotheses, tried one by one where they fail:", "", *lines]) if lines else ""


def prose(text):
    """Return an author's text with its inline mathematics, and nothing else, read as such."""
    parts = MATHEMATICS.split(text)
    return "".join(_kept(part) if k % 2 else escaped(part) for k, part in enumerate(parts))


def _kept(mathematics):
    """Mathematics in which no sign can open a tag."""
    return re.sub(r"<(?=[A-Za-z/!?])", r"\\lt ", mathematics)


def escaped(text):
    """Return plain text with all that Markdown would read as a mark made harmless."""
    text = re.sub(r"([\\`*_{}<>|$#~])", r"\\\1", text)
    return text.replace("[", "&#91;").replace("]", "&#93;")  # after a slash: mathematics


def reason_in_tex(text):
    """Return a reason for the text of an equation: its mathematics kept, all else plain."""
    parts = MATHEMATICS.split(text)
    return "".join(_kept(part) if k % 2 else _plain_tex(part) for k, part in enumerate(parts))


def _plain_tex(text):
    text = re.sub(r"([#%&_])", r"\\\1", text)
    text = re.sub(r"[\\{}^~](?![#%&_])", "", text)
    return text.replace("<", r"$\lt$").replace(">", r"$\gt$")
