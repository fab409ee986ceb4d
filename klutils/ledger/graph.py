r"""What builds on what: a picture whose nodes are links.

Main definitions
----------------
graph
    The picture as HTML, for a wide page and for a phone.
kind_of
    The kind by which a claim is coloured.

Implementation notes
--------------------
Every chapter is a band, every claim a node in it, in the order of the book, so that what a claim
builds on stands above it or to its left. A node shows the sign of its kind and the number of the
equation; so the picture is read without colours as well. Each node has a text of its own for those
who do not see the picture: title, kind and what it builds on.

Pointing at a node brings out its own lines. That takes no script: a rule a node does it.
"""

from html import escape

from klutils.plotting import GREY, PALETTE
from klutils.symbolic.language.steps import (
    Definition,
    Equality,
    EqualUpToConstant,
    Estimate,
    Inequality,
    Value,
)

__all__ = ["graph", "kind_of"]

# A derivation is coloured by the step that gives up most.
COLOURS = {
    Estimate: PALETTE[1],
    EqualUpToConstant: PALETTE[3],
    Inequality: PALETTE[4],
    Value: PALETTE[2],
    Equality: PALETTE[0],
    Definition: GREY,
}
DIGITS = "…"  # the mark of a value, whose sign is that of an equality
KINDS = {
    step.kind: (DIGITS if step is Value else step.signs[0].plain, colour)
    for step, colour in COLOURS.items()
}
WIDTHS = {"wide": 15, "narrow": 7}  # nodes beside each other
NODE_WIDTH, NODE_HEIGHT, GAP, ROW, TITLE = 41, 20, 5, 40, 24


def kind_of(claim):
    """Return the kind by which a claim is coloured: that of the step that gives up most."""
    return next(kind for kind in KINDS if kind in claim.kinds)


def graph(claims, titles):
    """Return the graph of all claims as HTML.

    Parameters
    ----------
    claims : list of Claim
        In the order of the book, with their numbers.
    titles : dict
        The title of each chapter.

    Raises
    ------
    ValueError
        If a claim uses one that is not there, or stands in a chapter without a title.
    """
    places = {claim.label: k for k, claim in enumerate(claims)}
    for claim in claims:
        if claim.chapter not in titles:
            raise ValueError(f"titles has no {claim.chapter!r}, where {claim.label} stands")
        for used in claim.record["uses"]:
            if used not in places:
                raise ValueError(f"{claim.label} uses {used!r}, which is none of the claims")
    pictures = [_picture(claims, titles, places, name) for name in WIDTHS]
    rules = "".join(
        f".claims:has(.n{k}:is(:hover,:focus)) .e{k}{{stroke-opacity:1;stroke-width:2}}"
        for k in places.values()
    )
    return "\n".join(["<style>", rules, "</style>", _legend(), *pictures])


def _legend():
    entries = "".join(
        f'<span><b style="border-color:{colour}">{escape(sign)}</b> {kind}</span> '
        for kind, (sign, colour) in KINDS.items()
    )
    return f'<p class="claims-legend">{entries}</p>'


def _picture(claims, titles, places, name):
    """Draw the graph with so many nodes beside each other."""
    columns = WIDTHS[name]
    centres, bands, height = _layout(claims, columns)
    width = columns * (NODE_WIDTH + GAP) + GAP
    parts = [
        f'<svg class="claims {name}" viewBox="0 0 {width} {height}" role="group" '
        f'aria-label="The {len(claims)} claims of the book and what they build on">'
    ]
    parts += [
        f'<text class="band" x="{GAP}" y="{top}">{escape(titles[chapter])}</text>'
        for chapter, top in bands.items()
    ]
    parts += [
        _edge(centres[claim.label], centres[used], places[claim.label], places[used])
        for claim in claims
        for used in claim.record["uses"]
    ]
    parts += [_node(claim, claims, places, centres) for claim in claims]
    return "\n".join([*parts, "</svg>"])


def _layout(claims, columns):
    """Return the centre of each node, where each chapter begins, and the height of it all."""
    centres, bands, y = {}, {}, 0
    for chapter in dict.fromkeys(claim.chapter for claim in claims):
        bands[chapter] = y + 14
        y += TITLE
        mine = [claim for claim in claims if claim.chapter == chapter]
        for k, claim in enumerate(mine):
            x = GAP + (k % columns) * (NODE_WIDTH + GAP) + NODE_WIDTH / 2
            centres[claim.label] = x, y + (k // columns) * ROW + NODE_HEIGHT / 2
        y += -(-len(mine) // columns) * ROW
    return centres, bands, y


def _edge(start, end, claim, used):
    """Draw a line from a claim up to one that it builds on."""
    (x, y), (u, v) = start, end
    if y == v:  # in one row: an arc below it
        low, half = y + NODE_HEIGHT / 2, (x + u) / 2
        path = f"M{x:g} {low:g}Q{half:g} {low + 16:g} {u:g} {low:g}"
    else:
        y, v = y - NODE_HEIGHT / 2, v + NODE_HEIGHT / 2
        path = f"M{x:g} {y:g}C{x:g} {(y + v) / 2:g} {u:g} {(y + v) / 2:g} {u:g} {v:g}"
    return f'<path class="e{claim} e{used}" d="{path}"/>'


def _node(claim, claims, places, centres):
    x, y = centres[claim.label]
    kind = kind_of(claim)
    sign, colour = KINDS[kind]
    numbers = {other.label: other.number for other in claims}
    built = ", ".join(numbers[used] for used in claim.record["uses"])
    said = f"{claim.number} {claim.title or claim.label}, {kind}"
    said += f", builds on {built}" if built else ""
    return (
        f'<a class="n{places[claim.label]}" href="{claim.chapter}.html#equation-{claim.label}" '
        f'aria-label="{escape(said)}"><title>{escape(said)}</title>'
        f'<rect x="{x - NODE_WIDTH / 2:g}" y="{y - NODE_HEIGHT / 2:g}" width="{NODE_WIDTH}" '
        f'height="{NODE_HEIGHT}" rx="4" style="--kind:{colour}"/>'
        f'<text x="{x:g}" y="{y + 4:g}">{escape(sign)} {claim.number}</text></a>'
    )
