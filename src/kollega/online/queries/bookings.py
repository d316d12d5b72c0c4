"""What a visit that was booked online brought along, for those who see the appointment."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Permission
from kollega.online.enums import AnswerKind
from kollega.online.models import OnlineBooking
from kollega.online.rules.intake import Answer, answers_context
from kollega.platform.crypto import open_sealed
from kollega.platform.operations import Action, Entry, query
from kollega.scheduling.models import Appointment
from kollega.scheduling.queries.telling import sees_fully


@dataclass(frozen=True, slots=True)
class BroughtAlong:
    """`answers` is None for everybody but the visit's clinician; `policy_version` None where nothing was asked."""

    booked_at: datetime
    new_client: bool
    policy_version: int | None
    accepted_at: datetime | None
    answers: tuple[Answer, ...] | None


def _entry(actor: Actor, result: BroughtAlong | None, given: dict[str, Any]) -> Entry | None:
    if result is None or not result.answers:
        return None
    return Entry(Action.READ, "online_answers", given["appointment_id"])


@query(requires=Permission.CALENDAR_SEE, logs=_entry)
def brought_along(actor: Actor, *, appointment_id: UUID) -> BroughtAlong | None:
    """Return what came with the booking, None when it was not made online. NotFound for who does not see the visit."""
    if not sees_fully(actor, appointment_id):
        raise NotFound
    row = OnlineBooking.objects.select_related("policy").filter(
        practice_id=actor.practice_id, appointment_id=appointment_id
    )
    found = row.first()
    if found is None:
        return None
    mine = Appointment.objects.filter(
        practice_id=actor.practice_id, id=appointment_id, clinician_id=actor.membership_id
    ).exists()
    return BroughtAlong(
        booked_at=found.at,
        new_client=found.new_client,
        policy_version=found.policy.version if found.policy else None,
        accepted_at=found.accepted_at,
        answers=_answers(actor, found) if mine else None,
    )


def _answers(actor: Actor, row: OnlineBooking) -> tuple[Answer, ...]:
    if row.answers_sealed is None:
        return ()
    plain = open_sealed(actor.practice_id, bytes(row.answers_sealed), context=answers_context(row.id))
    return tuple(Answer(one["label"], one["text"], AnswerKind(one["kind"])) for one in json.loads(plain))
