"""One Chromium for the browser tests of a file."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.chromium import running


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with running() as browser:
        yield browser
