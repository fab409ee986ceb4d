"""What must hold of the book's sources, each guard a function that returns complaints in words."""

import ast
import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise, takewhile

from klutils.ledger import Claim
from klutils.symbolic.derive.derivation import RECORD as CLAIM
from klutils.symbolic.derive.exercise import RECORD as ANSWER
from klutils.symbolic.language.steps import KINDS
from tests.book.pages import FENCE, Page, bare, lines

DISPLAYED = re.compile(
    r"(?<!\\)\$\$|(?<!\\)\\\[|\\displaystyle\b|"
    r"\\begin\{(?:equation|flalign|align|gather|multline|eqnarray|displaymath|math|[pbBvV]?matrix)"
)
LABELLED = re.compile(r"\$\$\s*(.*?)\s*\$\$\s*\(([^)\s]+)\)", re.S)
PREFIXES = {
    **dict.fromkeys(("{figure}", "{image}"), "fig-"),
    **dict.fromkeys(("{exercise}", "{exercise-start}"), "ex-"),
    "{prf:definition}": "def-",
    "{prf:theorem}": "thm-",
}
REFERENCE = re.compile(r"\{(eq|numref|ref|prf:ref|doc)\}`(?:[^`<]*<)?([^`<>]+)>?`")
CITATION = re.compile(r"\{cite(?::\w+)?\}`([^`]+)`")
FILLERS = re.compile(
    r"\b(simply|clearly|obviously|of course|trivial|trivially|easy to see|easily seen)\b", re.I
)
SENTENCE_ENDS = re.compile(r"[.!?][\"”’)*_]*\s+[\"“‘(*_]*[A-Z]")
ABBREVIATIONS = re.compile(r"\b(?:e\.g|i\.e|i\.i\.d|cf|vs|resp|etc|et al|Fig|Eq|Sec|Ch|[A-Z])\.")
RUN_IN = re.compile(r"^\s*(?:[-*]\s|\d+\.)?\s*(?:\*\*[^*]+[.:?]\*\*)?")  # a list's mark, a title
CELL_LINES = 25
ALT_LETTERS = 20
ADDRESSES = re.compile(  # of some machine, or of a registry
    r"/(?:home|Users)/\w|(?<![\w.])/(?:root|tmp|work|opt)/\w|[A-Z]:\\Users|"
    r"--(?:extra-)?index-url|--find[-]links|registry\.npmjs\.org|pypi\.org/simple|pythonhosted\.org"
)


def executed(page: Page) -> list[str]:
    """Every code cell ran, in order, without a word on stderr or an error that is not meant."""
    told = []
    if page.code() and not any(cell.outputs for cell in page.code()):
        return [f"{page.path}: no cell has an output: run make.py execute"]
    for count, cell in enumerate(page.code(), start=1):
        where = f"{page.path}, cell {cell.number}"
        if not cell.outputs and shows(cell):
            told.append(f"{where}: its result is not stored: run make.py execute")
        if cell.count != count:
            told.append(f"{where}: its execution count is {cell.count}, expected {count}")
        for output in cell.outputs:
            if output["output_type"] == "stream" and output["name"] == "stderr":
                told.append(f"{where}: writes to stderr: {''.join(output['text'])[:80]!r}")
            if output["output_type"] == "error" and not meant(cell):
                told.append(f"{where}: ends in {output['ename']}: {output['evalue'][:80]}")
    return told


def shows(cell) -> bool:
    """Say whether a cell ends in something that shows itself: a name, an equation, a reply."""
    body = cell.tree().body
    last = body[-1].value if body and isinstance(body[-1], ast.Expr) else None
    called = getattr(last, "func", None)
    shown = {"Derivation", "HTML", "Markdown", "answer"}
    return isinstance(last, ast.Name) or getattr(called, "id", getattr(called, "attr", "")) in shown


def meant(cell) -> bool:
    """Say whether a cell is tagged as one that shall raise."""
    return "raises-exception" in cell.metadata.get("tags", [])


def typed_mathematics(page: Page) -> list[str]:
    """No displayed equation is typed: all come out of cells."""
    told = []
    for cell in page.cells:
        if cell.kind != "markdown":
            continue
        for number, line in lines(cell.source):
            fence = FENCE.match(line)
            directive = fence and fence[2] in ("{math}", "{amsmath}")
            if directive or DISPLAYED.search(re.sub(r"(`+).*?\1", "", line)):
                where = f"{page.path}, cell {cell.number}, line {number}"
                told.append(f"{where}: displayed mathematics is typed: {line.strip()[:60]}")
        for line in re.findall(r"^\s*\.\. math::.*$", cell.source, re.M):
            where = f"{page.path}, cell {cell.number}"
            told.append(f"{where}: displayed mathematics is typed: {line.strip()[:60]}")
    return told


