"""Every route, called by every role, for one's own thing, a colleague's, another practice's and a missing one."""

import re
from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.test import Client

from kollega.config.routes import Route, routes
from kollega.edge.access import Access
from kollega.kernel.permissions import Area, Role
from kollega.practices.operations.tokens import create_token
from kollega.teams.operations.leaving import remove_member
from tests.contracts.world import Ids, World, make_world
from tests.factories import make_member
from tests.pages import body_of
from tests.signing_in import client_of as logged_in

PARAMETER = re.compile(r"[<{](?:\w+:)?(\w+)[>}]")
PLAIN = {"heading": "background", "number": "1", "state": "active", "part": "x", "lang": "en", "step": "1"}
PLAIN |= {"language": "en", "channel": "email", "kind": "invitation"}
# What belongs to the practice as a whole is everybody's who has the right.
SHARED = {"service_id", "room_id", "membership_id", "clinician_id"}
RECORD = {"client_id", "note_id", "carried_note_id", "client_import_id", "import_id"}
REFUSED = {403, 404}


@pytest.fixture(scope="module")
def world() -> World:
    return make_world()


@pytest.fixture(scope="module")
def untouched() -> World:
    """A world in which the walk above has changed nothing."""
    return make_world()


def cases() -> list[Route]:
    return [route for route in routes() if route.access and route.access.kind in {"practice", "api"}]


def named(route: Route) -> str:
    return f"{route.method} {route.path}".strip()


def parameters(route: Route) -> set[str]:
    return set(PARAMETER.findall(route.path)) - {"practice"} - PLAIN.keys()


def address(route: Route, slug: str, ids: Ids) -> str:
    values = {**PLAIN, "practice": slug, **{name: str(value) for name, value in ids.items()}}
    return PARAMETER.sub(lambda match: values[match.group(1)], route.path)


def clients_of(world: World, route: Route) -> dict[str, Client]:
    """Who can ask for the route, by role: guests have no tokens for the API."""
    return world.calls if access(route).kind == "api" else world.pages


def client_of(world: World, route: Route, role: str) -> Client:
    return clients_of(world, route)[role]


def access(route: Route) -> Access:
    assert route.access is not None
    return route.access


def call(client: Client, route: Route, where: str) -> HttpResponse:
    method = route.method or "GET"
    if method == "GET":
        answer = client.get(where)
        # A route for changes only: it refuses to be read, or leads back to where the change is made.
        return client.post(where) if answer.status_code in {302, 405} else answer  # type: ignore[return-value]
    return client.generic(method, where, "{}", content_type="application/json")  # type: ignore[return-value]


def bare(answer: HttpResponse, ids: Ids) -> bytes:
    body = re.sub(rb"[A-Za-z0-9]{64}", b"csrf", body_of(answer))
    for value in ids.values():
        body = body.replace(str(value).encode(), b"id")
    return body


@pytest.mark.parametrize("route", cases(), ids=named)
def test_AZ2_the_role_table_is_kept_on_every_route(world: World, route: Route) -> None:
    permission = access(route).permission
    assert permission is not None
    if route.path.endswith("/me/leave"):
        world = make_world()
    # Ending the walkers' own logins would end the walk.
    ids = {**world.own, "membership_id": world.colleague["membership_id"]} if "logins" in route.path else world.own
    for role, actor in world.actors.items():
        if role not in clients_of(world, route):
            continue
        answer = call(client_of(world, route, role), route, address(route, world.slug, ids))
        where = f"{role}: {answer.status_code} {body_of(answer)[:300]!r}"
        assert answer.status_code < 500, where
        if access(route).kind == "practice" and role == "outsider":
            assert answer.status_code == 404, where
        elif not actor.may(permission):
            assert answer.status_code == 403, where


@pytest.mark.parametrize("route", cases(), ids=named)
def test_TI1_nobody_gets_in_without_an_account(world: World, route: Route) -> None:
    where = address(route, world.slug, world.own)
    answer = Client().get(where) if route.method in {"", "GET"} else call(Client(), route, where)
    if answer.status_code == 405:
        answer = Client().post(where)
    assert answer.status_code in {302, 401}, body_of(answer)[:300]
    if answer.status_code == 302:
        assert "signin" in answer.headers["Location"]


