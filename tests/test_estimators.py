"""Sample means: against exact enumeration and exact arithmetic, at the edges, on bad input."""

import itertools
import math
from fractions import Fraction

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from klutils import certify
from klutils.estimators import (
    Estimate,
    error_rate,
    kl_log_ratio,
    kl_nonnegative,
    mean_estimate,
    nll,
)

EPS = np.finfo(np.float64).eps
P = [Fraction(2, 10), Fraction(5, 10), Fraction(3, 10)]
Q = [Fraction(3, 10), Fraction(4, 10), Fraction(3, 10)]
LOG_P, LOG_Q = (np.log(np.array(values, dtype=float)) for values in (P, Q))

ESTIMATORS = {
    "nll": (lambda i: nll(LOG_Q[i]), certify.cross_entropy(P, Q)),
    "kl_log_ratio": (lambda i: kl_log_ratio(LOG_P[i], LOG_Q[i]), certify.kl_divergence(P, Q)),
    "kl_nonnegative": (lambda i: kl_nonnegative(LOG_P[i], LOG_Q[i]), certify.kl_divergence(P, Q)),
}


@pytest.mark.parametrize(("estimator", "target"), ESTIMATORS.values(), ids=ESTIMATORS)
def test_the_expectation_over_all_samples_is_the_target(estimator, target):
    """Every sequence of four symbols of p, weighted by its probability."""
    samples = np.array(list(itertools.product(range(3), repeat=4)))
    weights = np.prod(np.array(P, dtype=float)[samples], axis=1)
    estimate = estimator(samples)
    # Terms are at most 1.3, each within 3 eps, and the 81 weights within 4 eps of the exact ones;
    # the pairwise sum of 81 products adds 12 eps.
    assert target.distance(np.sum(weights * estimate.value)) <= 20 * EPS * 1.3
    variance = np.sum(weights * estimate.value**2) - float(target) ** 2
    # ddof=1 makes the squared standard error unbiased for the variance of the mean.
    np.testing.assert_allclose(
        np.sum(weights * estimate.standard_error**2), variance, rtol=0, atol=40 * EPS * 1.3**2
    )


@pytest.mark.parametrize(("estimator", "target"), ESTIMATORS.values(), ids=ESTIMATORS)
def test_a_long_sample_lands_within_its_error_bar(estimator, target):
    """4.4 standard errors: a false alarm once in 90 000 seeds, and this seed is fixed."""
    samples = np.random.default_rng(11).choice(3, p=np.array(P, dtype=float), size=100_000)
    assert abs(estimator(samples).z_score(float(target))) < 4.4


@pytest.mark.parametrize("n", [2, 5, 400])
def test_the_interval_covers_as_often_as_student_says(n):
    """For normal samples the deviation over its standard error has Student's distribution."""
    experiments = 20_000
    samples = np.random.default_rng(3).normal(size=(experiments, n))
    low, high = mean_estimate(samples).interval(0.9)
    covered = np.mean((low <= 0) & (high >= 0))
    expected = 2 * stats.t.cdf(stats.norm.ppf(0.95), n - 1) - 1
    # The count is binomial: 4.4 standard deviations, once in 90 000 seeds.
    assert abs(covered - expected) < 4.4 * math.sqrt(expected * (1 - expected) / experiments)


def test_the_mean_of_known_values():
    estimate = mean_estimate([[1, 2, 3], [2, 2, 2]])
    np.testing.assert_array_equal(estimate.value, [2, 2])
    np.testing.assert_allclose(estimate.standard_error, [1 / math.sqrt(3), 0], rtol=EPS)
    assert estimate.n == 3


