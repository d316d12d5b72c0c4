"""A visitor on the way to a booking: a time is kept, details are put down, a known client shows who they are."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from kollega.audit.operations.recording import record
from kollega.clients.queries.duplicates import same_person
from kollega.kernel.actor import Actor
from kollega.kernel.errors import BadInput
from kollega.kernel.ids import new_id
from kollega.kernel.permissions import Permission
from kollega.online.errors import TimeChosenGone
from kollega.online.limits import CODE_BY_DRAFT
from kollega.online.models import Draft
from kollega.online.queries.drafts import draft_context, found_draft, questions_of
from kollega.online.queries.pages import open_page
from kollega.online.queries.times import Choice, asked_of, bookable_at, choice_of, nearest_bookable
from kollega.online.rules.details import Details, checked_details, written
from kollega.online.rules.intake import checked_answers
from kollega.online.rules.times import HOLD_MINUTES
from kollega.platform.crypto import keyed_hash, seal
from kollega.platform.limits import hit
from kollega.platform.operations import Action, operation
from kollega.platform.outbox import emit
from kollega.practices.queries.profile import profile_of
from kollega.practices.rules.tokens import digest, new_token
from kollega.scheduling.enums import AUTO, Place
from kollega.scheduling.errors import FreeSlot, SlotTaken
from kollega.scheduling.operations.claiming import Claim
from kollega.scheduling.operations.holding import Held, hold_time, prolong
from kollega.scheduling.rules.overlap import Stretch

HOLD = timedelta(minutes=HOLD_MINUTES)


@dataclass(frozen=True, slots=True)
class Started:
    """The secret of the draft's address, and until when its time is kept."""

    secret: str
    held_until: datetime


@operation(requires=Permission.BOOKING_ONLINE)
def choose_time(
    actor: Actor,
    *,
    service_id: UUID,
    clinician_id: UUID | None,
    place: Place | None,
    starts_at: datetime,
    only_id: UUID | None = None,
    secret: str = "",
) -> Started:
    """Keep a time for ten minutes and return the secret of the booking that begins with it.

    With the `secret` of one under way the time of that one is changed, and what was typed stays. Refuses with
    TimeChosenGone (alternatives in `details`) for any time that is not offered, NotFound, DraftOver.
    """
    page = open_page(actor)
    choice = choice_of(page, service_id=service_id, clinician_id=clinician_id, place=place)
    former = found_draft(actor, secret, lock=True) if secret else None
    if former is not None and former.booking_id is not None:
        record(actor, Action.READ, "online_draft", former.id)
        return Started(secret, former.held_until)
    asked = asked_of(actor, page, choice, ignoring_hold=former.hold_id if former else None)
    held = _held(actor, choice, bookable_at(actor, asked, starts_at), former.hold_id if former else None)
    if held is None:
        raise TimeChosenGone(alternatives=nearest_bookable(actor, asked, starts_at))
    secret = secret or new_token(actor.practice_id)
    values = {
        "service_id": service_id,
        "clinician_id": held.clinician_id,
        "anyone": choice.anyone,
        "only_id": only_id,
        "place": choice.place,
        "starts_at": held.starts_at,
        "hold_id": held.id,
        "held_until": held.until,
        "prolonged": False,
    }
    if former is None:
        row = Draft(id=new_id(), practice_id=actor.practice_id, digest=digest(secret), made_at=actor.at, **values)
        row.save(force_insert=True)
        record(actor, Action.CREATE, "online_draft", row.id, starts_at=held.starts_at.isoformat())
    else:
        Draft.objects.filter(practice_id=actor.practice_id, id=former.id).update(**values)
        record(actor, Action.CHANGE, "online_draft", former.id, starts_at=held.starts_at.isoformat())
    return Started(secret, held.until)


