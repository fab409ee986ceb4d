"""A Sphinx extension: what was checked of an equation, and its code, are one fold.

A cell that derives an equation puts out the equation and a fold that says how it was checked.
The cell's code, where the cell hides it, goes to the end of that fold: a reader who wants to know
finds all in one place, and the others see mathematics. The script ``_static/formulas.js`` opens
the fold from a mark beside the equation's number.
"""

from docutils import nodes

OPENED, CLOSED = '<details class="checked">', "</details>"


def setup(app):
    """Register with Sphinx, which calls this."""
    app.connect("doctree-read", fold_code)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


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


def _is_hidden(node):
    return isinstance(node, nodes.container) and node.get("hide_mode") == "input"
