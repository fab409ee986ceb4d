"""Functions of logits: against balls of many bits, at any distance and size, and on bad input."""

import math

import numpy as np
import pytest
from flint import arb, ctx
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from klutils.distributions import Categorical
from klutils.divergence import cross_entropy, entropy, kl_divergence
from klutils.logits import (
    cross_entropy_from_logits,
    entropy_from_logits,
    kl_divergence_from_logits,
)

EPS = np.finfo(np.float64).eps
FUNCTIONS = (entropy_from_logits, cross_entropy_from_logits, kl_divergence_from_logits)


def truth(a, b, T=1.0):
    """Entropy, cross-entropy and divergence of the softmax by its definition, read exactly."""
    widest = max(np.ptp(a), np.ptp(b)).astype(float) / T
    with ctx.workprec(300 + int(3 * widest)):  # exp(−widest) and its square have digits left
        a, b = ([arb(float(x)) / arb(T) for x in v] for v in (a, b))
        p, q = [x.exp() for x in a], [x.exp() for x in b]
        log_z, log_y = sum(p, arb(0)).log(), sum(q, arb(0)).log()
        z = sum(p, arb(0))
        terms = [(w / z, x - log_z, y - log_y) for w, x, y in zip(p, a, b, strict=True)]
        return (
            float(-sum((w * x for w, x, _ in terms), arb(0))),
            float(-sum((w * y for w, _, y in terms), arb(0))),
            float(sum((w * (x - y) for w, x, y in terms), arb(0))),
        )


def seen(a, b, T=1.0):
    return (
        entropy_from_logits(a, temperature=T),
        cross_entropy_from_logits(a, b, temperature=T),
        kl_divergence_from_logits(a, b, temperature=T),
    )


@pytest.mark.parametrize("T", [1.0, 2.5])
@pytest.mark.parametrize("shift", [0, 20, -1e4])
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("distance", [300, 30, 3, 1, 0.3, 0.1, 1e-2, 1e-4, 1e-8, 1e-12, 0])
def test_each_is_exact_at_any_distance_under_any_shift(distance, dtype, shift, T):
    rng = np.random.default_rng([7, int(shift > 0), int(T * 10)])
    own = np.finfo(dtype)
    for n, scale in [(2, 1), (2, 10), (9, 3)]:
        a = (scale * rng.standard_normal(n)).astype(dtype)
        b = (a + distance * rng.standard_normal(n) + shift).astype(dtype)
        spread = max(np.ptp(a), np.ptp(b)) / T
        for name, value, exact in zip(("H", "CE", "D"), seen(a, b, T), truth(a, b, T), strict=True):
            # Beside ten units a weight exp(−s) is off by s eps, s <= 745 where it is no 0.
            bound = (10 + min(spread, 745)) * own.eps * exact + n * 1e4 * float(own.tiny)
            assert abs(value - exact) <= bound, f"{name} is {value}, not {exact} within {bound}"


def test_logits_rounded_to_bfloat16_are_taken_as_they_are():
    """Their spacing is 2^-8; the divergence of the rounded numbers is exact to float32's eps."""
    rng = np.random.default_rng(3)
    a, b = rng.standard_normal((2, 200)).astype(np.float32)
    a, b = ((x.view(np.uint32) & 0xFFFF0000).view(np.float32) for x in (a, b))
    for value, exact in zip(seen(a, b), truth(a, b), strict=True):
        assert value == pytest.approx(exact, rel=10 * 2.0**-23, abs=0)


def test_the_difference_of_two_log_softmaxes_would_fail_where_ours_holds():
    rng = np.random.default_rng(1)
    a = rng.standard_normal(50)
    b = a + 1e-9 * rng.standard_normal(50)
    p, q = (x - np.log(np.sum(np.exp(x))) for x in (a, b))
    naive, exact = np.sum(np.exp(p) * (p - q)), truth(a, b)[2]
    assert abs(naive - exact) > exact
    assert kl_divergence_from_logits(a, b) == pytest.approx(exact, rel=10 * EPS, abs=0)


@pytest.mark.parametrize("size", [1.0, 1e4])
def test_minus_infinity_is_a_probability_of_zero(size):
    none = -np.inf
    assert kl_divergence_from_logits([0, none], [0, 0]) == pytest.approx(math.log(2), rel=2 * EPS)
    assert kl_divergence_from_logits([0, 0], [size, none]) == np.inf
    assert cross_entropy_from_logits([0, 0], [size, none]) == np.inf
    assert kl_divergence_from_logits([0, -size], [size, none]) == np.inf, "p > 0, if below float64"
    assert cross_entropy_from_logits([0, -size], [size, none]) == np.inf
    for function in (kl_divergence_from_logits, cross_entropy_from_logits):
        assert function([size, none], [size, none]) == 0
    assert entropy_from_logits([none, size, none]) == 0
    found = kl_divergence_from_logits([0, none], [0, -size])
    assert found == pytest.approx(math.log1p(math.exp(-size)), rel=4 * EPS)
    a, b = [0.3, none, 1.0], [0.1, none, 0.0]
    assert kl_divergence_from_logits(a, b) == pytest.approx(
        kl_divergence_from_logits([0.3, 1.0], [0.1, 0.0]), rel=20 * EPS, abs=0
    )


