"""The comparisons of numbers that chapters leave, where they stand, and their count."""

import pytest

from klutils import ledger


def test_each_comparison_says_where_it_stands(book):
    found = ledger.confirmations(book.folder)
    assert [(one.chapter, one.cell) for one in found] == [("appendix", 3), ("zero", 4)]
    assert found[0].record == {
        "by": "sum",
        "values": ["1", "2"],
        "others": ["1", "2"],
        "within": "0",
    }


def test_an_empty_folder_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError, match="holds no notebook"):
        ledger.confirmations(tmp_path)
