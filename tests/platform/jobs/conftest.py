from collections.abc import Iterator

import pytest
from django.test import override_settings


@pytest.fixture(autouse=True)
def _own_table() -> Iterator[None]:
    from tests.platform.jobs import handlers  # conftest files are loaded before Django is set up

    handlers.SEEN.clear()
    handlers.DUTY_MOMENTS.clear()
    with override_settings(REACTIONS="tests.platform.jobs.reactions"):
        yield
