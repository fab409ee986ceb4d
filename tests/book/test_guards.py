"""Each guard is silent on a good page, and names the fault that is planted in it."""

import copy

import pytest

from klutils.symbolic import KL, Density, Derivation, Exercise, H, equal
from klutils.symbolic.language.written import written
from tests.book import guards, pages
from tests.book.pages import notebook

p, q = Density("p"), Density("q")
SPLIT = Derivation("eq-split", KL(p, q), equal(H(p, q) - H(p), "split"), title="the split")
CLAIM = SPLIT.record()


def markdown(source):
    return {"cell_type": "markdown", "id": "a", "metadata": {}, "source": source}


def code(source, *outputs, count=1, **metadata):
    return {
        "cell_type": "code",
        "execution_count": count,
        "id": "b",
        "metadata": metadata,
        "outputs": list(outputs),
        "source": source,
    }


def shown(**data):
    data = {mime.replace("__", "/"): content for mime, content in data.items()}
    return {"output_type": "display_data", "metadata": {}, "data": data}


def derived(claim, equation=SPLIT.markdown()):
    output = shown(text__markdown=equation)
    output["data"][guards.CLAIM] = claim
    return output


def stream(name, text):
    return {"output_type": "stream", "name": name, "text": text}


def error():
    return {"output_type": "error", "ename": "ValueError", "evalue": "p is -1", "traceback": []}


SIGN = Exercise("ex-sign", KL(p, q), "Split it.", without=KL)


def reply(answer):
    output = shown()
    output["data"] |= SIGN.answer(answer)._repr_mimebundle_()
    return output


FIGURE = {
    "image": {"alt": "Two bell curves, one higher than the other"},
    "figure": {"caption": "Two densities", "name": "fig-two-densities"},
}
PNG = shown(image__png="iVBORw0KGgo=")
GOOD = [
    markdown("# A page\n\nOne sentence, i.e. this one, on $p \\ln p$.\nThen {eq}`eq-split`.\n"),
    code("derive()", derived(CLAIM)),
    code("draw()", PNG, count=2, mystnb=FIGURE),
    code("fail()", error(), count=3, tags=["raises-exception"]),
    markdown("```python\nprint('$$')  # First. Then simply more.\n```"),
    markdown("1. One thing.\n- **Title.** By J. Doe."),
    markdown("(row-eq-split)=\nThe row of the split."),
    markdown("````{exercise}\n:label: ex-sign\nWhat is the sign?\n````\n\n`a. B` and `$$`."),
    code("sign.answer(...)", reply(...), count=4),
    markdown("````{solution-start} ex-sign\n:class: dropdown\n````"),
    code("sign.answer(H(p, q) - H(p))", reply(H(p, q) - H(p)), count=5),
    markdown("````{solution-end}\n````"),
]


def book(*cells):
    return notebook("chapters/page.ipynb", {"cells": copy.deepcopy(list(cells))})


@pytest.mark.parametrize("guard", guards.OF_A_PAGE, ids=lambda guard: guard.__name__)
def test_a_good_page_has_no_complaint(guard):
    assert guard(book(*GOOD)) == []


def test_a_good_book_has_no_complaint():
    page = book(*GOOD)
    assert guards.misnamed_labels([page]) == []
    assert guards.dangling_references([page], set()) == []
    assert guards.listed(["chapters/page"], ["chapters/page"]) == []
    assert guards.addresses("a.py", "path = 'book/data'  # a/tmp/b", "/book") == []


def claim(**changes):
    return derived(copy.deepcopy(CLAIM) | changes)


