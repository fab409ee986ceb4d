"""The ledger finds every claim of executed notebooks, and names a file it cannot read."""

import json

import pytest

from klutils import ledger
from klutils.symbolic import KL, Density, Derivation, H, equal


@pytest.fixture
def folder(tmp_path):
    """A folder with one notebook that shows one derivation in its second cell."""
    p, q = Density("p"), Density("q")
    shown = Derivation("eq-split", KL(p, q), equal(H(p, q) - H(p), "split"), uses=["eq-kl"])
    outputs = [{"output_type": "execute_result", "data": shown._repr_mimebundle_()}]
    cells = [{"cell_type": "markdown"}, {"cell_type": "code", "outputs": outputs}]
    (tmp_path / "decomposition.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")
    return tmp_path


def test_a_claim_says_where_it_stands(folder):
    (claim,) = ledger.read(folder)
    assert (claim.chapter, claim.cell, claim.label) == ("decomposition", 2, "eq-split")


def test_a_claim_carries_kind_uses_and_findings(folder):
    (claim,) = ledger.read(folder)
    (step,) = claim.steps
    assert step["kind"] == "equality"
    assert claim.record["uses"] == ["eq-kl"]
    assert step["algebra"]["holds"]
    assert step["witness"]["holds"]
    assert step["witness"]["worlds"] >= 3


def test_an_empty_folder_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError, match="holds no notebook"):
        ledger.read(tmp_path)


@pytest.mark.parametrize("content", ["{", "{}", "[]", "3"])
def test_a_file_that_is_no_notebook_is_named(folder, content):
    (folder / "broken.ipynb").write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=r"broken\.ipynb is not a notebook"):
        ledger.read(folder)
