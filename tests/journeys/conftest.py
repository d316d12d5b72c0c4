"""One web process and one Chromium for the journeys of a file.

Pytest reads this file before Django is set up, so what needs Django is imported inside.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser

from tests.chromium import running

if TYPE_CHECKING:
    from tests.journeys.serving import Server


@pytest.fixture(scope="module")
def server() -> "Iterator[Server]":
    from tests.journeys.serving import serving

    with serving() as started:
        yield started


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with running() as browser:
        yield browser