def unrecorded_mathematics(page: Page) -> list[str]:
    """Each equation that a cell displays comes with its claim, and shows what that states."""
    told = []
    for cell in page.code():
        where = f"{page.path}, cell {cell.number}"
        for data in cell.data():
            text = str(data.get("text/markdown", ""))
            equations, claim = LABELLED.findall(text), data.get(CLAIM)
            if "text/latex" in data and claim is None:
                told.append(f"{where}: displays LaTeX without a claim: {data['text/latex'][:60]}")
            if DISPLAYED.search(str(data.get("text/html", ""))):
                told.append(f"{where}: displays mathematics in HTML, which has no claim")
            if DISPLAYED.search(text) and claim is None:
                told.append(f"{where}: displays an equation without a claim: {text[:60]!r}")
            if claim is not None:
                told += [f"{where}: {why}" for why in mismatched(claim, equations)]
    return told


def mismatched(claim: dict, equations: list[tuple[str, str]]) -> list[str]:
    """Return how a claim and the equation beside it disagree, and what the claim lacks."""
    if lacking := {*("label", "title", "statement", "steps", "hypotheses", "uses", "source")} - set(
        claim
    ):
        return [f"the claim lacks {', '.join(sorted(lacking))}"]
    told, label = [], claim["label"]
    if [name for _, name in equations] != [label]:
        names = ", ".join(name for _, name in equations) or "none"
        told.append(f"the claim is {label}, the labelled equations beside it: {names}")
    elif equations[0][0] != claim["statement"].strip():
        told.append(f"{label} displays something else than its claim states")
    if not label.startswith("eq-"):
        told.append(f"the label {label} does not begin with eq-")
    for number, step in enumerate(claim["steps"], start=1):
        if step.get("kind") not in KINDS:
            told.append(f"{label}, step {number}: {step.get('kind')!r} is no kind of step")
        for route in ("algebra", "witness"):
            if not step.get(route, {}).get("holds"):
                told.append(f"{label}, step {number}: the {route} does not hold")
    return told


def edited_claims(page: Page) -> list[str]:
    """What is stored of a claim is what its own expressions give when they are checked again."""
    told = []
    for cell in page.code():
        for data in cell.data():
            if CLAIM not in data:
                continue
            record, where = data[CLAIM], f"{page.path}, cell {cell.number}"
            try:
                again = Claim(page.name, cell.number, record).again()
            except (KeyError, TypeError, ValueError) as error:
                told.append(f"{where}: the claim cannot be built again: {str(error)[:200]}")
                continue
            changed = [key for key, value in again.record().items() if record.get(key) != value]
            if data.get("text/markdown") != again.markdown():
                changed.append("text/markdown")
            if changed:
                edited = ", ".join(changed)
                told.append(f"{where}: {again.label} is not as its expressions give it: {edited}")
    return told


def unanswered_exercises(page: Page) -> list[str]:
    """An exercise that judges answers says what is asked, and finds its solution right."""
    told, verdicts, open_ = [], {}, ""
    for cell in page.cells:
        if cell.kind == "markdown":
            for _, line in lines(cell.source):
                if opened := re.search(r"\{solution-start\}\s+(\S+)", line):
                    open_ = opened[1]
                elif "{solution-end}" in line:
                    open_ = ""
        for data in cell.data():
            if ANSWER in data:
                label, verdict = data[ANSWER]["exercise"], data[ANSWER]["verdict"]
                verdicts.setdefault(label, []).append((verdict, open_ == label))
    for label, found in verdicts.items():
        if found[0] != ("unfinished", False):
            told.append(f"{page.path}: {label} does not first say what is asked")
        if ("right", True) not in found:
            told.append(f"{page.path}: {label} has no solution that is found right")
    return told


def labels(page: Page) -> list[tuple[str, str]]:
    """Return the labels that a page gives, each with the place where it does."""
    given = []
    for cell, text in page.texts():
        where = f"{page.path}, cell {cell.number}"
        given += [(label, where) for _, label in LABELLED.findall(text)]
        opened = ""
        for _, line in lines(text):
            if (fence := FENCE.match(line)) and fence[2]:
                opened = fence[2]
            target = re.match(r"^\(([\w-]+)\)=\s*$", line)
            option = re.match(r"^\s*:(?:label|name):\s*(\S+)\s*$", line)
            if target:
                given.append((target[1], where))
            elif option:
                given.append((option[1], f"{where}, {opened}"))
    for cell in page.code():
        if name := cell.metadata.get("mystnb", {}).get("figure", {}).get("name"):
            given.append((name, f"{page.path}, cell {cell.number}, {{figure}}"))
    return given


