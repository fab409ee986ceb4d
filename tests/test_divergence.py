"""Entropy, cross-entropy, KL divergence: against exact arithmetic, at the edges, on bad input."""

import math
import re
import tracemalloc
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from klutils import certify
from klutils.blocks import SIZE
from klutils.divergence import cross_entropy, entropy, kl_divergence

EPS = np.finfo(np.float64).eps


def exact_pair(p, q):
    """The binary values of p and q as exact fractions, each divided by its exact sum."""
    p, q = ([Fraction(float(x)) for x in values] for values in (p, q))
    s, t = sum(p), sum(q)
    return [x / s for x in p], [x / t for x in q]


def kl_error_bound(p, q, exact):
    """What `kl_divergence` promises, Notes: relative rounding, and the square of the defect."""
    s, t = (sum(Fraction(float(x)) for x in values) for values in (p, q))
    rounding = (20 + math.log2(len(p)) / 2) * EPS + abs(float(s - 1))
    return rounding * exact + float((t / s - 1) ** 2 / 2) * (1 + 1e-6)


def normalised(weights):
    weights = np.asarray(weights, dtype=np.float64)
    return weights / weights.sum()


def near_uniform(n, relative_distance):
    """Uniform q on n atoms, and p with alternating relative deviations from it."""
    signs = np.where(np.arange(n) % 2 == 0, 1.0, -1.0)
    return normalised(1 + relative_distance * signs), np.full(n, 1 / n)


PAIRS = {
    "the example": ([0.2, 0.5, 0.3], [0.3, 0.4, 0.3]),
    "equal": ([0.2, 0.5, 0.3], [0.2, 0.5, 0.3]),
    "apart by a factor of two": (normalised([1, 2, 3]), normalised([2, 1, 3])),
    "apart by just over two": (normalised([1, 2.000001]), normalised([2.000001, 1])),
    "apart by 1e-4": near_uniform(7, 1e-4),
    "apart by 1e-8": near_uniform(1000, 1e-8),
    "apart by 1e-12": near_uniform(100, 1e-12),
    "apart by one unit of rounding": ([0.5, 0.5], [0.5 + EPS / 2, 0.5 - EPS / 2]),
    "many atoms": (normalised(np.arange(1, 5001)), normalised(np.arange(5000, 0, -1))),
    "a subnormal atom": ([1.0, 5e-324], [0.75, 0.25]),
    "a subnormal model": ([0.75, 0.25], [1.0, 5e-324]),
    "a ratio of 1e300": ([1.0, 1e-300], [1e-300, 1.0]),
    "a rare atom, apart by three": ([1.0, 3e-25], [1.0, 1e-25]),
    "a quotient beyond float64": ([1.0, 1e-310], [1e-310, 1.0]),
    "atoms of p at zero": ([0, 0, 1], [0.25, 0.25, 0.5]),
    "common atoms at zero": ([0, 0.5, 0.5], [0, 0.25, 0.75]),
}


@pytest.mark.parametrize(("p", "q"), PAIRS.values(), ids=PAIRS)
def test_kl_keeps_its_promised_accuracy(p, q):
    exact = certify.kl_divergence(*exact_pair(p, q))
    # 5e-324 n: what n terms may lose below the smallest number of float64.
    bound = kl_error_bound(p, q, float(exact)) + 5e-324 * len(p)
    value = kl_divergence(p, q)
    assert exact.distance(value) <= bound, f"{value} is not {float(exact)} within {bound}"


def test_the_textbook_sum_would_fail_where_ours_holds():
    """The check above can fail: Σ p ln(p/q) breaks its bound a millionfold at 1e-8."""
    p, q = PAIRS["apart by 1e-8"]
    exact = certify.kl_divergence(*exact_pair(p, q))
    naive = np.sum(p * np.log(p / q))
    assert exact.distance(naive) > 1e6 * kl_error_bound(p, q, float(exact))


@pytest.mark.parametrize(("p", "q"), PAIRS.values(), ids=PAIRS)
def test_entropies_agree_with_exact_arithmetic(p, q):
    exact_p, exact_q = exact_pair(p, q)
    n = len(p)
    # The sum and its terms, log and product each within one eps, keep (18 + log2(n))/2 + 2 eps;
    # dividing by the exact sum moves -Σ p ln q by the defect times (1 + value).
    for value, exact in [
        (entropy(p), certify.entropy(exact_p)),
        (cross_entropy(p, q), certify.cross_entropy(exact_p, exact_q)),
    ]:
        defect = (abs(math.fsum(p) - 1) + abs(math.fsum(q) - 1) + EPS) * (1 + float(exact))
        bound = (11 + math.log2(n) / 2) * EPS * float(exact) + defect
        assert exact.distance(value) <= bound, f"{value} is not {float(exact)} within {bound}"


