"""One Chromium for all pages of a test module; without Chromium, these tests are skipped."""

import pytest

from tools import browser


@pytest.fixture(scope="module")
def chromium():
    if browser.chromium() is None:
        pytest.skip(f"none of {', '.join(browser.NAMES)} is on the path: no page was looked at")
    with browser.started() as started:
        yield started