def misnamed_labels(pages: Iterable[Page]) -> list[str]:
    """A label is given once in the book, and begins as its kind does."""
    given = [pair for page in pages for pair in labels(page)]
    counts = Counter(label for label, _ in given)
    told = [
        f"the label {label} is given {count} times: "
        + "; ".join(where for other, where in given if other == label)
        for label, count in counts.items()
        if count > 1
    ]
    for label, where in given:
        prefix = PREFIXES.get(where.rpartition(", ")[2], "")
        if not label.startswith(prefix):
            told.append(f"{where}: the label {label} does not begin with {prefix}")
    return told


def dangling_references(pages: list[Page], citations: set[str]) -> list[str]:
    """Each reference of the book leads to a label, a page or an entry of the bibliography."""
    given = {label for page in pages for label, _ in labels(page)}
    names = {page.name for page in pages}
    told = []
    for page in pages:
        folder = page.path.rpartition("/")[0]
        for cell, text in page.texts():
            where = f"{page.path}, cell {cell.number}"
            read = "\n".join(line for _, line in lines(text))
            for role, target in REFERENCE.findall(read):
                wanted = target.strip()
                known = f"{folder}/{wanted}" in names if role == "doc" else wanted in given
                if not known:
                    told.append(f"{where}: {{{role}}}`{wanted}` leads nowhere")
            for keys in CITATION.findall(read):
                for key in {key.strip() for key in keys.split(",")} - citations:
                    told.append(f"{where}: nothing is known of the citation {key}")
        for cell in page.code():
            for claim in (data[CLAIM] for data in cell.data() if CLAIM in data):
                for used in set(claim.get("uses", [])) - given:
                    told.append(
                        f"{page.path}, cell {cell.number}: builds on {used}, not in the book"
                    )
    return told


def listed(contents: list[str], files: list[str]) -> list[str]:
    """The table of contents and the folder of chapters name the same pages."""
    told = [f"_toc.yml lists {name}, which is no file" for name in set(contents) - set(files)]
    told += [f"{name} is a file that _toc.yml does not list" for name in set(files) - set(contents)]
    told += [f"_toc.yml lists {name} twice" for name, n in Counter(contents).items() if n > 1]
    return sorted(told)


def unmapped(readme: str, titles: dict[str, str]) -> list[str]:
    """The map of the README lists the chapters as the table of contents does, by their titles."""
    rows = readme.partition("| chapter |")[2].splitlines()[2:]
    mapped = [row.split("|")[1].strip() for row in takewhile(lambda row: row[:1] == "|", rows)]
    wanted = [title for name, title in titles.items() if name != "index"]
    if mapped == wanted:
        return []
    return [f"README.md maps {', '.join(mapped)}; the book has {', '.join(wanted)}"]


def unheaded(claims: Page, titles: dict[str, str], recorded: set[str]) -> list[str]:
    """The page of claims has a heading and the rows of each chapter that claims something."""
    found = []
    for cell, following in pairwise(claims.cells):
        if rows := re.fullmatch(r'Markdown\(ledger\.rows\(claims, "(.*)"\)\)', following.source):
            found.append((rows[1], cell.source.removeprefix("### ")))
    known = titles | {"index": "The start page"}
    wanted = [(name, known[name]) for name in titles if name in recorded]
    if found == wanted:
        return []
    return [f"{claims.path} has rows of {found}; the chapters with claims are {wanted}"]


def unstopped(index: Page, route: list[str], chapters: dict[str, str]) -> list[str]:
    """The start page stops once at each chapter of the route, in its order.

    ``route`` are the chapters, ``chapters`` those of the labels of all claims.
    """
    named = [
        ast.literal_eval(node.value)
        for cell in index.code()
        for node in ast.walk(cell.tree())
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "stops"
    ]
    stops = [chapters.get(label, f"no chapter, with {label},") for one in named for label in one]
    if stops == route:
        return []
    missing = [name for name in route if name not in stops]
    return [f"{index.path}: stops lead to {', '.join(stops)}; missing: {', '.join(missing) or '-'}"]


def imported(pages: Iterable[Page]) -> list[tuple[str, str, str]]:
    """Return page, module and name of everything that chapters import from klutils."""
    return [
        (page.path, node.module, alias.name)
        for page in pages
        for cell in page.code()
        for node in ast.walk(cell.tree())
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("klutils")
        for alias in node.names
    ]


def unexplained(pages: list[Page], notation: Page, symbols: set[str]) -> list[str]:
    """The chapter on notation shows each symbol that a chapter imports."""
    shown = {name for cell in notation.code() for name in re.findall(r"\w+", cell.source)}
    taken = [(path, name) for path, module, name in imported(pages) if "symbolic" in module]
    missing = {(path, name) for path, name in taken if name in symbols - shown}
    return [f"{notation.path}: {name}, of {path}, is not there" for path, name in sorted(missing)]