def test_single_precision_input_enters_exactly():
    """float32 atoms sum to 1 within 1e-7 only; the defect enters squared, the atoms unrounded."""
    p, q = near_uniform(1001, 1e-3)
    p, q = p.astype(np.float32), q.astype(np.float32)
    exact = certify.kl_divergence(*exact_pair(p, q))
    value = kl_divergence(p, q)
    assert isinstance(value, np.float64)
    assert exact.distance(value) <= kl_error_bound(p, q, float(exact))


@pytest.mark.parametrize(
    ("values", "meaning"),
    [
        ([1, 0], "integers, one-hot"),
        ((0.5, 0.5), "a tuple"),
        (np.array([0.5, 0.5], dtype=np.float16), "half precision"),
        (np.array([0.5, 0.5], dtype=np.longdouble), "extended precision"),
        ([np.float32(0.5), 0.5], "mixed scalars"),
        ([-0.0, 1.0], "a negative zero"),
    ],
)
def test_reads(values, meaning):
    result = entropy(values)
    assert isinstance(result, np.float64), meaning
    expected = certify.entropy([Fraction(float(x)) for x in values])
    assert expected.distance(result) <= EPS


NORMALISED = {
    "float64, pairwise": lambda w: w / w.sum(),
    "float64, running sum": lambda w: w / np.cumsum(w)[-1],
    "float32, pairwise": lambda w: (w / w.sum(dtype=np.float32)).astype(np.float32),
    "float16, from float64": lambda w: (w / w.sum()).astype(np.float16),
    "float64, softmax": lambda w: np.exp(np.log(w) - np.logaddexp.reduce(np.log(w))),
}


@pytest.mark.parametrize("normalise", NORMALISED.values(), ids=NORMALISED)
@pytest.mark.parametrize("n", [2, 3, 10, 1000, 50_000, 1_000_000])
@pytest.mark.parametrize(
    "shape", [lambda u: 1e-6 + 0 * u, lambda u: u, lambda u: u**8], ids=["equal", "even", "skew"]
)
def test_vectors_normalised_in_good_faith_are_accepted(normalise, n, shape):
    if normalise is NORMALISED["float16, from float64"]:
        n = min(n, 50_000)  # half precision holds no atom of one millionth
    assert entropy(normalise(shape(np.random.default_rng(7).random(n)))) > 0


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("n", [2, 1000, 100_000])
def test_a_defect_that_rounding_does_not_explain_is_refused(dtype, n):
    p = np.full(n, 1 / n, dtype=dtype)
    p[0] += 100 * (np.finfo(dtype).eps + n * EPS)
    with pytest.raises(ValueError, match=r"sum\(p\) is 1\.0\d*; expected 1 within"):
        entropy(p)


