"""Prints broken on purpose: what is broken, and that reading them back sees it."""

import pytest
from sympy import log

from klutils import ledger
from klutils.mutants import broken, print_counts
from klutils.mutants.prints import PRINT_OPERATORS, SLIPS, signs
from klutils.symbolic import (
    KL,
    Density,
    Derivation,
    H,
    Int,
    SampleMean,
    define,
    equal,
    estimate,
    parameter,
    variable,
)

p, x, theta = Density("p"), variable("x"), parameter("theta")
q = Density("q", given=theta)


@pytest.fixture(scope="module")
def found():
    whole = Derivation(
        "eq-all",
        KL(p, q),
        define(Int(p(x) * log(p(x) / q(x)), x)),
        equal(H(p, q) - H(p), "split"),
        estimate(-SampleMean(p, log(q(x))) - H(p), "average"),
    )
    return broken(whole.record())


SLIPPED = {
    "brackets lost": (r"2 (a + b)", "2 a + b"),
    "sign turned or lost": ("a - b", "a + b"),
    "subscript lost": (r"q_{\theta}", "q"),
    "superscript lost": (r"\theta^{2}", r"\theta"),
    "condition lost": (r"q(x \mid \theta)", "q ( x )"),
    "arguments exchanged": (r"D(p \| q)", r"D ( q \| p )"),
    "fraction turned or lost": (r"\frac{a}{b}", r"\frac { b } { a }"),
    "measure lost or exchanged": (r"\int p(x) \, dx", r"\sum _ { x } p ( x )"),
    "operator exchanged": (r"\mathbb{E}_{x \sim p}[x]", r"\operatorname{Var} _ { x \sim p } [ x ]"),
    "digit changed": ("2 a", "3 a"),
    "letter exchanged, once": ("a b", "b b"),
    "letters exchanged, everywhere": ("a a b", "b b a"),
    "subscript changed": (r"q_{\theta} b", r"q _ { b } b"),
    "sign dropped": (r"\ln a", "a"),
}


@pytest.mark.parametrize("operator", PRINT_OPERATORS)
def test_what_each_slip_makes(operator):
    code, wrong = SLIPPED[operator]
    letters = [s for s in dict.fromkeys(signs(code)) if s in ("a", "b", r"\theta")]
    assert wrong in [" ".join(row) for row in SLIPS[operator](signs(code), letters)]


def test_what_still_says_the_same_is_a_name_for_it(found):
    """Here that is an index that is called otherwise, and nothing else."""
    assert len(found) > 100
    same = {(one.operator, one.side) for one in found if one.said == "same"}
    assert same <= {("letters exchanged, everywhere", 3)}


def test_the_counts_and_their_table(found):
    counted = print_counts(found)
    assert sum(sum(said.values()) for said in counted["operators"].values()) == len(found)
    table = ledger.print_mutation_table(counted).splitlines()
    assert table[-1].startswith(f"| **all** | {len(found)} |")
    assert len(table) == 3 + len(PRINT_OPERATORS)
    assert f"The {len(counted['same'])} broken prints" in ledger.prints_unchanged(counted)
