"""A practice with a bookable day, for the tests of the calendar's pages."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.test import Client

from kollega.clients.models import Client as ClientRow
from kollega.kernel.actor import Actor
from kollega.platform.tenancy import tenant
from kollega.scheduling.operations.booking import Booked, book
from tests.factories import make_practice
from tests.pages import slug_of
from tests.scheduling.factories import make_client, make_hours, make_room, make_service, tomorrow_at
from tests.signing_in import client_of


@dataclass
class Calendar:
    """One clinician with hours from 8 to 18, a service of 45 minutes, a room, a client."""

    actor: Actor
    slug: str
    service_id: UUID
    room_id: UUID
    client_id: UUID
    family: str
    browser: Client

    @property
    def base(self) -> str:
        return f"/p/{self.slug}/calendar/"

    def at(self, hour: int, minute: int = 0) -> datetime:
        return tomorrow_at(self.actor, hour, minute)

    @property
    def day(self) -> str:
        return self.at(9).date().isoformat()

    def visit(self, hour: int, minute: int = 0, *, client_id: UUID | None = None) -> Booked:
        return book(
            self.actor,
            client_id=client_id or self.client_id,
            service_id=self.service_id,
            clinician_id=self.actor.membership_id or UUID(int=0),
            starts_at=self.at(hour, minute),
        )

    def form(self, start: str = "10:00", **more: str) -> dict[str, str]:
        """What the booking panel sends."""
        return {
            "client": str(self.client_id),
            "service": str(self.service_id),
            "date": self.day,
            "start": start,
            "minutes": "45",
            "clinician": str(self.actor.membership_id),
            "room": "auto",
            "place": "in_person",
            **more,
        }


def family_of(actor: Actor, client_id: UUID) -> str:
    with tenant(actor.practice_id), transaction.atomic():
        return ClientRow.objects.get(id=client_id).family_name


def make_calendar(actor: Actor | None = None) -> Calendar:
    owner = actor or make_practice()
    make_hours(owner)
    service_id, room_id = make_service(owner), make_room(owner)
    client_id = make_client(owner, family="Xylander")
    return Calendar(
        owner, slug_of(owner), service_id, room_id, client_id, family_of(owner, client_id), client_of(owner)
    )


PANEL = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "panel-host"}
