"""Integrals by recurrences, against integrals by certified quadrature."""

import pytest
from flint import acb, arb, ctx, fmpq

from klutils.symbolic.judge.arithmetic import INFINITY, Series, Undecided, exp, log, power
from klutils.symbolic.judge.exponentials import (
    HALF_LINE,
    LINE,
    UNIT,
    Coordinate,
    Exponentials,
    integral,
)

# Beyond these ends the integrands below are smaller than 1e-60.
ENDS = {LINE: (-30, 30), HALF_LINE: (0, 500), UNIT: (0, 1)}
CASES = {
    "line, normal": (LINE, (fmpq(-1, 2), fmpq(0))),
    "line, shifted": (LINE, (fmpq(-3, 4), fmpq(7, 5))),
    "half-line, exponential": (HALF_LINE, (fmpq(0), fmpq(-2, 5))),
    "half-line, cut normal": (HALF_LINE, (fmpq(-2, 3), fmpq(5, 4))),
    "half-line, cut normal beyond its peak": (HALF_LINE, (fmpq(-2, 3), fmpq(-5, 4))),
    "interval, constant": (UNIT, (fmpq(0), fmpq(0))),
    "interval, growing": (UNIT, (fmpq(0), fmpq(3, 2))),
    "interval, falling": (UNIT, (fmpq(0), fmpq(-3, 2))),
    "interval, bell": (UNIT, (fmpq(-2), fmpq(1, 3))),
    "interval, bowl": (UNIT, (fmpq(2), fmpq(-7, 3))),
}


@pytest.fixture(autouse=True)
def _precision():
    with ctx.workprec(256):
        yield


def _coordinate(domain, name="x"):
    coordinate = Coordinate(name, 0, domain)
    return coordinate, Exponentials.variable(coordinate)


@pytest.mark.parametrize("power_of_t", range(5))
@pytest.mark.parametrize("name", CASES)
def test_a_recurrence_agrees_with_quadrature(name, power_of_t):
    domain, (square, linear) = CASES[name]
    coordinate, t = _coordinate(domain)
    found = integral(power(t, fmpq(power_of_t)) * exp(square * t * t + linear * t), coordinate)
    low, high = ENDS[domain]
    a, b = acb(square), acb(linear)
    whole = acb.integral(
        lambda z, _: z**power_of_t * (a * z * z + b * z).exp(), low, high, rel_tol=1e-70
    ).real
    assert abs(arb(found) - whole) < 1e-55
    assert arb(found).rad() < 1e-60


def test_two_coordinates_with_a_mixed_term():
    """∫∫ exp(−x² + xy − y²) dx dy = 2π/√3."""
    (cx, x), (cy, y) = _coordinate(LINE, "x"), _coordinate(LINE, "y")
    bell = exp(x * y - x * x - y * y)
    found = integral(integral(bell, cy), cx)
    assert abs(found - 2 * arb.pi() / arb(3).sqrt()) < 1e-60


def test_a_derivative_goes_under_the_integral():
    """d/db of ∫ exp(−b t) dt over the half-line is −1/b²."""
    coordinate, t = _coordinate(HALF_LINE)
    b = Series.variable(1, fmpq(7, 3), 2)
    found = integral(exp(-b * t), coordinate)
    assert found.derivative(1) == -fmpq(9, 49)
    assert found.derivative(2) == 2 * fmpq(27, 343)


def test_logarithm_quotient_and_power_of_one_exponential():
    _, t = _coordinate(LINE)
    bell = 3 * exp(-t * t + t)
    (poly,) = log(bell).terms
    assert poly[0] == {}
    difference = log(bell * bell / exp(t)) - (2 * log(bell) - t)
    assert abs(arb(difference)) < 1e-60
    assert abs(arb(log(power(bell, fmpq(1, 2))) - log(bell) / 2)) < 1e-60


@pytest.mark.parametrize("radii", [(1e-30, 1e-9), (1e-9, 1e-30)])
def test_exponents_that_cannot_be_told_apart_are_taken_together(radii):
    coordinate, t = _coordinate(LINE)
    first, second = (exp(t * t * arb(-1, radius)) for radius in radii)
    assert len((first + second).terms) == 1
    found = integral(first + second, coordinate)
    for square in (arb(1 - 1e-10), arb(1 + 1e-10)):
        assert found.contains((arb.pi()).sqrt() + (arb.pi() / square).sqrt())


@pytest.mark.parametrize(
    ("domain", "integrand", "sign"),
    [
        (HALF_LINE, lambda t: exp(t), 1),
        (HALF_LINE, lambda t: -t * t, -1),
        (LINE, lambda t: t * t + 0 * t, 1),
        (LINE, lambda t: -exp(t * t), -1),
        (LINE, lambda t: t * exp(-t), -1),
    ],
    ids=["exp", "−t²", "t²", "−exp t²", "t exp −t"],
)
def test_what_diverges_is_infinite(domain, integrand, sign):
    coordinate, t = _coordinate(domain)
    assert integral(integrand(t), coordinate) == sign * INFINITY


@pytest.mark.parametrize(
    "build",
    [
        lambda c, t: log(1 + t * t),
        lambda c, t: 1 / (t + exp(t)),
        lambda c, t: exp(exp(t)),
        lambda c, t: integral(exp(-t * t * t * t), c),
        lambda c, t: integral(t, c),
        lambda c, t: integral(exp(t) - exp(2 * t), c),
        lambda c, t: integral(exp(t * t * arb(0, 1e-9)), c),
    ],
    ids=["ln of a sum", "1/sum", "exp exp", "quartic", "odd", "∞ − ∞", "wide ball"],
)
def test_what_it_cannot_do_is_undecided(build):
    coordinate, t = _coordinate(LINE)
    with pytest.raises(Undecided):
        build(coordinate, t)