BAD = {
    "negative": ([1.5, -0.5], ValueError, r"p\[1\] is -0.5; expected a probability, at least 0"),
    "barely negative": ([1.0, -1e-300], ValueError, r"p\[1\] is -1e-300; expected .*"),
    "nan": ([0.5, math.nan], ValueError, r"p\[1\] is nan; expected a finite number"),
    "infinite": ([0.5, math.inf], ValueError, r"p\[1\] is inf; expected a finite number"),
    "too small a sum": (
        [0.5, 0.4],
        ValueError,
        r"sum\(p\) is 0.9; expected 1 within 4\.2e-15 \(dtype float64, 2 atoms\); .*",
    ),
    "too large a sum": ([0.5, 0.6], ValueError, r"sum\(p\) is 1.1; expected 1 within .*"),
    "a sum beyond float64": ([1e308, 1e308], ValueError, r"sum\(p\) is inf; expected 1 within .*"),
    "zeros": ([0, 0], ValueError, r"sum\(p\) is 0.0; expected 1 within .*"),
    "one row of two": ([[1, 0], [1, 1]], ValueError, r"sum\(p\)\[1\] is 2.0; expected 1 within .*"),
    "row and column": ([[1, 0], [2, -1]], ValueError, r"p\[1, 1\] is -1.0; expected .*"),
    "empty": ([], ValueError, r"p is empty, of shape \(0,\); expected at least one number"),
    "no atoms": (np.ones((3, 0)), ValueError, r"p is empty, of shape \(3, 0\); expected .*"),
    "a number": (1.0, ValueError, "p is the single number 1.0; expected at least one axis"),
    "ragged": ([[1], [0.5, 0.5]], ValueError, r"p is ragged; expected rows of equal length \(.+\)"),
    "complex": (
        [1 + 0j, 0],
        TypeError,
        r"p has dtype complex128 \(\[\(1\+0j\), 0\]\); expected real numbers",
    ),
    "strings": (
        ["0.5", "0.5"],
        TypeError,
        r"p has dtype <U3 \(\['0.5', '0.5'\]\); expected real numbers",
    ),
    "a string": ("0.5", TypeError, r"p has dtype <U3 \('0.5'\); expected real numbers"),
    "booleans": ([True, False], TypeError, r"p\[0\] is True; expected a real number, 1 or 0 .*"),
    "a mask": (np.array([True, False]), TypeError, r"p has dtype bool .*; expected real numbers"),
    "fractions": (
        [Fraction(1, 2)] * 2,
        TypeError,
        r"p has dtype object \(Fraction \[Fraction\(1, 2\), Fr.*\]\); expected real numbers",
    ),
    "None": (None, TypeError, r"p has dtype object \(NoneType None\); expected real numbers"),
    "a None inside": ([None, 1.0], TypeError, r"p has dtype object \(NoneType \[None, .*"),
    "a dict": ({"a": 1.0}, TypeError, r"p has dtype object \(dict \{'a': 1.0\}\); expected .*"),
    "no objects": (np.array([], dtype=object), TypeError, r"p has dtype object \(array.*"),
    "masked": (
        np.ma.masked_array([1, 7], [0, 1]),
        TypeError,
        "p is a masked array; expected one without a mask, use .compressed\\(\\)",
    ),
    "dates": (np.array(["2024-11-01"], dtype="M8[D]"), TypeError, "p has dtype datetime64.*"),
}


@pytest.mark.parametrize(("value", "error", "message"), BAD.values(), ids=BAD)
def test_bad_probabilities_raise_and_are_named(value, error, message):
    with pytest.raises(error, match=f"^{message}$"):
        entropy(value)
    named_q = re.sub(r"^p|(?<=\()p", "q", message)
    for functional in (kl_divergence, cross_entropy):
        with pytest.raises(error, match=f"^{message}$"):
            functional(value, [0.5, 0.5])
        with pytest.raises(error, match=f"^{named_q}$"):
            functional([0.5, 0.5], value)


@pytest.mark.parametrize("functional", [kl_divergence, cross_entropy])
@pytest.mark.parametrize(
    ("p_shape", "q_shape", "axis"),
    [
        ((2,), (3,), -1),
        ((3,), (1,), -1),
        ((2, 3), (4, 3), -1),
        ((2, 3), (2, 4), 0),
    ],
    ids=["other length", "one atom does not stretch", "other batch", "other batch, axis 0"],
)
def test_shapes_that_do_not_fit_are_both_named(functional, p_shape, q_shape, axis):
    p, q = (np.full(shape, 1 / shape[axis]) for shape in (p_shape, q_shape))
    moved = [re.escape(str(np.moveaxis(values, axis, -1).shape)) for values in (p, q)]
    message = "^p has shape {} and q has shape {}, the axis of the atoms last; expected it equally"
    with pytest.raises(
        ValueError, match=f"{message.format(*moved)} long in both, the others to broadcast$"
    ):
        functional(p, q, axis=axis)


@pytest.mark.parametrize("axis", [1, -2, 7])
def test_an_axis_out_of_range_raises(axis):
    with pytest.raises(ValueError, match=rf"^axis is {axis}; p has shape \(2,\)$"):
        entropy([0.5, 0.5], axis=axis)


@pytest.mark.parametrize("axis", [None, 0.0, "0", (0, 1), True])
def test_an_axis_that_is_no_whole_number_raises(axis):
    with pytest.raises(TypeError, match="^axis is .*; expected a whole number$"):
        entropy([0.5, 0.5], axis=axis)


@pytest.mark.parametrize("base", [0, 1, -2, 0.5, math.nan, math.inf])
def test_a_base_that_measures_nothing_raises(base):
    with pytest.raises(ValueError, match=f"^base is {base}; expected a finite number above 1$"):
        kl_divergence([0.5, 0.5], [0.5, 0.5], base=base)


