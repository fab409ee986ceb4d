"""What arguments are read as, and what their errors say; the numeric modules test the rest."""

import math
import re
from fractions import Fraction

import numpy as np
import pytest

from klutils.arrays import (
    axis_last,
    brief,
    broadcast_batches,
    generator,
    probabilities,
    real_array,
    real_number,
    refuse_where,
    whole_number,
)


@pytest.mark.parametrize("value", [2, 2.0, np.float32(2), np.int8(2), Fraction(2)])
def test_one_number_becomes_a_float(value):
    assert type(real_number("x", value)) is float
    assert real_number("x", value) == 2


@pytest.mark.parametrize(
    ("value", "bounds", "message"),
    [
        (0, {"above": 0}, "x is 0; expected a finite number above 0"),
        (1, {"above": 0, "below": 1}, "x is 1; expected a finite number above 0 and below 1"),
        (2, {"below": 2}, "x is 2; expected a finite number below 2"),
        (-0.5, {"least": 0, "most": 1}, "x is -0.5; .* at least 0 and at most 1"),
        (1.5, {"least": 0, "most": 1}, "x is 1.5; .* at least 0 and at most 1"),
        (
            9,
            {"above": 0, "below": 8, "least": 1, "most": 7},
            "x is 9; expected a finite number above 0 and below 8 and at least 1 and at most 7",
        ),
        (math.nan, {}, "x is nan; expected a finite number"),
        (np.float64(math.inf), {}, "x is inf; expected a finite number"),
        (-math.inf, {}, "x is -inf; expected a finite number"),
        (10**400, {}, r"x is 10{56}\.\.\.; expected a finite number"),
    ],
)
def test_a_number_out_of_bounds_is_named_with_its_bounds(value, bounds, message):
    with pytest.raises(ValueError, match=f"^{message}$"):
        real_number("x", value, **bounds)


@pytest.mark.parametrize("value", [True, np.False_, "1", None, 1j, np.array([1.0])])
def test_only_real_numbers_are_real_numbers(value):
    with pytest.raises(
        TypeError, match=f"^x is {re.escape(brief(value))}; expected a real number$"
    ):
        real_number("x", value)


def test_bounds_include_what_they_say():
    assert real_number("x", 0, least=0, most=1) == 0
    assert real_number("x", 1, least=0, most=1) == 1
    assert real_number("x", -1e308) == -1e308, "no bound, no limit"
    assert real_number("x", 1e308) == 1e308, "no bound, no limit"
    assert whole_number("n", 3, least=3) == 3
    assert whole_number("n", -3) == -3, "no bound, no limit"


@pytest.mark.parametrize("value", [True, np.True_, 1.0, "1", None, np.array([1, 2])])
def test_only_whole_numbers_are_whole_numbers(value):
    with pytest.raises(TypeError, match="^n is .*; expected a whole number$"):
        whole_number("n", value)
    assert whole_number("n", np.int32(3)) == 3


def test_a_whole_number_below_its_bound_is_named_with_it():
    with pytest.raises(ValueError, match="^n is 2; expected at least 3$"):
        whole_number("n", 2, least=3)


@pytest.mark.parametrize("value", [None, 7, np.random])
def test_only_a_generator_is_a_source_of_randomness(value):
    rng = np.random.default_rng()
    assert generator(rng) is rng
    shown = re.escape(brief(value))
    with pytest.raises(TypeError, match=f"^rng is {shown}; expected a numpy.random.Generator$"):
        generator(value)


def test_arrays_keep_their_floating_type_and_integers_become_double():
    assert real_array("x", np.float32([1, 2])).dtype == np.float32
    assert real_array("x", [1, 2]).dtype == np.float64
    assert real_array("x", 3).shape == ()
    assert real_array("x", np.uint8([1, 2])).dtype == np.float64
    assert real_array("x", [math.inf], finite=False)[0] == math.inf


def test_what_is_no_number_raises_even_where_infinities_are_let_through():
    with pytest.raises(ValueError, match=r"^x\[1\] is nan; expected a number$"):
        real_array("x", [math.inf, math.nan], finite=False)
    with pytest.raises(ValueError, match=r"^x\[0\] is inf; expected a finite number$"):
        real_array("x", [math.inf])


@pytest.mark.parametrize("axis", [0, 1, -1, -2])
def test_an_axis_is_moved_to_the_end_and_laid_out_in_a_row(axis):
    array = np.arange(6.0).reshape(2, 3)
    moved = axis_last("x", array, axis)
    assert moved.flags.c_contiguous, "NumPy sums pairwise only along a contiguous axis"
    np.testing.assert_array_equal(moved, array.T if axis in (0, -2) else array)