def undocumented(api: str, modules: Iterable[str]) -> list[str]:
    """The page of the API lists each module, or the package that hands its names on."""
    listed = set(re.findall(r"automodule:: ([\w.]+)\n   :members:", api))
    parents = {name for name in listed if f"{name}\n   :members:\n   :imported-members:" in api}
    known = [m for m in modules if m in listed or m.rpartition(".")[0] in parents]
    return [f"chapters/api.md lacks {module}" for module in sorted(set(modules) - set(known))]


def undescribed_figures(page: Page) -> list[str]:
    """Each picture has a caption, a name, and a text for those who do not see it."""
    told = []
    for cell in page.code():
        if not any(mime.startswith("image/") for data in cell.data() for mime in data):
            continue
        where = f"{page.path}, cell {cell.number}"
        shown = cell.metadata.get("mystnb", {})
        alt = shown.get("image", {}).get("alt", "")
        if len(alt) < ALT_LETTERS:
            told.append(f"{where}: its picture has the alt text {alt!r}, too short to tell it")
        if not shown.get("figure", {}).get("caption"):
            told.append(f"{where}: its picture has no caption")
        if not shown.get("figure", {}).get("name"):
            told.append(f"{where}: its picture has no name")
        if len(cell.outputs) > 1:
            told.append(f"{where}: shows its picture and more: both would get the picture's name")
    return told


def untidy_code(page: Page) -> list[str]:
    """Code is short, and takes what it needs by name from where it is defined."""
    told = []
    for cell in page.code():
        where = f"{page.path}, cell {cell.number}"
        count = len(cell.source.splitlines())
        if count > CELL_LINES:
            told.append(f"{where}: has {count} lines, at most {CELL_LINES}")
        if re.search(r"\bsys\.path\b", cell.source):
            told.append(f"{where}: edits sys.path")
        if re.search(r"^\s*from .* import \*", cell.source, re.M):
            told.append(f"{where}: imports *")
        for output in cell.outputs:
            if re.search(r"\bat 0x[0-9a-f]{6,}", str(output)):
                told.append(f"{where}: shows an address in memory, another one in each run")
    return told


def broken_toggles(page: Page) -> list[str]:
    """No proof is itself a dropdown: sphinx-proof then breaks every toggle of the page."""
    proof = re.compile(r"\{prf:proof\}[^\n]*\n(?:\s*:[^\n]*\n)*\s*:class:[^\n]*dropdown")
    return [
        f"{page.path}, cell {cell.number}: a proof is a dropdown; wrap it in a {{dropdown}}"
        for cell, text in page.texts()
        if proof.search(text)
    ]


def poor_prose(page: Page) -> list[str]:
    """Prose has no filler, and each line one sentence."""
    told = []
    for cell, text in page.texts():
        if cell.kind != "markdown":
            continue
        for number, line in lines(text):
            where, plain = f"{page.path}, cell {cell.number}, line {number}", bare(line)
            if filler := FILLERS.search(plain):
                told.append(f"{where}: {filler[1]!r} says nothing: {line.strip()[:60]}")
            if line.lstrip().startswith(("|", "#", ":", "%", "[^")):
                continue
            if SENTENCE_ENDS.search(ABBREVIATIONS.sub("x", RUN_IN.sub("", plain))):
                told.append(f"{where}: holds more than one sentence: {line.strip()[:60]}")
    return told


def displayed_in_docstrings(path: str, text: str) -> list[str]:
    """No docstring displays an equation: it would be typed, and checked by nothing."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return [
        f"{path}, line {node.body[0].lineno + offset}: displayed mathematics in a docstring: "
        + line.strip()[:60]
        for node in ast.walk(ast.parse(text))
        if isinstance(node, documented) and ast.get_docstring(node) is not None
        for offset, line in enumerate(node.body[0].value.value.splitlines())
        if re.match(r"\s*\.\. math::", line) or DISPLAYED.search(line)
    ]


def addresses(path: str, text: str, checkout: str) -> list[str]:
    """No file names a folder of some machine, or a registry."""
    here = re.compile(rf"(?<![\w.-]){re.escape(checkout)}(?![\w.-])")
    return [
        f"{path}, line {number}: names {found[0]!r}"
        for number, line in enumerate(text.splitlines(), start=1)
        if (found := ADDRESSES.search(line) or here.search(line))
    ]


OF_A_PAGE = (
    executed,
    typed_mathematics,
    unrecorded_mathematics,
    edited_claims,
    unanswered_exercises,
    undescribed_figures,
    untidy_code,
    broken_toggles,
    poor_prose,
)
