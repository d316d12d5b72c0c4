"""What every form and page of accounts has: CSRF protection, no caching, no scripts in the markup."""

from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern

from kollega.web.accounts.urls import urlpatterns
from tests.factories import make_person
from tests.signing_in import client_of

POSTS: list[URLPattern] = list(urlpatterns)
_VALUES: dict[str, Any] = {
    "token": "x",
    "session_id": "00000000-0000-7000-8000-000000000000",
    "passkey_id": "00000000-0000-7000-8000-000000000000",
}


def _path(pattern: URLPattern) -> str:
    from django.urls import reverse

    wanted = pattern.pattern.converters
    return reverse(f"accounts:{pattern.name}", kwargs={name: _VALUES[name] for name in wanted})


@pytest.mark.parametrize("pattern", POSTS, ids=lambda p: p.name)
def test_HD2_every_post_needs_the_csrf_token(pattern: URLPattern) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = client_of(make_person()).cookies
    assert client.post(_path(pattern)).status_code == 403


@pytest.mark.parametrize("pattern", POSTS, ids=lambda p: p.name)
def test_SS4_no_page_of_accounts_is_kept_by_the_browser(pattern: URLPattern) -> None:
    answer = client_of(make_person()).get(_path(pattern))
    assert answer.headers["Cache-Control"] == "no-store"
    body = answer.content.decode()
    assert "style=" not in body
    assert "onclick" not in body


def test_HD2_signing_out_is_no_link() -> None:
    client = client_of(make_person())
    assert client.get("/signout/").status_code == 405
    assert client.get("/account/").status_code == 200
