"""Executing notebooks: the same bytes each time, and each file whole, whatever happens."""

import os
import signal
import subprocess
import sys
import time

import nbformat
import pytest

from tools import execute
from tools.environment import ROOT

RUN = """
import sys
from pathlib import Path
from tools import tasks
sys.exit(tasks.main(["execute", *sys.argv[1:]]))
"""


def write(path, *sources, **metadata):
    cells = [nbformat.v4.new_code_cell(source, metadata=metadata) for source in sources]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    return path


def left_over(folder):
    return sorted(path.name for path in folder.iterdir() if path.suffix != ".ipynb")


def test_twice_gives_the_same_bytes_and_no_trace_of_the_machine(tmp_path):
    draw = "import matplotlib.pyplot as plt\n_ = plt.figure(figsize=(1, 1)).gca().plot([1, 2])"
    path = write(tmp_path / "a.ipynb", "print({'p', 'q'})\n1 + 1", draw)
    assert execute.run([path]) == []
    first = path.read_bytes()
    assert execute.run([path]) == []
    assert path.read_bytes() == first, "the second run wrote other bytes"
    assert first.endswith(b"}\n")
    assert b"image/png" in first
    assert str(tmp_path).encode() not in first
    notebook = nbformat.read(path, as_version=4)
    assert [cell.execution_count for cell in notebook.cells] == [1, 2]
    assert notebook.metadata.kernelspec == {
        "display_name": "Python 3",
        "language": "python",
        "name": "python3",
    }
    assert left_over(tmp_path) == []


def test_a_function_of_an_earlier_cell_is_not_blamed(tmp_path):
    earlier = "def halve(x):\n    y = x\n    z = y\n    return z / 0"
    path = write(tmp_path / "bad.ipynb", earlier, "a = 1\nhalve(a)")
    (failure,) = execute.run([path])
    assert "cell 2 (In [2]), line 2: halve(a)\n    ZeroDivisionError" in str(failure)


def test_a_kernel_that_does_not_start_is_named(tmp_path, monkeypatch):
    async def die(_client):
        raise RuntimeError("Kernel died before replying to kernel_info")

    monkeypatch.setattr(execute.NotebookClient, "async_execute", die)
    (failure,) = execute.run([write(tmp_path / "a.ipynb", "1")])
    assert "a.ipynb was left as it was: its kernel did not start: Kernel died" in str(failure)


def test_a_stream_is_whole_however_it_arrived():
    def stored(*pieces):
        cell = nbformat.v4.new_code_cell("speak()", id="a")
        cell.outputs = [nbformat.v4.new_output("stream", name=n, text=t) for n, t in pieces]
        return execute.normal(nbformat.v4.new_notebook(cells=[cell]))

    whole = stored(("stdout", "a\nb\n"), ("stderr", "c"), ("stdout", "d"))
    cut = stored(("stdout", "a"), ("stdout", "\nb\n"), ("stderr", "c"), ("stdout", "d"))
    assert cut == whole


def test_a_cell_that_fails_is_named_and_the_others_still_run(tmp_path, capsys):
    bad = write(tmp_path / "bad.ipynb", "x = 1", "y = 2\n\nx / 0")
    good = write(tmp_path / "good.ipynb", "1 + 1")
    before = bad.read_bytes()
    assert execute.execute([str(bad), str(good)]) == 1
    told = capsys.readouterr().out
    assert "bad.ipynb was left as it was: cell 2 (In [2]), line 3: x / 0" in told
    assert "ZeroDivisionError: division by zero" in told
    assert bad.read_bytes() == before
    assert nbformat.read(good, as_version=4).cells[0].execution_count == 1


def test_a_meant_error_keeps_its_message_and_no_path(tmp_path):
    path = write(tmp_path / "a.ipynb", "1 / 0", tags=["raises-exception"])
    assert execute.run([path]) == []
    (output,) = nbformat.read(path, as_version=4).cells[0].outputs
    assert output.traceback == ["ZeroDivisionError: division by zero"]


@pytest.mark.parametrize(
    "content",
    [b"", b"no JSON", b"\xff", b"[]", b"{}", b'{"cells": 3, "nbformat": 4, "nbformat_minor": 5}'],
)
def test_a_file_that_is_no_notebook_is_named_and_the_others_still_run(tmp_path, content):
    path, good = tmp_path / "a.ipynb", write(tmp_path / "good.ipynb", "1 + 1")
    path.write_bytes(content)
    (failure,) = execute.run([path, good])
    assert "a.ipynb was left as it was: it is no notebook" in str(failure)
    assert nbformat.read(good, as_version=4).cells[0].execution_count == 1


