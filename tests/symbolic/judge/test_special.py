"""Special functions, their derivatives, and signs on a continuum."""

import pytest
from flint import arb, ctx, fmpq

from klutils.symbolic.judge.arithmetic import Inexact, NoValue, Series, Undecided, log
from klutils.symbolic.judge.exponentials import HALF_LINE, LINE, UNIT, Coordinate, Exponentials
from klutils.symbolic.judge.special import absolute, gamma, polygamma, sign, whole


@pytest.fixture(autouse=True)
def _precision():
    with ctx.workprec(256):
        yield


def test_gamma_is_exact_at_whole_numbers():
    assert gamma(fmpq(5)) == 24
    assert abs(gamma(fmpq(1, 2)) - arb.pi().sqrt()) < 1e-60


def test_a_series_of_gamma_holds_its_derivatives():
    at = Series.variable(1, fmpq(7, 3), 3)
    found = log(gamma(at))
    for order in (1, 2, 3):
        assert abs(found.derivative(order) - polygamma(order - 1, fmpq(7, 3))) < 1e-60
    assert abs(polygamma(0, at).derivative(2) - polygamma(2, fmpq(7, 3))) < 1e-60


def test_gamma_of_what_is_not_positive_has_no_value():
    with pytest.raises(NoValue):
        gamma(fmpq(-1, 2))


def _coordinate(domain):
    return Exponentials.variable(Coordinate("x", 0, domain))


def test_a_sign_that_stays_is_known_and_another_is_not():
    assert sign(1 + 2 * _coordinate(HALF_LINE)) == 1
    assert sign(_coordinate(UNIT) - 1) == -1
    assert absolute(fmpq(-3)) == 3
    for value in (_coordinate(LINE), _coordinate(UNIT) - fmpq(1, 2), arb(0, 1)):
        with pytest.raises(Inexact):
            sign(value)


def test_a_whole_number_is_one():
    assert whole(fmpq(4), "it") == 4
    with pytest.raises(Undecided, match="no whole number"):
        whole(fmpq(1, 2), "it")
