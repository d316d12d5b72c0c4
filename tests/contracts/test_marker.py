"""Of a practice that shares a room nothing crosses but that the room is occupied from then to then (B6, AZ-5, TI-1).

Every text of the other practice carries a marker. Everything that anybody of this practice can reach is fetched and
searched for it, and for the other one's ids. What reaches people some other way joins `SOURCES`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import transaction

from kollega.accounts.models import Person
from kollega.clients.operations.information import write_information
from kollega.clients.rules.headings import Heading
from kollega.communities.operations.creating import new_joining_code
from kollega.communities.operations.joining import approve, ask_to_join
from kollega.feeds.enums import Shows
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission, Role
from kollega.messaging.models import Mail
from kollega.messaging.operations.sealing import open_content
from kollega.platform.tenancy import tenant
from kollega.practices.models import Membership, Practice
from kollega.scheduling.models import Room, Service
from kollega.scheduling.operations.blocks import block
from kollega.scheduling.operations.mapping import map_room
from kollega.scheduling.operations.parting import leave_community
from kollega.scheduling.queries.sharing import community
from tests.communities.making import House, make_house
from tests.contracts.test_matrix import address, call, cases, client_of, clients_of
from tests.contracts.world import World, make_world
from tests.factories import make_member
from tests.feeds.caldav import phone_of
from tests.feeds.making import get, make_feed
from tests.jobs import run_jobs
from tests.pages import body_of
from tests.scheduling.factories import make_client, make_room, tomorrow_at

MARKER = "zzqmarkerzzq"
OTHERS_NAME = "Praxis am Park"


@dataclass
class Neighbours:
    """`world` is this practice; `theirs` the other one, whose time in the shared room is `times`."""

    world: World
    theirs: House
    room_id: UUID
    times: list[tuple[datetime, datetime]]
    secrets: list[str]

    @property
    def owner(self) -> Actor:
        return self.world.actors["owner"]


@pytest.fixture(scope="module")
def here() -> Neighbours:
    world, theirs = make_world(), marked_house()
    owner = world.actors["owner"]
    community_id = world.own["community_id"]
    ask_to_join(theirs.actor, code=new_joining_code(owner, community_id=community_id))
    view = community(owner, community_id=community_id)
    approve(owner, partner_id=next(one.id for one in view.asking if one.name == OTHERS_NAME))
    mapped, other = sorted(view.rooms, key=lambda one: one.room_id is None)
    map_room(theirs.actor, shared_room_id=mapped.shared.id, room_id=theirs.room_id)
    map_room(theirs.actor, shared_room_id=other.shared.id, room_id=make_room(theirs.actor, MARKER + "2"))
    assert mapped.room_id is not None
    times, ids = their_times(theirs)
    named = [theirs.actor.practice_id, theirs.actor.person_id, theirs.actor.own_membership, theirs.room_id]
    secrets = [MARKER, *(str(one) for one in [*named, theirs.client_id, theirs.service_id, *ids])]
    return Neighbours(world, theirs, mapped.room_id, times, secrets)


def marked_house() -> House:
    """A practice whose every text carries the marker, but for the name it is known by to its partners."""
    house = make_house()
    actor = house.actor
    house.client_id = make_client(actor, given=MARKER, family=MARKER)
    with tenant(actor.practice_id, actor.person_id), transaction.atomic():
        practice = Practice.objects.filter(id=actor.practice_id)
        practice.update(name=OTHERS_NAME, slug=f"{MARKER}-{practice.get().slug}"[:60])
        Membership.objects.filter(practice_id=actor.practice_id).update(display_name=MARKER, title=MARKER)
        Service.objects.filter(id=house.service_id).update(names={"en": MARKER, "sv": MARKER, "de": MARKER}, code="ZQ")
        Room.objects.filter(id=house.room_id).update(name=MARKER)
        Person.objects.filter(id=actor.person_id).update(name=MARKER, email=f"{MARKER}-{actor.person_id}@example.test")
    write_information(actor, client_id=house.client_id, heading=Heading.BACKGROUND, text=MARKER, version=0)
    return house


def their_times(theirs: House) -> tuple[list[tuple[datetime, datetime]], list[UUID]]:
    """Visits and a private block over three days."""
    times, ids = [], []
    for day in range(1, 4):
        start = tomorrow_at(theirs.actor, 13, days=day)
        ids.append(theirs.book(start, internal_line=MARKER, outside_hours_reason=MARKER).appointment_id)
        times.append((start, start + timedelta(minutes=30)))
        ends = start + timedelta(hours=2)
        given: dict[str, Any] = {"clinician_id": theirs.actor.own_membership, "room_id": theirs.room_id}
        ids.append(
            block(theirs.actor, starts_at=ends - timedelta(hours=1), ends_at=ends, title=MARKER, **given).appointment_id
        )
        times.append((ends - timedelta(hours=1), ends))
    return times, ids


def found_in(here: Neighbours, told: bytes | str) -> list[str]:
    text = told.decode(errors="replace") if isinstance(told, bytes) else told
    return [secret for secret in here.secrets if secret in text]


def whole(answer: Any) -> bytes:
    """Everything that an answer says, its headers too."""
    return body_of(answer) + repr(dict(answer.headers)).encode()


def variants(here: Neighbours) -> list[str]:
    """What the calendar can be asked, for the days when the others are there."""
    base, first = f"/p/{here.world.slug}/calendar/", here.times[0][0].date()
    last, clinician = first + timedelta(days=6), here.world.own["clinician_id"]
    views = [f"{base}?view={view}&date={first}" for view in ("day", "week", "month", "group", "list")]
    rooms = [f"{base}?view={view}&date={first}&columns=r-{here.room_id}" for view in ("day", "week")]
    api = [
        f"/api/v1/calendar?first={first}&last={last}",
        f"/api/v1/calendar?first={first}&last={last}&room_id={here.room_id}",
        f"/api/v1/free-times?clinician_id={clinician}&room_id={here.room_id}&count=100",
    ]
    return [*views, *rooms, *api]


def pages_and_calls(here: Neighbours) -> Iterator[tuple[str, bytes]]:
    """Every route that shows something, as every role."""
    for route in cases():
        for role, client in clients_of(here.world, route).items():
            if route.method in {"", "GET"} and role != "outsider":
                where = address(route, here.world.slug, here.world.own)
                yield f"{role} {route.path}", whole(client.get(where))


def strange_ids(here: Neighbours) -> Iterator[tuple[str, bytes]]:
    """Every route with the other practice's things in place of one's own; what was asked is the asker's own word."""
    strange = {**here.world.foreign, "room_id": here.theirs.room_id, "client_id": here.theirs.client_id}
    for route in cases():
        for role in ("owner", "clinician"):
            said = whole(call(client_of(here.world, route, role), route, address(route, here.world.slug, strange)))
            for asked in strange.values():
                said = said.replace(str(asked).encode(), b"asked")
            yield f"{role} {route.path}", said


