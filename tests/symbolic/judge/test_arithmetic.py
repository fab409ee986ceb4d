"""Numbers with their derivatives, and numbers at the edge of what has a value."""

import pytest
from flint import arb, fmpq

from klutils.symbolic.judge.arithmetic import (
    INFINITY,
    NoValue,
    Series,
    Undecided,
    exp,
    is_zero,
    log,
    power,
    product,
)

ORDER = 4
POINT = fmpq(3, 7)
e = Series.variable(1, POINT, ORDER)


def _derivatives(value):
    return [value.derivative(k) for k in range(ORDER + 1)]


def _agree(found, wanted):
    for one, other in zip(found, wanted, strict=True):
        assert arb(one).overlaps(arb(other))
        assert arb(one).rad() < 1e-12 * (1 + abs(other))


t = arb(POINT)


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (log(e), [t.log(), 1 / t, -1 / t**2, 2 / t**3, -6 / t**4]),
        (exp(2 * e), [(2 * t).exp() * 2**k for k in range(5)]),
        (1 / e, [1 / t, -1 / t**2, 2 / t**3, -6 / t**4, 24 / t**5]),
        (e * e * e, [t**3, 3 * t**2, 6 * t, arb(6), arb(0)]),
        (
            power(e, fmpq(1, 2)),
            [
                t.sqrt(),
                1 / (2 * t.sqrt()),
                -1 / (4 * t * t.sqrt()),
                3 / (8 * t**2 * t.sqrt()),
                -15 / (16 * t**3 * t.sqrt()),
            ],
        ),
        (power(e, fmpq(-2)), [1 / t**2, -2 / t**3, 6 / t**4, -24 / t**5, 120 / t**6]),
        (
            (1 - e) / (1 + e) + 1,
            [2 / (1 + t) ** (k + 1) * f for k, f in enumerate((1, -1, 2, -6, 24))],
        ),
    ],
    ids=["ln t", "exp 2t", "1/t", "t³", "√t", "1/t²", "2/(1 + t)"],
)
def test_a_series_holds_the_derivatives(value, wanted):
    _agree(_derivatives(value), wanted)


def test_an_inner_derivative_takes_the_outer_parameter_for_constant():
    """d/dt of t · (d/ds of s t at s = t) is 2t; to confuse both gives 3t or more."""
    outer = Series.variable(1, POINT, 1)
    for inner in (Series.variable(2, outer, 1) * outer, outer * Series.variable(2, outer, 1)):
        found = outer * inner.derivative(1)
        assert found.derivative(1) == 2 * POINT


def test_a_mixed_derivative_goes_through_two_levels():
    outer = Series.variable(1, POINT, 1)
    inner = Series.variable(2, fmpq(5), 1)
    found = (inner * inner * outer * outer).derivative(1)
    assert found.derivative(1) == 4 * 5 * POINT


def test_values_at_the_edge():
    assert log(fmpq(0)) == -INFINITY
    assert log(INFINITY) == INFINITY
    assert exp(-INFINITY) == 0
    assert product((fmpq(0), INFINITY)) == 0
    assert product((fmpq(2), INFINITY)) == INFINITY
    assert power(fmpq(0), fmpq(-1)) == INFINITY
    assert is_zero(log(fmpq(1)))


def test_rationals_stay_exact():
    assert power(fmpq(2, 3), fmpq(-3)) == fmpq(27, 8)
    assert isinstance(product((fmpq(2), fmpq(1, 3))), fmpq)


@pytest.mark.parametrize(
    ("what", "value"),
    [
        (log, (fmpq(-1),)),
        (power, (fmpq(-2), fmpq(1, 2))),
        (log, (Series.variable(1, fmpq(0), 1),)),
        (power, (Series.variable(1, fmpq(0), 1), fmpq(-1))),
    ],
    ids=["ln of −1", "root of −2", "slope of ln at 0", "slope of 1/t at 0"],
)
def test_what_has_no_value(what, value):
    with pytest.raises(NoValue):
        what(*value)


def test_what_a_wide_ball_does_not_tell():
    wide = arb(0, 1e-9)
    with pytest.raises(Undecided):
        log(wide)
    with pytest.raises(Undecided):
        power(wide, fmpq(-1))