def _held(actor: Actor, choice: Choice, slots: list[FreeSlot], replacing: UUID | None) -> Held | None:
    """Hold the time with the first clinician who is still free; None when nobody is."""
    for slot in slots:
        wanted = Claim(
            slot.clinician_id,
            AUTO if choice.place is Place.IN_PERSON else None,
            Stretch(slot.starts_at, slot.ends_at),
            choice.service.buffer_before,
            choice.service.buffer_after,
        )
        try:
            with transaction.atomic():
                return hold_time(actor, wanted, until=actor.at + HOLD, replacing=replacing)
        except SlotTaken:
            continue
    return None


@operation(requires=Permission.BOOKING_ONLINE)
def more_time(actor: Actor, *, secret: str) -> bool:
    """Keep the time ten minutes longer, once; False when it was done before or the time is no longer kept."""
    row = found_draft(actor, secret, lock=True)
    until = row.held_until + HOLD
    longer = not row.prolonged and row.hold_id is not None and prolong(actor, row.hold_id, until=until)
    if longer:
        Draft.objects.filter(practice_id=actor.practice_id, id=row.id).update(prolonged=True, held_until=until)
    record(actor, Action.CHANGE, "online_draft", row.id, prolonged=longer)
    return longer


@operation(requires=Permission.BOOKING_ONLINE)
def put_down_details(actor: Actor, *, secret: str, details: Details) -> None:
    """Keep what a visitor typed, sealed, until the booking is made. Refuses with BadInput by field, DraftOver.

    Faults of answers are named `answer_<number>`. Other details than before undo a code that was shown.
    """
    row = found_draft(actor, secret, lock=True)
    today = actor.at.astimezone(actor.timezone).date()
    wrong: dict[str, str] = {}
    try:
        details = checked_details(details, today=today, language=actor.language)
    except BadInput as refusal:
        wrong = dict(refusal.fields)
    _, faults = checked_answers(questions_of(actor, row.service_id), details.answers)
    wrong |= {f"answer_{number}": fault for number, fault in faults.items()}
    if wrong:
        raise BadInput(fields=wrong)
    sealed = seal(actor.practice_id, written(details), context=draft_context(row.id))
    values = {"sealed": sealed, "verified_at": None, "known_client_id": None, "code": None}
    Draft.objects.filter(practice_id=actor.practice_id, id=row.id).update(**values)
    record(actor, Action.CHANGE, "online_draft", row.id, fields=["details"])


@operation(requires=Permission.BOOKING_ONLINE)
def ask_for_code(actor: Actor, *, secret: str, details: Details) -> None:
    """Send a code to the stored address of the client these details fit, if there is one; the answer is the same.

    The code goes by an event, so that the mail is written after the answer.
    """
    row = found_draft(actor, secret, lock=True)
    contact = details.contact(actor.language)
    known = same_person(actor, contact, country=profile_of(actor).country)
    code = f"{secrets.randbelow(10**6):06}"
    Draft.objects.filter(practice_id=actor.practice_id, id=row.id).update(
        code=_code_hash(actor, row.id, code), known_client_id=known
    )
    record(actor, Action.CHANGE, "online_draft", row.id, fields=["code"])
    if known is not None:
        sealed = seal(actor.practice_id, code.encode(), context=b"online code|" + row.id.bytes)
        emit("online.code_wanted", practice_id=actor.practice_id, draft_id=str(row.id), code=sealed.hex())


@operation(requires=Permission.BOOKING_ONLINE)
def show_code(actor: Actor, *, secret: str, code: str) -> bool:
    """Say whether the code is right. Refuses with TooMany after five tries in a draft, also when no code was sent."""
    hit(CODE_BY_DRAFT, digest(secret).hex())
    row = found_draft(actor, secret, lock=True)
    tried = "".join(code.split())
    right = (
        row.code is not None
        and row.known_client_id is not None
        and hmac.compare_digest(bytes(row.code), _code_hash(actor, row.id, tried))
    )
    if right:
        Draft.objects.filter(practice_id=actor.practice_id, id=row.id).update(verified_at=actor.at)
    record(actor, Action.CHANGE, "online_draft", row.id, verified=right)
    return right


def _code_hash(actor: Actor, draft_id: UUID, code: str) -> bytes:
    return keyed_hash(actor.practice_id, code.encode(), context=b"online code|" + draft_id.bytes)
