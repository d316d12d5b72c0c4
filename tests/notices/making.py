"""Invited clients, and the passing of business time, for the tests of messages."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from icalendar import Calendar, Event

from kollega.clients.models import Client
from kollega.kernel.actor import Actor
from kollega.messaging.models import Mail
from kollega.messaging.operations.sealing import open_content
from kollega.notices.models import Notice
from kollega.notices.operations.deciding import send_when_due
from kollega.notices.operations.inviting import invite
from kollega.notices.queries.due import due_notices
from kollega.platform.jobs.reactions import actor_for
from kollega.platform.tenancy import tenant
from kollega.scheduling.operations.booking import Booked, book
from tests.factories import unique
from tests.jobs import run_jobs
from tests.scheduling.factories import make_client, make_service, tomorrow_at

GRACE = timedelta(minutes=3)


def make_reachable(actor: Actor, *, language: str = "en", email: str | None = None, phone: str = "") -> UUID:
    client_id = make_client(actor)
    address = f"{unique('client')}@client.example" if email is None else email
    with tenant(actor.practice_id), transaction.atomic():
        Client.objects.filter(id=client_id).update(language=language, email=address, phone=phone)
    return client_id


def booked(actor: Actor, *, client_id: UUID | None = None, starts_at: datetime | None = None, **given: Any) -> Booked:
    """A visit of a reachable client three days ahead, of a kind that can be in person and by video."""
    return book(
        actor,
        client_id=client_id or make_reachable(actor),
        service_id=given.pop("service_id", None) or make_service(actor),
        clinician_id=actor.own_membership,
        starts_at=starts_at or tomorrow_at(actor, 10, days=3),
        outside_hours_reason="asked for",
        **given,
    )


def invited(actor: Actor, **given: Any) -> Booked:
    made = booked(actor, **given)
    invite(actor, appointment_id=made.appointment_id)
    return made


def later(actor: Actor, by: timedelta = GRACE + timedelta(seconds=1)) -> Actor:
    return replace(actor, at=actor.at + by)


def let_go(actor: Actor) -> None:
    """What worker and scheduler do for this practice at the actor's moment, without the sending of mail."""
    run_jobs(actor.practice_id)
    for practice_id, notice_id in due_notices(actor.at, most=10_000):
        if practice_id == actor.practice_id:
            send_when_due(replace(actor_for(practice_id), at=actor.at), notice_id=notice_id)


def notices(actor: Actor) -> list[Notice]:
    with tenant(actor.practice_id), transaction.atomic():
        return list(Notice.objects.filter(practice_id=actor.practice_id).order_by("created_at", "id"))


def mails(actor: Actor) -> list[dict[str, Any]]:
    """What was queued for clients of the practice, in order; read before a job sends it."""
    with tenant(actor.practice_id), transaction.atomic():
        rows = Mail.objects.filter(practice_id=actor.practice_id, kind__startswith="notice_").order_by(
            "queued_at", "id"
        )
        return [
            {"kind": row.kind, **json.loads(open_content(actor.practice_id, row.id, bytes(row.sealed)))} for row in rows
        ]


def calendar_of(mail: dict[str, Any]) -> Calendar:
    return Calendar.from_ical(mail["calendar"]["content"])  # type: ignore[return-value]


def event_of(mail: dict[str, Any]) -> Event:
    (event,) = calendar_of(mail).walk("VEVENT")
    return event  # type: ignore[return-value]