def calendars(here: Neighbours) -> Iterator[tuple[str, bytes]]:
    for role in here.world.actors:
        if role != "outsider":
            for where in variants(here):
                clients = here.world.calls if where.startswith("/api") else here.world.pages
                if role in clients:
                    yield f"{role} {where}", whole(clients[role].get(where))


def conflicts(here: Neighbours) -> Iterator[tuple[str, bytes]]:
    """What whoever comes too late is told, by page and API."""
    own, (start, _) = here.world.own, here.times[0]
    local = start.astimezone(here.owner.timezone)
    body = {
        "client_id": str(own["client_id"]),
        "clinician_id": str(own["clinician_id"]),
        "room_id": str(here.room_id),
        "starts_at": start.isoformat(),
        "minutes": 30,
        "outside_hours_reason": "asked for",
    }
    form = {
        "client": str(own["client_id"]),
        "service": str(own["service_id"]),
        "clinician": str(own["clinician_id"]),
        "room": str(here.room_id),
        "date": local.date().isoformat(),
        "start": f"{local:%H:%M}",
        "minutes": "30",
        "place": "in_person",
        "outside_hours_reason": "asked for",
        "idempotency_key": "marker",
    }
    refused = here.world.calls["clinician"].post("/api/v1/appointments", body, content_type="application/json")
    assert refused.status_code == 409, refused.content
    yield "conflict by API", whole(refused)
    page = here.world.pages["clinician"].post(
        f"/p/{here.world.slug}/calendar/new/", form, headers={"HX-Request": "true", "HX-Target": "panel-host"}
    )
    assert page.status_code == 409, page.content
    yield "conflict by page", whole(page)