def test_beyond_the_range_of_the_exponential():
    assert kl_divergence_from_logits([0, -1e4], [-1e4, 0]) == 1e4
    assert kl_divergence_from_logits([0, -np.inf, -1e4], [-1e4, 0, 3]) == pytest.approx(
        10003.0485873
    )
    assert cross_entropy_from_logits(0, [-1e4, 1e4], target="classes") == 2e4


@pytest.mark.parametrize("gap", [40.0, 700.0])
def test_a_class_that_is_all_but_certain_costs_what_is_left(gap):
    """Where a difference of logarithms is 0: the costs of float64 end at 2.2e-308, not at 1e-16."""
    value = cross_entropy_from_logits(1, [0.0, gap, 0.0], target="classes")
    assert value == pytest.approx(2 * math.exp(-gap), rel=4 * EPS, abs=0)


def test_targets_as_classes_and_as_probabilities_agree():
    rng = np.random.default_rng(2)
    b = rng.standard_normal((3, 4, 5)) * 10
    k = rng.integers(0, 5, size=(3, 4))
    for function in (cross_entropy_from_logits, kl_divergence_from_logits):
        by_class = function(k, b, target="classes")
        assert by_class.shape == (3, 4)
        one_hot = function(np.eye(5)[k], b, target="probabilities")
        np.testing.assert_allclose(by_class, one_hot, rtol=60 * EPS, atol=0)
        np.testing.assert_array_equal(by_class[1, 2], function(k[1, 2], b[1, 2], target="classes"))
        moved = function(k, np.moveaxis(b, -1, 0), target="classes", axis=0)
        np.testing.assert_array_equal(moved, by_class)


def test_long_rows_many_rows_and_strides():
    rng = np.random.default_rng(4)
    a, b = rng.standard_normal((2, 3, 40_000))
    whole = kl_divergence_from_logits(a, b)
    for i in range(3):
        p, q = (np.exp(x[i] - np.logaddexp.reduce(x[i])) for x in (a, b))
        p, q = p / p.sum(), q / q.sum()
        assert whole[i] == pytest.approx(kl_divergence(p, q), rel=1e3 * EPS, abs=0)
    wide = rng.standard_normal((2, 7, 12))
    every = kl_divergence_from_logits(wide[0, :, ::-3], wide[1, :, ::-3])
    one = [kl_divergence_from_logits(*pair) for pair in zip(*wide[:, :, ::-3], strict=True)]
    np.testing.assert_allclose(every, one, rtol=20 * EPS, atol=0)


logits = st.integers(1, 8).flatmap(
    lambda n: arrays(np.float64, (3, n), elements=st.floats(-30, 30))
)


def near(value, other, scale=1.0):
    """Within rounding of numbers whose logarithms are up to 60 and were rounded themselves."""
    return abs(value - other) <= 300 * EPS * (abs(other) + scale)


def softmax(a):
    e = np.exp(a - np.max(a))
    return e / e.sum()


@given(logits, st.floats(-100, 100))
def test_bounds_permutation_shift_and_base(rows, shift):
    a, b, _ = rows
    h, ce, d = seen(a, b)
    n = len(a)
    assert 0 <= h <= math.log(n) * (1 + 10 * EPS)
    assert d >= 0
    assert near(ce, h + d, ce)
    for value, turned in zip((h, ce, d), seen(a[::-1], b[::-1]), strict=True):
        assert near(value, turned, 0)
    for value, shifted in zip((h, ce, d), seen(a + shift, b), strict=True):
        assert near(value, shifted, 200 * (1 + ce)), "up to the rounding of a + shift"
    assert kl_divergence_from_logits(a, b, base=2) * math.log(2) == pytest.approx(d, rel=3 * EPS)


@given(logits)
def test_array_family_and_logits_agree(rows):
    a, b, _ = rows
    p, q = softmax(a), softmax(b)
    h, ce, d = seen(a, b)
    assert near(entropy(p), h)
    assert near(cross_entropy(p, q), ce, 60)
    assert near(kl_divergence(p, q), d, 60)
    assert near(Categorical(p).kl_divergence(Categorical(q)), d, 60)
    assert near(kl_divergence_from_logits(p, b, target="probabilities"), d, 60)
    assert near(cross_entropy_from_logits(p, b, target="probabilities"), ce, 60)