@pytest.mark.parametrize("log_r", [1e-300, 1e-12, -1e-8, 1e-3, 0.999, -0.999, 1.001, -1.999, 700])
def test_each_nonnegative_term_keeps_its_digits(log_r):
    """r − 1 − ln r within 4 eps: three for the term, one for the mean of two."""
    with mpmath.workdps(700):
        exact = mpmath.expm1(log_r) - mpmath.mpf(log_r)
        log_p = np.zeros(2)
        value = kl_nonnegative(log_p, log_p + log_r).value
        assert abs(mpmath.mpf(float(value)) - exact) <= 4 * EPS * exact + 5e-324


@given(st.lists(st.floats(-50, 50), min_size=2, max_size=9))
def test_the_nonnegative_estimate_is_never_negative(log_r):
    estimate = kl_nonnegative(np.zeros(len(log_r)), log_r)
    assert estimate.value >= 0
    if not any(log_r):
        assert estimate.value == 0


def test_the_log_ratio_estimate_can_be_negative():
    assert kl_log_ratio(LOG_P[[0, 0]], LOG_Q[[0, 0]]).value < 0


@pytest.mark.parametrize(
    "estimate",
    [
        nll([-1.0, -np.inf]),
        kl_log_ratio([-1.0, -1.0], [-1.0, -np.inf]),
        kl_nonnegative([-1.0, -1.0], [-1.0, -np.inf]),
        mean_estimate([np.inf, 1.0]),
    ],
    ids=["nll", "kl_log_ratio", "kl_nonnegative", "mean_estimate"],
)
def test_a_sample_the_model_rules_out_makes_the_estimate_infinite(estimate):
    assert estimate.value == math.inf
    assert math.isnan(estimate.standard_error)
    with pytest.raises(ValueError, match="standard_error is nan; expected finite"):
        estimate.interval()
    with pytest.raises(ValueError, match="standard_error is nan; expected above 0"):
        estimate.z_score(0)


def test_one_infinite_batch_leaves_the_others_alone():
    estimate = nll([[-1.0, -3.0], [-1.0, -np.inf]])
    np.testing.assert_array_equal(estimate.value, [2, np.inf])
    np.testing.assert_array_equal(estimate.standard_error, [1, np.nan])
    with pytest.raises(ValueError, match=r"standard_error\[1\] is nan"):
        estimate.interval()


def test_infinities_of_either_sign_may_stand_in_different_means():
    estimate = mean_estimate([[math.inf, 0], [-math.inf, 0]])
    np.testing.assert_array_equal(estimate.value, [math.inf, -math.inf])


def test_axes_and_batches():
    rng = np.random.default_rng(2)
    log_p, log_q = rng.normal(size=(6,)), rng.normal(size=(4, 6))
    estimate = kl_log_ratio(log_p, log_q)
    assert estimate.value.shape == estimate.standard_error.shape == (4,)
    assert estimate.value[2] == kl_log_ratio(log_p, log_q[2]).value
    by_axis = kl_log_ratio(log_p, log_q.T, axis=0)
    np.testing.assert_array_equal(by_axis.value, estimate.value)
    assert isinstance(nll(log_p).value, np.float64)


def test_single_precision_is_averaged_in_double():
    estimate = mean_estimate(np.array([1, 1e-9], dtype=np.float32))
    assert estimate.value == (1 + float(np.float32(1e-9))) / 2


