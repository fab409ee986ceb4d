"""What is printed is read back: operators within operators, by a reader with rules of its own."""

from itertools import product

import pytest
from sympy import Abs, I, Mul, Rational, exp, log, nan, sqrt, zoo

from klutils.symbolic import (
    KL,
    ArgMin,
    At,
    E,
    Grad,
    H,
    InOrder,
    Int,
    SampleE,
    SampleMean,
    SampleProduct,
    SampleSum,
    SumOver,
    index,
    latex,
    plain,
)
from tests.symbolic.notation.meaning import meaning
from tests.symbolic.notation.reading import LatexReader, PlainReader
from tests.symbolic.setting import b, p, phi, q, q_theta, theta, x

i, d = index("i"), index("d")
THETA = 0.7

INNER = {
    "letter": theta,
    "entropy": H(p),
    "sum": H(p, q) + H(p),
    "difference": H(p, q_theta) - H(p),
    "in order": InOrder(H(p, q_theta), -H(p)),
    "minus first": InOrder(-H(p), KL(p, q)),
    "one in order": InOrder(-H(p)),
    "nested": InOrder(H(p), InOrder(H(p, q), -theta), -InOrder(phi, -b)),
    "negative": -H(p, q_theta),
    "product": theta * H(p, q),
    "ratio": H(p) / (theta * H(p, q)),
    "number": Rational(2, 3),
    "negative number": Rational(-2, 3),
}
OUTER = {
    "minus": lambda e: -e,
    "taken from": lambda e: KL(p, q) - e,
    "added": lambda e: e + KL(p, q),
    "in order, plus": lambda e: InOrder(KL(p, q), e),
    "in order, minus": lambda e: InOrder(KL(p, q), -e),
    "times a number": lambda e: 2 * e,
    "half": lambda e: e / 2,
    "times a letter": lambda e: Mul(theta, e),
    "times a functional": lambda e: e * KL(p, q_theta),
    "times an integral": lambda e: e * Int(phi * H(p), x),
    "times minus an integral": lambda e: e * Int(-phi, x),
    "times a derivative": lambda e: e * Grad(H(p, q_theta), theta),
    "times a sample mean": lambda e: e * SampleMean(p, phi),
    "times a logarithm": lambda e: e * log(b),
    "over": lambda e: e / b,
    "over a functional": lambda e: e / H(p),
    "below": lambda e: KL(p, q) / e,
    "square": lambda e: e**2,
    "one over its square": lambda e: e**-2,
    "root": lambda e: sqrt(e),
    "power": lambda e: e**phi,
    "exponent": lambda e: b**e,
    "logarithm": lambda e: log(e),
    "exponential": lambda e: exp(e),
    "absolute": lambda e: Abs(e),
    "integral": lambda e: Int(e, x),
    "expectation": lambda e: E(p, e),
    "sum over": lambda e: SumOver(e, i, d),
    "sample mean": lambda e: SampleMean(p, e),
    "sample sum": lambda e: SampleSum(p, e),
    "derivative": lambda e: Grad(e, theta),
    "at": lambda e: At(e, theta, phi),
}
LAST = {
    "alone": lambda e: e,
    "over samples": lambda e: SampleE(e * SampleMean(p, phi)),
    "sample product": lambda e: SampleProduct(p, exp(e)) if exp(e).is_positive else e,
    "minimisers": lambda e: ArgMin(e, theta),
}


def _agrees(expr):
    if expr.has(I, nan, zoo):
        return
    wanted = meaning(expr)(THETA)
    for reader, text in ((PlainReader, plain(expr)), (LatexReader, latex(expr))):
        found = reader.read(text)(THETA)
        assert abs(found - wanted) <= 1e-9 * (1 + abs(wanted)), text


@pytest.mark.parametrize("last", LAST)
@pytest.mark.parametrize("outer", OUTER)
def test_one_operator_is_read_back(outer, last):
    for inner in INNER.values():
        _agrees(LAST[last](OUTER[outer](inner)))


@pytest.mark.parametrize("outer", OUTER)
def test_two_operators_are_read_back(outer):
    for first, inner in product(OUTER.values(), ("letter", "in order", "negative")):
        _agrees(OUTER[outer](first(INNER[inner])))


@pytest.mark.parametrize(
    ("reader", "text", "expr"),
    [
        (
            LatexReader,
            r"D_{\mathrm{KL}}(p \,\|\, q) - H(p, q) - H(p)",
            KL(p, q) - InOrder(H(p, q), -H(p)),
        ),
        (PlainReader, "∂/∂θ H(p, q(·|θ))/θ", Grad(H(p, q_theta), theta) / theta),
        (PlainReader, "2 H(p, q) - H(p)", 2 * InOrder(H(p, q), -H(p))),
        (
            LatexReader,
            r"\theta H(p, q_{\theta}) \big|_{\theta=\phi}",
            theta * At(H(p, q_theta), theta, phi),
        ),
        (LatexReader, r"\prod_{i=1}^{N} b \theta", SampleProduct(p, b) * theta),
    ],
)
def test_the_reader_sees_brackets_that_are_missing(reader, text, expr):
    assert abs(reader.read(text)(THETA) - meaning(expr)(THETA)) > 1e-3
