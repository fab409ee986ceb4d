"""Every argument of every function of arrays and logits, with all that does not belong there.

What is wrong is refused by an error that begins with the argument's name, never by one of NumPy's
or Python's own; nothing is taken for a number that the caller may have meant as something else.
"""

import inspect
import re
from fractions import Fraction

import numpy as np
import pytest

from klutils import divergence, logits

GOOD = {"p": [0.25, 0.75], "q": [0.5, 0.5], "a": [0.0, 1.0], "b": [1.0, 0.0]}
NO_NUMBER = [None, "x", b"x", {}, {"a": 1.0}, {0.5}, 1j, object(), int, len, NotImplemented, ...]
NO_ARRAY = [
    *NO_NUMBER,
    *([], [[]], (), 0.5, True, np.bool_(True), float("nan")),
    *([[0.5], 0.5], [[1.0], [0.5, 0.5]], [None, 1.0], [{}, 1.0], ["0.5", "0.5"], [0.5, "0.5"]),
    *([True, False], [True, 0.0], [[1.0, 0.0], [np.True_, 0.0]], [Fraction(1, 2)] * 2, [1j, 1.0]),
    *([float("nan"), 1.0], [float("inf"), 1.0], iter([0.5, 0.5]), range(0)),
    *(np.array([True, False]), np.array(["a", "b"]), np.array([0.5, 0.5], dtype=object)),
    *(np.array(["2024-11-01"], dtype="M8[D]"), np.ma.masked_array([0.5, 0.5], [0, 1])),
    *(np.zeros((0, 2)), np.zeros((2, 0)), np.array([(1, 2.0)], dtype="i4, f8")),
]
NO_SCALAR = [*NO_NUMBER, [2], [2, 3], np.array([2, 3]), np.array([]), float("nan"), True, 10**400]
WRONG = {
    **dict.fromkeys(GOOD, NO_ARRAY),
    "axis": [*NO_SCALAR, 0.0, 7, np.array(["a", "b"])],
    "base": [x for x in NO_SCALAR if x is not None] + [1, -2, "2", np.array([2.0])],
    "temperature": [*NO_SCALAR, 0, -1, np.array([1.0])],
    "normalised": [*NO_NUMBER, 1, [True], np.True_, np.array([True, False])],
    "target": [*NO_NUMBER, 1, ["logits"], np.array(["logits", "classes"]), "Logits"],
}
FUNCTIONS = [getattr(module, name) for module in (divergence, logits) for name in module.__all__]
CASES = [(f, name) for f in FUNCTIONS for name in inspect.signature(f).parameters]


def refused(function, name, value, **more):
    """Assert that `value` is refused in the words of the argument's name."""
    given = {k: GOOD[k] for k in inspect.signature(function).parameters if k in GOOD} | more
    said = f"{function.__name__}({name}={value!r:.60})"
    try:
        outcome = function(**given | {name: value})
    except Exception as error:
        outcome = error
    assert isinstance(outcome, (TypeError, ValueError)), f"{said} is {outcome!r}"
    assert re.match(rf"(sum\(|max\(|exp\()*{name}\b", str(outcome)), f"{said}: {outcome}"


@pytest.mark.parametrize(
    ("function", "name"), CASES, ids=[f"{f.__name__}, {name}" for f, name in CASES]
)
def test_what_does_not_belong_there_is_refused_by_name(function, name):
    for value in WRONG[name]:
        refused(function, name, value)


@pytest.mark.parametrize("function", [f for f in FUNCTIONS if "target" in f.__kwdefaults__])
def test_the_data_are_refused_by_name_whatever_they_are_given_as(function):
    for value in NO_ARRAY:
        refused(function, "p", value, target="probabilities")
    for value in [*NO_ARRAY, [2], -1, 1.0, [0.0], np.array([10**30], dtype=object)]:
        refused(function, "p", value, target="classes")


def test_every_public_function_is_tried():
    assert {f.__name__ for f, _ in CASES} == {*divergence.__all__, *logits.__all__}
    assert len(FUNCTIONS) == 6
