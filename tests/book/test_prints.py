"""Every print of the book, as the notebooks hold it, reads back to what was checked."""

import time
from pathlib import Path

import pytest

from klutils import ledger
from klutils.symbolic.derive.prints import read_back
from klutils.symbolic.language.hypotheses import IID
from klutils.symbolic.language.written import read, read_hypotheses, read_step

CLAIMS = ledger.read(Path(__file__).parents[2] / "chapters")
SECONDS = 3


def _read(record):
    """What comes of reading the stored print of one derivation."""
    source = record["source"]
    start, steps = read(source["start"]), list(map(read_step, source["steps"]))
    every = (*read_hypotheses(source["given"]), *(h for step in steps for h in step.hypotheses))
    pairs = zip(record["hypotheses"], dict.fromkeys(every), strict=True)
    stated = [(text, one) for text, one in pairs if not isinstance(one, str)]
    return read_back(record["label"], record["statement"], start, steps, stated), stated


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.label)
def test_the_stored_print_reads_back_and_the_record_says_so(claim):
    found, stated = _read(claim.record)
    assert found["regrouped"] == 0
    samples = len(claim.record["samples"])
    assert claim.record["read back"] == found | {"hypotheses": len(stated) + samples}


def test_reading_the_whole_book_takes_less_than_three_seconds():
    before = time.process_time()
    for claim in CLAIMS:
        _read(claim.record)
    assert time.process_time() - before < SECONDS


def test_a_sample_is_always_said_to_be_one_of_some_law():
    """Where no hypothesis says what is drawn, a line below the equation does."""
    for claim in CLAIMS:
        steps = map(read_step, claim.record["source"]["steps"])
        given = [*read_hypotheses(claim.record["source"]["given"])]
        given += [h for step in steps for h in step.hypotheses]
        if r"_{i=1}^{N}" in claim.record["statement"]:
            said = any(isinstance(one, IID) for one in given) or claim.record["samples"]
            assert said, claim.label