@pytest.mark.parametrize(("function", "name"), [(mean_estimate, "values"), (nll, "log_q")])
@pytest.mark.parametrize(
    ("values", "error", "message"),
    [
        ([0.0, math.nan], ValueError, r"{name}\[1\] is nan; expected a number"),
        ([], ValueError, r"{name} is empty, of shape \(0,\); expected at least one number"),
        (0.0, ValueError, "{name} is the single number 0.0; expected at least one axis"),
        ([-1.0], ValueError, "there is 1 sample; expected 2 or more, for a standard error"),
        ([1j, 0], TypeError, "{name} has dtype complex128 .*; expected real numbers"),
        (["a", "b"], TypeError, "{name} has dtype <U1 .*; expected real numbers"),
        ([None, 1], TypeError, "{name} has dtype object .*; expected real numbers"),
    ],
    ids=["nan", "empty", "a number", "one sample", "complex", "strings", "objects"],
)
def test_bad_values_raise_and_are_named(function, name, values, error, message):
    with pytest.raises(error, match=f"^{message.format(name=name)}$"):
        function(values)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda: nll([0.0, math.inf]),
            ValueError,
            r"log_q\[1\] is inf; expected a finite log-density, or -inf",
        ),
        (
            lambda: mean_estimate([math.inf, -math.inf]),
            ValueError,
            "values holds inf and -inf; expected a mean that is defined",
        ),
        (
            lambda: kl_log_ratio([0, -math.inf], [0, 0]),
            ValueError,
            r"log_p\[1\] is -inf; expected finite: a point where p is 0 is no sample of p",
        ),
        (lambda: kl_nonnegative([0, -math.inf], [0, 0]), ValueError, r"log_p\[1\] is -inf; .*"),
        (lambda: kl_log_ratio([0, math.inf], [0, 0]), ValueError, r"log_p\[1\] is inf; .*"),
        (lambda: kl_log_ratio([0, 0], [0, math.nan]), ValueError, r"log_q\[1\] is nan; .*"),
        (
            lambda: kl_log_ratio([0, 0], [0, 0, 0]),
            ValueError,
            r"log_p has shape \(2,\) and log_q has shape \(3,\), .*",
        ),
        (lambda: kl_nonnegative([0, 0], [0]), ValueError, "log_p has shape .*"),
        (
            lambda: kl_nonnegative([0, 0], [0, 710]),
            OverflowError,
            "log_q - log_p reaches 710.0; its exponential exceeds float64",
        ),
        (
            lambda: Estimate(0.0, 1.0, 9).interval(1),
            ValueError,
            "level is 1; expected a finite number above 0 and below 1",
        ),
        (lambda: Estimate(0.0, 1.0, 9).interval(0), ValueError, "level is 0; .* above 0 and .*"),
        (
            lambda: Estimate(0.0, 1.0, 9).interval("0.9"),
            TypeError,
            "level is '0.9'; expected a real number",
        ),
        (
            lambda: Estimate(1.0, 0.0, 9).z_score(1),
            ValueError,
            "standard_error is 0.0; expected above 0, to measure a deviation by it",
        ),
        (
            lambda: error_rate([1, 2, 3], [1, 1]),
            ValueError,
            r"sizes has shape \(3,\) and rmse has shape \(2,\); expected \(K,\) for both",
        ),
        (
            lambda: error_rate([1, 2, 2], [1, 1, 1]),
            ValueError,
            "sizes has 2 different values; expected 3 or more",
        ),
        (
            lambda: error_rate([1, 0, 2], [1, 1, 1]),
            ValueError,
            r"sizes\[1\] is 0.0; expected a sample size above 0",
        ),
        (
            lambda: error_rate([1, 2, 3], [1, 0, 1]),
            ValueError,
            r"rmse\[1\] is 0.0; expected an error above 0, to take its logarithm",
        ),
        (lambda: error_rate([1, math.inf], [1, 1]), ValueError, r"sizes\[1\] is inf; .*"),
        (lambda: error_rate([1, 2], [1, math.nan]), ValueError, r"rmse\[1\] is nan; .*"),
    ],
)
def test_impossible_requests_raise(call, error, message):
    with pytest.raises(error, match=f"^{message}$"):
        call()


def test_three_sizes_have_a_rate():
    rate = error_rate([1, 10, 100], [1, 0.1, 0.01])
    assert rate.n == 3
    # ln N spans 4.6: ten roundings of it.
    assert rate.value == pytest.approx(-1, abs=10 * EPS * 4.6)


