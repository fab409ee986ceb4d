"""Open the built book in the system's Chromium, cut off from every network.

The browser tests and the screenshots look through these eyes.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tools.book import HTML

WIDTHS = {"wide": 1280, "phone": 390}
SCHEMES = ("light", "dark")
NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",  # containers have none
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SETTLED = "async () => { await document.fonts.ready; }"


@dataclass
class Visit:
    """A page as it stands after it has settled, and what went wrong on the way."""

    page: Page
    complaints: list[str] = field(default_factory=list)


def chromium() -> str | None:
    """Return the path of the system's Chromium, or None where there is none."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def pages() -> list[Path]:
    """Return every page of the built book; its first page only leads on, and is left out."""
    return sorted(
        set(HTML.rglob("*.html")) - {HTML / "index.html"} - set(HTML.glob("_static/**/*"))
    )


@contextmanager
def started() -> Iterator[Browser]:
    """Start Chromium with a profile of its own; end it at the end."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def visit(browser: Browser, path: Path, width: str, scheme: str = "light") -> Iterator[Visit]:
    """Open a file as a reader would, and wait until its letters are there."""
    context = browser.new_context(
        viewport={"width": WIDTHS[width], "height": 900},
        color_scheme=scheme,
        is_mobile=width == "phone",
        reduced_motion="reduce",
    )
    visited = Visit(context.new_page())
    told = visited.complaints.append

    def leaves(route):
        told(f"a request leaves the machine: {route.request.url}")
        route.abort()

    context.route(lambda url: not url.startswith(("file:", "data:", "blob:")), leaves)
    visited.page.on("requestfailed", lambda request: told(f"a request failed: {request.url}"))
    visited.page.on("pageerror", lambda error: told(f"an error in a script: {error}"))
    visited.page.on(
        "console",
        lambda message: (
            told(f"an error on the console: {message.text}") if message.type == "error" else None
        ),
    )
    try:
        visited.page.goto(path.as_uri())
        visited.page.evaluate(SETTLED)
        yield visited
    finally:
        context.close()


def turn(page: Page, scheme: str) -> None:
    """Turn the reader's system to light or dark, and wait until the page has followed."""
    page.emulate_media(color_scheme=scheme)
    page.wait_for_function(
        "scheme => document.documentElement.dataset.theme === scheme", arg=scheme
    )
