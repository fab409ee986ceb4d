"""Build the book, serve it, and say where it stands."""

import contextlib
import functools
import http.server
import shutil
from pathlib import Path

from tools import environment

HTML = environment.BUILD / "html"


def build(*, strict: bool = False) -> int:
    """Build the book; ``strict`` rebuilds every page and takes warnings for errors.

    Sphinx only repeats the warnings of pages that it reads again, hence ``--all``.
    It never deletes a page that the book no longer has, hence the empty folder; and where no page
    changed it copies no style sheet, hence the same where one did.
    """
    options = ["--all", "-W", "--keep-going"] if strict else []
    if strict or newer(environment.ROOT / "_static", built()):
        shutil.rmtree(HTML, ignore_errors=True)
    status = environment.run("build", ".", "--quiet", *options, script="jupyter-book")
    if status:
        print("The book was not built: the messages above name the pages.", flush=True)
    return status


def newer(folder: Path, page: Path) -> bool:
    """Say whether a file of the folder changed after the page was written."""
    if not page.exists():
        return False
    written = page.stat().st_mtime
    return any(path.stat().st_mtime > written for path in folder.rglob("*"))


def built() -> Path:
    """Return the book's first page."""
    return HTML / "index.html"


def serve(port: int) -> int:
    """Serve the built book on this machine alone, until Ctrl-C."""
    handler = functools.partial(_Quiet, directory=str(HTML))
    try:
        server = http.server.ThreadingHTTPServer(("localhost", port), handler)
    except (OSError, OverflowError) as error:  # in use, reserved; no port at all
        why = getattr(error, "strerror", None) or error
        print(f"Port {port} cannot be used ({why}); --port takes another.")
        return 1
    with server:
        print(f"The book is at http://localhost:{server.server_port}/ until Ctrl-C.", flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            server.serve_forever()
    return 0


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing: a request is no news."""
