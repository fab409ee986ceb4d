"""A number and its second source: near enough, too far apart, or no number at all."""

import math
from fractions import Fraction

import numpy as np
import pytest
import sympy

from klutils.certify.enclosure import INFINITE, Enclosure
from klutils.confirmation import RECORD, SHOWN, Unconfirmed, confirm
from klutils.estimators import Estimate
from klutils.symbolic import KL, Density, Derivation, H, InOrder, equal

HALF = Fraction(1, 2)
ABOUT_HALF = Enclosure(Fraction(2, 5), Fraction(3, 5))
SPLIT = Derivation(
    "eq-split",
    KL(Density("p"), Density("q")),
    equal(H(Density("p"), Density("q")) - H(Density("p")), "split the logarithm"),
)

CONFIRMED = {
    "the same number": (0.5, 0.5, 0),
    "as near as allowed": (0.5, 0.75, 0.25),
    "whole numbers": (3, np.int64(3), 0),
    "a fraction": (0.5, HALF, 0),
    "a list of fractions": ([0.5, 0.25], [HALF, HALF / 2], 0),
    "two enclosures, to their far ends": (
        ABOUT_HALF,
        Enclosure(Fraction(1, 2), Fraction(4, 5)),
        0.4 + 1e-15,
    ),
    "two infinite enclosures": (INFINITE, INFINITE, 0),
    "SymPy's infinity": (math.inf, sympy.oo, 0),
    "a half of SymPy's": (0.5, sympy.Rational(1, 2), 0),
    "one third and its float": (1 / 3, Fraction(1, 3), 2e-17),
    "a SymPy number": (math.log(2), sympy.log(2), 1e-15),
    "a sum in order": (0.0, InOrder(sympy.log(2), -sympy.log(2)), 1e-15),
    "a list of SymPy numbers": ([0.5, 0.5], [sympy.Rational(1, 2)] * 2, 0),
    "an enclosure, to its far end": (0.5, ABOUT_HALF, 0.1 + 1e-15),
    "an enclosure first": (ABOUT_HALF, 0.5, 0.1 + 1e-15),
    "a list of enclosures": ([0.5, 0.5], [ABOUT_HALF] * 2, 0.1 + 1e-15),
    "an infinite enclosure": (math.inf, INFINITE, 0),
    "two infinities": (math.inf, math.inf, 0),
    "an array against one number": (np.array([[1.0, 2.0], [3.0, 2.0]]), 2, 1),
    "a bound for each entry": ([1.0, 2.0], [1.5, 4.0], [0.5, 2.0]),
    "an estimate within a bound": (Estimate(0.4, 0.1, 9), 0.5, 0.11),
}
APART = {
    "wide enclosures around one middle": (
        Enclosure(Fraction(0), Fraction(1)),
        Enclosure(Fraction(-100), Fraction(101)),
        1,
        "they differ by 1e[+]02",
    ),
    "a list of wide enclosures": ([ABOUT_HALF], [ABOUT_HALF], 0.19, r"value\[0\]"),
    "one third and its float": (Fraction(1, 3), 1 / 3, 0, "differ by 1.9e-17"),
    "its float and one third": ([1 / 3], [Fraction(1, 3)], 0, "differ by 1.9e-17"),
    "a third of SymPy's": (1 / 3, sympy.Rational(1, 3), 0, "differ by 1.9e-17"),
    "a logarithm and its float": (math.log(2), sympy.log(2), 0, "differ by 2.3e-17"),
    "a whole number and a float": (2**53 + 1, float(2**53), 0, "differ by 1"),
    "an array of them": (np.array([2**53 + 1]), np.array([2.0**53]), 0, "differ by 1"),
    "an enclosure and a fraction beside it": (
        Enclosure(Fraction(1, 3), Fraction(1, 3)),
        1 / 3,
        0,
        "differ by 1.9e-17",
    ),
    "less than any float": (HALF, HALF + Fraction(1, 10**400), 0, "differ by 4.9e-324"),
    "SymPy's nan": (1.0, sympy.nan, 1, "which gives nan"),
    "farther than allowed": (0.25, 0.5, 0.1, "0.25 is not confirmed by sum, which gives 0.5"),
    "how far is said": (0.25, 0.5, 0.1, "they differ by 0.25, at most 0.1 is allowed"),
    "infinite and finite": (math.inf, 1.0, 1e300, "differ by inf"),
    "opposite infinities": (math.inf, -math.inf, 1e300, "differ by inf"),
    "nan": (math.nan, 1.0, 1.0, "nan is not confirmed"),
    "nan in the other": (1.0, math.nan, 1.0, "which gives nan"),
    "nan in both": ([1.0, math.nan], [1.0, math.nan], 1.0, r"value\[1\] = nan"),
    "one entry of many": (np.eye(2), [[1, 0], [0.5, 1]], 0.1, r"value\[1, 0\] = 0 .* gives 0.5"),
    "the bound of that entry": ([1.0, 2.0], [1.5, 4.0], [0.5, 1.0], "at most 1 is allowed"),
    "whole numbers beyond a float": (2**53 + 1, 2**53, 0, "differ by 1"),
    "fractions that one float stands for": (HALF, HALF + Fraction(1, 10**30), 0, "by 1e-30"),
    "the middle of a wide enclosure": (0.5, ABOUT_HALF, 0.09, "differ by 0.1"),
    "a wide enclosure in a list": ([0.5, 0.5], [0.5, ABOUT_HALF], 0.09, r"value\[1\]"),
    "an enclosure of infinity": (1.0, INFINITE, 1.0, "gives inf"),
    "a float and a fraction": (0.25, HALF, 0.1, "0.25 is not .* gives 0.5: they differ by 0.25,"),
    "a fraction and a float": (HALF, -0.25, 0.1, "they differ by 0.75,"),
    "infinities beside a fraction": ([math.inf, HALF], [math.inf, 0.25], 0.1, r"value\[1\] = 0.5"),
    "a float near a whole number": ([HALF, 2], [0.5, 2.5], 0.1, r"value\[1\] = 2 .* by 0.5,"),
    "a table of fractions": (
        [[HALF] * 2] * 2,
        [[0.5, 0.5], [1.0, 0.5]],
        0.1,
        r"value\[1, 0\] = 0.5",
    ),
    "infinity and a fraction": (math.inf, HALF, 1e300, "differ by inf"),
}
NO_NUMBERS = {
    "a truth value": (True, 1, TypeError, "value is True; expected real numbers"),
    "truth values": (np.array([True]), 1, TypeError, r"value is \[ True\]"),
    "a truth value among numbers": ([1, True], 1, TypeError, r"value\[1\] is True; expected a"),
    "a truth value of NumPy's in rows": (1, [[1.0, np.True_]], TypeError, r"other\[0\]\[1\] is"),
    "a row of truth values": ([np.array([True]), [1]], 1, TypeError, r"value\[0\] is array"),
    "a masked array": (np.ma.array([1, 2], mask=[0, 1]), 1, TypeError, "value is a masked array"),
    "a masked number in a list": ([1, np.ma.masked], 1, TypeError, r"value\[1\] is a masked"),
    "a truth value among objects": ([True, HALF], 1, TypeError, r"value\[0\] is True"),
    "a text": ("1", 1, TypeError, "value is '1'; expected real numbers"),
    "nothing": (1, None, TypeError, "other holds None; expected a number"),
    "a complex number": (1, 1j, TypeError, "other is 1j; expected real numbers"),
    "a symbol": (1, sympy.Symbol("u"), TypeError, "other holds u; expected .* without symbols"),
    "a functional": (1, H(Density("p")), TypeError, r"other holds H\(p\)"),
    "a derivation": (1, SPLIT, TypeError, "other holds eq-split: .* expected a number"),
    "too large a number": (10**400, 1, ValueError, "value holds 1000.* too large for a float"),
    "no entries": ([], 1, ValueError, r"value is \[\]; expected at least one number"),
    "uneven rows": ([[1], [1, 2]], 1, ValueError, "expected rows of equal length"),
    "shapes that do not fit": (
        [1, 2, 3],
        [1, 2],
        ValueError,
        r"value has shape \(3,\), other has shape \(2,\)",
    ),
}


