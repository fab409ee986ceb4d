"""Break every step and every print of the book on purpose; compare what the checks say.

The page of claims shows the stored counts; so they are written to files that belong to the book.
"""

import json
import signal
import sys

from klutils import ledger
from klutils.mutants import dropped, print_counts, print_score, score, table
from tools import execute
from tools.environment import ROOT

STORED = ROOT / "chapters" / "data" / "mutants.json"
PRINTS = ROOT / "chapters" / "data" / "prints.json"


def run(*, check: bool = False) -> int:
    """Break each step, print the counts and what survived; return the exit status.

    ``check`` compares the counts with the stored ones and leaves the file as it is.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the workers end as well
    records = [claim.record for claim in ledger.read(ROOT / "chapters")]
    without = [one for record in records for one in dropped(record)]
    counted = table(score(records, told=_show), without)
    text = json.dumps(counted, indent=1, ensure_ascii=False) + "\n"
    print(ledger.mutation_table(counted))
    print(ledger.hypothesis_table(counted))
    for found in counted["survivors"]:
        print(
            f"{found['label']}, step {found['step']}: {found['operator']} "
            f"(algebra {found['algebra']}, witness {found['witness']}, {found['verdict']}): "
            f"{found['claim']}"
        )
    if counted["survivors"]:
        print(f"{len(counted['survivors'])} broken steps were let pass.", file=sys.stderr)
        return 1
    prints = print_counts(print_score(records))
    print(ledger.print_mutation_table(prints))
    texts = {STORED: text, PRINTS: json.dumps(prints, indent=1, ensure_ascii=False) + "\n"}
    if not check:
        for path, written in texts.items():
            execute.replace(path, written)
        return 0
    for path, written in texts.items():
        if not path.exists() or path.read_text(encoding="utf-8") != written:
            where = path.relative_to(ROOT).as_posix()
            then = "make.py execute index claims"  # the pages that read it
            print(f"{where} is stale: run make.py mutants, then {then}", file=sys.stderr)
            return 1
    return 0


def _show(label: str, count: int) -> None:
    """Say what is done, where somebody is looking."""
    if sys.stderr.isatty():
        print(f"{label}: {count} broken", file=sys.stderr, flush=True)
