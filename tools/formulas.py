"""A Sphinx extension: formulas are drawn when the book is built, by KaTeX.

A displayed equation is set line by line: left side, right side and reason are pieces of their own,
which ``_static/formulas.css`` puts side by side or, on a phone, below each other; between the terms
of a sum a line may break. All of that is for the eye. For those who listen, and for the tests, the
equation stands there once more as MathML, with its LaTeX as annotation.
"""

import re
from html import escape

from docutils import nodes
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

from tools import katex
from tools.pieces import Line, pieces, terms, words

ROOM = 17.0  # em of a formula that a phone's column has for a line, its indent taken off
SHORT = 2.2  # em: a left side that is worth keeping beside its right side on a phone
COLUMN = 33.0  # em that the column of a wide page has beside the number
INDENT, REASON = 3.0, 6  # em: gaps and indents of a line; the least that a reason takes beside it
SIDES = ("left", "right")
TOGETHER = 9.0  # em: a formula up to so wide is never parted from the full stop after it
SIGNS = re.compile(r"[.,;:!?)\\]’”…]+")
LAW = re.compile(r'<span class="mord mathnormal([^"]*)"([^>]*)>([pq])</span>')

told = logging.getLogger(__name__)


def setup(app):
    """Register with Sphinx, which calls this."""
    app.add_html_math_renderer("katex", (inline, None), (displayed, None))
    app.connect("builder-inited", add_style)
    app.connect("doctree-resolved", keep_signs)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def add_style(app):
    """Put KaTeX's style sheet before ours."""
    app.add_css_file("../katex/katex.min.css", priority=100)


def keep_signs(_app, doctree, _name):
    """Tie a short formula to the full stop after it: a browser may break a line between them."""
    for formula in list(doctree.findall(nodes.math)):
        text = formula.next_node(descend=False, siblings=True)
        signs = SIGNS.match(text.astext()) if isinstance(text, nodes.Text) else None
        if signs is None or _width(formula.astext()) > TOGETHER:
            continue
        parent, rest = formula.parent, text.astext()[signs.end() :]
        where = parent.index(formula)
        whole = nodes.inline("", "", formula.deepcopy(), nodes.Text(signs[0]), classes=["whole"])
        parent[where : where + 2] = [whole, nodes.Text(rest)] if rest else [whole]


def inline(translator, node):
    """Write a formula of the text."""
    formula = _or_complain(node, lambda: coloured(katex.html(node.astext(), spoken=True)))
    translator.body.append(f'<span class="math notranslate nohighlight">{formula}</span>')
    raise nodes.SkipNode


def displayed(translator, node):
    """Write a displayed equation with its number."""
    numbered = node.get("number") is not None
    identity = f' id="{node["ids"][0]}"' if node.get("ids") else ""
    translator.body.append(f'<div class="math notranslate nohighlight"{identity}>\n')
    if numbered:
        number = get_node_equation_number(translator, node)
        translator.body.append(f'<span class="eqno">({number})')
        translator.add_permalink_ref(node, "Link to this equation")
        translator.body.append("</span>")
    translator.body.append(_or_complain(node, lambda: equation(node.astext().strip())))
    translator.body.append("</div>\n")
    raise nodes.SkipNode


def equation(tex: str) -> str:
    """Return a displayed equation as HTML: its MathML, and its lines for the eye."""
    lines, shown = pieces(tex), []
    left, right = _widest(line.left for line in lines), _widest(line.right for line in lines)
    if left + right + INDENT > COLUMN:  # then the left side has a line of its own
        lines = [part for line in lines for part in _parted(line)]
        left, right = 0.0, max(left, right)
    whole = sum(max(katex.width(getattr(line, side)) for line in lines) for side in SIDES)
    stacked = katex.width(lines[0].left) > SHORT and whole > ROOM
    for line in lines:
        if line.left:
            kind = "left" if line.right else "start"
            shown.append(f'<span class="{kind}">{_terms(line.left)}</span>')
        if line.right:
            kind = "right" if lines[0].left else "alone"
            shown.append(f'<span class="{kind}">{_terms(line.right)}</span>')
        if line.reason:
            kind = "reason below" if line.below else "reason"
            formulas = [part for part, formula in words(line.reason) if formula]
            room = f' style="--word: {_widest(formulas) + 1:.1f}"'
            shown.append(f'<span class="{kind}"{room}>{_reason(line.reason)}</span>')
    reason = REASON if any(line.reason and not line.below for line in lines) else 0
    return (
        f'<div class="formula">{katex.mathml(tex)}'
        f'<div class="lines{" stacked" if stacked else ""}" aria-hidden="true"'
        f' style="--beside: {left + right + INDENT:.1f}; --reason: {reason};'
        f' --widest: {max(left, right) + INDENT:.1f}">{"".join(shown)}</div></div>'
    )


def _parted(line: Line) -> list[Line]:
    """Return a line with its left side on a line of its own."""
    if not (line.left and line.right):
        return [line]
    return [Line(left=line.left), Line(right=line.right, reason=line.reason, below=line.below)]


def _widest(sides) -> float:
    """Return the width of the widest term."""
    drawn = (rf"\displaystyle {term}" for side in sides for term in terms(side))
    return max(map(katex.width, drawn), default=0.0)


def coloured(html: str) -> str:
    """Mark the letters p and q, which have the colours of their laws in the figures."""
    return LAW.sub(r'<span class="mord mathnormal\1 law-\3"\2>\3</span>', html)


def _terms(tex: str) -> str:
    return "<wbr>".join(coloured(katex.html(rf"\displaystyle {term}")) for term in terms(tex))


def _reason(reason: str) -> str:
    if "\\" in "".join(part for part, formula in words(reason) if not formula):
        return katex.html(rf"\text{{{reason}}}")
    return "".join(
        "<wbr>".join(coloured(katex.html(term)) for term in terms(part))
        if formula
        else escape(part)
        for part, formula in words(reason)
    )


def _width(tex: str) -> float:
    try:
        return katex.width(tex)
    except katex.Unreadable:  # said where it is drawn
        return float("inf")


def _or_complain(node, draw) -> str:
    """Return what is drawn; where that fails, warn of the place and show the source."""
    try:
        return draw()
    except katex.Unreadable as error:
        told.warning(str(error), location=node)
        return f'<code class="unreadable">{escape(node.astext())}</code>'