@pytest.mark.parametrize("case", CONFIRMED)
def test_two_sources_that_agree(case):
    value, other, within = CONFIRMED[case]
    confirm(value, other, by="sum", within=within)


@pytest.mark.parametrize("case", APART)
def test_two_sources_that_disagree_are_both_named(case):
    value, other, within, said = APART[case]
    with pytest.raises(Unconfirmed, match=said):
        confirm(value, other, by="sum", within=within)


@pytest.mark.parametrize("case", NO_NUMBERS)
def test_what_is_no_number_is_named(case):
    value, other, error, said = NO_NUMBERS[case]
    with pytest.raises(error, match=said) as raised:
        confirm(value, other, by="sum", within=0)
    assert raised.type is error, "a mere disagreement was reported"


@pytest.mark.parametrize("bound", [-1e-9, math.nan, math.inf, [0.1, -0.1]])
@pytest.mark.parametrize("name", ["within", "z"])
def test_a_bound_that_is_none_is_named(name, bound):
    with pytest.raises(ValueError, match=f"{name} is .*; expected a finite number, at least 0"):
        confirm(Estimate(1.0, 0.5, 9), 1.0, by="sum", **{name: bound})


def test_a_bound_must_fit_the_numbers():
    with pytest.raises(ValueError, match=r"within has shape \(2,\); expected shapes that"):
        confirm([1, 2, 3], 2, by="sum", within=[1, 1])