STEP = CLAIM["steps"][0]
FAULTS = [
    (guards.executed, code("1", PNG, count=None), "execution count is None, expected 1"),
    (guards.executed, code("1", PNG, count=2), "execution count is 2, expected 1"),
    (guards.executed, code("warn()", stream("stderr", "Beware")), "writes to stderr: 'Beware'"),
    (guards.executed, code("fail()", error()), "ends in ValueError: p is -1"),
    (guards.executed, code("x = 1"), "no cell has an output"),
    (guards.typed_mathematics, markdown(r"so $\displaystyle\sum x$"), "displayed mathematics"),
    (guards.typed_mathematics, markdown("\\begin{flalign*}x\\end{flalign*}"), "line 1: displayed"),
    (guards.typed_mathematics, markdown("\\begin{pmatrix}x\\end{pmatrix}"), "line 1: displayed"),
    (
        guards.typed_mathematics,
        markdown("```{eval-rst}\n.. math:: x\n```"),
        "cell 1: displayed mathematics is typed: .. math:: x",
    ),
    (guards.typed_mathematics, markdown("$$\nx\n$$"), "cell 1, line 1: displayed mathematics"),
    (guards.typed_mathematics, markdown("so $$x$$"), "displayed mathematics is typed"),
    (guards.typed_mathematics, markdown("\\[x\\]"), "displayed mathematics is typed"),
    (guards.typed_mathematics, markdown("```{math}\nx\n```"), "displayed mathematics is typed"),
    (guards.typed_mathematics, markdown(":::{math}\nx\n:::"), "displayed mathematics is typed"),
    (guards.typed_mathematics, markdown("\\begin{align*}x\\end{align*}"), "line 1: displayed"),
    (
        guards.typed_mathematics,
        markdown("```{exercise}\n:label: ex-a\n\nShow $$x$$.\n```"),
        "line 4: displayed",
    ),
    (
        guards.typed_mathematics,
        markdown("```{exercise}\n:label: ex-a\n```\n\nThen $$x$$."),
        "line 5: displayed",
    ),
    (
        guards.typed_mathematics,
        markdown("````{dropdown} A\n```{note}\nB\n```\n```python\n$$\n```\n````\n\nThen $$x$$."),
        "line 10: displayed",
    ),
    (
        guards.typed_mathematics,
        markdown("````{solution-end}\n````\n\n```{exercise} A\nShow $$x$$.\n```"),
        "line 5: displayed",
    ),
    (guards.unrecorded_mathematics, code("x", shown(text__latex="$x$")), "LaTeX without a claim"),
    (guards.unrecorded_mathematics, code("x", shown(text__html="\\[x\\]")), "mathematics in HTML"),
    (
        guards.unrecorded_mathematics,
        code("x", shown(text__markdown="$$x$$")),
        "an equation without a claim",
    ),
    (guards.unrecorded_mathematics, code("x", claim(label="eq-b")), "the claim is eq-b"),
    (
        guards.unrecorded_mathematics,
        code("x", derived(CLAIM, SPLIT.markdown().replace(" (eq-split)", ""))),
        "the claim is eq-split, the labelled equations beside it: none",
    ),
    (guards.unrecorded_mathematics, code("x", claim(statement="1")), "something else than"),
    (guards.unrecorded_mathematics, code("x", derived({"label": "eq-split"})), "the claim lacks"),
    (guards.unrecorded_mathematics, code("x", claim(steps=[STEP | {"kind": "="}])), "no kind of"),
    (
        guards.unrecorded_mathematics,
        code("x", claim(steps=[STEP | {"witness": {}}])),
        "the witness does not hold",
    ),
    (
        guards.unrecorded_mathematics,
        code("x", claim(steps=[STEP | {"algebra": {}}])),
        "the algebra does not hold",
    ),
    (
        guards.unrecorded_mathematics,
        code("x", derived(CLAIM | {"label": "split"}, "$$\nx\n$$ (split)")),
        "does not begin with eq-",
    ),
    (
        guards.edited_claims,
        code("x", derived(CLAIM, SPLIT.markdown().replace("q) - H", "q) + H"))),
        "eq-split is not as its expressions give it: text/markdown",
    ),
    (
        guards.edited_claims,
        code(
            "x",
            derived(
                CLAIM | {"statement": CLAIM["statement"].replace("q) - H", "q) + H")},
                SPLIT.markdown().replace("q) - H", "q) + H"),
            ),
        ),
        "eq-split is not as its expressions give it: statement, text/markdown",
    ),
    (
        guards.edited_claims,
        code("x", claim(steps=[STEP | {"witness": STEP["witness"] | {"worlds": 99}}])),
        "as its expressions give it: steps",
    ),
    (
        guards.edited_claims,
        code("x", claim(source=CLAIM["source"] | {"start": "KL(p, q)"})),
        "the claim cannot be built again",
    ),
    (
        guards.edited_claims,
        code("x", claim(source=CLAIM["source"] | {"start": written(KL(q, p))})),
        "the claim cannot be built again: eq-split, step 1 (equality: split) does not hold",
    ),
    (
        guards.unanswered_exercises,
        code("x", reply(H(p, q) - H(p))),
        "ex-sign does not first say what is asked",
    ),
    (guards.unanswered_exercises, code("x", reply(...)), "ex-sign has no solution that is found"),
    (guards.unanswered_exercises, code("x", reply(...), reply(H(p))), "ex-sign has no solution"),
    (guards.undescribed_figures, code("draw()", PNG), "has the alt text ''"),
    (guards.undescribed_figures, code("draw()", PNG), "has no caption"),
    (guards.undescribed_figures, code("draw()", PNG, derived(CLAIM)), "its picture and more"),
    (guards.undescribed_figures, code("draw()", PNG), "has no name"),
    (guards.untidy_code, code("\n".join(["x = 1"] * 26)), "has 26 lines, at most 25"),
    (guards.untidy_code, code("import sys\nsys.path.append('..')"), "edits sys.path"),
    (guards.untidy_code, code("from sympy import *"), "imports *"),
    (guards.untidy_code, code("f", shown(text__plain="<f at 0x7f3a9c04>")), "address in memory"),
    (
        guards.broken_toggles,
        markdown("```{prf:proof}\n:class: dropdown\nBy sight.\n```"),
        "a proof is a dropdown",
    ),
    (guards.poor_prose, markdown("This is simply so."), "'simply' says nothing"),
    (guards.poor_prose, markdown("One.\nTwo. Three."), "line 2: holds more than one sentence"),
    (guards.poor_prose, markdown("See $p$. Then `q`."), "holds more than one sentence"),
    (guards.poor_prose, markdown("```{note}\nOne. Two.\n```"), "holds more than one sentence"),
]


