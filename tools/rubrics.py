"""A Sphinx extension: the headings in a module's docstring become rubrics.

As headings they would open sections of the page that shows the module, with the same names for
every module, and the page's table of contents would list them all.
"""


def setup(app):
    """Register with Sphinx, which calls this."""
    app.connect("autodoc-process-docstring", as_rubrics)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def as_rubrics(_app, what, _name, _module, _options, lines):
    """Rewrite, in place, each line that is underlined with dashes."""
    if what != "module":
        return
    for number in range(len(lines) - 2, -1, -1):
        title, line = lines[number], lines[number + 1]
        if title and set(line) == {"-"} and len(line) >= len(title):
            lines[number : number + 2] = [f".. rubric:: {title}", ""]
