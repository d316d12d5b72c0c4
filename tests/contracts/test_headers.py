"""What every page tells the browser, and what no page may hold."""

import re

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client

from kollega.config.routes import Route, routes
from tests.contracts.test_matrix import address, client_of, named
from tests.contracts.world import World, make_world


@pytest.fixture(scope="module")
def world() -> World:
    return make_world()


def pages() -> list[Route]:
    kinds = {"practice", "public", "signed_in"}
    plain = [r for r in routes() if r.access and r.access.kind in kinds and not r.path.startswith("/api/")]
    return [r for r in plain if "<path:" not in r.path]


def answered(world: World, route: Route) -> HttpResponse:
    ids = {**world.own, **dict.fromkeys(("person_id", "session_id", "key_id"), world.own["client_id"])}
    try:
        where = address(route, world.slug, ids)
    except KeyError:
        where = route.path
    return client_of(world, route, "clinician").get(where)  # type: ignore[return-value]  # Django's test client


@pytest.mark.parametrize("route", pages(), ids=named)
def test_HD1_every_answer_carries_the_policy(world: World, route: Route) -> None:
    answer = answered(world, route)
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    for part in ("object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert part in policy or "sandbox" in policy, policy
    assert "http:" not in policy.replace("'self'", "")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] in {"same-origin", "no-referrer"}
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Server" not in answer.headers
    assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize("route", pages(), ids=named)
def test_HD3_no_page_loads_from_elsewhere_or_runs_inline(world: World, route: Route) -> None:
    answer = answered(world, route)
    if not answer.headers.get("Content-Type", "").startswith("text/html"):
        return
    page = BeautifulSoup(answer.content, "html.parser")
    for tag in page.find_all(True):
        attributes = tag.attrs
        assert "style" not in attributes, tag
        assert not [name for name in attributes if name.startswith(("on", "hx-on"))], tag
        for name in ("src", "srcset", "action", "hx-get", "hx-post"):
            assert not re.match(r"(?:https?:)?//", str(attributes.get(name, ""))), tag
    for script in page.find_all("script"):
        assert script.get("src") or script.get("type") == "application/json", script
    assert not page.find_all("style")
    for link in page.find_all("link"):
        assert str(link.get("href", "")).startswith("/"), link


@pytest.mark.parametrize("route", [r for r in pages() if r.access and r.access.kind == "practice"], ids=named)
def test_SS4_pages_with_data_are_not_kept_by_the_browser(world: World, route: Route) -> None:
    assert "no-store" in answered(world, route).headers["Cache-Control"]


def test_HD2_every_change_by_a_page_needs_the_csrf_token(world: World) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = world.pages["clinician"].cookies
    for route in pages():
        answer = strict.post(address(route, world.slug, world.own) if "<" not in route.path else "/")
        assert answer.status_code in {403, 404, 405}, route.path
