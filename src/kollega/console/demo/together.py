"""What a single visit does not show: a recurrence with a moved and a cancelled date, a couple, a group, video."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction

from kollega.console.demo.founding import Place, clients_of, service_ids
from kollega.kernel.actor import Actor
from kollega.kernel.errors import Refusal
from kollega.platform.tenancy import tenant
from kollega.scheduling.enums import BLOCKING, Mode, Status
from kollega.scheduling.enums import Place as Where
from kollega.scheduling.models import Appointment
from kollega.scheduling.operations.attendance import set_status
from kollega.scheduling.operations.booking import book
from kollega.scheduling.operations.cancelling import cancel
from kollega.scheduling.operations.moving import move
from kollega.scheduling.operations.repeating import Choice, book_repeating
from kollega.scheduling.operations.services import create_service
from kollega.scheduling.operations.video import set_video_link_for_all
from kollega.scheduling.queries.alternatives import next_free
from kollega.scheduling.queries.offers import services
from kollega.scheduling.queries.repeating import Wish, preview_repeating
from kollega.scheduling.rules.offers import ServiceValues
from kollega.scheduling.rules.planning import DateState
from kollega.scheduling.rules.recurring import Every, Rule

GROUP, GROUP_CODE = {"en": "Group", "sv": "Grupp", "nb": "Gruppe", "de": "Gruppe", "fr": "Groupe"}, "GR"
# Nobody answers there: whoever tries the demo sees what the address looks like.
VIDEO = "https://video.example/{room}"
TUESDAY, STARTS, TIMES, WEEKS_BACK = 1, time(10, 15), 10, 2


def bring_together(place: Place, now: datetime) -> None:
    """Book what is missing of them for the first clinician, in the coming days."""
    clinician, clients = replace(place.clinicians[0], at=now), clients_of(place.clinicians[0])
    if not _repeats(clinician, now):
        _repeat(place, clinician, clients[0], now)
    group_id = _group(place.owner)
    service_id, minutes = service_ids(place.owner)[0]
    week = f"{now.isocalendar().year}-{now.isocalendar().week}"
    wanted: list[tuple[str, UUID, int, list[UUID], Where]] = [
        ("couple", service_id, minutes, clients[1:3], Where.IN_PERSON),
        ("group", group_id, 60, clients[3:8], Where.IN_PERSON),
        ("video", service_id, minutes, clients[8:9], Where.VIDEO),
    ]
    with tenant(clinician.practice_id), transaction.atomic():
        rows = Appointment.objects.filter(practice_id=clinician.practice_id)
        known = set(rows.filter(submit_key__startswith="together/").values_list("submit_key", flat=True))
    for number, (name, service, length, party, where) in enumerate(wanted):
        key = f"together/{name}/{week}"
        if key not in known:
            _attempt(lambda: _visit(clinician, service, length, party, where, number + 1, key))  # noqa: B023 - called at once


def _attempt(book_it: Callable[[], None]) -> None:
    try:
        book_it()
    except Refusal:
        # Somebody who tries the demo has the time already.
        return


def _visit(
    clinician: Actor, service_id: UUID, minutes: int, party: list[UUID], where: Where, days: int, key: str
) -> None:
    """Book these clients together at the first free time from so many days ahead."""
    since = clinician.at.astimezone(clinician.timezone).replace(hour=9, minute=0, second=0) + timedelta(days=days)
    free = next_free(
        clinician, clinician_id=clinician.own_membership, since=since, service_id=service_id, minutes=minutes, count=1
    )
    if free:
        book(
            clinician,
            client_id=party[0],
            other_client_ids=party[1:],
            service_id=service_id,
            clinician_id=clinician.own_membership,
            starts_at=free[0].starts_at,
            minutes=minutes,
            place=where,
            submit_key=key,
        )


def _group(owner: Actor) -> UUID:
    """Return the service for groups, made with the video address when it is not there yet."""
    found = next((one.id for one in services(owner) if one.code == GROUP_CODE), None)
    if found is not None:
        return found
    set_video_link_for_all(owner, address=VIDEO)
    return create_service(owner, values=ServiceValues(GROUP, 60, Mode.IN_PERSON, GROUP_CODE, 6, group_size=8))


def _repeats(clinician: Actor, now: datetime) -> bool:
    """Tell whether something still repeats two weeks from now."""
    with tenant(clinician.practice_id), transaction.atomic():
        coming = Appointment.objects.filter(
            practice_id=clinician.practice_id, status__in=BLOCKING, starts_at__gt=now + timedelta(weeks=2)
        )
        return coming.filter(recurrence_id__isnull=False, withdrawn_at=None).exists()


def _repeat(place: Place, clinician: Actor, client_id: UUID, now: datetime) -> None:
    """Book a client every Tuesday, then move one coming date and cancel another; what has passed was attended."""
    today = now.astimezone(clinician.timezone).date()
    first = today - timedelta(days=today.weekday() - TUESDAY, weeks=WEEKS_BACK)
    earlier = replace(clinician, at=now - timedelta(weeks=WEEKS_BACK + 1))
    rule = Rule(Every.WEEK, 1, first, STARTS, weekdays=(TUESDAY,), count=TIMES)
    service_id, minutes = service_ids(place.owner)[0]
    wish = Wish(clinician.own_membership, service_id=service_id, minutes=minutes)
    free = [one for one in preview_repeating(earlier, rule=rule, wish=wish) if one.state is DateState.FREE]
    choices = [Choice(one.day, one.starts_at, one.room_id) for one in free if one.starts_at]
    if len(choices) < TIMES // 2:
        return
    reason = place.words.block if any(one.outside_hours for one in free) else ""
    booked = book_repeating(
        earlier, rule=rule, wish=wish, choices=choices, client_id=client_id, outside_hours_reason=reason
    )
    for appointment_id, choice in zip(booked.appointment_ids, choices, strict=True):
        if choice.starts_at + timedelta(minutes=minutes) < now:
            set_status(clinician, appointment_id=appointment_id, status=Status.COMPLETED)
    coming = [id_ for id_, choice in zip(booked.appointment_ids, choices, strict=True) if choice.starts_at > now]
    if len(coming) > 3:
        _attempt(lambda: _move_a_day(clinician, coming[1], choices[-len(coming) + 1].day))
        cancel(clinician, appointment_id=coming[2], reason=place.words.cancelled)


def _move_a_day(clinician: Actor, appointment_id: UUID, day: date) -> None:
    since = datetime.combine(day + timedelta(days=1), time(8), tzinfo=clinician.timezone)
    free = next_free(clinician, clinician_id=clinician.own_membership, since=since, minutes=45, count=1)
    if free:
        move(clinician, appointment_id=appointment_id, starts_at=free[0].starts_at, outside_hours_reason="")
