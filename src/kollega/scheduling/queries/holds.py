"""Running holds: time that is kept for somebody who has not booked yet. Inside a query or operation."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from kollega.kernel.actor import Actor
from kollega.scheduling.models import Hold
from kollega.scheduling.rules.overlap import Stretch


def running(actor: Actor, from_: datetime, until: datetime) -> "QuerySet[Hold]":
    """The holds that occupy something of the stretch at this moment; one ends with its last second."""
    return Hold.objects.filter(
        practice_id=actor.practice_id, until__gt=actor.at, busy_from__lt=until, busy_until__gt=from_
    )


def held_resources(
    actor: Actor, clinician_id: UUID, rooms: Collection[UUID], busy: Stretch, ignoring: UUID | None
) -> set[UUID]:
    """Return which of the clinician and the rooms are held at some moment of the stretch."""
    who = Q(clinician_id=clinician_id) | Q(room_id__in=rooms) if rooms else Q(clinician_id=clinician_id)
    found = running(actor, busy.starts_at, busy.ends_at).filter(who)
    rows = found.exclude(id=ignoring) if ignoring else found
    wanted = {clinician_id, *rooms}
    return {id_ for row in rows.values_list("clinician_id", "room_id") for id_ in row if id_ in wanted}
