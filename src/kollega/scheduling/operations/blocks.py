"""Private blocks: time of a clinician that is taken, with a title only they read (B1)."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from kollega.kernel.actor import Actor
from kollega.kernel.errors import N_, BadInput
from kollega.kernel.ids import new_id
from kollega.kernel.permissions import Permission
from kollega.platform.crypto import seal
from kollega.platform.operations import operation
from kollega.scheduling.enums import Kind, Place, Status
from kollega.scheduling.operations.booking import Booked, resolved, short, submitted
from kollega.scheduling.operations.claiming import Claim, claim, lock
from kollega.scheduling.operations.reaching import reach_column, reach_room
from kollega.scheduling.operations.rearranging import LONGEST_BLOCK_DAYS
from kollega.scheduling.operations.storing import busy_times, insert
from kollega.scheduling.queries.events import title_context
from kollega.scheduling.rules.overlap import Stretch
from kollega.scheduling.rules.visits import SHORTEST


@operation(requires=Permission.APPOINTMENT_BOOK)
def block(
    actor: Actor,
    *,
    clinician_id: UUID,
    starts_at: datetime,
    ends_at: datetime,
    title: str = "",
    room_id: UUID | None = None,
    submit_key: str | None = None,
) -> Booked:
    """Block a clinician's time (and a room); both ends aware, or both naive local times.

    Working hours do not matter. Refuses with SlotTaken, LocalTimeMissing, BadInput, SubmitKeyReused, Forbidden,
    NotFound.
    """
    reach_column(actor, clinician_id)
    if room_id is not None:
        reach_room(actor, room_id)
    first, last = resolved(actor, starts_at), resolved(actor, ends_at)
    length = last.instant - first.instant
    if not timedelta(minutes=SHORTEST) <= length <= timedelta(days=LONGEST_BLOCK_DAYS):
        raise BadInput(fields={"ends_at": N_("Enter an end at least five minutes after the start.")})
    time = Stretch(first.instant.astimezone(UTC), last.instant.astimezone(UTC))
    times = busy_times(time.starts_at, time.ends_at, 0, 0)
    if submit_key is not None:
        lock([clinician_id], [], time)
    earlier = submitted(actor, submit_key, {"clinician_id": clinician_id, **times})
    if earlier is not None:
        return earlier
    claim(actor, Claim(clinician_id, room_id, time))
    appointment_id = new_id()
    text = short(title, "title")
    stored = insert(
        actor,
        {
            "kind": Kind.BLOCK,
            "status": Status.BOOKED,
            "clinician_id": clinician_id,
            "room_id": room_id,
            **times,
            "place": Place.IN_PERSON,
            "title_sealed": seal(actor.practice_id, text.encode(), context=title_context(appointment_id))
            if text
            else None,
            "submit_key": submit_key,
        },
        appointment_id=appointment_id,
    )
    return Booked(
        stored.appointment_id,
        stored.change_id,
        stored.version,
        time.starts_at,
        time.ends_at,
        room_id,
        room_picked=False,
        time_twice=first.twice,
    )
