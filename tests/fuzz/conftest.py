"""A task of the fuzz whose processes all give one answer."""

import pytest

from tools import fuzz


@pytest.fixture
def every_answer_is(monkeypatch):
    """Return a function that takes the answer."""

    def plant(found):
        class Pool:
            def __init__(self, _workers):
                pass

            def __enter__(self):
                return self

            def __exit__(self, *_):
                pass

            def map(self, _function, numbers, chunksize):
                return [found for _ in numbers]

        monkeypatch.setattr(fuzz, "ProcessPoolExecutor", Pool)

    return plant
