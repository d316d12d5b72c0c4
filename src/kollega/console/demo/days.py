"""The days of the demo: visits that come back every week or two, what became of them, and their notes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q

from kollega.console.demo.chance import chance
from kollega.console.demo.founding import Place, clients_of, service_ids, stable_name
from kollega.console.demo.storing import Visit, store_notes, store_visits
from kollega.journal.models import Note
from kollega.journal.operations.signing import sign
from kollega.journal.operations.standard import standard_version
from kollega.journal.operations.starting import start_from_visit
from kollega.journal.operations.writing import save
from kollega.journal.queries.notes import open_note
from kollega.kernel.actor import Actor
from kollega.kernel.clock import real_now
from kollega.kernel.errors import Refusal
from kollega.platform.tenancy import tenant
from kollega.practices.models import Membership
from kollega.scheduling.enums import Kind, Status
from kollega.scheduling.models import Appointment
from kollega.scheduling.operations.attendance import set_status
from kollega.scheduling.operations.blocks import block
from kollega.scheduling.queries.offers import rooms_of

BEFORE, AHEAD = timedelta(days=92), timedelta(days=61)
STARTS = (time(8, 15), time(9, 15), time(10, 15), time(11, 10), time(13), time(14), time(15), time(16))
BOOKED_BEFORE = timedelta(days=16)
LONGEST = 50
UNSIGNED_DAYS = 5


@dataclass(frozen=True, slots=True)
class Calendar:
    """What one clinician's days are made of. `taken` are times that somebody who tries the demo has booked."""

    clinician: Actor
    name: str
    number: int
    clients: list[UUID]
    services: list[tuple[UUID, int]]
    room_id: UUID | None
    taken: list[tuple[datetime, datetime]]


def fill(place: Place, now: datetime) -> int:
    """Book every day that is not booked yet, from three months back to two ahead; return the number of visits."""
    today = now.astimezone(place.owner.timezone).date()
    with tenant(place.owner.practice_id), transaction.atomic():
        days = list(_missing_days(place, today))
        if not days:
            return 0
        calendars = [_calendar(place, number, days[0]) for number in range(len(place.clinicians))]
        visits = [visit for day in days for calendar in calendars for visit in _day(place, calendar, day, now)]
        rows = store_visits(visits)
        names = {c.clinician.own_membership: _signature_name(place, c.clinician) for c in calendars}
        store_notes(visits, rows, standard_version(place.owner), names)
    for calendar in calendars:
        for day in days:
            if day.weekday() == 2:
                _meeting(place, calendar, day)
    return len(visits)


def _missing_days(place: Place, today: date) -> Iterator[date]:
    found = Appointment.objects.filter(practice_id=place.owner.practice_id, submit_key__startswith="demo/")
    newest = found.aggregate(last=Max("starts_at"))["last"]
    first = newest.astimezone(place.owner.timezone).date() + timedelta(days=1) if newest else today - BEFORE
    day = max(first, today - BEFORE)
    while day <= today + AHEAD:
        if day.weekday() < 5:
            yield day
        day += timedelta(days=1)


def _calendar(place: Place, number: int, first: date) -> Calendar:
    clinician = place.clinicians[number]
    rooms = rooms_of(place.owner)
    room_id = rooms[number % len(rooms)].id
    busy = Appointment.objects.filter(practice_id=clinician.practice_id, ends_at__date__gte=first).filter(
        Q(clinician_id=clinician.own_membership) | Q(room_id=room_id)
    )
    return Calendar(
        clinician,
        stable_name(clinician),
        number,
        clients_of(clinician),
        service_ids(place.owner),
        room_id,
        list(busy.values_list("busy_from", "busy_until")),
    )


def _signature_name(place: Place, actor: Actor) -> str:
    member = Membership.objects.get(practice_id=actor.practice_id, id=actor.own_membership)
    return ", ".join(part for part in (member.display_name, member.title) if part)


def _day(place: Place, calendar: Calendar, day: date, now: datetime) -> Iterator[Visit]:
    for number, starts in enumerate(STARTS):
        client_id = _client_at(calendar, day, number)
        if client_id is None or not _works(calendar, day, starts):
            continue
        dice = chance(place.cast.slug, calendar.name, day, number)
        service_id, usual = calendar.services[0 if dice.random() < 0.85 else 2 % len(calendar.services)]
        begin = datetime.combine(day, starts, calendar.clinician.timezone).astimezone(UTC)
        end = begin + timedelta(minutes=min(usual, LONGEST))
        if any(begin < until and end > since for since, until in calendar.taken):
            continue
        yield _visit(
            place,
            calendar,
            Visit(
                clinician=calendar.clinician,
                client_id=client_id,
                service_id=service_id,
                room_id=calendar.room_id,
                starts_at=begin,
                ends_at=end,
                status=Status.BOOKED,
                booked_at=min(begin - BOOKED_BEFORE, now),
                submit_key=f"demo/{calendar.name}/{begin.isoformat()}",
                overridden=usual > LONGEST,
            ),
            now,
        )