def test_the_rate_of_an_exact_power_law_is_its_exponent():
    sizes = np.array([10, 30, 100, 300, 1000])
    rate = error_rate(sizes, 3.0 * sizes**-0.5)
    # ln N spans 4.6, ln RMSE is at most 2.4 in size: 10 roundings of either, over the span.
    assert rate.value == pytest.approx(-0.5, abs=10 * EPS * 4.6)
    assert rate.standard_error < 10 * EPS


def test_the_slope_and_its_error_agree_with_scipy():
    rng = np.random.default_rng(8)
    sizes = np.array([20, 50, 100, 500, 900, 4000])
    rmse = sizes**-0.5 * np.exp(rng.normal(scale=0.1, size=6))
    rate, reference = error_rate(sizes, rmse), stats.linregress(np.log(sizes), np.log(rmse))
    # Both sum six numbers below 10; residuals of 0.1 cost two digits of the standard error.
    assert rate.value == pytest.approx(reference.slope, rel=100 * EPS)
    assert rate.standard_error == pytest.approx(reference.stderr, rel=1e4 * EPS)


@pytest.mark.parametrize(("bias", "agrees"), [(0, True), (0.1, False)])
def test_the_measured_rate_tells_a_mean_from_a_biased_one(bias, agrees):
    rng = np.random.default_rng(4)
    sizes = [10, 30, 100, 300, 1000, 3000]
    errors = [rng.exponential(size=(500, n)).mean(axis=1) - 1 + bias for n in sizes]
    rate = error_rate(sizes, [np.sqrt(np.mean(error**2)) for error in errors])
    # Student's t with 4 degrees of freedom exceeds 8.6 once in a thousand seeds.
    assert (abs(rate.z_score(-0.5)) < 8.6) == agrees
    # A standard error that hid any disagreement would be worth nothing.
    assert rate.standard_error < 0.1


@pytest.mark.parametrize("size", [5e-320, 1e-200, 1e-160, 1.0, 1e160, 4e307])
def test_the_standard_error_scales_with_the_samples(size):
    values = size * np.array([1.0, 2.0, 4.0])
    found = mean_estimate([values, -values, 0 * values])
    mean, error = size * (7 / 3), size * (math.sqrt(7) / 3)
    for estimate, expected in ((found.value, mean), (found.standard_error, error)):
        # A subnormal size is itself known within a half of 5e-324.
        expected = [expected, (-1 if expected is mean else 1) * expected, 0]
        np.testing.assert_allclose(estimate, expected, rtol=4 * EPS, atol=2e-323)


def test_infinite_samples_do_not_set_the_unit():
    found = mean_estimate([[math.inf, 1e-200], [1e-200, 3e-200]])
    assert (found.value[0], np.isnan(found.standard_error[0])) == (math.inf, True)
    assert found.standard_error[1] == pytest.approx(1e-200, rel=4 * EPS)


def test_estimates_of_arrays_are_equal_or_not():
    value, error = np.array([1.0, 2.0]), np.array([0.5, math.nan])
    first = Estimate(value, error, 9)
    assert first == Estimate(value.copy(), error.copy(), 9)
    assert hash(first) == hash(Estimate(value.copy(), error.copy(), 9))
    for other in (
        Estimate(value, error, 8),
        Estimate(value + 1, error, 9),
        Estimate(value, np.array([0.5, 0.5]), 9),
        Estimate(1.0, 0.5, 9),
        Estimate(value[:, np.newaxis], error[:, np.newaxis], 9),
        (value, error, 9),
    ):
        assert (first == other) is False
    assert Estimate(np.float64(1), 0.5, 9) == Estimate(1.0, 0.5, 9)
    assert first in [first]


@pytest.mark.parametrize(("level", "z"), [(1 - 1e-16, 8.29), (math.nextafter(1, 0), 8.29)])
def test_a_level_next_to_one_has_an_interval(level, z):
    low, high = Estimate(0.0, 1.0, 9).interval(level)
    assert high == -low == pytest.approx(z, abs=0.01)
