"""Feeds of members and what other programs get of them."""

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.test import Client
from icalendar import Calendar, Event

from kollega.feeds.enums import Shows, Way
from kollega.feeds.operations.feeds import create_feed
from kollega.kernel.actor import Actor
from kollega.scheduling.operations.blocks import block
from kollega.scheduling.operations.booking import book
from tests.scheduling.factories import make_client, make_service, tomorrow_at

SECRETS = ("Secretname", "Hiddenberg", "bring the form", "Dentist", "Samtal", "Talk")


def make_feed(
    actor: Actor, *, way: Way = Way.ADDRESS, shows: Shows = Shows.BUSY, with_blocks: bool = False
) -> tuple[UUID, str]:
    return create_feed(actor, way=way, name="Phone", shows=shows, with_blocks=with_blocks, names_confirmed=True)


def book_visit(actor: Actor, starts_at: datetime, *, given: str = "Secretname") -> UUID:
    """A visit of a client whose name is nowhere else, with a line for the practice only."""
    return book(
        actor,
        client_id=make_client(actor, given=given, family="Hiddenberg"),
        service_id=make_service(actor),
        clinician_id=actor.own_membership,
        starts_at=starts_at,
        room_id=None,
        internal_line="bring the form",
        outside_hours_reason="Test",
    ).appointment_id


def block_dentist(actor: Actor, hour: int = 15) -> None:
    starts = tomorrow_at(actor, hour)
    block(
        actor,
        clinician_id=actor.own_membership,
        starts_at=starts,
        ends_at=starts + timedelta(hours=1),
        title="Dentist",
    )


def get(secret: str, **headers: str) -> HttpResponse:
    return Client().get(f"/feeds/{secret}.ics", headers={k.replace("_", "-"): v for k, v in headers.items()})  # type: ignore[return-value]


def events(text: bytes) -> list[Event]:
    return list(Calendar.from_ical(text).events)


def instant(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


STOCKHOLM = ZoneInfo("Europe/Stockholm")
