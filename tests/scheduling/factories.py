"""Services, rooms, hours and clients for the calendar's tests."""

from datetime import datetime, time, timedelta
from uuid import UUID

from django.db import transaction

from kollega.clients.models import Care, Client
from kollega.kernel.actor import Actor
from kollega.kernel.clock import real_now
from kollega.platform.tenancy import tenant
from kollega.scheduling.models import Room, Service, WorkingHours
from tests.factories import unique


def make_service(
    actor: Actor, *, minutes: int = 45, mode: str = "both", code: str = "", before: int = 0, after: int = 0
) -> UUID:
    with tenant(actor.practice_id), transaction.atomic():
        count = Service.objects.filter(practice_id=actor.practice_id).count()
        return Service.objects.create(
            practice_id=actor.practice_id,
            names={"en": "Talk", "sv": "Samtal"},
            minutes=minutes,
            mode=mode,
            colour=1 + count % 8,
            code=code or f"S{count}",
            buffer_before=before,
            buffer_after=after,
            position=count,
        ).id


def make_room(actor: Actor, name: str = "") -> UUID:
    with tenant(actor.practice_id), transaction.atomic():
        count = Room.objects.filter(practice_id=actor.practice_id).count()
        return Room.objects.create(practice_id=actor.practice_id, name=name or f"Room {count + 1}", position=count).id


def make_hours(
    actor: Actor,
    *,
    starts: time = time(8),
    ends: time = time(18),
    weekdays: range = range(7),
    room_id: UUID | None = None,
) -> None:
    """The same hours on these weekdays for the actor's own membership."""
    with tenant(actor.practice_id), transaction.atomic():
        for weekday in weekdays:
            WorkingHours.objects.create(
                practice_id=actor.practice_id,
                membership_id=actor.membership_id,
                weekday=weekday,
                starts=starts,
                ends=ends,
                room_id=room_id,
            )


def make_client(actor: Actor, *, given: str = "Anna", family: str = "Berg", active: bool = True) -> UUID:
    """A client in the care of the actor, stored directly: the scheduling tests need its name and no more."""
    with tenant(actor.practice_id), transaction.atomic():
        client = Client.objects.create(
            practice_id=actor.practice_id,
            given_name=given,
            family_name=unique(family),
            language="en",
            responsible_id=actor.membership_id,
            is_active=active,
            created_at=real_now(),
            changed_at=real_now(),
        )
        Care.objects.create(
            practice_id=actor.practice_id, client_id=client.id, clinician_id=actor.membership_id, since=real_now()
        )
        return client.id


def tomorrow_at(actor: Actor, hour: int, minute: int = 0, *, days: int = 1) -> datetime:
    """A local time on a coming day, as an instant."""
    return (actor.at.astimezone(actor.timezone) + timedelta(days=days)).replace(
        hour=hour, minute=minute, second=0, microsecond=0
    )
