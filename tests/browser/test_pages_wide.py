"""Every page of the built book, on a wide screen, in light and dark.

The phone has a file of its own, so that another worker may take it.
"""

import pytest

from tests.browser import complaints
from tools import browser

PAGES = {path.relative_to(browser.HTML).as_posix(): path for path in browser.pages()}


def test_the_book_is_built():
    assert PAGES, "there is no built book to look at: run make.py book"


@pytest.mark.parametrize("name", PAGES)
def test_page(chromium, name):
    with browser.visit(chromium, PAGES[name], "wide") as seen:
        told = complaints.found(seen, "wide")
    assert not told, f"{name}, wide:\n  " + "\n  ".join(told)