@pytest.mark.parametrize("base", ["2", True, [2], 2j])
def test_a_base_that_is_no_number_raises(base):
    with pytest.raises(TypeError, match="^base is .*; expected a real number$"):
        entropy([0.5, 0.5], base=base)


@pytest.mark.parametrize("base", [2, 10, np.float32(2), Fraction(5, 2)])
def test_the_base_sets_the_unit(base):
    p, q = [0.2, 0.5, 0.3], [0.3, 0.4, 0.3]
    for in_nats, in_base in [
        (kl_divergence(p, q), kl_divergence(p, q, base=base)),
        (entropy(p), entropy(p, base=base)),
        (cross_entropy(p, q), cross_entropy(p, q, base=base)),
    ]:
        # One rounding each for the logarithm (one unit more), the division and the product.
        assert in_base * math.log(base) == pytest.approx(in_nats, rel=2 * EPS, abs=0)


@pytest.mark.parametrize(
    ("p", "q", "kl", "ce"),
    [
        ([0.5, 0.5], [1, 0], math.inf, math.inf),
        ([5e-324, 1], [0, 1], math.inf, math.inf),
        ([1, 0], [1, 0], 0, 0),
        ([1], [1], 0, 0),
        ([0, 1], [0.5, 0.5], math.log(2), math.log(2)),
    ],
)
def test_zeros(p, q, kl, ce):
    assert kl_divergence(p, q) == kl
    assert cross_entropy(p, q) == ce
    assert math.copysign(1, cross_entropy(p, q)) == 1, "zero comes out as +0.0"


def test_batches_broadcast_over_the_other_axes():
    rng = np.random.default_rng(5)
    p = rng.dirichlet(np.ones(4), size=(3, 1))
    q = rng.dirichlet(np.ones(4), size=2)
    for functional in (kl_divergence, cross_entropy):
        table = functional(p, q)
        assert table.shape == (3, 2)
        by_hand = [[functional(p[i, 0], q[j]) for j in range(2)] for i in range(3)]
        # A block of rows may take another form of the terms than a row by itself: 21 eps each.
        np.testing.assert_allclose(table, by_hand, rtol=42 * EPS, atol=0)


@pytest.mark.parametrize("functional", [kl_divergence, cross_entropy])
def test_any_axis_may_hold_the_atoms(functional):
    rng = np.random.default_rng(6)
    p, q = rng.dirichlet(np.ones(5), size=(2, 2, 3))
    expected = functional(p, q)
    np.testing.assert_array_equal(
        functional(np.moveaxis(p, -1, 0), np.moveaxis(q, -1, 0), axis=0), expected
    )
    np.testing.assert_array_equal(
        functional(np.swapaxes(p, 1, 2), np.swapaxes(q, 1, 2), axis=-2), expected
    )


def test_arguments_are_left_as_they_were():
    p, q = np.array([0.0, 1.0]), np.array([0.5, 0.5])
    kl_divergence(p, q)
    np.testing.assert_array_equal((p, q), [[0, 1], [0.5, 0.5]])


@st.composite
def pairs(draw, atoms=st.integers(1, 12)):
    """Two vectors on the same atoms, with zeros in p and weights over sixteen decades."""
    n = draw(atoms)
    weight = st.floats(1e-16, 1.0)
    p = draw(arrays(np.float64, n, elements=st.just(0.0) | weight).filter(np.any))
    q = draw(arrays(np.float64, n, elements=weight))
    return normalised(p), normalised(q)


LAYOUTS = {
    "a row": lambda x: x,
    "every second": lambda x: np.repeat(x, 2)[::2],
    "backwards": lambda x: x[::-1].copy()[::-1],
    "big-endian": lambda x: x.astype(">f8"),
}


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
@pytest.mark.parametrize("n", [2, 100, SIZE, 2 * SIZE + 5])
@pytest.mark.parametrize("distance", [3, 1, 0.7, 0.5, 0.3, 0.1, 1e-2, 1e-3, 1e-5, 1e-8, 1e-12])
def test_kl_keeps_its_bound_whatever_form_a_block_takes(distance, n, layout):
    """Direct, by the series, and mixed: against double-length sums where Arb would take long."""
    rng = np.random.default_rng([n, int(1 / distance)])
    p = normalised(np.exp(rng.standard_normal(n)))
    q = normalised(p * np.exp(distance * rng.standard_normal(n)))
    value = kl_divergence(layout(p), layout(q))
    if n <= 100:
        exact = certify.kl_divergence(*exact_pair(p, q))
        assert exact.distance(value) <= kl_error_bound(p, q, float(exact))
        return
    exact = math.fsum(_terms_in_long_double(p, q))
    assert abs(value - exact) <= (20 + math.log2(n) / 2) * EPS * exact
    assert abs(value - exact) <= 2 * EPS * exact, "errors of many atoms cancel"


