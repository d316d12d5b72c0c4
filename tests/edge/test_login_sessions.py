import secrets
import subprocess
import sys

import pytest
from django.db import OperationalError
from django.test import Client

from kollega.edge import login_sessions
from kollega.platform.master_keys import new_master_key
from tests.factories import make_person
from tests.signing_in import client_of


def test_AV1_a_database_that_is_away_answers_503(monkeypatch: pytest.MonkeyPatch) -> None:
    client = client_of(make_person())

    def away(*_: object, **__: object) -> None:
        raise OperationalError("the connection is lost")

    monkeypatch.setattr(login_sessions, "running_login", away)
    answer = client.get("/account/")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]


def test_a_stranger_costs_no_query() -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        Client().get("/signin/")
    assert [q["sql"] for q in queries if "login_session" in q["sql"] or "django_session" in q["sql"]] == []


def test_a_known_person_costs_two_queries() -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_of(make_person())
    with CaptureQueriesContext(connection) as queries:
        client.get("/account/second-step/")
    told = [q["sql"] for q in queries if "login_session" in q["sql"] or "django_session" in q["sql"]]
    assert len(told) == 2, told


def test_SS4_production_cookies_are_bound_to_the_host() -> None:
    names = "SESSION_COOKIE_NAME CSRF_COOKIE_NAME SESSION_COOKIE_SECURE SESSION_COOKIE_HTTPONLY SESSION_COOKIE_SAMESITE"
    program = f"from kollega.config import settings as s; print(*[getattr(s, n) for n in '{names}'.split()])"
    environment = {
        "PYTHONPATH": "src",
        "KOLLEGA_ENV": "production",
        "KOLLEGA_SECRET_KEY": secrets.token_urlsafe(48),
        "KOLLEGA_MASTER_KEY": new_master_key(),
        "KOLLEGA_PUBLIC_URL": "https://kollega.example",
        "DATABASE_URL": "postgresql://app@127.0.0.1/kollega",
    }
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["__Host-session", "__Host-csrf", "True", "True", "Lax"]
