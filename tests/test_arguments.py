"""What arguments are read as, and what their errors say; the numeric modules test the rest."""

import math
from fractions import Fraction

import numpy as np
import pytest

from klutils.arguments import brief, probabilities, real_array, real_number, whole_number


@pytest.mark.parametrize("value", [2, 2.0, np.float32(2), np.int8(2), Fraction(2)])
def test_one_number_becomes_a_float(value):
    assert type(real_number("x", value)) is float
    assert real_number("x", value) == 2


@pytest.mark.parametrize(
    ("value", "bounds", "message"),
    [
        (0, {"above": 0}, "x is 0; expected a finite number above 0$"),
        (1, {"above": 0, "below": 1}, "x is 1; expected a finite number above 0 and below 1$"),
        (-0.5, {"least": 0, "most": 1}, "x is -0.5; .* at least 0 and at most 1$"),
        (math.nan, {}, "x is nan; expected a finite number$"),
        (np.float64(math.inf), {}, "x is inf; expected a finite number$"),
        (10**400, {}, r"x is 10+\.\.\.; expected a finite number$"),
    ],
)
def test_a_number_out_of_bounds_is_named_with_its_bounds(value, bounds, message):
    with pytest.raises(ValueError, match=message):
        real_number("x", value, **bounds)


def test_bounds_include_what_they_say():
    assert real_number("x", 0, least=0, most=1) == 0
    assert real_number("x", 1, least=0, most=1) == 1


@pytest.mark.parametrize("value", [True, np.True_, 1.0, "1", None, np.array([1, 2])])
def test_only_whole_numbers_are_whole_numbers(value):
    with pytest.raises(TypeError, match="n is .*; expected a whole number"):
        whole_number("n", value)
    assert whole_number("n", np.int32(3)) == 3


def test_arrays_keep_their_floating_type_and_integers_become_double():
    assert real_array("x", np.float32([1, 2])).dtype == np.float32
    assert real_array("x", [1, 2]).dtype == np.float64
    assert real_array("x", 3).shape == ()
    assert real_array("x", [math.inf], finite=False)[0] == math.inf


def test_the_atoms_come_last_and_the_argument_stays():
    given = np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]])
    read = probabilities("p", given, axis=0)
    np.testing.assert_array_equal(read, given.T)
    read[:] = 7
    assert given.max() == 1, "what is read is a copy"


def test_long_values_are_cut_to_fit_a_message():
    assert len(brief(list(range(1000)))) == 60
    assert brief(np.float64(0.5)) == "0.5"