def test_standard_errors_must_fit_the_numbers():
    numbers = Estimate(np.ones(3), np.ones(3), 9)
    shapes = r"value has shape \(3,\), other has shape \(2,\), z has shape \(\); expected shapes"
    with pytest.raises(ValueError, match=shapes):
        confirm(numbers, [1, 2], by="sum", z=4)
    with pytest.raises(ValueError, match=r"z has shape \(2,\); expected shapes"):
        confirm(numbers, 1, by="sum", z=[4, 4])


@pytest.mark.parametrize("name", ["within", "z"])
def test_a_bound_that_is_no_number_is_named(name):
    with pytest.raises(TypeError, match=f"{name} is 'much'; expected real numbers"):
        confirm(Estimate(1.0, 0.5, 9), 1.0, by="sum", **{name: "much"})
    with pytest.raises(TypeError, match=f"{name} holds None; expected a number, an expression"):
        confirm(Estimate(1.0, 0.5, 9), 1.0, by="sum", **{name: [None, 1]})
    with pytest.raises(ValueError, match=rf"{name} is -0\.5; expected"):
        confirm(Estimate(1.0, 0.5, 9), 1.0, by="sum", **{name: -0.5})


@pytest.mark.parametrize("length", [60, 61])
def test_a_long_argument_is_cut_in_the_message(length):
    text = "x" * (length - 2)  # with its quotation marks
    shown = repr(text) if length == 60 else repr(text)[:57] + "..."
    with pytest.raises(TypeError) as error:
        confirm(text, 1, by="sum", within=0)
    assert str(error.value) == f"value is {shown}; expected real numbers"


def test_the_whole_message_of_what_is_no_number():
    with pytest.raises(TypeError) as error:
        confirm([None, 1], 1, by="sum", within=0)
    assert str(error.value) == (
        "value holds None; expected a number, an expression without symbols, "
        "an Enclosure or an Estimate"
    )


def test_ragged_rows_are_shown():
    with pytest.raises(ValueError, match=r"value is \[\[1\], \[1, 2\]\]; expected rows of equal"):
        confirm([[1], [1, 2]], 1, by="sum", within=0)


def test_complex_numbers_are_none():
    with pytest.raises(TypeError, match="value is 1j; expected real numbers"):
        confirm(1j, 1, by="sum", within=0)


@pytest.mark.parametrize("options", [{}, {"within": 1, "z": 4}])
def test_exactly_one_of_within_and_z(options):
    with pytest.raises(TypeError, match="expected exactly one of them"):
        confirm(1, 1, by="sum", **options)


@pytest.mark.parametrize("by", ["", None, 3])
def test_the_other_source_has_a_name(by):
    with pytest.raises(TypeError, match=f"by is {by!r}; expected the other source"):
        confirm(1, 1, by=by, within=0)


@pytest.mark.parametrize("digits", [0, -1, 2.5])
def test_a_record_has_digits(digits):
    with pytest.raises(ValueError, match=f"digits is {digits}; expected a whole number"):
        confirm(1, 1, by="sum", within=0, digits=digits)


# --- standard errors


def test_an_estimate_may_be_z_standard_errors_away():
    near = Estimate(1.0, 0.25, 100)
    confirm(near, 2.0, by="sum", z=4)
    confirm(2.0, near, by="sum", z=4)
    with pytest.raises(
        Unconfirmed, match=r"1 is not confirmed by sum, .* 2.01: standard .*: 4, at"
    ):
        confirm(near, 2.01, by="sum", z=4)
    with pytest.raises(Unconfirmed, match="at most 4 is allowed"):
        confirm(2.01, near, by="sum", z=4)


def test_of_two_estimates_the_errors_add_in_squares():
    first, second = Estimate(1.0, 0.3, 9), Estimate(3.0, 0.4, 9)
    confirm(first, second, by="simulation", z=4.001)
    with pytest.raises(Unconfirmed):
        confirm(first, second, by="simulation", z=3.999)


def test_many_estimates_are_compared_one_by_one():
    errors = np.array([1.0, 0.1])
    for many in (
        Estimate(np.array([1.0, 1.0]), errors, 9),
        [Estimate(1.0, error, 9) for error in errors],
    ):
        confirm(many, [4.0, 1.3], by="sum", z=4)
        with pytest.raises(Unconfirmed, match=r"value\[1\] = 1 .* gives 4"):
            confirm(many, [1.3, 4.0], by="sum", z=4)


