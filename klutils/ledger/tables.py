r"""The counts of the page of claims, as Markdown tables.

Main definitions
----------------
kind_table
    How many steps there are of each kind.
print_table, print_mutation_table, prints_unchanged
    How much was read back from the print; what came of prints that were broken on purpose.
mutation_table, equivalents, refusals
    What the checks said to broken steps, which of these were true after all, and which were
    refused.
hypothesis_table, needless
    What came of claims without one of their hypotheses, and which of these nothing shows to be
    needed.
number_table
    How many numbers of each chapter have a second source.
"""

from collections import Counter

from klutils.symbolic.derive.page import escaped

__all__ = [
    "equivalents",
    "hypothesis_table",
    "kind_table",
    "mutation_table",
    "needless",
    "number_table",
    "print_mutation_table",
    "print_table",
    "prints_unchanged",
    "refusals",
]


def kind_table(claims):
    """Return how many steps there are of each kind."""
    kinds = Counter(step["kind"] for claim in claims for step in claim.steps)
    lines = ["| kind of step | number |", "| --- | ---: |"]
    lines += [f"| {kind} | {count} |" for kind, count in kinds.most_common()]
    return "\n".join([*lines, f"| **all**, in {len(claims)} equations | {kinds.total()} |"])


def print_table(claims):
    """Return how many sides and hypotheses were read back from the print, and how compared."""
    found = Counter()
    for claim in claims:
        found.update(claim.record["read back"])
    same = found["sides"] - found["regrouped"]
    lines = [
        "| read back from the print | number |",
        "| --- | ---: |",
        f"| sides, the same as they are written | {same} |",
        f"| sides, in another grouping | {found['regrouped']} |",
        f"| hypotheses and samples | {found['hypotheses']} |",
    ]
    return "\n".join(lines)


def mutation_table(mutation):
    """Return what the checks said to the mutants, operator by operator.

    "a + b" stands for a mutants that a route killed and b that it refused. A mutant that survived
    both routes counts twice in the last column.

    Parameters
    ----------
    mutation : dict
        What :func:`klutils.mutants.table` counts.
    """
    lines = [
        "| slip | made | algebra | witness | passed |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for operator, counts in (mutation["operators"] | {"**all**": mutation["all"]}).items():
        routes = [counts[route] for route in ("algebra", "witness")]
        killed = " | ".join(map(_killed, routes))
        survived = sum(route["survived"] for route in routes)
        lines.append(f"| {operator} | {counts['mutants']}{_true(counts)} | {killed} | {survived} |")
    return "\n".join(lines)


def _true(counts):
    """How many of the mutants are true, if some are."""
    return f" ({counts['equivalent']} true)" if counts["equivalent"] else ""


def _killed(said):
    """How many a route killed, and how many it refused beside them."""
    return f"{said['killed']}{' + ' + str(said['refused']) if said['refused'] else ''}"


def print_mutation_table(prints):
    """Return what came of prints that were broken on purpose, operator by operator.

    Parameters
    ----------
    prints : dict
        What :func:`klutils.mutants.print_counts` counts.
    """
    words = ("unreadable", "other", "same")
    lines = [
        "| slip | made | says nothing | another claim | the same |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    total = Counter()
    for operator, said in prints["operators"].items():
        total.update(said)
        lines.append(_hypotheses(operator, said, words))
    return "\n".join([*lines, _hypotheses("**all**", total, words)])


def prints_unchanged(prints):
    """Return the broken prints that still say the same, in a fold."""
    lines = [
        f"- {{eq}}`{one['label']}`, {one['operator']}: `{one['written']}`" for one in prints["same"]
    ]
    return _fold("broken prints that say the same", lines)


def equivalents(mutation):
    """Return the true claims that came out of a slip, in a fold."""
    return _fold("equivalent mutants", [_mutant(found) for found in mutation["equivalent"]])


def refusals(mutation):
    """Return the mutants that a route had no rule or no number for, each with its words."""
    lines = [
        f"{_mutant(found)}. *Refused*: {'; '.join(map(escaped, found['refusals']))}"
        for found in mutation["refused"]
    ]
    return _fold("refused mutants", lines)


def hypothesis_table(mutation):
    """Return, kind by kind, how often a world without a hypothesis shows that it is needed."""
    words = ("needed", "not shown to be needed", "not testable")
    lines = [
        "| hypothesis | all | needed | not shown | not tried |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    total = Counter()
    for kind, said in mutation["hypotheses"]["kinds"].items():
        total.update(said)
        lines.append(_hypotheses(kind, said, words))
    return "\n".join([*lines, _hypotheses("**all**", total, words)])


def _hypotheses(kind, said, words):
    counts = " | ".join(str(said.get(word, 0)) for word in words)
    return f"| {kind} | {sum(said.values())} | {counts} |"


def needless(mutation):
    """Return the hypotheses that no world shows to be needed, in a fold."""
    lines = [
        f"- {{eq}}`{found['label']}`: {escaped(found['hypothesis'])}"
        for found in mutation["hypotheses"]["not shown"]
    ]
    return _fold("hypotheses not shown to be needed", lines)


def _mutant(found):
    return f"- {{eq}}`{found['label']}`, {found['operator']}: {escaped(found['claim'])}"


def _fold(what, lines):
    summary = f"<details><summary>The {len(lines)} {what}</summary>"
    return "\n".join([summary, "", *lines, "", "</details>"])


def number_table(compared, titles):
    """Return how many comparisons each chapter makes, and of how many numbers.

    Parameters
    ----------
    compared : list of Confirmation
    titles : dict
        The chapters, in order.
    """
    lines = ["| chapter | comparisons | numbers |", "| --- | ---: | ---: |"]
    total = Counter()
    for chapter in titles:
        found = [len(c.record["values"]) for c in compared if c.chapter == chapter]
        if found:
            lines.append(f"| {{doc}}`{chapter}` | {len(found)} | {sum(found)} |")
            total.update(comparisons=len(found), numbers=sum(found))
    return "\n".join([*lines, f"| **all** | {total['comparisons']} | {total['numbers']} |"])