@given(logits)
def test_additivity_coarse_graining_and_convexity(rows):
    a, b, c = rows
    d = kl_divergence_from_logits(a, b)
    joint = kl_divergence_from_logits(np.add.outer(a, c).ravel(), np.add.outer(b, a).ravel())
    assert near(joint, d + kl_divergence_from_logits(c, a), 100)
    if len(a) > 1:
        merged = [np.append(x[2:], np.logaddexp(x[0], x[1])) for x in (a, b)]
        assert kl_divergence_from_logits(*merged) <= d + 300 * EPS * (1 + d)
    mix = [np.log((softmax(x) + softmax(y)) / 2) for x, y in ((a, c), (b, a))]
    mean = (d + kl_divergence_from_logits(c, a)) / 2
    assert kl_divergence_from_logits(*mix) <= mean + 300 * EPS * (1 + mean)


BAD = {
    "nan": ([0.0, math.nan], ValueError, r"b\[1\] is nan; expected a number"),
    "inf": ([0.0, math.inf], ValueError, r"b\[1\] is inf; expected a logit below inf"),
    "nothing": ([-math.inf] * 2, ValueError, r"max\(b\) is -inf; expected a finite logit in each"),
    "a mask": ([True, False], TypeError, r"b\[0\] is True; expected a real number"),
    "a number": (1.0, ValueError, "b is the single number 1.0; expected at least one axis"),
}


@pytest.mark.parametrize(("value", "error", "message"), BAD.values(), ids=BAD)
def test_bad_logits_raise_and_are_named(value, error, message):
    for function in FUNCTIONS[1:]:
        with pytest.raises(error, match=f"^{message}"):
            function([0.0, 0.0], value)
    with pytest.raises(error, match=f"^{message.replace('b', 'a', 1)}"):
        entropy_from_logits(value)


@pytest.mark.parametrize(
    ("p", "options", "error", "message"),
    [
        (2, {"target": "classes"}, ValueError, "p is 2; expected a class from 0 to 1"),
        ([-1], {"target": "classes"}, ValueError, r"p\[0\] is -1; expected a class from 0 to 1"),
        (0.5, {"target": "classes"}, TypeError, "p has dtype float64; expected whole numbers"),
        (True, {"target": "classes"}, TypeError, "p has dtype bool; expected whole numbers"),
        ([0.5, 0.6], {"target": "probabilities"}, ValueError, r"sum\(p\) is 1.1; expected 1"),
        ([0.5], {"target": "logits"}, ValueError, r"p has shape \(1,\) and b has shape \(2,\)"),
        ([0, 0], {"target": "labels"}, ValueError, "target is 'labels'; expected one of logits, "),
        ([0, 0], {"temperature": 0}, ValueError, "temperature is 0; expected .* above 0"),
        ([0, 0], {"base": 1}, ValueError, "base is 1; expected a finite number above 1"),
        ([0, 0], {"axis": 1}, ValueError, r"axis is 1; p has shape \(2,\)"),
        ([0, 0], {"normalised": 1}, TypeError, "normalised is 1; expected True or False"),
        ([0, 0], {"normalised": True}, ValueError, r"sum\(exp\(p\)\) is 2.0; .*normalised=False"),
    ],
)
def test_what_does_not_fit_raises_and_is_named(p, options, error, message):
    for function in FUNCTIONS[1:]:
        with pytest.raises(error, match=f"^{message}"):
            function(p, [0.0, 1.0], **options)


def test_classes_whose_batch_does_not_fit_are_named():
    with pytest.raises(ValueError, match=r"^p has shape \(3,\) and b, without its atoms, \(2,\)"):
        cross_entropy_from_logits([0, 1, 1], np.zeros((2, 2)), target="classes")


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("n", [2, 1000, 50_000])
def test_log_probabilities_are_logits_and_may_be_checked(dtype, n):
    a = np.random.default_rng(6).standard_normal((2, n)).astype(dtype)
    top = np.max(a, axis=-1, keepdims=True)
    logs = (a - top) - np.log(np.sum(np.exp(a - top), axis=-1, keepdims=True))
    assert logs.dtype == dtype
    value = kl_divergence_from_logits(logs[0], logs[1], normalised=True)
    plain = kl_divergence_from_logits(a[0], a[1])
    assert value == pytest.approx(plain, rel=200 * float(np.finfo(dtype).eps))
    with pytest.raises(ValueError, match=r"^sum\(exp\(p\)\) is 1\.0\d*; expected 1 within"):
        kl_divergence_from_logits(logs[0] + dtype(1e-3), logs[1], normalised=True)
