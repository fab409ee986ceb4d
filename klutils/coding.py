"""What a code costs: ideal lengths, and a range coder that measures them.

Main definitions
----------------
code_lengths(q)
    −log₂ q, the lengths of an ideal code made for q.
encode(symbols, q), decode(words, q, n)
    The range coder of the library constriction [1]_, with q as its model.
encoded_bits(words)
    What the coder wrote, in bits.

Implementation notes
--------------------
The coder rounds q to multiples of 2^-24, none to zero, which raises no length by more than
−log₂(1 − n/2^24) bits for n atoms.
It keeps its interval at 2^32 units or wider, cuts it into 2^24 steps, and so loses at most a share
of 2^-8 of it per symbol; it ends by writing up to two words of 32 bits.
`overhead_bound` adds these up.

References
----------
.. [1] R. Bamler, *Understanding entropy coding with asymmetric numeral systems*, 2022,
   arXiv:2201.01741, and https://bamler-lab.github.io/constriction.
"""

from __future__ import annotations

import math

import constriction
import numpy as np

from klutils.arrays import (
    brief,
    probabilities,
    real_number,
    refuse_disguised,
    refuse_where,
    whole_number,
)

__all__ = ["code_lengths", "decode", "encode", "encoded_bits", "overhead_bound"]

WORD = 32
STEPS = 2**24
CHUNK = 2**20  # symbols decoded at a time


def code_lengths(q, *, base=2):
    r"""Lengths of an ideal code made for q: a symbol of probability q costs −log q.

    :math:`\ell_i = -\log_2 q_i`

    Parameters
    ----------
    q : array_like, shape (..., n)
        Probabilities, of sum 1 along the last axis.
    base : float, optional
        Base of the logarithm, above 1; 2 gives bits.

    Returns
    -------
    ndarray of float64, shape (..., n)
        inf where q is 0: no code word is left for what the model rules out.

    Raises
    ------
    TypeError, ValueError
        For q as in `klutils.divergence`; for a base that is not above 1.

    Examples
    --------
    >>> code_lengths([0.5, 0.25, 0.25, 0])
    array([ 1.,  2.,  2., inf])
    """
    unit = math.log2(real_number("base", base, above=1))
    with np.errstate(divide="ignore"):
        return (0.0 - np.log2(probabilities("q", q))) / unit


def encode(symbols, q):
    """Compress `symbols` by a range coder whose model is q.

    Parameters
    ----------
    symbols : array_like of int, shape (N,)
        Each from 0 to n − 1.
    q : array_like, shape (n,)
        The model's probabilities, which `decode` must be given again.

    Returns
    -------
    ndarray of uint32
        The compressed message, in words of 32 bits.

    Raises
    ------
    TypeError
        For symbols that are not whole numbers, and for q as in `klutils.divergence`.
    ValueError
        For a symbol that the model rules out or does not know, and for q as above.

    Examples
    --------
    >>> message = [0, 2, 1, 1, 0]
    >>> decode(encode(message, [0.4, 0.4, 0.2]), [0.4, 0.4, 0.2], len(message)).tolist()
    [0, 2, 1, 1, 0]
    """
    q = _model_probabilities(q)
    symbols = _whole_numbers("symbols", symbols)
    refuse_where("symbols", symbols, (symbols < 0) | (symbols >= q.size), f"0 to {q.size - 1}")
    refuse_where("symbols", symbols, q[symbols] == 0, "a symbol to which q gives a probability")
    encoder = constriction.stream.queue.RangeEncoder()
    if np.count_nonzero(q) > 1:
        ranks = np.cumsum(q > 0) - 1
        encoder.encode(ranks[symbols].astype(np.int32), _model(q))
    return encoder.get_compressed()


def decode(words, q, n):
    """Decompress `n` symbols from `words`; the inverse of `encode` for the same q.

    Parameters
    ----------
    words : ndarray of uint32
        What `encode` returned.
    q : array_like, shape (n,)
        The probabilities that `encode` was given.
    n : int
        The number of symbols.

    Returns
    -------
    ndarray of int64, shape (n,)
        A range coder cannot tell a wrong q or n: it answers with wrong symbols.

    Raises
    ------
    TypeError, ValueError
        For words that are not uint32, for an n that is negative or more than the words can hold,
        and for q as in `klutils.divergence`.
    MemoryError
        Where one symbol alone is possible, so that no words are needed, and n fit no memory.
    """
    q, n = _model_probabilities(q), whole_number("n", n, least=0)
    possible = np.flatnonzero(q)
    if possible.size == 1:
        return np.repeat(possible, n)
    words = _words(words)
    # The coder's probability of the likeliest symbol is next to q's, and below 1 by a step.
    shortest = -math.log2(min(np.max(q) + 2 / STEPS, 1 - 1 / STEPS))
    most = math.floor((WORD * words.size + 2 * WORD) / shortest)
    if n > most:
        raise ValueError(
            f"n is {n}; expected at most {most}: {words.size} words hold no more symbols of q"
        )
    decoder, model = constriction.stream.queue.RangeDecoder(words), _model(q)
    symbols = np.empty(n, dtype=possible.dtype)  # before decoding: the coder aborts without memory
    for start in range(0, n, CHUNK):
        part = symbols[start : start + CHUNK]
        part[:] = possible[decoder.decode(model, part.size)]
    return symbols


def encoded_bits(words):
    """Size of a compressed message in bits: 32 for each word.

    >>> encoded_bits(np.zeros(3, dtype=np.uint32))
    96
    """
    return WORD * _words(words).size


def overhead_bound(n_symbols, n_atoms):
    """Bits by which `encode` may exceed the ideal length −Σ log₂ q of the symbols.

    Parameters
    ----------
    n_symbols, n_atoms : int
        The length of the message, and the number of possible symbols.

    Returns
    -------
    float
        The sum of the worst losses that the header of this module names; a message of many
        thousand symbols loses less than a tenth of it.

    Raises
    ------
    TypeError, ValueError
        For numbers that are not whole, a negative length, or no atom or 2^24 of them or more.
    """
    n_symbols = whole_number("n_symbols", n_symbols, least=0)
    n_atoms = whole_number("n_atoms", n_atoms, least=1)
    if n_atoms >= STEPS:
        raise ValueError(f"n_atoms is {n_atoms}; expected less than {STEPS}")
    lost = -math.log2(1 - n_atoms / STEPS) - math.log2(1 - STEPS / 2**WORD)
    return 2 * WORD + n_symbols * lost


def _model_probabilities(q):
    q = probabilities("q", q)
    if q.ndim != 1 or q.size >= STEPS:
        raise ValueError(f"q has shape {q.shape}; expected (n,) with n below {STEPS}")
    return q


def _model(q):
    """The coder's model of the possible symbols: constriction would give the others room too."""
    return constriction.stream.model.Categorical(q[q > 0], perfect=False)


def _whole_numbers(name, values):
    refuse_disguised(name, values)
    array = np.asarray(values)
    if array.size and array.dtype.kind not in "iu":
        raise TypeError(f"{name} has dtype {array.dtype} ({brief(values)}); expected whole numbers")
    if array.ndim != 1:
        raise ValueError(f"{name} has shape {array.shape}; expected (N,)")
    return array.astype(np.int64)


def _words(words):
    if not isinstance(words, np.ndarray) or words.dtype != np.uint32 or words.ndim != 1:
        raise TypeError(f"words is {brief(words)}; expected an array of uint32, as encode gives")
    return words