def phones(here: Neighbours) -> Iterator[tuple[str, bytes]]:
    """What the other programs of each member read: by CalDAV, and by address, all of it that can be asked for."""
    for role, actor in here.world.actors.items():
        # Guests and delegates see a calendar by a grant only, and have none of their own.
        if role == "outsider" or Permission.CALENDAR_SEE not in actor.permissions - actor.limited_rights:
            continue
        phone = phone_of(actor, shows=Shows.NAMES, with_blocks=True)
        told = phone.changes(prop="<D:getetag/><C:calendar-data/>")
        yield f"{role} changes", told.text.encode()
        yield f"{role} events", phone.several(*told.here).text.encode()
        for where in ("/caldav/", f"/caldav/{phone.feed_id}/", phone.calendar, *told.here):
            yield f"{role} {where}", whole(phone.ask("PROPFIND", where, Depth="1"))
            yield f"{role} {where}", whole(phone.ask("GET", where))
        yield f"{role} address", whole(get(make_feed(actor, shows=Shows.NAMES, with_blocks=True)[1]))


def mails(here: Neighbours) -> Iterator[tuple[str, bytes]]:
    """What this practice's people are written when the other one asks and leaves."""
    leave_community(here.theirs.actor, community_id=here.world.own["community_id"], ask_to_keep=True)
    run_jobs(here.owner.practice_id)
    with tenant(here.owner.practice_id), transaction.atomic():
        for mail in Mail.objects.filter(practice_id=here.owner.practice_id):
            yield f"mail {mail.kind}", open_content(mail.practice_id, mail.id, bytes(mail.sealed))


def tables(here: Neighbours) -> Iterator[tuple[str, bytes]]:
    """Every row that the database shows to this practice."""
    crossing = {"accounts", "auth", "contenttypes", "sessions", "procrastinate", "platform", "catalogue"}
    for model in apps.get_models():
        if model._meta.app_label in crossing or not model._meta.managed or model._meta.label == "audit.LogEntry":
            continue
        with tenant(here.owner.practice_id, here.owner.person_id), transaction.atomic():
            for row in model._default_manager.values():
                yield model._meta.db_table, repr(row).encode()


# In this order: strange ids stay in the log that refuses them, and for the mails the other practice leaves.
SOURCES: tuple[Callable[[Neighbours], Iterator[tuple[str, bytes]]], ...] = (
    tables,
    calendars,
    conflicts,
    pages_and_calls,
    strange_ids,
    phones,
    mails,
)


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: str(source.__name__))
def test_AZ5_nothing_of_the_other_practice_is_in_anything_that_this_one_reaches(
    here: Neighbours, source: Callable[[Neighbours], Iterator[tuple[str, bytes]]]
) -> None:
    searched = 0
    for where, told in source(here):
        searched += 1
        # A partner's row names its practice's id to the database of the practice that created the community.
        known = {str(here.theirs.actor.practice_id)} if where == "communities_partner" else set()
        assert set(found_in(here, told)) <= known, where
    assert searched


def test_AZ5_of_their_time_there_are_room_start_and_end(here: Neighbours) -> None:
    first = here.times[0][0].date()
    told = here.world.calls["clinician"].get(f"/api/v1/calendar?first={first}&last={first + timedelta(days=6)}").json()
    assert [sorted(one) for one in told["occupied"]] == [["ends_at", "room_id", "starts_at"]] * len(here.times)
    shown = {(one["room_id"], datetime.fromisoformat(one["starts_at"])) for one in told["occupied"]}
    assert shown == {(str(here.room_id), starts_at) for starts_at, _ in here.times}


def test_TI1_who_is_in_no_community_sees_no_occupied_time(here: Neighbours) -> None:
    first = here.times[0][0].date()
    stranger = make_member(here.world.actors["outsider"], Role.CLINICIAN)
    assert stranger.may(Permission.CALENDAR_SEE)
    told = here.world.calls["outsider"].get(f"/api/v1/calendar?first={first}&last={first}").json()
    assert told["occupied"] == []
