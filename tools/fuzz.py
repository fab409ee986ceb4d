"""Put random claims of the whole language to all three routes; name those they disagree about.

Random expressions are printed and read back as well; those whose print says something else are
named.
"""

import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from klutils.fuzz import ROUTES, case, printed

BATCH = 50


def run(claims: int, *, seed: int = 0, first: int = 0, workers: int = 2) -> int:
    """Try so many claims from a number on; return 1 if two routes contradict each other."""
    counts, slow, contradictions = Counter(), 0, []
    begun, told = time.monotonic(), time.monotonic()
    numbers = range(first, first + claims)
    with ProcessPoolExecutor(workers) as pool:
        try:
            for done, found in enumerate(
                pool.map(partial(case, seed=seed), numbers, chunksize=BATCH), 1
            ):
                counts[found.kind, _column(found)] += 1
                slow += any("no answer in" in why for why in found.evidence.values())
                if found.contradicts:
                    contradictions.append(found)
                    print(_named(found, seed), flush=True)
                if time.monotonic() - told > (1 if sys.stderr.isatty() else 60):
                    told = time.monotonic()
                    _progress(done, claims, len(contradictions), told - begun)
        except BaseException:  # an interrupt too: nobody waits for what is still to do
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    print(table(counts))
    print(
        f"{claims} claims, {len(contradictions)} contradictions, {slow} without an answer in time"
    )
    return 1 if contradictions else 0


def read_back(count: int, *, seed: int = 0, first: int = 0, workers: int = 2) -> int:
    """Print and read back so many expressions; return 1 if a print says something else."""
    counts, told, begun = Counter(), time.monotonic(), time.monotonic()
    with ProcessPoolExecutor(workers) as pool:
        try:
            numbers = range(first, first + count)
            for done, found in enumerate(
                pool.map(partial(printed, seed=seed), numbers, chunksize=BATCH), 1
            ):
                counts[found.verdict] += 1
                if found.verdict == "wrong":
                    where = f"print {found.number} of seed {seed} ({found.scene})"
                    print(f"{where}: {found.written}\n  {found.told}", flush=True)
                if time.monotonic() - told > (1 if sys.stderr.isatty() else 60):
                    told = time.monotonic()
                    left = (told - begun) / done * (count - done)
                    note = f"{done} of {count} prints, {counts['wrong']} wrong"
                    print(f"{note}, {left / 60:.0f} min left", file=sys.stderr, flush=True)
        except BaseException:  # an interrupt too: nobody waits for what is still to do
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    print(
        f"{count} prints: {counts['form']} the same, {counts['grouping']} in another grouping, "
        f"{counts['refused']} refused since two things look alike, {counts['wrong']} wrong"
    )
    return 1 if counts["wrong"] else 0


def _named(found, seed: int) -> str:
    lines = [f"claim {found.number} of seed {seed} ({found.kind}): {found.claim}"]
    lines += [f"  {route}: {found.answers[route]}: {found.evidence[route]}" for route in ROUTES]
    return "\n".join(lines)


def _progress(done: int, claims: int, contradictions: int, seconds: float) -> None:
    left = seconds / done * (claims - done)
    print(
        f"{done} of {claims} claims, {contradictions} contradictions, {left / 60:.0f} min left",
        file=sys.stderr,
        flush=True,
    )


def _column(found) -> str:
    """Which column of the table a claim counts in."""
    said = set(found.answers.values())
    if found.contradicts:
        return "contradictions"
    if found.beyond_the_algebra:
        return "beyond the algebra"
    if "refused" in said:
        return "refused by a route"
    return "confirmed" if said == {"yes"} else "refuted"


COLUMNS = "confirmed", "refuted", "refused by a route", "beyond the algebra", "contradictions"


def table(counts: Counter) -> str:
    """Return what the routes said, by kind of scene, as a table in Markdown."""
    lines = [f"| laws | {' | '.join(COLUMNS)} |", "| --- |" + " ---: |" * len(COLUMNS)]
    for kind in dict.fromkeys(kind for kind, _ in counts):
        lines.append(f"| {kind} | {' | '.join(str(counts[kind, c]) for c in COLUMNS)} |")
    totals = (sum(n for (_, c), n in counts.items() if c == column) for column in COLUMNS)
    lines.append(f"| **all** | {' | '.join(map(str, totals))} |")
    return "\n".join(lines)
