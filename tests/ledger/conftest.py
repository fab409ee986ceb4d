"""A small book: its executed chapters, its table of contents, and its claims."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from sympy import log

from klutils import ledger
from klutils.confirmation import RECORD
from klutils.symbolic import KL, Derivation, H, Int, SampleMean, at_least, define, equal, estimate
from tests.symbolic.claims import gibbs
from tests.symbolic.setting import p, q, x

CONTENTS = """
format: jb-book
root: chapters/index
parts:
  - caption: Before the book
    chapters:
      - file: chapters/references
  - caption: First
    numbered: true
    chapters:
      - file: chapters/words
      - file: chapters/zero
  - caption: Second
    numbered: true
    chapters:
      - file: chapters/alpha
  - caption: Behind the book
    chapters:
      - file: chapters/appendix
"""
NUMBER = {"by": "sum", "values": ["1", "2"], "others": ["1", "2"], "within": "0"}


@dataclass(frozen=True)
class Book:
    """Where the small book is, and what it claims, in its order."""

    folder: Path
    contents: Path
    claims: list


def derivations():
    """The claims of each page: file names are not in the order of the book."""
    kl = Derivation("eq-kl", KL(p, q), define(Int(p(x) * log(p(x) / q(x)), x)), title="The start")
    split = Derivation(
        "eq-split",
        KL(p, q),
        define(Int(p(x) * log(p(x) / q(x)), x)),
        equal(H(p, q) - H(p), "split $\\ln$", given="$H(p)$ finite"),
        uses=["eq-kl"],
        title="Two & more",
    )
    least = Derivation("eq-least", KL(p, q), at_least(0, "", gap=gibbs), uses=["eq-split", "eq-kl"])
    nll = estimate(-SampleMean(p, log(q(x))), "estimate", given="i.i.d.")
    return {
        "index": [Derivation("eq-first", H(p, q), nll, uses=["eq-least"])],
        "words": [],
        "zero": [kl, split],
        "alpha": [least],
        "appendix": [Derivation("eq-last", H(p), equal(H(p, q) - KL(p, q), "turn round"))],
    }


def notebook(title, outputs):
    """A notebook with a heading and a cell for each list of outputs."""
    cells = [{"cell_type": "markdown", "source": [f"# {title}\n", "Why."]}]
    for data in outputs:
        shown = [{"output_type": "stream", "text": "1"}, {"data": data}]
        cells.append({"cell_type": "code", "outputs": shown})
    return json.dumps({"cells": cells})


@pytest.fixture(scope="session")
def book(tmp_path_factory):
    """A book of five notebooks and of a page that is none."""
    root = tmp_path_factory.mktemp("book")
    chapters, contents = root / "chapters", root / "_toc.yml"
    chapters.mkdir()
    contents.write_text(CONTENTS, encoding="utf-8")
    for name, shown in derivations().items():
        outputs = [one._repr_mimebundle_() for one in shown]
        outputs += [{RECORD: NUMBER}] if name in ("zero", "appendix") else []
        path = chapters / f"{name}.ipynb"
        path.write_text(notebook(name.capitalize(), outputs), encoding="utf-8")
    claims = ledger.in_order(ledger.read(chapters), contents)
    return Book(chapters, contents, claims)