def test_a_table_of_estimates_keeps_its_rows():
    table = [[Estimate(1.0, error, 9) for error in (1.0, 0.1)] for _ in range(2)]
    confirm(table, [[4.0, 1.3], [4.0, 1.3]], by="sum", z=4)
    with pytest.raises(Unconfirmed, match=r"value\[1, 1\] = 1 .* gives 4"):
        confirm(table, [[4.0, 1.3], [4.0, 4.0]], by="sum", z=4)


@pytest.mark.parametrize("value", [1.0, Estimate(1.0, 0.0, 9), [Estimate(1.0, 0.1, 9), 1.0]])
def test_z_asks_for_a_standard_error(value):
    with pytest.raises(ValueError, match="has a standard error above 0 everywhere") as error:
        confirm(value, 2.0, by="sum", z=4)
    assert str(error.value).startswith(f"z = 4, and neither {value!r} nor 2.0 has")
    assert str(error.value).endswith("; expected an Estimate, or within=")


def test_a_standard_error_that_does_not_exist_confirms_nothing():
    with pytest.raises(Unconfirmed, match="nan, at most 4"):
        confirm(Estimate(math.inf, math.nan, 9), math.inf, by="sum", z=4)


# --- the record


@pytest.fixture
def records(monkeypatch):
    """What confirmations leave among the outputs of a cell."""
    left = []

    def display(data, *, raw):
        assert raw, "the record was shown as text"
        left.append(data[RECORD])

    monkeypatch.setattr("IPython.get_ipython", lambda: "a notebook")
    monkeypatch.setattr("IPython.display.display", display)
    return left


def test_a_confirmation_leaves_both_sources_and_the_bound(records):
    confirm(1 / 3, 1 / 3 + 1e-9, by="series", within=1e-8, digits=3)
    expected = {"by": "series", "values": ["0.333"], "others": ["0.333"], "within": "1e-08"}
    assert records == [expected]


def test_an_estimate_leaves_its_score_and_its_error(records):
    confirm(Estimate(1.0, 0.25, 9), 1.5, by="sum", z=4)
    expected = {"by": "sum", "values": ["1"], "others": ["1.5"], "z": ["-2.00"], "errors": ["0.25"]}
    assert records == [expected]


def test_where_both_agree_the_score_is_nought(records):
    confirm(Estimate(np.array([0.5, math.inf]), np.ones(2), 9), [0.5, math.inf], by="sum", z=1)
    assert records[0]["z"] == ["0.00", "0.00"]


def test_the_digits_of_a_record(records):
    third = 1 / 3
    confirm(third, third, by="sum", within=0.0123456)
    confirm(Estimate(third, third, 9), third, by="sum", z=1, digits=1)
    assert (records[0]["values"], records[0]["within"]) == (["0.333333"], "0.012")
    assert (records[1]["values"], records[1]["errors"]) == (["0.3"], ["0.3333"])


def test_of_many_bounds_the_largest_is_kept(records):
    confirm([1, 2], [1, 2], by="sum", within=[1e-3, 1e-1])
    assert records[0]["within"] == "0.1"


@pytest.mark.parametrize("size", [SHOWN, SHOWN + 1])
def test_a_long_array_leaves_its_extremes_and_its_mean(records, size):
    numbers = np.arange(float(size))
    confirm(numbers, numbers, by="sum", within=0)
    expected = range(size) if size == SHOWN else (0, size - 1, (size - 1) / 2)
    assert [float(shown) for shown in records[0]["values"]] == list(expected)


def test_negative_zero_and_infinity_are_written_plainly(records):
    confirm([-0.0, math.inf], [-0.0, math.inf], by="sum", within=0)
    assert records[0]["values"] == ["0", "inf"]


def test_a_disagreement_leaves_nothing(records):
    with pytest.raises(Unconfirmed):
        confirm(1, 2, by="sum", within=0)
    assert records == []


def test_nothing_is_shown_outside_a_notebook(capsys):
    confirm(1, 1, by="sum", within=0)
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("error", [-1.0, -1e-300, math.inf, -math.inf])
@pytest.mark.parametrize("shape", ["one", "a list", "an array"])
def test_a_standard_error_is_finite_and_not_negative(error, shape):
    wrong, right = Estimate(1.0, error, 9), Estimate(1.0, 0.5, 9)
    wrong = {
        "one": wrong,
        "a list": [right, wrong],
        "an array": Estimate(np.ones(2), np.array([0.5, error]), 9),
    }[shape]
    for pair in ((wrong, 1.0), (1.0, wrong), (wrong, right)):
        with pytest.raises(ValueError, match="the standard error of .* is negative or infinite"):
            confirm(*pair, by="sum", z=4)
