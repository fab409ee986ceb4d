"""Sums over the atoms of large arrays, in blocks that stay in the cache.

A formula on whole arrays writes each of its intermediate results to memory and reads it back,
which takes longer than computing it.  Here the arrays are cut into blocks of some 16 000 numbers;
a kernel meets each block once, in scratch space that is used again for the next.

Main definitions
----------------
sums(kernel, arrays, count)
    The `count` sums over the last axis that `kernel` takes from each block.
add(terms, axis)
    One sum, in pairs.
quick_sum(terms, axis)
    One sum for a look at it, off by a rounding for every few terms.
all_true(truth)
    Whether each row, or the only one, is true.

Implementation notes
--------------------
A sum of n terms goes through at most 12 + log2(n) roundings: `numpy.add.reduce` adds 128 numbers
in eight partial sums and pairs those up, along a contiguous axis; rows of up to 64 atoms are added
by `numpy.einsum`, in eight partial sums or more; along a first axis `add` pairs by itself; and the
sums of the blocks of one long row are added exactly.  The dot product with ones behind
`quick_sum` has fewer partial sums: it serves for a look at a normalisation, not for a result.

Atoms that lie along a first axis in memory are taken as they lie: the kernel gets the block
transposed, and the axis to sum over.
"""

from __future__ import annotations

import math

import numpy as np

__all__ = ["SIZE", "add", "all_true", "quick_sum", "sums"]

SIZE = 1 << 14  # numbers in a block: 128 kB, a few of which fit the second level of a cache
_ONES = np.ones(1 << 11)


def sums(kernel, arrays, count):
    """Sum over the last axis what `kernel` makes of arrays of the same shape (..., n).

    Parameters
    ----------
    kernel : callable
        ``kernel(blocks, work, axis)`` with float64 `blocks` of the arrays, four scratch arrays of
        their shape, and the axis of the atoms.  It returns `count` sums over that axis.
    arrays : sequence of ndarray, shape (..., n)
        Of any floating type, in any layout.

    Returns
    -------
    list of numpy.float64 or ndarray, shape (...)
    """
    shape = arrays[0].shape
    if len(shape) == 1:
        return _row(kernel, arrays, np.empty((4, min(SIZE, shape[0]))), count)
    work = np.empty((4, min(SIZE, math.prod(shape))))
    found = [np.empty(shape[:-1]) for _ in range(count)]
    for index in _indices(shape):
        blocks = [array[index] for array in arrays]
        part = (_row if blocks[0].ndim == 1 else _rows)(kernel, blocks, work, count)
        for whole, piece in zip(found, part, strict=True):
            whole[index] = piece
    return found


def add(terms, axis):
    """Sum over the first or the last axis of a contiguous array, in pairs."""
    if axis == 0 and terms.ndim > 1:
        n = len(terms)
        if n <= 12:
            return np.add.reduce(terms, axis=0)
        return add(terms[: n // 2], 0) + add(terms[n // 2 :], 0)
    if terms.ndim > 1 and terms.shape[-1] <= 64:
        return np.einsum("...i->...", terms)
    return np.add.reduce(terms, axis=-1)


def quick_sum(terms, axis):
    """A sum that is off by up to n/4 roundings: in a short row, a third of the time of `add`."""
    if terms.ndim == 1 and len(terms) <= len(_ONES):
        return float(terms.dot(_ONES[: len(terms)]))
    return add(terms, axis)


def all_true(truth):
    """Whether all of it is true; `numpy.all` takes its time over a single one."""
    return truth.all() if isinstance(truth, np.ndarray) else bool(truth)


def _indices(shape):
    """Cut the axes before the last, so that a block holds at most SIZE numbers or one row."""
    batch, inner, cut = shape[:-1], shape[-1], len(shape) - 1
    while cut > 0 and inner * batch[cut - 1] <= SIZE:
        cut -= 1
        inner *= batch[cut]
    if cut == 0:
        yield (...,)
        return
    step = max(1, SIZE // inner)
    for outer in np.ndindex(*batch[: cut - 1]):
        for start in range(0, batch[cut - 1], step):
            yield (*outer, slice(start, start + step) if step > 1 else start)


def _row(kernel, arrays, work, count):
    """One row, cut as often as needed."""
    n = len(arrays[0])
    if n <= SIZE:
        blocks = [np.ascontiguousarray(array, dtype=np.float64) for array in arrays]
        return kernel(blocks, work[:, :n], -1)
    parts = []
    for start in range(0, n, SIZE):
        blocks = [
            np.ascontiguousarray(array[start : start + SIZE], dtype=np.float64) for array in arrays
        ]
        parts.append([float(x) for x in kernel(blocks, work[:, : len(blocks[0])], -1)])
    return [np.float64(_exact_sum(column)) for column in zip(*parts, strict=True)]


def _rows(kernel, blocks, work, count):
    """Several rows at once, as they lie in memory."""
    first, axis = blocks[0], -1
    if first.ndim == 2 and first.strides[0] < first.strides[1]:
        blocks, axis = [block.T for block in blocks], 0
    blocks = [np.ascontiguousarray(block, dtype=np.float64) for block in blocks]
    shape = blocks[0].shape
    return kernel(blocks, work[:, : blocks[0].size].reshape(4, *shape), axis)


def _exact_sum(parts):
    """math.fsum, or what a sum makes of numbers that are too large or none."""
    try:
        return math.fsum(parts)
    except (OverflowError, ValueError):
        return np.sum(parts)
