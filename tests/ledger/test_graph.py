"""The picture of what builds on what: one link a claim, one line a use, a sign for each kind."""

import re
from dataclasses import replace
from itertools import combinations
from xml.etree import ElementTree

import pytest

from klutils import ledger
from klutils.ledger.graph import KINDS, NODE_HEIGHT, NODE_WIDTH, WIDTHS

SVG = "{http://www.w3.org/2000/svg}"


def pictures(claims, titles):
    """The pictures of a graph, parsed."""
    found = re.findall(r"<svg.*?</svg>", ledger.graph(claims, titles), re.S)
    assert len(found) == len(WIDTHS)
    return [ElementTree.fromstring(one) for one in found]


@pytest.fixture
def titles(book):
    return ledger.titles(book.folder, book.contents)


@pytest.fixture(params=range(len(WIDTHS)), ids=list(WIDTHS))
def picture(book, titles, request):
    return pictures(book.claims, titles)[request.param]


@pytest.fixture
def crowd(book):
    """A chapter of forty claims, which no row holds; each uses the one before and the first."""
    kl = next(claim for claim in book.claims if claim.label == "eq-kl")
    labels = [f"eq-{k}" for k in range(40)]
    return [
        replace(kl, number=f"2.{k}", record=kl.record | {"label": label, "uses": uses})
        for k, label in enumerate(labels)
        for uses in [list(dict.fromkeys([labels[k - 1], labels[0]]))[: 2 if k else 0]]
    ]


def boxes(picture):
    return [
        tuple(float(box.get(name)) for name in ("x", "y", "width", "height"))
        for box in picture.iter("rect")
    ]


def test_each_claim_is_a_link_with_a_name(book, picture):
    links = {a.get("href"): a for a in picture.iter("a")}
    assert len(links) == len(list(picture.iter("a"))) == len(book.claims)
    for claim in book.claims:
        link = links[f"{claim.chapter}.html#equation-{claim.label}"]
        said = link.get("aria-label")
        assert said.startswith(f"{claim.number} {claim.title or claim.label}, ")
        assert link.find("title").text == said


def test_a_name_tells_kind_and_what_the_claim_builds_on(picture):
    said = [a.get("aria-label") for a in picture.iter("a")]
    assert said == [
        "1 eq-first, estimate, builds on 3.1",
        "2.1 The start, definition",
        "2.2 Two & more, equality, builds on 2.1",
        "3.1 eq-least, inequality, builds on 2.2, 2.1",
        "2 eq-last, equality",
    ]


def test_each_use_is_one_line(book, picture):
    places = {claim.label: k for k, claim in enumerate(book.claims)}
    expected = sorted(
        f"e{places[claim.label]} e{places[used]}"
        for claim in book.claims
        for used in claim.record["uses"]
    )
    assert sorted(path.get("class") for path in picture.iter("path")) == expected
    assert len(expected) == 4


def test_a_line_joins_its_two_nodes(book, picture):
    nodes = dict(enumerate(boxes(picture)))
    for path in picture.iter("path"):
        ends = [int(name[1:]) for name in path.get("class").split()]
        numbers = [float(n) for n in re.findall(r"-?[\d.]+", path.get("d"))]
        for (x, y), k in zip((numbers[:2], numbers[-2:]), ends, strict=True):
            left, top, width, height = nodes[k]
            assert x == left + width / 2
            level = nodes[ends[0]][1] == nodes[ends[1]][1]
            above = not level and k == ends[0]
            assert y == (top if above else top + height), "the line crosses its node"


def test_a_kind_is_coloured_and_has_a_sign(book, picture):
    for claim, link in zip(book.claims, picture.iter("a"), strict=True):
        sign, colour = KINDS[ledger.kind_of(claim)]
        assert link.find("rect").get("style") == f"--kind:{colour}"
        assert link.find("text").text == f"{sign} {claim.number}"
    assert len({colour for _, colour in KINDS.values()}) == len(KINDS)
    assert len({sign for sign, _ in KINDS.values()}) == len(KINDS)


def test_a_claim_has_the_kind_that_gives_up_most(book):
    split = next(claim for claim in book.claims if claim.label == "eq-split")
    assert split.kinds == ("definition", "equality")
    assert ledger.kind_of(split) == "equality"
    steps = [step | {"kind": kind} for step, kind in zip(split.steps, KINDS, strict=False)]
    assert ledger.kind_of(replace(split, record=split.record | {"steps": steps})) == "estimate"


def test_the_legend_names_every_kind(book, titles):
    legend = re.search(r'<p class="claims-legend">.*?</p>', ledger.graph(book.claims, titles))[0]
    text = " ".join(ElementTree.fromstring(legend).itertext())
    assert " ".join(text.split()) == " ".join(f"{sign} {kind}" for kind, (sign, _) in KINDS.items())


def test_a_band_for_each_chapter_with_claims(picture):
    bands = [text.text for text in picture.iter("text") if text.get("class") == "band"]
    assert bands == ["Index", "Zero", "Alpha", "Appendix"]


def test_what_is_built_on_stands_above_or_to_the_left(book, picture):
    places = {claim.label: box for claim, box in zip(book.claims, boxes(picture), strict=True)}
    for label, used in (("eq-split", "eq-kl"), ("eq-least", "eq-split"), ("eq-least", "eq-kl")):
        (x, y, *_), (u, v, *_) = places[label], places[used]
        assert v < y or (v == y and u < x)


def test_no_node_covers_another_and_all_are_inside(crowd, titles):
    for picture, columns in zip(pictures(crowd, titles), WIDTHS.values(), strict=True):
        _, _, width, height = map(float, picture.get("viewBox").split())
        found = boxes(picture)
        assert len(found) == 40
        assert len({y for _, y, *_ in found}) == -(-40 // columns)
        for x, y, *_ in found:
            assert 0 <= x <= width - NODE_WIDTH
            assert 0 <= y <= height - NODE_HEIGHT
        for (x, y, *_), (u, v, *_) in combinations(found, 2):
            assert abs(x - u) >= NODE_WIDTH or abs(y - v) >= NODE_HEIGHT


def test_pointing_at_a_node_brings_out_its_lines_and_no_others(book, titles):
    html = ledger.graph(book.claims, titles)
    rules = re.findall(r"\.claims:has\(\.n(\d+):is\(:hover,:focus\)\) \.e(\d+)\{", html)
    assert rules == [(str(k), str(k)) for k in range(len(book.claims))]
    assert "<script" not in html


def test_titles_are_text_and_no_markup(book, titles):
    claims = [replace(c, record=c.record | {"title": 'a < b & "c"'}) for c in book.claims]
    for picture in pictures(claims, titles | {"zero": "p < q"}):
        assert 'a < b & "c"' in next(picture.iter("a")).get("aria-label")
        assert "p < q" in [text.text for text in picture.iter("text")]


def test_a_use_of_no_claim_is_named(book, titles):
    with pytest.raises(ValueError, match="eq-first uses 'eq-least', which is none of the claims"):
        ledger.graph(book.claims[:3], titles)


def test_a_chapter_without_a_title_is_named(book, titles):
    del titles["zero"]
    with pytest.raises(ValueError, match="titles has no 'zero', where eq-kl stands"):
        ledger.graph(book.claims, titles)
