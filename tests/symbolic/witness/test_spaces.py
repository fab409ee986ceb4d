"""Rules of summation against integrals that are known exactly."""

from itertools import pairwise

import pytest
from mpmath import erf, exp, fsum, ln, mp, mpf, pi, sqrt

from klutils.symbolic.witness.spaces import (
    RULES,
    Coarse,
    crossings,
    gauss,
    line,
    normal,
    panels,
)

FINE = RULES[-2:]
GRIDS = [rule for rule in RULES if not rule.order]


def _sum(space, function):
    return fsum(w * function(x) for x, w in zip(*space, strict=True))


@pytest.mark.parametrize("rule", FINE)
def test_the_line_integrates_normal_laws_of_different_widths(rule):
    with mp.workdps(30):
        space = line(mpf(0), mpf(1), mpf("1.8"), mpf(1), rule)
        assert abs(_sum(space, lambda x: exp(-(x**2) / 2)) - sqrt(2 * pi)) < mpf("1e-25")
        assert abs(_sum(space, lambda x: x**4 * exp(-(x**2) / 2)) - 3 * sqrt(2 * pi)) < mpf("1e-20")


@pytest.mark.parametrize("pair", list(pairwise(GRIDS)))
def test_the_error_of_a_rule_is_less_than_what_it_and_the_one_before_differ_by(pair):
    """An integrand that is hard: the logarithm of a sum of two normal densities."""

    def value(rule):
        space = line(mpf(0), mpf(0), mpf(1), mpf(1), rule)
        return _sum(space, lambda x: exp(-(x**2) / 2) * ln(1 + 4 * x**2))

    with mp.workdps(30):
        exact = _sum(
            line(mpf(0), mpf(0), mpf(1), mpf(1) / 8, FINE[1]),
            lambda x: exp(-(x**2) / 2) * ln(1 + 4 * x**2),
        )
        first, second = map(value, pair)
        assert abs(second - exact) <= abs(first - second) + mpf("1e-15")


def test_rules_move_smoothly_with_their_laws():
    """Points of a rule on moved and stretched laws are the moved and stretched points."""
    with mp.workdps(50):
        step = mpf("1e-20")
        still = line(mpf("0.3"), mpf("0.3"), mpf("1.2"), mpf("1.2"), FINE[0])[0]
        moved = line(mpf("0.3") + step, mpf("0.3") + step, mpf("1.2"), mpf("1.2"), FINE[0])[0]
        assert all(abs(b - a - step) < mpf("1e-45") for a, b in zip(still, moved, strict=True))


@pytest.mark.parametrize("rule", FINE)
def test_panels_cover_the_half_line_and_what_lies_before_it(rule):
    with mp.workdps(30):
        tolerance = mpf("1e-16")
        half = panels([mpf(0)], rule, right=mpf(1) / 2)
        assert abs(_sum(half, lambda x: x**3 * exp(-2 * x)) - mpf(6) / 16) < tolerance
        both = panels([mpf(0)], rule, left=mpf(1), right=mpf(1))
        assert abs(_sum(both, lambda x: exp(-(x**2) / 2)) - sqrt(2 * pi)) < tolerance
        steps = panels([mpf(0), mpf(1), mpf(3)], rule)
        assert abs(_sum(steps, lambda x: x**2 if x < 1 else 2) - (mpf(1) / 3 + 4)) < tolerance


def test_few_points_carry_the_moments_of_a_standard_law():
    exact = {
        "line": [1, 0, 1, 0, 3, 0, 15],
        "half-line": [1, 1, 2, 6, 24, 120, 720],
        "both sides": [1, 0, 2, 0, 24, 0, 720],
        mpf(3) / 2: [1, 1.5, 3.75, 13.125, 59.0625, 324.84375, 2111.484375],
    }
    with mp.workdps(50):
        exact["interval"] = [mpf(1) / (k + 1) for k in range(7)]
        for shape, moments in exact.items():
            points = gauss(shape, 4)
            for k, moment in enumerate(moments):
                assert abs(fsum(w * x**k for x, w in points) - moment) < mpf("1e-40"), (shape, k)
            assert all(chance > 0 for _, chance in points)


def test_few_points_are_all_that_the_first_rules_have():
    with pytest.raises(Coarse):
        line(mpf(0), mpf(0), mpf(1), mpf(1), RULES[0])
    assert [len(normal(rule)) for rule in RULES[:4]] == [3, 4, 7, 6]


def test_crossings_are_found_to_the_last_digit():
    with mp.workdps(50):
        places = [mpf(k) / 4 for k in range(-8, 9)]
        (low, high) = crossings(lambda x: x**2 - 2, places)
        assert abs(low + sqrt(2)) < mpf("1e-48")
        assert abs(high - sqrt(2)) < mpf("1e-48")


@pytest.mark.parametrize("rule", FINE)
def test_a_pole_at_an_edge_is_no_point_of_a_rule(rule):
    """Distances from an edge other than 0 are rounded away, and the pole is not."""
    with mp.workdps(30):
        space = panels([mpf(0), mpf(1)], rule, right=mpf(1))
        assert 1 not in space[0]
        found = _sum(space, lambda x: exp(-abs(x - 1)) / sqrt(abs(x - 1)))
        assert abs(found - sqrt(pi) * (1 + erf(1))) < mpf("1e-12")
