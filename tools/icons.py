"""A Sphinx extension: pages do without the theme's script of icons.

It holds all of FontAwesome, 1.5 MB on every page, to redraw a dozen icons as SVG; the theme's style
sheet draws the same ones from a font of 150 kB that comes with it.
"""

import re
from pathlib import Path

SCRIPT = re.compile(r'\s*<script[^>]*src="[^"]*scripts/fontawesome\.js[^"]*"></script>')


def setup(app):
    """Register with Sphinx, which calls this."""
    app.connect("build-finished", drop)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def drop(app, error):
    """Take the script out of each page, and out of the book."""
    if error or app.builder.format != "html":
        return
    for page in Path(app.outdir).rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        if SCRIPT.search(text):
            page.write_text(SCRIPT.sub("", text), encoding="utf-8")
    for script in Path(app.outdir, "_static", "scripts").glob("fontawesome.js*"):
        script.unlink()