def test_the_cell_in_which_a_kernel_dies_is_named(tmp_path):
    path = write(tmp_path / "a.ipynb", "import os", "os._exit(3)")
    (failure,) = execute.run([path])
    assert failure.reason == "its kernel died in cell 2."


def test_the_cell_that_takes_too_long_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(execute, "SECONDS_A_CELL", 1)
    path = write(tmp_path / "a.ipynb", "import time", "time.sleep(60)")
    (failure,) = execute.run([path])
    assert failure.reason == "cell 2 ran for more than 1 s."


def test_the_first_page_and_then_the_page_of_claims_read_what_the_others_stored(
    tmp_path, monkeypatch
):
    """Named first, they run last: the first page reads a chapter, the page of claims reads both."""
    count = "print(sum(open(f'{name}.ipynb').read().count('stored') for name in NAMES))"
    first = write(tmp_path / "a.ipynb", f"NAMES = ['b']\n{count}", "print('sto' + 'red')")
    claims = write(tmp_path / "claims.ipynb", f"NAMES = ['a', 'b']\n{count}")
    other = write(tmp_path / "b.ipynb", "import time\ntime.sleep(1)", "print('sto' + 'red')")
    monkeypatch.setattr(execute, "first_page", lambda: first)
    monkeypatch.setattr(execute, "CHAPTERS", tmp_path)
    assert execute.run([claims, first, other]) == []
    # The first page holds the word in its own code as well: once there, once printed.
    read = [nbformat.read(page, as_version=4).cells[0].outputs[0].text for page in (first, claims)]
    assert read == ["1\n", "3\n"]


def test_the_pages_that_run_last_are_not_run_unasked(tmp_path, monkeypatch):
    first, claims = write(tmp_path / "a.ipynb", "1"), write(tmp_path / "claims.ipynb", "1")
    other = write(tmp_path / "b.ipynb", "1 + 1")
    before = first.read_bytes(), claims.read_bytes()
    monkeypatch.setattr(execute, "first_page", lambda: first)
    monkeypatch.setattr(execute, "CHAPTERS", tmp_path)
    assert execute.run([other]) == []
    assert (first.read_bytes(), claims.read_bytes()) == before


def test_a_page_of_claims_is_where_it_is_looked_for():
    assert execute.find("claims") == execute.CHAPTERS / "claims.ipynb"


def test_the_first_page_is_the_one_that_the_table_of_contents_names():
    assert execute.first_page() == execute.find("index")


def test_a_notebook_named_twice_runs_once(tmp_path, capsys):
    path = write(tmp_path / "a.ipynb", "1 + 1")
    assert execute.execute([str(path), str(path)]) == 0
    assert "1 of 1 notebooks executed" in capsys.readouterr().out


def test_an_unknown_chapter_is_named(capsys):
    assert execute.execute(["no-such-chapter"]) == 2
    assert "no chapter is called 'no-such-chapter'" in capsys.readouterr().out


@pytest.mark.skipif(os.name == "nt", reason="Windows interrupts another way")
def test_an_interrupt_leaves_every_notebook_whole(tmp_path):
    begun = tmp_path / "begun"
    slow = write(
        tmp_path / "slow.ipynb", f"import pathlib, time\npathlib.Path({str(begun)!r}).touch()",
        "time.sleep(60)",
    )  # fmt: skip
    quick = write(tmp_path / "quick.ipynb", "1 + 1")
    before = slow.read_bytes()
    child = subprocess.Popen(
        [sys.executable, "-c", RUN, str(slow), str(quick)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 60
    while not begun.exists() and child.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    child.send_signal(signal.SIGINT)
    out, err = child.communicate(timeout=60)
    begun.unlink()
    assert child.returncode == 130, f"{out}\n{err}"
    assert out.rstrip().splitlines()[-1].startswith("Interrupted")
    assert "Traceback" not in err, err
    assert slow.read_bytes() == before, "an interrupted notebook was written"
    nbformat.read(quick, as_version=4)
    assert left_over(tmp_path) == []


def test_an_interrupt_while_writing_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "a.ipynb"
    path.write_text("old", encoding="utf-8")

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(execute.os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        execute.replace(path, "new")
    assert path.read_text(encoding="utf-8") == "old"
    assert left_over(tmp_path) == []
