"""What is written of an expression is read as the same expression."""

import json

import pytest
from sympy import Float, Symbol, oo

from klutils.symbolic import KL, Density, H
from klutils.symbolic.language.written import read, read_step, written, written_step
from tests.symbolic.claims import FALSE, TRUE

CLAIMS = TRUE | FALSE


@pytest.mark.parametrize("name", CLAIMS)
def test_a_claim_comes_back_as_it_was(name):
    left, step = CLAIMS[name]
    assert read(written(left)) == left
    if step.right is None:  # digits that nobody has filled in
        return
    data = json.loads(json.dumps(written_step(step)))
    assert read_step(data) == step


def test_infinities_come_back():
    assert (read(written(oo)), read(written(-oo))) == (oo, -oo)


def test_a_symbol_keeps_what_is_assumed_of_it():
    n, s = Symbol("n", integer=True, positive=True), Symbol("s", negative=True)
    for symbol in (n, s, Symbol("u", nonnegative=True), Symbol("v", real=True), Symbol("w")):
        assert read(written(symbol)) == symbol


def test_the_text_is_short_enough_to_read():
    p, q = Density("p"), Density("q")
    assert written(KL(p, q)) == "KL(Density('p', 'x', ()), Density('q', 'x', ()))"
    assert read("H(Density('p', 'x', ()))") == H(p)


@pytest.mark.parametrize(
    "text",
    ["", "open('a')", "__import__('os')", "KL.mro()", "Symbol('x').func", "1.5", "KL(p)", "[1]"],
)
def test_a_text_that_nothing_wrote_is_refused(text):
    with pytest.raises(ValueError, match="written"):
        read(text)


def test_a_class_that_is_not_listed_is_named():
    with pytest.raises(TypeError, match="Float is not in the list"):
        written(Float("0.5"))
