"""Rows of the log to be looked at: drawn by chance among those that a rule picks.

For use inside an operation of a domain above, which decides who may draw.
"""

import hashlib
from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import ExtractHour, TruncHour

from kollega.audit.models import LogEntry
from kollega.audit.queries.entries import LoggedAction, logged_action
from kollega.kernel.actor import Actor

READS = ("read", "search", "print", "export")
Place = tuple[datetime, UUID]


def reads_of_clients(actor: Actor, first: datetime, until: datetime) -> "QuerySet[LogEntry]":
    """Return each read of data about one client by a person; `until` is exclusive."""
    rows = LogEntry.objects.filter(practice_id=actor.practice_id, at__gte=first, at__lt=until)
    return rows.filter(action__in=READS, client_id__isnull=False, person_id__isnull=False, outcome="done")


def refused_tries(actor: Actor, first: datetime, until: datetime) -> "QuerySet[LogEntry]":
    rows = LogEntry.objects.filter(practice_id=actor.practice_id, at__gte=first, at__lt=until)
    return rows.filter(outcome="denied", person_id__isnull=False)


def between_hours(rows: "QuerySet[LogEntry]", zone: ZoneInfo, evening: int, morning: int) -> "QuerySet[LogEntry]":
    """Return those from `evening` o'clock to before `morning` o'clock of the zone."""
    hours = rows.annotate(hour=ExtractHour("at", tzinfo=zone))
    return hours.filter(Q(hour__gte=evening) | Q(hour__lt=morning))


def of_busy_hours(rows: "QuerySet[LogEntry]", more_than: int) -> "QuerySet[LogEntry]":
    """Return those of hours in which one person opened more than that many clients."""
    by_hour = rows.annotate(whole_hour=TruncHour("at"))
    counted = by_hour.values("person_id", "whole_hour").annotate(clients=Count("client_id", distinct=True))
    busy = [(row["person_id"], row["whole_hour"]) for row in counted.filter(clients__gt=more_than)]
    wanted = Q(pk__in=[])
    for person_id, hour in busy:
        wanted |= Q(person_id=person_id, whole_hour=hour)
    return by_hour.filter(wanted)


def pairs(rows: "QuerySet[LogEntry]") -> set[tuple[UUID, UUID]]:
    """Return who (membership) read about whom (client)."""
    found = rows.values_list("membership_id", "client_id").distinct()
    return {(membership_id, client_id) for membership_id, client_id in found if membership_id and client_id}


def of_pairs(rows: "QuerySet[LogEntry]", wanted: Collection[tuple[UUID, UUID]]) -> "QuerySet[LogEntry]":
    keys = [f"{membership_id}{client_id}" for membership_id, client_id in wanted]
    return rows.extra(where=["membership_id::text || client_id::text = any(%s)"], params=[keys])


def draw(rows: "QuerySet[LogEntry]", *, size: int, seed: str) -> tuple[int, list[Place]]:
    """Return how many rows there are and the `size` of them that the seed picks, oldest first.

    The order is the SHA-256 of seed and id: the same seed picks the same rows again, and nobody can steer it.
    """
    places = list(rows.order_by().annotate(place_at=F("at")).values_list("place_at", "id"))
    picked = sorted(places, key=lambda place: hashlib.sha256(f"{seed}{place[1]}".encode()).digest())[:size]
    return len(places), sorted(picked)


def entries_of(actor: Actor, places: Sequence[Place]) -> dict[UUID, LoggedAction]:
    """Return the rows at these places by id."""
    if not places:
        return {}
    moments = [at for at, _ in places]
    rows = LogEntry.objects.filter(
        practice_id=actor.practice_id,
        at__gte=min(moments),
        at__lte=max(moments),
        id__in=[entry_id for _, entry_id in places],
    )
    return {row.id: logged_action(row) for row in rows}
