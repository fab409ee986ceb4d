"""The range coder: back and forth, the cost against the ideal, and what it refuses."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from klutils import coding
from klutils.coding import code_lengths, decode, encode, encoded_bits, overhead_bound

EPS = np.finfo(np.float64).eps
MODELS = {
    "two symbols": [0.5, 0.5],
    "the example": [0.3, 0.4, 0.3],
    "impossible symbols": [0, 0.7, 0, 0.3, 0],
    "one possible symbol": [0, 1, 0],
    "one symbol": [1],
    "probabilities below 2^-24": [1 - 1e-9, 1e-9],
    "many symbols": np.arange(1, 2001) / 2_001_000,
}


@pytest.mark.parametrize("q", MODELS.values(), ids=MODELS)
@pytest.mark.parametrize("n", [0, 1, 2, 5000])
def test_messages_come_back(q, n):
    q = np.asarray(q, dtype=float)
    symbols = np.random.default_rng(1).choice(np.flatnonzero(q), size=n)
    np.testing.assert_array_equal(decode(encode(symbols, q), q, n), symbols)


@given(st.data())
def test_any_message_in_any_model_comes_back(data):
    weights = np.array(data.draw(st.lists(st.integers(0, 1000), min_size=1).filter(any)))
    possible = st.sampled_from(np.flatnonzero(weights).tolist())
    symbols = data.draw(st.lists(possible, max_size=50))
    q = weights / weights.sum()
    assert decode(encode(symbols, q), q, len(symbols)).tolist() == symbols


@pytest.mark.parametrize("q", MODELS.values(), ids=MODELS)
@pytest.mark.parametrize("data", ["from the model", "uniform over the possible"])
def test_the_cost_is_the_ideal_length_within_its_bound(q, data):
    q = np.asarray(q, dtype=float)
    possible = np.flatnonzero(q)
    p = q[possible] if data == "from the model" else np.full(possible.size, 1 / possible.size)
    symbols = np.random.default_rng(2).choice(possible, size=20_000, p=p)
    bits, ideal = encoded_bits(encode(symbols, q)), np.sum(code_lengths(q)[symbols])
    assert bits <= ideal + overhead_bound(symbols.size, possible.size)
    # Rounded up, q gains at most two steps of 2^-24, which shortens a symbol by log2(1 + 2 step/q).
    gained = np.sum(np.log2(1 + 2 / (2**24 * q[symbols])))
    assert bits >= ideal - gained - 1e-9 * ideal


def test_the_ideal_lengths_are_minus_the_logarithm():
    assert code_lengths([0.5, 0.125, 0.25, 0.125, 0]).tolist() == [1, 3, 2, 3, math.inf]
    for base in (2, 3, 10, 2.5):
        # Two logarithms and a quotient of theirs, on either side.
        expected = [-math.log(x) / math.log(base) for x in (0.2, 0.8)]
        np.testing.assert_allclose(code_lengths([0.2, 0.8], base=base), expected, rtol=6 * EPS)
    assert not np.signbit(code_lengths([1.0])).any(), "certainty costs +0.0"


Q = [0.5, 0.5, 0]
WORDS = np.array([7], dtype=np.uint32)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda: encode([0, 2], Q),
            ValueError,
            r"symbols\[1\] is 2; expected a symbol to which q gives a probability",
        ),
        (lambda: encode([0, 3], Q), ValueError, r"symbols\[1\] is 3; expected 0 to 2"),
        (lambda: encode([-1], Q), ValueError, r"symbols\[0\] is -1; expected 0 to 2"),
        (
            lambda: encode([0.0], Q),
            TypeError,
            r"symbols has dtype float64 \(\[0.0\]\); expected whole numbers",
        ),
        (lambda: encode("01", Q), TypeError, r"symbols has dtype <U2 \('01'\); expected whole .*"),
        (lambda: encode([True], Q), TypeError, r"symbols\[0\] is True; expected a real number, .*"),
        (lambda: encode([[0]], Q), ValueError, r"symbols has shape \(1, 1\); expected \(N,\)"),
        (lambda: encode([0], [0.5, 0.6]), ValueError, r"sum\(q\) is 1.1; expected 1 within .*"),
        (
            lambda: encode([0], [[1.0]]),
            ValueError,
            r"q has shape \(1, 1\); expected \(n,\) with n below 16777216",
        ),
        (lambda: decode(WORDS, [[1.0]], 1), ValueError, r"q has shape \(1, 1\); expected .*"),
        (
            lambda: decode([7], Q, 1),
            TypeError,
            r"words is \[7\]; expected an array of uint32, as encode gives",
        ),
        (
            lambda: decode(WORDS.astype(np.int64), Q, 1),
            TypeError,
            r"words is array\(.*; expected .*",
        ),
        (lambda: encoded_bits(WORDS.reshape(1, 1)), TypeError, r"words is array\(.*; expected .*"),
        (lambda: encoded_bits(b"\0\0"), TypeError, "words is b.*; expected .*"),
        (lambda: decode(WORDS, Q, -1), ValueError, "n is -1; expected at least 0"),
        (lambda: decode(WORDS, Q, 1.0), TypeError, "n is 1.0; expected a whole number"),
        (
            lambda: code_lengths([0.5, 0.5], base=1),
            ValueError,
            "base is 1; expected a finite number above 1",
        ),
        (lambda: code_lengths([0.5, 0.6]), ValueError, r"sum\(q\) is 1.1; expected 1 within .*"),
        (
            lambda: overhead_bound(-1, 2),
            ValueError,
            "n_symbols is -1; expected at least 0",
        ),
        (lambda: overhead_bound(1.0, 2), TypeError, "n_symbols is 1.0; expected a whole number"),
        (lambda: overhead_bound(10, 0), ValueError, "n_atoms is 0; expected at least 1"),
        (lambda: overhead_bound(10, 2.0), TypeError, "n_atoms is 2.0; expected a whole number"),
        (
            lambda: overhead_bound(10, 2**24),
            ValueError,
            "n_atoms is 16777216; expected less than 16777216",
        ),
    ],
)
def test_bad_arguments_raise(call, error, message):
    with pytest.raises(error, match=f"^{message}$"):
        call()


def test_a_model_needs_a_step_for_each_atom(monkeypatch):
    monkeypatch.setattr(coding, "STEPS", 4)
    with pytest.raises(ValueError, match=r"^q has shape \(4,\); expected \(n,\) with n below 4$"):
        encode([0], [0.25] * 4)
    assert decode(encode([2, 0], [0.25, 0.25, 0.5]), [0.25, 0.25, 0.5], 2).tolist() == [2, 0]


@pytest.mark.parametrize(
    ("n_symbols", "n_atoms", "expected"),
    [
        (0, 1, 64),  # two words, though nothing is said
        (10, 2**23, 64 + 10 * (1 + 8 - math.log2(255))),  # half of the steps are lost, and 2^-8
        (1, 2**24 - 1, 64 + 24 + 8 - math.log2(255)),  # one step is left of 2^24
    ],
)
def test_the_bound_adds_up_the_losses_that_the_header_names(n_symbols, n_atoms, expected):
    # A logarithm of a number that is exact, and three roundings of a sum.
    assert overhead_bound(n_symbols, n_atoms) == pytest.approx(expected, rel=4 * EPS, abs=0)


@pytest.mark.parametrize("symbols", [[], np.uint8([1, 0]), np.int8([1, 0]), (1, 0)])
def test_symbols_are_whole_numbers_of_any_kind(symbols):
    assert decode(encode(symbols, Q), Q, len(symbols)).tolist() == list(symbols)


@pytest.mark.parametrize("q", [[0.5, 0.5], [0.3, 0.4, 0.3], [1 - 1e-9, 1e-9], [0, 0.7, 0.3]])
@pytest.mark.parametrize("n", [10**12, 10**18, 2**63, 10**30])
def test_more_symbols_than_the_words_can_hold_are_refused(q, n):
    with pytest.raises(ValueError, match=f"^n is {n}; expected at most .*: 1 words hold no more"):
        decode(WORDS, q, n)


def test_as_many_symbols_as_the_words_hold_are_decoded():
    q = [1 - 1e-9, 1e-9]
    likely = np.zeros(3 * 2**20 + 7, dtype=np.int64)
    words = encode(likely, q)
    assert encoded_bits(words) <= 64
    np.testing.assert_array_equal(decode(words, q, likely.size), likely)
