"""Time each peer in each case, in turn, in this one process; print medians and ratios.

A ratio is the median of a peer over ours: above 1 we are faster.  The last column is the relative
error of each at n = 1000 and the same distance, against 4000-bit balls, in units of float64's eps.
How many cases are left is said on standard error.
"""

import platform
import statistics
import sys
import time
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np
import scipy.special
import scipy.stats
from flint import arb, ctx

from klutils.divergence import kl_divergence
from klutils.logits import kl_divergence_from_logits

try:
    import torch
except ImportError:
    torch = None

EPS = np.finfo(np.float64).eps


def laws(shape, axis, distance):
    """Two laws: unrelated, or q = p exp(distance × noise), normalised."""
    rng = np.random.default_rng(0)
    p, q = rng.random((2, *shape))
    if distance is not None:
        q = p * np.exp(distance * rng.standard_normal(shape))
    return p / p.sum(axis=axis, keepdims=True), q / q.sum(axis=axis, keepdims=True)


def of_arrays(p, q, axis):
    """The calls for two arrays."""
    peers = {
        "klutils": lambda: kl_divergence(p, q, axis=axis),
        "scipy.stats.entropy": lambda: scipy.stats.entropy(p, q, axis=axis),
        "rel_entr().sum()": lambda: scipy.special.rel_entr(p, q).sum(axis=axis),
        "np.sum(p*np.log(p/q))": lambda: np.sum(p * np.log(p / q), axis=axis),
    }
    if torch:
        s, t = torch.from_numpy(p), torch.from_numpy(q)
        peers["torch kl_div"] = lambda: torch.nn.functional.kl_div(
            t.log(), s, reduction="none"
        ).sum(axis)
    return peers


def of_logits(a, b):
    """The calls for two arrays of logits."""

    def by_scipy():
        p, q = (scipy.special.log_softmax(x, axis=-1) for x in (a, b))
        return (np.exp(p) * (p - q)).sum(-1)

    peers = {"klutils": lambda: kl_divergence_from_logits(a, b), "scipy log_softmax": by_scipy}
    if torch:
        s, t = torch.from_numpy(a), torch.from_numpy(b)
        soft, kl = torch.nn.functional.log_softmax, torch.nn.functional.kl_div
        peers["torch log_softmax + kl_div"] = lambda: kl(
            soft(t, -1), soft(s, -1), log_target=True, reduction="none"
        ).sum(-1)
    return peers


def medians(peers, rounds, repeat):
    """Seconds a call: the median of rounds, in each of which every peer has its turn."""
    times = {name: [] for name in peers}
    for call in peers.values():
        call()
    for _ in range(rounds):
        for name, call in peers.items():
            start = time.perf_counter()
            for _ in range(repeat):
                call()
            times[name].append((time.perf_counter() - start) / repeat)
    return {name: statistics.median(seen) for name, seen in times.items()}


def truth(p, q):
    """D of the two laws, each divided by its sum: what every peer means to compute."""
    with ctx.workprec(4000):
        p, q = ([arb(float(x)) for x in v] for v in (p, q))
        s, t = sum(p, arb(0)), sum(q, arb(0))
        return float(
            sum((x / s * (x / s / (y / t)).log() for x, y in zip(p, q, strict=True)), arb(0))
        )


def errors(distance):
    """The relative error of each peer at n = 1000, in eps."""
    p, q = laws((1000,), -1, distance)
    exact = truth(p, q)
    return {
        name: abs(float(call()) - exact) / exact / EPS for name, call in of_arrays(p, q, -1).items()
    }


def show(title, seen, wrong=None):
    """Print one table."""
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)  # the note on how far we are
    print(f"\n{title}")
    for name, seconds in seen.items():
        error = f"{wrong[name]:12.2g} eps" if wrong else ""
        print(f"  {name:28}{seconds * 1e3:11.4g} ms{seconds / seen['klutils']:8.2f} ×{error}")
    sys.stdout.flush()


def cases():
    """Each case: its title, what makes its calls, rounds, calls a round, errors or None."""
    for n, rounds, repeat in [(1000, 21, 50), (10**7, 3, 1)]:
        for distance in (None, 0.3, 0.1, 1e-3, 1e-6, 1e-12):
            label = "unrelated" if distance is None else f"apart by {distance:g}"
            make = partial(arrays, (n,), -1, distance)
            yield f"n = {n}, {label}", make, rounds, repeat, partial(errors, distance)
    for shape, axis in [((100_000, 50), -1), ((50, 100_000), 0)]:
        make = partial(arrays, shape, axis, None)
        yield f"shape {shape}, axis {axis}, unrelated", make, 5, 1, None
    for distance in (1, 1e-3):
        title = f"logits (512, 50257), float32, apart by {distance:g}"
        yield title, partial(logits, (512, 50_257), distance), 3, 1, None


def arrays(shape, axis, distance):
    """The calls for two arrays of probabilities."""
    return of_arrays(*laws(shape, axis, distance), axis)


def logits(shape, distance):
    """The calls for two arrays of logits in single precision."""
    rng = np.random.default_rng(0)
    a = 2 * rng.standard_normal(shape, dtype=np.float32)
    return of_logits(a, a + np.float32(distance) * rng.standard_normal(shape, dtype=np.float32))


def tell(done, count, title, begun):
    """Say on standard error how far we are: in place in a terminal, a line a case elsewhere."""
    left = f", {(time.monotonic() - begun) / done * (count - done):.0f} s left" if done else ""
    note = f"{done} of {count} cases{left}; now {title}" if title else f"{count} of {count} cases"
    if sys.stderr.isatty():
        print(f"\r\x1b[K{note}", end="" if title else "\n", file=sys.stderr, flush=True)
    else:
        print(note, file=sys.stderr, flush=True)


def processor():
    """The name of the processor, where the system tells it."""
    told = Path("/proc/cpuinfo")
    for line in told.read_text(encoding="utf-8").splitlines() if told.exists() else ():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def main(todo=None):
    """Print them all."""
    if torch:
        torch.set_num_threads(1)
    print(f"{processor()}; Python {platform.python_version()}", end="")
    for name in ("numpy", "scipy", "torch"):
        try:
            print(f", {name} {version(name)}", end="")
        except PackageNotFoundError:
            print(f", no {name}", end="")
    print("\none thread; medians, and ratios to klutils")
    todo, begun = list(cases() if todo is None else todo), time.monotonic()
    for done, (title, make, rounds, repeat, wrong) in enumerate(todo):
        tell(done, len(todo), title, begun)
        seen = medians(make(), rounds, repeat)
        show(title, seen, wrong() if wrong else None)
    tell(len(todo), len(todo), "", begun)


if __name__ == "__main__":
    main()
