"""A Sphinx extension: code that is folded stands where nobody has to pass it.

A cell that derives an equation puts out the equation and a fold that says how it was checked.
The cell's code, where the cell hides it, goes to the end of that fold: a reader who wants to know
finds all in one place, and the others see mathematics. The script ``_static/formulas.js`` opens
the fold from a mark beside the equation's number.

Cells before the first section that show nothing set the page up; they become one fold at its end.
Cells that compare a number with its second source fold their code and show what they print; the tag
``in-sight`` keeps the few in sight that a reader came for.
"""

import re

from docutils import nodes

CHECK = re.compile(r"^ *(?:confirm\(|assert )", re.M)
IN_SIGHT = "in-sight"
OPENED, CLOSED = '<details class="checked">', "</details>"


def setup(app):
    """Register with Sphinx, which calls this."""
    app.connect("doctree-read", fold_code)
    app.connect("doctree-read", end_with_setup)
    app.connect("doctree-read", hide_checks)
    # pages that were read otherwise are read again
    return {"env_version": 2, "parallel_read_safe": True, "parallel_write_safe": True}


def fold_code(_app, doctree):
    """Move the hidden code of each derivation to the end of its fold."""
    for cell in list(doctree.findall(_is_hidden)):
        marks = list(cell.findall(nodes.raw))
        opened = [mark for mark in marks if mark.astext().startswith(OPENED)]
        closed = [mark for mark in marks if mark.astext().strip() == CLOSED]
        code = next((part for part in cell if "cell_input" in part["classes"]), None)
        if len(opened) == len(closed) == 1 and code is not None:
            cell.remove(code)
            (end,) = closed
            where = end.parent.index(end)
            end.parent.insert(where, [nodes.paragraph("", "", nodes.Text("In code:")), code])
            del cell["hide_mode"]


def end_with_setup(_app, doctree):
    """Gather the hidden code before the first section in one fold at the end of the page."""
    page = next(iter(doctree.findall(nodes.section)), None)
    cells = [part for part in page or () if _is_hidden(part) and not _shows(part)]
    if not cells:
        return
    first, *others = cells
    for cell in cells:
        page.remove(cell)
    for cell in others:
        first[0].extend(cell[0].children)
    first["prompt_show"], first["prompt_hide"] = "Show the set-up", "Hide the set-up"
    page.append(first)


def hide_checks(_app, doctree):
    """Fold the code of cells that compare numbers with a second source."""
    for cell in doctree.findall(nodes.container):
        if cell.get("nb_element") != "cell_code" or cell.get("hide_mode"):
            continue
        code = next((part for part in cell if "cell_input" in part["classes"]), None)
        if code is None or not CHECK.search(code.astext()):
            continue
        if IN_SIGHT not in cell.get("cell_metadata", {}).get("tags", ()):
            cell["hide_mode"] = "input"
            cell["prompt_show"], cell["prompt_hide"] = "✓ Show the check", "✓ Hide the check"


def _shows(cell):
    return any("cell_output" in part["classes"] for part in cell)


def _is_hidden(node):
    return isinstance(node, nodes.container) and node.get("hide_mode") == "input"