@pytest.mark.parametrize(
    ("guard", "cell", "expected"),
    FAULTS,
    ids=[f"{guard.__name__}-{number}" for number, (guard, _, _) in enumerate(FAULTS)],
)
def test_a_planted_fault_is_named(guard, cell, expected):
    told = guard(book(cell))
    assert any(expected in complaint for complaint in told), f"only {told}"


@pytest.mark.parametrize("source", ['Derivation("eq-a", x, y)', "split", "sign.answer(...)"])
def test_one_stripped_result_is_named_beside_others(source):
    told = guards.executed(book(code("1", PNG), code(source, count=2)))
    assert told == ["chapters/page.ipynb, cell 2: its result is not stored: run make.py execute"]


@pytest.mark.parametrize(
    "source", ["print(1)", "confirm(a, b)", "x = split", "if x:\n    split", "%time x"]
)
def test_a_cell_that_shows_nothing_needs_no_result(source):
    assert guards.executed(book(code("1", PNG), code(source, count=2))) == []


def test_labels_given_twice_or_of_another_kind_are_named():
    told = guards.misnamed_labels([book(*GOOD), book(*GOOD[1:2])])
    assert told[0].startswith("the label eq-split is given 2 times: chapters/page.ipynb, cell 2")
    planted = [
        markdown("```{exercise}\n:label: sign\nWhat?\n```"),
        code("draw()", PNG, mystnb={"figure": {"name": "densities"}}),
        markdown("```{prf:theorem} Gibbs\n:label: gibbs\nIt is.\n```"),
    ]
    told = guards.misnamed_labels([book(*planted)])
    assert [complaint.split("label ")[1] for complaint in told] == [
        "sign does not begin with ex-",
        "gibbs does not begin with thm-",
        "densities does not begin with fig-",
    ]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (markdown("By {eq}`eq-none`."), "{eq}`eq-none` leads nowhere"),
        (markdown("By {prf:ref}`Gibbs <thm-none>`."), "{prf:ref}`thm-none` leads nowhere"),
        (markdown("See {doc}`none`."), "{doc}`none` leads nowhere"),
        (markdown("Says {cite}`a-1999, b-2000`."), "nothing is known of the citation a-1999"),
        (
            code("x", derived(CLAIM | {"uses": ["eq-none"]}, "$$\nx\n$$ (eq-split)")),
            "builds on eq-none, not in the book",
        ),
    ],
)
def test_references_that_lead_nowhere_are_named(cell, expected):
    told = guards.dangling_references([book(cell)], {"b-2000"})
    assert [complaint for complaint in told if expected in complaint] == told != []


