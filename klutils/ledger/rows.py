r"""Each claim as a row of the page that lists them, in MyST Markdown.

Main definitions
----------------
row
    One claim: number and link, statement step by step, kinds, hypotheses, what both routes found,
    what it builds on and what builds on it.
rows
    All claims of a chapter.
"""

from klutils.symbolic.derive.page import checked, ends, print_read, prose, without
from klutils.symbolic.notation.layout import inline

__all__ = ["row", "rows"]


def rows(claims, chapter):
    """Return the rows of a chapter's claims, in order.

    Parameters
    ----------
    claims : list of Claim
        All claims of the book, so that a row can name what builds on it.
    chapter : str
        The chapter's name.

    Raises
    ------
    ValueError
        If the chapter has no claim.
    """
    mine = [claim for claim in claims if claim.chapter == chapter]
    if not mine:
        known = ", ".join(dict.fromkeys(claim.chapter for claim in claims))
        raise ValueError(f"chapter = {chapter!r} has no claim; those that have some: {known}")
    return "\n\n".join(row(claim, claims) for claim in mine)


def row(claim, claims):
    """Return the row of one claim."""
    record = claim.record
    title = f" **{prose(claim.title)}**:" if claim.title else ""
    lines = [f"(row-{claim.label})=", f"{{eq}}`{claim.label}`{title} {inline(record['start'])}", ""]
    for number, step in enumerate(claim.steps, 1):
        claimed = inline(step["expression"], step["relation"])
        lines.append(f"{number}. {claimed} — {step['kind']}{_reason(step)}")
    lines += ["", *_fold(claim, claims)]
    return "\n".join(lines)


def _reason(step):
    return f", {prose(step['reason'])}" if step["reason"] and step["reason"] != step["kind"] else ""


def _fold(claim, claims):
    """Return what stands behind a claim, folded."""
    record = claim.record
    lines = ['<details class="checked"><summary>What was found</summary>', ""]
    if record["hypotheses"]:
        lines += [f"Hypotheses: {'; '.join(map(prose, record['hypotheses']))}.", ""]
    for number, step in enumerate(claim.steps, 1):
        lines.append(f"{number}. {checked(step, every=True)}")
    lines.append("")
    if whole := ends(record, every=True):
        lines += [whole, ""]
    if tried := without(record):
        lines += [tried, ""]
    if read := print_read(record):
        lines += [read, ""]
    if samples := record.get("samples"):
        lines += [f"Here {'; '.join(map(prose, samples))}.", ""]
    used_by = [other.label for other in claims if claim.label in other.record["uses"]]
    for verb, labels in (("Builds on", record["uses"]), ("Used by", used_by)):
        if labels:
            lines += [f"{verb} {', '.join(f'{{eq}}`{label}`' for label in labels)}.", ""]
    return [*lines, "</details>"]