def _terms_in_long_double(p, q):
    """p ln(p/q) − p + q by log1p, whose argument has no error where p and q are close."""
    p, q = p.astype(np.longdouble), q.astype(np.longdouble)
    x = (q - p) / p
    series = sum((-x) ** k / k for k in range(2, 14))
    return (p * np.where(np.abs(x) < 1e-2, series, x - np.log1p(x))).astype(np.float64)


@pytest.mark.parametrize("axis", [0, 1, 2])
@pytest.mark.parametrize("shape", [(50, 700), (3, 40_000), (40, 9, 130), (2, 3, 5), (1, 20_000)])
def test_each_row_of_a_batch_keeps_its_bound(shape, axis):
    """Rows apart by all distances in one batch, so that blocks mix the forms."""
    if axis >= len(shape):
        return
    rng = np.random.default_rng(8)
    p = np.exp(rng.standard_normal(shape))
    distance = np.expand_dims(10.0 ** rng.uniform(-9, 0.5, np.delete(shape, axis)), axis)
    q = p * np.exp(distance * rng.standard_normal(shape))
    p, q = (x / x.sum(axis=axis, keepdims=True) for x in (p, q))
    found = kl_divergence(p, q, axis=axis)
    rows = (np.moveaxis(x, axis, -1).reshape(found.size, -1) for x in (p, q))
    some = slice(None, None, 1 + found.size // 300)
    for value, x, y in zip(found.flat[some], *(x[some] for x in rows), strict=True):
        exact = math.fsum(_terms_in_long_double(x, y))
        bound = (20 + math.log2(x.size) / 2) * EPS
        assert value == pytest.approx(exact, rel=bound, abs=0)


@pytest.mark.parametrize("distance", [0.01, 1])
def test_one_wrong_atom_in_many_blocks_is_found_and_named(distance):
    n = 3 * SIZE
    p = normalised(np.ones(n))
    q = normalised(np.exp(distance * np.random.default_rng(1).standard_normal(n)))
    for place in (0, SIZE, n - 1):
        for wrong, said in [(-1e-9, "is -1e-09"), (math.nan, "is nan"), (math.inf, "is inf")]:
            for name in "pq":
                pair = {"p": p.copy(), "q": q.copy()}
                pair[name][place] = wrong
                for functional in (kl_divergence, cross_entropy):
                    with pytest.raises(ValueError, match=rf"^{name}\[{place}\] {said}; expected"):
                        functional(**pair)
        both = p.copy()
        both[place], both[place - 1] = -1 / n, 3 / n  # whose sum is 1, and whose quotient too
        with pytest.raises(ValueError, match=rf"^p\[{place}\] is -"):
            kl_divergence(both, both)


@pytest.mark.parametrize("shape", [(3,), (1000,), (2 * SIZE + 3,), (4, 300), (2, SIZE + 1)])
@pytest.mark.parametrize("depth", [1e-300, 1e-3])
def test_a_negative_atom_that_no_sum_shows_is_found_in_any_block(shape, depth):
    """Its sum is 1; where p = q even the quotient is 1, and -p ln q has no word against p < 0."""
    p = np.full(shape, 1 / shape[-1])
    p[..., -2:] = [-depth, 2 / shape[-1] + depth]
    place = ", ".join(str(i) for i in (0, shape[-1] - 2)[2 - len(shape) :])
    one = np.full(shape, 1 / shape[-1])
    for functional, pair in [
        (kl_divergence, (p, p)),
        (kl_divergence, (p, one)),
        (cross_entropy, (p, one)),
        (cross_entropy, (p, p)),
    ]:
        with pytest.raises(ValueError, match=rf"^p\[{place}\] is -.*; expected a probability"):
            functional(*pair)
    for functional in (kl_divergence, cross_entropy):
        with pytest.raises(ValueError, match=rf"^q\[{place}\] is -.*; expected a probability"):
            functional(one, p)
    with pytest.raises(ValueError, match=rf"^p\[{place}\] is -.*; expected a probability"):
        entropy(p)


def test_zeros_among_many_atoms_take_part_as_among_few():
    rng = np.random.default_rng(2)
    p, q = rng.random((2, 2 * SIZE))
    p[::3] = 0
    q[::6] = 0
    p, q = normalised(p), normalised(q)
    exact = math.fsum(p[p > 0] * np.log(p[p > 0] / q[p > 0]))
    assert kl_divergence(p, q) == pytest.approx(exact, rel=30 * EPS)
    assert cross_entropy(p, q) == pytest.approx(exact + entropy(p), rel=30 * EPS)
    q[1] = 0
    assert kl_divergence(p, normalised(q)) == math.inf
    assert cross_entropy(p, normalised(q)) == math.inf


@pytest.mark.parametrize("distance", [1e-6, 0.1, 3])
def test_large_arrays_need_little_beside_themselves(distance):
    n = 1 << 20
    rng = np.random.default_rng(3)
    p = normalised(rng.random(n))
    q = normalised(p * np.exp(distance * rng.standard_normal(n)))
    tracemalloc.start()
    try:
        for result in (kl_divergence(p, q), cross_entropy(p, q), entropy(p)):
            assert result > 0
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 2e6, f"{peak / 1e6:.1f} MB beside arrays of {p.nbytes / 1e6:.1f} MB"


@given(pairs())
def test_kl_is_never_negative_and_keeps_its_bound(pair):
    p, q = pair
    value = kl_divergence(p, q)
    exact = certify.kl_divergence(*exact_pair(p, q))
    assert value >= 0
    assert exact.distance(value) <= kl_error_bound(p, q, float(exact))


@given(pairs(), st.integers(0, 2**32 - 1))
def test_the_order_of_atoms_is_only_a_matter_of_rounding(pair, seed):
    p, q = pair
    order = np.random.default_rng(seed).permutation(len(p))
    # Sums of non-negative terms: (18 + log2 n)/2 eps each way.
    tolerance = (18 + math.log2(len(p))) * EPS
    assert kl_divergence(p[order], q[order]) == pytest.approx(
        kl_divergence(p, q), rel=tolerance, abs=0
    )


@given(pairs(atoms=st.integers(1, 5)), pairs(atoms=st.integers(1, 5)))
def test_kl_adds_over_independent_parts(first, second):
    (p1, q1), (p2, q2) = first, second
    joint = kl_divergence(np.outer(p1, p2).ravel(), np.outer(q1, q2).ravel())
    # A product of two normalised vectors misses 1 by two defects and a rounding: 8 eps at most
    # here. The joint's terms ln(p1 p2/(q1 q2)) carry an eps of error each, as -Σ p ln q does, on
    # top of the sums' (20 + log2(25)/2) eps.
    scale = 1 + joint + sum(np.sum(p * np.abs(np.log(q))) for p, q in (first, second))
    assert joint == pytest.approx(
        kl_divergence(p1, q1) + kl_divergence(p2, q2), rel=0, abs=(23 + 8) * EPS * scale
    )


@given(pairs())
def test_cross_entropy_is_entropy_plus_kl(pair):
    """Holds for the numbers because it holds for the functionals: no function calls another."""
    p, q = pair
    ce, h, kl = cross_entropy(p, q), entropy(p), kl_divergence(p, q)
    # Each of the three keeps 23 eps relative to itself; Σ(q − p), at most 13 eps here, is what
    # the deviance form adds to the textbook sum.
    assert ce == pytest.approx(h + kl, rel=0, abs=(23 * (ce + h + kl) + 13) * EPS)


@given(pairs(), st.floats(0, 1))
def test_kl_falls_under_merging_and_is_convex_in_the_pair(pair, share):
    p, q = pair
    d = kl_divergence(p, q)
    slack = 60 * EPS * (1 + d)
    merged = [np.append(x[2:], x[:2].sum()) for x in (p, q)]
    assert kl_divergence(*merged) <= d + slack
    other = kl_divergence(p[::-1], p[::-1] * 0.5 + q * 0.5)
    mixed = kl_divergence(
        share * p + (1 - share) * p[::-1], share * q + (1 - share) * (p[::-1] * 0.5 + q * 0.5)
    )
    assert mixed <= share * d + (1 - share) * other + slack
