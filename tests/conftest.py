"""One PostgreSQL for the whole run, one migrated database per process, real commits everywhere.

Tests never share a practice, so nothing is rolled back or wiped between them.
"""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from kollega.platform import postgres

ROOT = Path(__file__).resolve().parents[1]
_server: postgres.Server | None = None


def pytest_configure(config: pytest.Config) -> None:
    global _server
    # The same examples at each run, and no limit on how slow the machine may be; `make prove` looks for new ones.
    settings.register_profile("kollega", derandomize=not os.environ.get("KOLLEGA_PROVE"), deadline=None)
    settings.load_profile("kollega")
    if "KOLLEGA_TEST_SUPERUSER_URL" not in os.environ:
        _server = postgres.start(Path(tempfile.mkdtemp(prefix="kollega-test-")), durable=False)
        os.environ["KOLLEGA_TEST_SUPERUSER_URL"] = _server.superuser_url
    if not hasattr(config, "workerinput") and config.getoption("numprocesses", default=None):
        return
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    _set_up_django(os.environ["KOLLEGA_TEST_SUPERUSER_URL"], f"kollega_test_{worker}")


def pytest_unconfigure(config: pytest.Config) -> None:
    if _server is not None:
        _server.stop()


def _set_up_django(superuser_url: str, database: str) -> None:
    data = tempfile.mkdtemp(prefix="kollega-test-data-")
    urls = postgres.bootstrap(superuser_url, database=database, owner="kollega_owner", app="kollega_app")
    os.environ |= {
        "KOLLEGA_ENV": "test",
        "DJANGO_SETTINGS_MODULE": "kollega.config.settings",
        "DATABASE_URL": urls.app_url,
        "KOLLEGA_OWNER_DATABASE_URL": urls.owner_url,
        "KOLLEGA_DATA_DIR": data,
        "KOLLEGA_CLOCK_FILE": f"{data}/clock",
        "KOLLEGA_PUBLIC_URL": "http://localhost:8000",
        "KOLLEGA_WEB_THREADS": "60",
        # Playwright runs its own loop in the thread of a browser test.
        "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
    }
    import django
    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    django.setup()
    setup_test_environment()
    call_command("migrate", database="owner", verbosity=0)
    from tests.signing_in import complete_forced_logins

    complete_forced_logins()


@pytest.fixture(autouse=True)
def _close_connections() -> Iterator[None]:
    yield
    from django.db import connections

    # All tests come from one address: without this they would use up each other's limits.
    for side in connections.all(initialized_only=True):
        if side.alias == "side" and side.connection is not None and not side.errors_occurred:
            with side.cursor() as cursor:
                cursor.execute("delete from platform_limit")
    connections.close_all()
