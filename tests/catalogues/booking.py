"""Booking through the API in a practice of a suite: a service, a client, a token."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from django.db import transaction
from django.test import Client

from kollega.clients.operations.registering import create_client
from kollega.clients.rules.contact import ContactData
from kollega.edge.actors import actor_of
from kollega.kernel.actor import Actor, Source
from kollega.platform.tenancy import tenant
from kollega.practices.operations.tokens import create_token
from kollega.practices.queries.memberships import membership_in_practice
from tests.catalogues.house import Somebody, Team
from tests.scheduling.factories import make_service

_rooms = count(1)


@dataclass
class Calendar:
    """One clinician's calendar by the API; every call answers with its status."""

    browser: Client
    clinician_id: UUID
    client_id: UUID
    service_id: UUID

    def call(self, starts_at: datetime) -> Any:
        body = {
            "client_id": str(self.client_id),
            "service_id": str(self.service_id),
            "clinician_id": str(self.clinician_id),
            "starts_at": starts_at.isoformat(),
            "outside_hours_reason": "asked for",
        }
        return self.browser.post("/api/v1/appointments", body, content_type="application/json")

    def block(self, starts_at: datetime) -> int:
        body = {
            "clinician_id": str(self.clinician_id),
            "starts_at": starts_at.isoformat(),
            "ends_at": (starts_at + timedelta(hours=1)).isoformat(),
        }
        return self.browser.post("/api/v1/blocks", body, content_type="application/json").status_code

    def room(self) -> int:
        body = {"name": f"Room {next(_rooms)}"}
        return self.browser.post("/api/v1/rooms", body, content_type="application/json").status_code

    def number_of_rooms(self) -> int:
        return len(self.browser.get("/api/v1/rooms").json())


def actor_in(team: Team, who: Somebody) -> Actor:
    with tenant(team.id, who.person.pk), transaction.atomic():
        membership = membership_in_practice(who.person.pk, team.id)
    assert membership is not None
    return actor_of(membership, language="en", source=Source.PAGE)


def calendar_of(team: Team, who: Somebody | None = None) -> Calendar:
    """Give the clinician a service and a client and return their calendar."""
    actor = actor_in(team, who or team.owner)
    service_id = make_service(actor_in(team, team.owner))
    client_id = create_client(actor, contact=ContactData(given_name="Ida", family_name="Berg", language="en"))
    token = create_token(actor, name="suite", scopes=actor.permissions, days=366)
    browser = Client(headers={"Authorization": f"Bearer {token}"})
    return Calendar(browser, actor.own_membership, client_id, service_id)


def booked(calendar: Calendar, starts_at: datetime) -> int:
    return int(calendar.call(starts_at).status_code)


def tries(calendar: Calendar, starts_at: datetime) -> Callable[[], int]:
    return lambda: booked(calendar, starts_at)


def codes(found: Iterable[int]) -> set[int]:
    return set(found)
