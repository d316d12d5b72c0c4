"""The large demo: many practices at once, for measuring and for trying an upgrade (`kollega demo --size large`).

A practice that exists is left as it is; the one at which a run was broken off stays incomplete.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection, connections, transaction

from kollega.console.demo.chance import chance
from kollega.console.demo.crowd import Crowd, found_crowd, is_founded
from kollega.console.demo.size import Size
from kollega.console.demo.storing import Visit, store_notes, store_visits
from kollega.journal.operations.standard import standard_version
from kollega.kernel import clock
from kollega.kernel.actor import Actor
from kollega.platform.tenancy import tenant
from kollega.scheduling.enums import Status
from kollega.scheduling.models import Appointment

STARTS = tuple(time(hour) for hour in (8, 9, 10, 11, 13, 14, 15, 16))
MINUTES = timedelta(minutes=50)
# Of what a clinician's calendar holds, this part has passed and has its note.
PASSED = 0.85
# The rest of the times stays free.
BOOKED = 0.85
AT_ONCE = 500
LOG_AT_ONCE = 20_000
LOG_DAYS = 365
Written = tuple[Visit, Appointment]

LOG_ROWS = """
    insert into audit_entry (id, at, practice_id, person_id, membership_id, roles, action, object_type, object_id,
        client_id, outcome, source, request_id, detail)
    select gen_random_uuid(), %(newest)s - n * %(apart)s, %(practice)s, (%(people)s::uuid[])[1 + n %% %(staff)s],
        (%(members)s::uuid[])[1 + n %% %(staff)s], 'clinician', 'read', 'client', seen.id, seen.id, 'done', 'page',
        md5(n::text), '{}'
    from generate_series(%(first)s, %(last)s) n
    cross join lateral (select (%(clients)s::uuid[])[1 + (n * 7919) %% %(crowd)s] as id) seen
"""


def make_large(size: Size, *, prefix: str = "large") -> Iterator[str]:
    """Make the practices one after the other and yield a line for each."""
    now = clock.now().replace(second=0, microsecond=0)
    prepare_log(now)
    for number, part in enumerate(size.each(), start=1):
        slug = f"{prefix}-{number:03}"
        if is_founded(slug):
            yield f"{slug}: there already"
            continue
        crowd = found_crowd(slug, number, part, now)
        visits = fill_calendar(crowd, part, now)
        rows = fill_log(crowd, part.log_rows, now)
        yield f"{slug}: {len(crowd.clients)} clients, {visits} appointments, {part.notes} notes, {rows} rows in the log"


def prepare_log(now: datetime) -> None:
    """Make the months of the log that rows will go into."""
    with connection.cursor() as cursor:
        cursor.execute("select audit_ensure_partitions(%s, 16)", [(now - timedelta(days=LOG_DAYS + 31)).date()])


def fill_calendar(crowd: Crowd, part: Size, now: datetime) -> int:
    """Store the visits, most of them in the past, and a signed note for those; return the number of visits.

    Notes beyond the number of past visits are second notes of the same visits.
    """
    stored: list[Written] = []
    left = part.notes
    visits = _visits(crowd, part.visits, now)
    while batch := list(islice(visits, AT_ONCE)):
        with tenant(crowd.owner.practice_id), transaction.atomic():
            rows = store_visits(batch)
        written = list(zip(batch, rows, strict=True))
        left -= _write(crowd, [pair for pair in written if pair[0].signed][:left])
        stored += written
    passed = [pair for pair in stored if pair[0].signed]
    while left > 0 and passed:
        left -= _write(crowd, passed[: min(left, AT_ONCE)])
        passed = passed[AT_ONCE:] or passed
    return len(stored)


def _write(crowd: Crowd, written: list[Written]) -> int:
    """Store and sign a note for each visit; return how many."""
    if not written:
        return 0
    visits, rows = zip(*written, strict=True)
    names = {clinician.own_membership: name for clinician, name in crowd.clinicians}
    with tenant(crowd.owner.practice_id), transaction.atomic():
        return store_notes(visits, rows, standard_version(crowd.owner), names)


def _visits(crowd: Crowd, count: int, now: datetime) -> Iterator[Visit]:
    """Yield visits on working days at full hours, clinician by clinician, the oldest first."""
    staff = len(crowd.clinicians)
    for number, (clinician, _) in enumerate(crowd.clinicians):
        wanted = count * (number + 1) // staff - count * number // staff
        clients = crowd.clients[number::staff] or crowd.clients
        for turn, starts_at in enumerate(islice(_times(clinician, wanted, now), wanted)):
            yield _visit(crowd, clinician, number, clients[turn * 31 % len(clients)], starts_at, now)


def _times(clinician: Actor, count: int, now: datetime) -> Iterator[datetime]:
    today = now.astimezone(clinician.timezone).date()
    day = _working_days_before(today, round(count * PASSED / (len(STARTS) * BOOKED)))
    dice = chance(clinician.zone, count, "times")
    while True:
        if day.weekday() < 5:
            for starts in STARTS:
                if dice.random() < BOOKED:
                    yield datetime.combine(day, starts, clinician.timezone).astimezone(UTC)
        day += timedelta(days=1)


def _working_days_before(day: date, count: int) -> date:
    while count > 0:
        day -= timedelta(days=1)
        count -= day.weekday() < 5
    return day


def _visit(crowd: Crowd, clinician: Actor, number: int, client_id: UUID, starts_at: datetime, now: datetime) -> Visit:
    passed = starts_at + MINUTES < now
    return Visit(
        clinician=clinician,
        client_id=client_id,
        service_id=crowd.service_id,
        room_id=crowd.rooms[number],
        starts_at=starts_at,
        ends_at=starts_at + MINUTES,
        status=Status.COMPLETED if passed else Status.BOOKED,
        booked_at=min(starts_at - timedelta(days=14), now),
        submit_key=f"demo/{clinician.own_membership}/{starts_at.isoformat()}",
        texts=_texts(crowd, starts_at) if passed else None,
        signed=passed,
    )


def _texts(crowd: Crowd, starts_at: datetime) -> tuple[str, ...]:
    dice = chance(crowd.slug, starts_at)
    return tuple(" ".join(dice.sample(sentences, 2)) for sentences in crowd.words.sections)


def fill_log(crowd: Crowd, count: int, now: datetime) -> int:
    """Write reads of the last year into the log, some at a time; return how many."""
    values: dict[str, Any] = {
        "newest": now,
        "apart": timedelta(days=LOG_DAYS) / max(count, 1),
        "practice": crowd.owner.practice_id,
        "people": [clinician.person_id for clinician, _ in crowd.clinicians],
        "members": [clinician.own_membership for clinician, _ in crowd.clinicians],
        "staff": len(crowd.clinicians),
        "clients": crowd.clients,
        "crowd": len(crowd.clients),
    }
    with connections["owner"].cursor() as cursor:
        for first in range(1, count + 1, LOG_AT_ONCE):
            cursor.execute(LOG_ROWS, {**values, "first": first, "last": min(first + LOG_AT_ONCE - 1, count)})
    return count