@pytest.mark.parametrize(
    ("array", "axis", "error", "message"),
    [
        (np.ones(2), 1, ValueError, r"axis is 1; x has shape \(2,\)"),
        (np.ones(2), -2, ValueError, r"axis is -2; x has shape \(2,\)"),
        (np.ones(2), 0.0, TypeError, "axis is 0.0; expected a whole number"),
        (np.array(7.0), 0, ValueError, "x is the single number 7.0; expected at least one axis"),
    ],
)
def test_an_axis_that_is_not_there_is_named(array, axis, error, message):
    with pytest.raises(error, match=f"^{message}$"):
        axis_last("x", array, axis)


def test_the_first_wrong_element_is_named_by_its_place():
    array = np.array([[1.0, 2.0], [3.0, 4.0]])
    with pytest.raises(ValueError, match=r"^x\[1, 0\] is 3.0; expected less$"):
        refuse_where("x", array, array > 2, "less")
    with pytest.raises(ValueError, match="^x is 3.0; expected less$"):
        refuse_where("x", np.array(3.0), np.array(True), "less")
    refuse_where("x", array, array > 4, "less")


def test_batches_broadcast_and_atoms_do_not():
    first, second = broadcast_batches("pq", np.ones((3, 1, 2)), np.ones((4, 2)))
    assert first.shape == second.shape == (3, 4, 2)
    with pytest.raises(ValueError, match=r"^p has shape \(1,\) and q has shape \(2,\), .*"):
        broadcast_batches("pq", np.ones(1), np.ones(2))


@pytest.mark.parametrize(
    ("dtype", "n", "sign"),
    [
        (np.float64, 2, 1),
        (np.float64, 2, -1),
        (np.float64, 1000, 1),
        (np.float32, 8, 1),
        (np.float16, 4, -1),
        (np.float16, 2**22, 1),  # atoms of four times the smallest number
        (np.longdouble, 2, 1),  # whose own rounding is below that of the float64 it becomes
    ],
)
def test_a_sum_may_miss_one_by_what_rounding_explains_and_no_more(dtype, n, sign):
    """By the tolerance that the docstring states, here less a tenth of it and more by a tenth."""
    own, double = np.finfo(dtype), np.finfo(np.float64)
    allowed = max(float(own.eps), double.eps) * (16 + math.log2(n))
    allowed += n * (double.eps + float(own.smallest_subnormal) / 2)
    # A tenth of it is 1.9 eps or more; the sum has steps of one eps where it is near 1.
    p = np.full(n, 1 / n, dtype=dtype)
    p[0] += sign * 0.9 * allowed
    assert probabilities("p", p).dtype == np.float64
    p[0] += sign * 0.2 * allowed
    with pytest.raises(ValueError, match=rf"^sum\(p\) is .*; expected 1 within {allowed:.1e} \("):
        probabilities("p", p)


def test_a_sum_that_misses_one_by_all_of_its_tolerance_is_accepted():
    eps = np.finfo(np.float64).eps
    assert probabilities("p", [0.5 + 19 * eps, 0.5]).sum() - 1 == 19 * eps
    with pytest.raises(ValueError, match=r"^sum\(p\) is .*"):
        probabilities("p", [0.5 + 20 * eps, 0.5])


def test_long_values_are_cut_to_fit_a_message():
    assert brief(list(range(1000))) == repr(list(range(1000)))[:57] + "..."
    assert brief("x" * 58) == repr("x" * 58), "sixty characters are not too long"
    assert brief("x" * 59).endswith("...")
    assert brief(np.float64(0.5)) == "0.5"


DISGUISED = {
    "a truth value": ([0.0, True], r"p\[1\] is True; expected a real number, 1 or 0 .*"),
    "a truth value of NumPy's": ([np.False_, 1.0], r"p\[0\] is False; .*"),
    "in a row": ([[0.5, 0.5], [1, False]], r"p\[1\]\[1\] is False; .*"),
    "in a tuple": (((1, 0), (True, 0)), r"p\[1\]\[0\] is True; .*"),
    "an array of them": ([np.array([1.0, 0]), np.array([True, False])], r"p\[1\] is array.*; .*"),
    "a single one, as an array": ([1.0, np.array(True)], r"p\[1\] is array\(True\); .*"),
    "a masked number": ([1.0, np.ma.masked], r"p\[1\] is a masked array; .*"),
    "a masked row": ([[1.0, 0], np.ma.array([1.0, 0], mask=[0, 1])], r"p\[1\] is a masked .*"),
}


@pytest.mark.parametrize(("value", "message"), DISGUISED.values(), ids=DISGUISED)
def test_masks_and_truth_values_inside_lists_are_named(value, message):
    with pytest.raises(TypeError, match=f"^{message}$"):
        real_array("p", value)
