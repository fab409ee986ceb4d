"""t − ln(1 + t) and e^t − 1 − t keep their digits wherever they are evaluated."""

import math

import mpmath
import numpy as np
import pytest

from klutils.distributions.excess import deviance, exponential_excess, logarithm_excess

EPS = np.finfo(np.float64).eps
NEAR_AND_FAR = [1e-300, 1e-100, 1e-12, 1e-8, 1e-4, 0.1, 0.4999, 0.5, 0.9, 0.9999, 1.0]


@pytest.mark.parametrize("t", [*NEAR_AND_FAR, *(-t for t in NEAR_AND_FAR[:-1]), 10, 1e300])
def test_logarithm_excess(t):
    with mpmath.workdps(700):
        exact = mpmath.mpf(t) - mpmath.log1p(t)
        # Directly, at t = 0.5, an eps of t and of ln(1 + t) is amplified tenfold.
        assert abs(mpmath.mpf(float(logarithm_excess(t))) - exact) <= 10 * EPS * exact + 5e-324


@pytest.mark.parametrize("t", [*(-t for t in NEAR_AND_FAR), -10, -1e300])
def test_exponential_excess(t):
    with mpmath.workdps(700):
        exact = mpmath.expm1(t) - mpmath.mpf(t)
        assert abs(mpmath.mpf(float(exponential_excess(t))) - exact) <= 10 * EPS * exact + 5e-324


@pytest.mark.parametrize(
    ("p", "q", "expected"),
    [(0, 0, 0), (0, 0.5, 0.5), (0.5, 0, math.inf), (0.5, 0.5, 0), (1, 1 / math.e, 1 / math.e)],
)
def test_deviance_at_its_edges(p, q, expected):
    assert deviance(p, q, q - p) == pytest.approx(expected, rel=2 * EPS, abs=0)


TINY_TO_HUGE = [5e-324, 3e-310, 1e-200, 1e-17, 0.1, 0.49, 0.5, 0.51, 1, 1.99, 2, 2.01, 1e9, 1e200]


@pytest.mark.parametrize("p", TINY_TO_HUGE)
def test_deviance_of_any_two_sizes(p):
    q = np.array(TINY_TO_HUGE)
    with mpmath.workdps(700):
        for value, y in zip(deviance(p, q, q - p), TINY_TO_HUGE, strict=True):
            exact = p * (mpmath.log(p) - mpmath.log(y)) - mpmath.mpf(p) + y
            assert abs(mpmath.mpf(value) - exact) <= 10 * EPS * exact + 5e-324, (p, y)
