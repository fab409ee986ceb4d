"""A law is added by one class and one row in each table: shown with one that no chapter needs."""

import pytest
from mpmath import exp as exp_
from mpmath import mpf
from sympy import gamma, log, pi, sqrt

from klutils.symbolic import (
    KL,
    Derivation,
    E,
    H,
    PrintError,
    check,
    equal,
    latex,
    parameter,
    plain,
    variable,
)
from klutils.symbolic.algebra import laws as algebra_laws
from klutils.symbolic.algebra.kinds import algebra
from klutils.symbolic.judge import laws as judge_laws
from klutils.symbolic.judge.arithmetic import ZERO
from klutils.symbolic.judge.arithmetic import exp as ball_exp
from klutils.symbolic.judge.kinds import Undecided, judge
from klutils.symbolic.language.named_laws import NamedLaw
from klutils.symbolic.language.supports import HALF_LINE
from klutils.symbolic.notation import latex_laws, plain_laws, printing
from klutils.symbolic.notation import plain as plain_text
from klutils.symbolic.reading import tokens
from klutils.symbolic.witness import rows as witness_laws
from klutils.symbolic.witness import table as witness_table
from klutils.symbolic.witness.kinds import witness

x = variable("x")
s, t = parameter("s", positive=True), parameter("t", positive=True)


class Rayleigh(NamedLaw):
    r"""The Rayleigh law with density :math:`(x/s^2)\,e^{-x^2/(2s^2)}`, x ≥ 0."""

    letters = positive = ("scale",)
    symbol = "R"
    support = (HALF_LINE,)

    def log_density(self, x):
        (scale,) = self.parameters
        return log(x) - 2 * log(scale) - x**2 / (2 * scale**2)


def _power(law, order):
    (scale,) = law.parameters
    return (scale * sqrt(2)) ** order * gamma(1 + order / 2)


def _in_numbers(law, point, place):
    (scale,) = (place.value(a) for a in law.parameters)
    return point / scale**2 * exp_(-((point / scale) ** 2) / 2) if point > 0 else mpf(0)


def _extent(law, place):
    (scale,) = (place.value(a) for a in law.parameters)
    return witness_laws.Extent(scale, scale, scale, scale)


def _in_balls(evaluation, law, point, at):
    line = evaluation.setting.line(law.variables[0])
    if line.side(law, point, ZERO, "start") < 0:
        return ZERO
    (scale,) = (evaluation.value(a, at) for a in law.parameters)
    z = point / scale
    return z / scale * ball_exp(-(z * z) / 2)


@pytest.fixture
def added(monkeypatch):
    """The rows of the law: one a table."""
    row = algebra_laws.Row(power=_power, logs=True, explicit=True, bounded=True)
    monkeypatch.setitem(algebra_laws._ROWS, Rayleigh, row)
    shape = witness_laws.Row(_in_numbers, "half-line", _extent, lambda _law, _place: (mpf(0),))
    monkeypatch.setitem(witness_table.LAWS, Rayleigh, shape)
    monkeypatch.setitem(judge_laws.LAWS, Rayleigh, _in_balls)
    for notation, printer in ((latex_laws, printing._Latex), (plain_laws, plain_text._Plain)):
        monkeypatch.setitem(notation.NAMES, Rayleigh, "R")
        for rows in (notation.LAWS, printer.rows):
            monkeypatch.setitem(rows, Rayleigh, notation._named)
    monkeypatch.setitem(tokens.FAMILIES, "R", Rayleigh)


R, S = Rayleigh(s), Rayleigh(t)
divergence = 2 * log(t / s) + s**2 / t**2 - 1
TRUE = {
    "second moment": (E(R, x**2), 2 * s**2),
    "mean": (E(R, x), s * sqrt(pi / 2)),
    "divergence": (KL(R, S), divergence),
    "split": (KL(R, S), H(R, S) - H(R)),
}
FALSE = {
    "second moment": (E(R, x**2), s**2),
    "mean": (E(R, x), s * sqrt(pi)),
    "divergence": (KL(R, S), -divergence),
    "split": (KL(R, S), H(R, S) + H(R)),
}


@pytest.mark.usefixtures("added")
@pytest.mark.parametrize("name", TRUE)
def test_every_route_confirms_what_is_true(name):
    left, right = TRUE[name]
    assert all(found.holds for found in check(left, equal(right, "")))
    assert judge(left, equal(right, "")).holds


@pytest.mark.usefixtures("added")
@pytest.mark.parametrize("name", FALSE)
@pytest.mark.parametrize("route", [algebra, witness, judge])
def test_every_route_refutes_what_is_false(name, route):
    left, right = FALSE[name]
    assert not route(left, equal(right, "")).holds


@pytest.mark.usefixtures("added")
def test_it_is_written_in_both_notations():
    assert (latex(R), plain(R)) == ("R(s)", "R(s)")
    assert latex(KL(R, S)) == r"D_{\mathrm{KL}}(R(s) \,\|\, R(t))"


@pytest.mark.usefixtures("added")
def test_its_print_is_read_back(monkeypatch):
    left, right = TRUE["divergence"]
    assert Derivation("eq-r", left, equal(right, "")).read_back["sides"] == 2
    mean = E(R, log(R(x) / S(x)))
    assert Derivation("eq-mean", mean, equal(divergence, "")).read_back["regrouped"] == 0
    monkeypatch.delitem(tokens.FAMILIES, "R")
    with pytest.raises(PrintError, match="cannot be read"):
        Derivation("eq-r", left, equal(right, ""))


@pytest.mark.parametrize("route", [algebra, witness, judge])
def test_without_its_row_a_route_refuses_it_by_name(route):
    with pytest.raises((ValueError, TypeError, Undecided), match="Rayleigh has no row"):
        route(KL(R, Rayleigh(3)), equal(divergence, ""))  # no route has met this pair
