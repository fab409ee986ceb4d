"""Re-run notebooks in place, two at a time, so that the same source gives the same bytes.

A notebook is replaced in one move, after all of its cells have run.
So whatever happens (a cell that fails, Ctrl-C), each file is either whole and old or whole and new.
The book's first page and then the page of claims run after all others: they read what is stored.
The kernels run on an event loop in a second thread; the first waits, and passes Ctrl-C on.
"""

import asyncio
import atexit
import os
import re
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path

import nbformat
import yaml
from jupyter_client import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from tools import environment

CHAPTERS = environment.ROOT / "chapters"
AT_ONCE = 2
SECONDS_A_CELL = 300
ANSI = re.compile(r"\x1b\[[0-9;]*m")


class UnknownChapter(Exception):
    """No notebook has the name that was asked for."""


@dataclass
class Failure:
    """A notebook that was left as it was, and why."""

    path: Path
    reason: str

    def __str__(self) -> str:
        return f"{shown(self.path)} was left as it was: {self.reason}"


def execute(names: list[str]) -> int:
    """Re-run the named chapters, or all of them; return the exit status."""
    try:
        paths = list(dict.fromkeys(map(find, names))) or sorted(CHAPTERS.glob("*.ipynb"))
    except UnknownChapter as error:
        print(error)
        return 2
    failures = run(paths)
    for failure in failures:
        print(failure, flush=True)
    print(f"{len(paths) - len(failures)} of {len(paths)} notebooks executed.")
    return 1 if failures else 0


def find(name: str) -> Path:
    """Return the notebook called ``name``: a chapter's name, its file's, or a path."""
    for path in (Path(name), CHAPTERS / name, CHAPTERS / f"{name}.ipynb"):
        if path.suffix == ".ipynb" and path.is_file():
            return path.resolve()
    known = ", ".join(sorted(path.stem for path in CHAPTERS.glob("*.ipynb")))
    raise UnknownChapter(f"no chapter is called {name!r}; the chapters are: {known}")


def first_page() -> Path:
    """Return the book's first page, which `_toc.yml` names."""
    contents = yaml.safe_load(environment.ROOT.joinpath("_toc.yml").read_text(encoding="utf-8"))
    return environment.ROOT / f"{contents['root']}.ipynb"


def run(paths: list[Path]) -> list[Failure]:
    """Run the notebooks, those that read the others after them; return those that failed.

    Raises
    ------
    KeyboardInterrupt
        After the kernels were shut down; notebooks not yet finished are left as they were.
    """
    last = [first_page(), CHAPTERS / "claims.ipynb"]
    rounds = [[path for path in paths if path not in last], *([p] for p in last if p in paths)]
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    work = asyncio.run_coroutine_threadsafe(_run_rounds(rounds), loop)
    try:
        return work.result()
    except KeyboardInterrupt:
        work.cancel()
        asyncio.run_coroutine_threadsafe(_settled(), loop).result(timeout=30)
        raise
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=30)
        loop.close()


async def _settled() -> None:
    """Wait until all other tasks of this loop have ended, their kernels shut down."""
    while others := asyncio.all_tasks() - {asyncio.current_task()}:
        await asyncio.gather(*others, return_exceptions=True)


async def _run_rounds(rounds: list[list[Path]]) -> list[Failure]:
    return [failure for paths in rounds for failure in await _run_all(paths)]


async def _run_all(paths: list[Path]) -> list[Failure]:
    places = asyncio.Semaphore(AT_ONCE)

    async def one(path: Path) -> Failure | None:
        async with places:
            print(f"{shown(path)} ...", flush=True)
            return await _run_one(path)

    async with asyncio.TaskGroup() as group:  # should one raise, the others' kernels are shut down
        runs = [group.create_task(one(path)) for path in paths]
    return [failure for run in runs if (failure := run.result()) is not None]


async def _run_one(path: Path) -> Failure | None:
    try:
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
    except Exception as error:  # whatever a reader of notebooks stumbles over in another file
        return Failure(path, f"it is no notebook ({str(error).partition(chr(10))[0]})")
    manager = AsyncKernelManager(kernel_name="python3")
    client = NotebookClient(notebook, manager, timeout=SECONDS_A_CELL, record_timing=False)
    begun = []
    client.on_cell_execute = lambda cell, cell_index: begun.append(cell_index + 1)
    try:
        await manager.start_kernel(
            cwd=str(path.parent), env=environment.settings(), stderr=subprocess.DEVNULL
        )
        await client.async_execute()
    except CellExecutionError as error:
        return Failure(path, _blame(notebook, error))
    except CellTimeoutError:
        return Failure(path, f"cell {begun[-1]} ran for more than {SECONDS_A_CELL} s.")
    except RuntimeError as error:  # DeadKernelError, or a kernel that has not answered yet
        if begun and isinstance(error, DeadKernelError):
            return Failure(path, f"its kernel died in cell {begun[-1]}.")
        return Failure(path, f"its kernel did not start: {error}.")
    finally:
        await asyncio.shield(_shut_down(client))
    replace(path, normal(notebook))
    return None


async def _shut_down(client: NotebookClient) -> None:
    """End a kernel, whatever it does; nbclient's own way can itself be cancelled half-way."""
    atexit.unregister(client._cleanup_kernel)
    if client.kc is not None:
        client.kc.stop_channels()
    await client.km.shutdown_kernel(now=True)


def _blame(notebook: nbformat.NotebookNode, error: CellExecutionError) -> str:
    """Say which cell failed, at which of its own lines, and with what."""
    failed = next(
        cell
        for cell in reversed(notebook.cells)
        if any(output.output_type == "error" for output in cell.get("outputs", []))
    )
    number = notebook.cells.index(failed) + 1
    told = f"cell {number} (In [{failed.execution_count}])"
    place = rf"Cell In\[{failed.execution_count}\], line (\d+)"  # not of a function defined above
    line = re.findall(place, ANSI.sub("", error.traceback))
    if line:
        told += f", line {line[-1]}: {failed.source.splitlines()[int(line[-1]) - 1].strip()}"
    return f"{told}\n    {error.ename}: {error.evalue}"


def normal(notebook: nbformat.NotebookNode) -> str:
    """Return a notebook's text, without all that depends on the machine or the moment."""
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for number, cell in enumerate(notebook.cells, start=1):
        cell.setdefault("id", f"cell-{number}")
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            cell.outputs = _merged(cell.outputs)
        for output in cell.get("outputs", []):
            if output.output_type == "error":  # the tagged ones; their frames name files
                output.traceback = [f"{output.ename}: {output.evalue}"]
    return nbformat.writes(notebook, version=4).rstrip("\n") + "\n"


def _merged(outputs: list[nbformat.NotebookNode]) -> list[nbformat.NotebookNode]:
    """Return outputs with neighbouring pieces of a stream in one: how it is cut is a race."""
    merged: list[nbformat.NotebookNode] = []
    for output in outputs:
        last = merged[-1] if merged else None
        if output.output_type == "stream" and last and last.get("name") == output.name:
            last.text += output.text
        else:
            merged.append(output)
    return merged


def replace(path: Path, text: str) -> None:
    """Replace a file in one move; an interrupt leaves the old one and nothing beside it."""
    new = path.with_name(f"{path.name}.new")
    try:
        new.write_bytes(text.encode("utf-8"))
        os.replace(new, path)
    finally:
        new.unlink(missing_ok=True)


def shown(path: Path) -> str:
    """Return a path as the reader knows it: relative to the repository."""
    return str(path.relative_to(environment.ROOT) if environment.ROOT in path.parents else path)
