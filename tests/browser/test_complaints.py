"""Each complaint is heard when its fault is planted: a check that cannot fail checks nothing."""

import pytest

from tests.browser import complaints
from tools import browser

PAGE = """<!doctype html>
<html lang="en" data-theme="light"><head><title>A page</title>
<script>
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const follow = () => document.documentElement.dataset.theme = dark.matches ? "dark" : "light";
  dark.addEventListener("change", follow);
  follow();
</script>
<style>article {{ width: 300px }} div.math {{ max-width: 100% }}</style></head>
<body><main><article><h1>A page</h1>{body}</article></main></body></html>"""
DOT = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='{}' height='9'/%3E"
DRAWN = """<span class="math"><span class="katex">
<span class="katex-mathml" style="position: absolute; clip: rect(1px, 1px, 1px, 1px)">
<math>{symbols}</math></span>
<span class="katex-html" aria-hidden="true">{marks}</span></span></span>"""


def formula(marks="<span>x=1</span>", symbols="<mi>x</mi><mo>=</mo><mn>1</mn>"):
    """Return a formula as KaTeX draws it, with more or other parts than it has."""
    return DRAWN.format(marks=marks, symbols=symbols)


FIGURE = '<svg {}="img" width="9" height="9"><path d="M0 0h9v9z"/></svg>'
FAULTS = {
    "undrawn": ('<p class="math">\\(x\\)</p>', "mathematics is not drawn"),
    "unreadable": (
        '<span class="math"><code class="unreadable">\\foo</code></span>',
        "KaTeX cannot read mathematics: \\foo",
    ),
    "empty drawing": (formula(marks="<span></span>"), "an equation is drawn empty: x=1"),
    "mute": (formula().replace("katex-mathml", "other"), "says nothing to a screen reader"),
    "empty MathML": (formula(symbols=""), "says nothing to a screen reader"),
    "mute in a fold": (
        f"<details><summary>More</summary>{formula(symbols='')}</details>",
        "says nothing to a screen reader",
    ),
    "tiny": (
        '<div class="lines"><span><span class="katex" style="font-size: 5px">x</span></span></div>',
        "an equation of 17.6 px is drawn in 5.0 px",
    ),
    "tab stop in a formula": (
        formula(marks='<span tabindex="0">x</span>'),
        "a formula is a tab stop: x",
    ),
    "colour of a law": (
        formula(marks='<span>x</span><span class="law-p" style="color: #ccc">p</span>'),
        "in light: axe-core: color-c",
    ),
    "wide page": ('<div style="width: 3000px; height: 1px"></div>', "the page is 3"),
    "wide table": (
        '<div style="overflow: hidden"><table style="width: 500px"><tr><td>1</table></div>',
        "leaves its column",
    ),
    "scrolling equation": (
        '<div class="math" style="overflow-x: auto"><div style="width: 900px">x</div></div>',
        "an equation has a scroll bar",
    ),
    "no alt": (f'<img src="{DOT.format(9)}">', "has no alt text"),
    "empty alt": (f'<img src="{DOT.format(9)}" alt="">', "has no alt text"),
    "no alt on an SVG": (formula() + FIGURE.format("class"), "<svg> img has no alt text"),
    "no alt on an SVG that says it is an image": (
        formula() + FIGURE.format("role"),
        "axe-core: svg-img-alt",
    ),
    "broken image": ('<img src="nowhere.png" alt="a picture">', "is broken"),
    "missing file": ('<script src="nowhere.js"></script>', "a request failed: file:"),
    "request": ('<script src="https://example.org/x.js"></script>', "leaves the machine"),
    "console": ('<script>console.error("planted")</script>', "on the console: planted"),
    "script": ('<script>throw new Error("planted")</script>', "an error in a script: planted"),
    "contrast": (
        '<p style="color: #bbb; background: #fff">pale</p>',
        "in light: axe-core: color-c",
    ),
    "contrast in the dark": (
        '<style>[data-theme="dark"] p { color: #444; background: #111 }</style><p>dim</p>',
        "in dark: axe-core: color-contrast",
    ),
    "link around a mute formula": (
        f'<a href="#there">{formula(symbols="")}</a>',
        "axe-core: link-name",
    ),
    "link in a drawing": (
        formula(marks='<a href="#there">x</a>'),
        "axe-core: aria-hidden-focus",
    ),
    "tab stop in a drawing": (
        formula(marks='<span tabindex="0">x</span>'),
        "axe-core: aria-hidden-focus",
    ),
    "link without a name in MathML": (
        formula(symbols='<mtext><a href="#there"></a></mtext>'),
        "axe-core: link-name",
    ),
    "button without a name in MathML": (
        formula(symbols="<mtext><button></button></mtext>"),
        "axe-core: button-name",
    ),
    "unknown role in MathML": (formula(symbols='<mi role="letter">x</mi>'), "axe-core: aria-roles"),
    "unknown attribute in MathML": (
        formula(symbols='<mi aria-lable="x">x</mi>'),
        "axe-core: aria-valid-attr",
    ),
    "scrolls out of reach": (
        '<div style="height: 20px; width: 100px; overflow: auto">'
        f'<p style="height: 90px">{formula()}</p></div>',
        "axe-core: scrollable-region-focusable",
    ),
}


def complaints_about(chromium, folder, body):
    path = folder / "page.html"
    path.write_text(PAGE.format(body=body), encoding="utf-8")
    with browser.visit(chromium, path, "wide") as seen:
        return complaints.found(seen, "wide")


def test_a_good_page_has_no_complaint(chromium, tmp_path):
    body = f'<p>Fine.</p><img src="{DOT.format(9)}" alt="a dot">' + formula()
    body += FIGURE.format('aria-label="a square" role') + f"<a href='#x'>There, {formula()}</a>"
    body += f"<button>More {FIGURE.format('class')}</button>"
    assert complaints_about(chromium, tmp_path, body) == []


def test_a_formula_keeps_its_text_for_axe_core(chromium, tmp_path):
    path = tmp_path / "page.html"
    path.write_text(PAGE.format(body=formula()), encoding="utf-8")
    with browser.visit(chromium, path, "wide") as seen:
        assert complaints.found(seen, "wide") == []
        assert seen.page.locator("math").inner_html() == "x=1"


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_named(chromium, tmp_path, name):
    body, expected = FAULTS[name]
    told = complaints_about(chromium, tmp_path, body)
    assert any(expected in complaint for complaint in told), f"{name}: only {told}"