def test_a_page_missing_on_either_side_is_named():
    told = guards.listed(["index", "gone", "index"], ["index", "new"])
    assert told == [
        "_toc.yml lists gone, which is no file",
        "_toc.yml lists index twice",
        "new is a file that _toc.yml does not list",
    ]


@pytest.mark.parametrize("display", [".. math:: x", "$$x$$", r"\[x\]"])
@pytest.mark.parametrize("head", ["", "class C:\n    ", "def f():\n    "])
def test_an_equation_displayed_in_a_docstring_is_named(head, display):
    text = f'{head}r"""What :math:`x` is.\n\n    {display}\n    """\n'
    (told,) = guards.displayed_in_docstrings("a.py", text)
    line = head.count("\n") + 3
    assert told == f"a.py, line {line}: displayed mathematics in a docstring: {display}"
    assert guards.displayed_in_docstrings("a.py", text.replace(display, "fine")) == []


@pytest.mark.parametrize(
    "text",
    [
        "/".join(["", "home", "reader", "book"]),
        "/".join(["'", "tmp", "x'"]),
        "/".join(["", "book", "klutils"]),
        "--extra-" + "index-url",
        "https://pypi." + "org/simple",
    ],
)
def test_an_address_is_named(text):
    assert len(guards.addresses("a.md", text, "/book")) == 1


TITLES = {"index": "The book", "a": "First", "b": "Second"}
MAP = "| chapter | what |\n| --- | --- |\n| First | x |\n| Second | y |\n\n| Third | z |\n"


def test_a_map_that_is_not_the_table_of_contents_is_seen():
    assert guards.unmapped(MAP, TITLES) == []
    for planted in (MAP.replace("First", "Fist"), MAP.replace("| First | x |\n", "")):
        (told,) = guards.unmapped(planted, TITLES)
        assert told.endswith("the book has First, Second")
    assert len(guards.unmapped(MAP, TITLES | {"c": "Third"})) == 1


def _page(name, source):
    return pages.Page(f"chapters/{name}.ipynb", [pages.Cell(1, "code", source)])


def test_a_chapter_without_a_stop_is_named():
    index, chapters = _page("index", 'stops = {"eq-a": "x", "eq-b": "y"}'), {"eq-a": "a"}
    assert guards.unstopped(index, ["a", "b"], chapters | {"eq-b": "b"}) == []
    (told,) = guards.unstopped(index, ["a", "b"], chapters | {"eq-b": "a"})
    assert told.endswith("missing: b")
    assert "no chapter, with eq-b" in guards.unstopped(index, ["a", "b"], chapters)[0]


def test_a_symbol_that_the_chapter_on_notation_lacks_is_named():
    used = _page("a", "from klutils.symbolic import KL, H, equal")
    assert guards.unexplained([used], _page("notation", "KL(p, q), H(p)"), {"KL", "H"}) == []
    (told,) = guards.unexplained([used], _page("notation", "KL(p, q)"), {"KL", "H"})
    assert told == "chapters/notation.ipynb: H, of chapters/a.ipynb, is not there"


def test_a_module_that_the_page_of_the_api_lacks_is_named():
    listed = ".. automodule:: {}\n   :members:\n"
    api = f"{listed.format('a')}\n{listed.format('b')}   :imported-members:\n"
    assert guards.undocumented(api, ["a", "b", "b.c"]) == []
    (told,) = guards.undocumented(api, ["a", "b", "a.c"])
    assert told == "chapters/api.md lacks a.c"


@pytest.mark.parametrize("planted", ["### Fist", "### Second"])
def test_a_heading_on_the_page_of_claims_that_is_no_title_is_seen(planted):
    def claims(heading):
        rows = pages.Cell(2, "code", 'Markdown(ledger.rows(claims, "a"))')
        return pages.Page("chapters/claims.ipynb", [pages.Cell(1, "markdown", heading), rows])

    assert guards.unheaded(claims("### First"), TITLES, {"a"}) == []
    assert len(guards.unheaded(claims(planted), TITLES, {"a"})) == 1
    assert len(guards.unheaded(claims("### First"), TITLES, {"a", "b"})) == 1