def _client_at(calendar: Calendar, day: date, number: int) -> UUID | None:
    """Whose time it is: a slot of the week belongs to one client every week, or to two in turn."""
    dice = chance(calendar.name, "slot", day.weekday(), number)
    if dice.random() < 0.28:
        return None
    pair = dice.sample(range(len(calendar.clients)), 2)
    in_turn = dice.random() < 0.6
    return calendar.clients[pair[day.isocalendar().week % 2 if in_turn else 0]]


def _works(calendar: Calendar, day: date, starts: time) -> bool:
    free_day = calendar.number % 5 if calendar.number else 4
    return not (starts >= time(12) and day.weekday() == free_day)


def _visit(place: Place, calendar: Calendar, visit: Visit, now: datetime) -> Visit:
    """Say what became of a visit, or will."""
    dice = chance(place.cast.slug, calendar.name, visit.starts_at, "fate")
    fate, recent = dice.random(), now - visit.ends_at < timedelta(days=UNSIGNED_DAYS)
    if fate < 0.05:
        status = Status.LATE_CANCELLED if fate < 0.01 else Status.CANCELLED
        return replace(visit, status=status, cancel_reason=place.words.cancelled)
    if visit.ends_at > now:
        return replace(visit, status=Status.CONFIRMED if fate < 0.5 else Status.BOOKED)
    if recent and dice.random() < 0.25:
        return visit
    if dice.random() < 0.04:
        return replace(visit, status=Status.NO_SHOW)
    if dice.random() < (0.4 if recent else 0.03):
        return replace(visit, status=Status.COMPLETED)
    return replace(
        visit, status=Status.COMPLETED, texts=_texts(place, dice), signed=not (recent and dice.random() < 0.5)
    )


def _texts(place: Place, dice: Random) -> tuple[str, ...]:
    return tuple(
        " ".join(dice.sample(sentences, 2 if dice.random() < 0.6 else 1)) for sentences in place.words.sections
    )


def _meeting(place: Place, calendar: Calendar, day: date) -> None:
    local = datetime.combine(day, time(12, 0), calendar.clinician.timezone)
    try:
        block(
            calendar.clinician,
            clinician_id=calendar.clinician.own_membership,
            starts_at=local,
            ends_at=local + timedelta(minutes=45),
            title=place.words.block,
        )
    except Refusal:
        # Somebody who tries the demo has the time already.
        return


def settle_past(place: Place, now: datetime) -> None:
    """Give visits that have passed since the last start their attendance and their notes."""
    for clinician in place.clinicians:
        with tenant(clinician.practice_id), transaction.atomic():
            rows = Appointment.objects.filter(
                practice_id=clinician.practice_id,
                clinician_id=clinician.own_membership,
                kind=Kind.VISIT,
                submit_key__startswith="demo/",
                status__in=[Status.BOOKED, Status.CONFIRMED],
                ends_at__lt=now - timedelta(hours=1),
                starts_at__gt=now - BEFORE,
            )
            for appointment_id, ended in rows.values_list("id", "ends_at"):
                settle(place, clinician, appointment_id, ended, now)


def settle(place: Place, actor: Actor, appointment_id: UUID, ended: datetime, now: datetime) -> None:
    """Register attendance, and write the note: signed, left to sign in the last days, or missing now and then."""
    dice = chance(place.cast.slug, ended, "settle")
    afterwards = replace(actor, at=min(ended + timedelta(minutes=5), now), authenticated_at=real_now())
    recent = now - ended < timedelta(days=UNSIGNED_DAYS)
    if recent and dice.random() < 0.25:
        return
    came = dice.random() > 0.04
    set_status(afterwards, appointment_id=appointment_id, status=Status.COMPLETED if came else Status.NO_SHOW)
    if not came or dice.random() < (0.4 if recent else 0.03):
        return
    note_id = start_from_visit(afterwards, appointment_id=appointment_id)
    opened = open_note(afterwards, note_id=note_id)
    if opened.status != Note.Status.DRAFT or opened.content is None:
        return
    texts = dict(zip((section.key for section in opened.content), _texts(place, dice), strict=False))
    kept = save(afterwards, note_id=note_id, texts=texts, base=opened.revision)
    if not (recent and dice.random() < 0.5):
        sign(afterwards, note_id=note_id, base=kept.revision)
