"""What the holder of the secret link of an appointment comes to."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max

from kollega.notices.models import Thread
from kollega.notices.rules.secrets import digest_of
from kollega.platform.tenancy import tenant
from kollega.scheduling.queries.telling import visit_to_tell


@dataclass(frozen=True, slots=True)
class OwnAppointment:
    """The appointment behind a secret. `gone`: it is cancelled, and can only be looked at until its time has passed."""

    practice_id: UUID
    appointment_id: UUID
    client_id: UUID
    starts_at: datetime
    ends_at: datetime
    gone: bool


def appointment_by_secret(secret: str, *, at: datetime) -> OwnAppointment | None:
    """Return whose appointment the secret opens, or None for an unknown one and once the appointment is over.

    Call it outside any practice's scope, behind a limit on tries. `at` is business time.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select practice_id, appointment_id, client_id from notices_link_of(%s)", [digest_of(secret)])
        found = cursor.fetchone()
    if found is None:
        return None
    practice_id, appointment_id, client_id = found
    with tenant(practice_id), transaction.atomic():
        visit = visit_to_tell(practice_id, appointment_id)
    if visit is None or visit.ends_at <= at:
        return None
    gone = visit.gone or client_id not in visit.client_ids
    return OwnAppointment(practice_id, appointment_id, client_id, visit.starts_at, visit.ends_at, gone)


def last_sequence(practice_id: UUID, appointment_id: UUID, client_id: UUID) -> int:
    """Return the SEQUENCE of the last calendar file that the client was sent about the appointment; 0 before any."""
    threads = Thread.objects.filter(practice_id=practice_id, appointment_id=appointment_id, client_id=client_id)
    return max(0, threads.aggregate(last=Max("sequence"))["last"] or 0)
