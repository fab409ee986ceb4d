"""A changed style sheet is a reason to build anew, as a changed page is."""

import os

import pytest

from tools import book


@pytest.fixture
def place(tmp_path):
    """A folder with a style sheet, and a page written after it."""
    sheet, page = tmp_path / "static" / "book.css", tmp_path / "index.html"
    sheet.parent.mkdir()
    for path, time in ((sheet, 1000), (page, 2000)):
        path.write_text("")
        os.utime(path, (time, time))
    os.utime(sheet.parent, (1000, 1000))
    return sheet, page


def test_a_page_newer_than_its_style_sheets_stands(place):
    sheet, page = place
    assert not book.newer(sheet.parent, page)


def test_a_style_sheet_newer_than_the_page_is_seen(place):
    sheet, page = place
    os.utime(sheet, (3000, 3000))
    assert book.newer(sheet.parent, page)


def test_without_a_page_nothing_is_older(place):
    sheet, page = place
    page.unlink()
    assert not book.newer(sheet.parent, page)