@pytest.mark.parametrize("route", [r for r in cases() if parameters(r)], ids=named)
def test_TI2_foreign_and_missing_things_look_the_same(world: World, route: Route) -> None:
    unknown = parameters(route) - world.own.keys()
    if unknown:
        pytest.fail(f"tests/contracts/world.py makes no {sorted(unknown)} yet")
    for role in ("clinician", "owner", "office staff: appointments"):
        if not world.actors[role].may(access(route).permission):  # type: ignore[arg-type]  # checked above
            continue
        client = client_of(world, route, role)
        for name in parameters(route):
            foreign = {**world.own, name: world.foreign[name]}
            missing = {**world.own, name: world.missing[name]}
            # What an earlier call left to say would stand on the first of two pages only.
            client.get(f"/p/{world.slug}/settings/")
            answers = [call(client, route, address(route, world.slug, ids)) for ids in (foreign, missing)]
            assert answers[0].status_code == answers[1].status_code, (role, name, [a.status_code for a in answers])
            assert answers[0].status_code in {404, 403, 405, 422, 401}, (role, name, answers[0].status_code)
            if route.method == "GET":
                assert answers[0].status_code in REFUSED, (role, name, answers[0].status_code)
            assert bare(answers[0], foreign) == bare(answers[1], missing), (role, name)


@pytest.mark.parametrize("route", [r for r in cases() if parameters(r) & RECORD], ids=named)
def test_AZ3_a_colleagues_record_is_404(world: World, route: Route) -> None:
    if not world.actors["clinician"].may(access(route).permission):  # type: ignore[arg-type]  # checked above
        return
    client = client_of(world, route, "clinician")
    answer = call(client, route, address(route, world.slug, {**world.own, **world.colleague}))
    assert answer.status_code in {404, 422}, body_of(answer)[:300]
    if route.method == "GET":
        assert answer.status_code == 404


@pytest.mark.parametrize("route", cases(), ids=named)
def test_a_clinicians_own_things_open(untouched: World, route: Route) -> None:
    if not untouched.actors["clinician"].may(access(route).permission):  # type: ignore[arg-type]  # checked above
        return
    if route.method not in {"", "GET"}:
        return
    answer = client_of(untouched, route, "clinician").get(address(route, untouched.slug, untouched.own))
    assert answer.status_code in {200, 302, 405, 422}, (answer.status_code, body_of(answer)[:300])


@pytest.fixture(scope="module")
def removed(world: World) -> tuple[Client, Client]:
    """A browser and a program of somebody with every right of a member, who was removed while both were open."""
    gone = make_member(world.actors["owner"], Role.ADMIN, Role.CLINICIAN, Role.OFFICE_STAFF, areas=tuple(Area))
    page, token = logged_in(gone), create_token(gone, name="test", scopes=gone.permissions, days=30)
    assert page.get(f"/p/{world.slug}/team/").status_code == 200
    remove_member(world.actors["owner"], membership_id=gone.own_membership)
    return page, Client(headers={"Authorization": f"Bearer {token}"})


@pytest.mark.parametrize("route", cases(), ids=named)
def test_AU10_AZ8_a_removed_member_is_outside_at_the_next_request(
    world: World, removed: tuple[Client, Client], route: Route
) -> None:
    page, program = removed
    where = address(route, world.slug, world.own)
    if access(route).kind == "api":
        assert call(program, route, where).status_code == 401
        return
    for headers in ({}, {"HX-Request": "true"}, {"HX-Request": "true", "X-Poll": "1"}):
        # 405 says only that the route knows no such call.
        statuses = {page.get(where, headers=headers).status_code, page.post(where, headers=headers).status_code}
        assert 404 in statuses <= {404, 405}, (headers, statuses)


def test_every_role_is_walked(world: World) -> None:
    held: set[str] = {role for actor in world.actors.values() for role in actor.roles}
    assert held == set(Role)
    assert list(_parameters_known(world)) == []


def _parameters_known(world: World) -> Iterator[str]:
    for route in cases():
        yield from parameters(route) - world.own.keys()
