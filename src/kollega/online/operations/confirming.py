"""Making the booking of what a visitor chose and typed: one visit, however often it is sent (BK-2, BK-4, BK-12)."""

import json
from dataclasses import asdict, dataclass
from uuid import UUID

from django.db import transaction

from kollega.audit.operations.recording import record
from kollega.clients.operations.registering import create_client
from kollega.clients.queries.duplicates import same_person
from kollega.clients.rules.contact import ContactData
from kollega.kernel.actor import Actor
from kollega.kernel.errors import N_, BadInput, Conflict
from kollega.kernel.ids import new_id
from kollega.kernel.permissions import Permission
from kollega.notices.operations.inviting import invite
from kollega.notices.operations.linking import link_for
from kollega.online.acting import as_practice
from kollega.online.enums import Takes
from kollega.online.errors import CodeWrong, TimeChosenGone, TooManyComing
from kollega.online.limits import BOOKED_BY_CONTACT, MOST_COMING
from kollega.online.models import Draft, OnlineBooking
from kollega.online.queries.drafts import details_of, found_draft, questions_of
from kollega.online.queries.pages import OpenPage, open_page
from kollega.online.queries.times import asked_of, bookable_at, choice_of, nearest_bookable
from kollega.online.rules.details import Details, contact_key
from kollega.online.rules.intake import answers_context, checked_answers
from kollega.platform.crypto import keyed_hash, seal
from kollega.platform.holding import hold
from kollega.platform.limits import hit
from kollega.platform.operations import Action, operation
from kollega.platform.outbox import emit
from kollega.practices.queries.profile import profile_of
from kollega.scheduling.enums import AUTO, BLOCKING, Place
from kollega.scheduling.models import Appointment
from kollega.scheduling.operations.booking import book
from kollega.scheduling.operations.holding import running_hold
from kollega.scheduling.queries.outside_busy import outside_times

POLICY_MISSING = N_("Agree to the terms of the practice to book.")
POLICY_CHANGED = N_("The terms were changed just now. Read them and agree again.")


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The visit's secret for its link; `repeated` when it had been made before."""

    secret: str
    repeated: bool


@operation(requires=Permission.BOOKING_ONLINE)
def confirm(actor: Actor, *, secret: str, policy_version: int | None) -> Confirmed:
    """Book what the draft holds, directly or as a request, and return the secret of the visit's link.

    `policy_version` is the version that was agreed to. A second submit answers with the first booking. Refuses with
    BadInput (`policy`, or `details` while they are missing), CodeWrong while a known client has not shown who they
    are, TooManyComing, TooMany, TimeChosenGone (alternatives in `details`), DraftOver, NotFound.
    """
    row = found_draft(actor, secret, lock=True)
    if row.booking is not None:
        record(actor, Action.READ, "online_draft", row.id, repeated=True)
        own = link_for(actor, row.booking.appointment_id, row.booking.client_id)
        return Confirmed(own.secret, repeated=True)
    page = open_page(actor)
    details = details_of(actor, row)
    if details is None:
        raise BadInput(fields={"details": N_("Enter your details first.")})
    require_policy(page, policy_version)
    _require_known(page, row)
    contact = contact_hash(actor, details)
    hit(BOOKED_BY_CONTACT, contact.hex())
    require_few_coming(actor, contact)
    client_id, is_new = client_for(actor, details.contact(actor.language), row.clinician_id, known=row.known_client_id)
    appointment_id = _book(actor, page, row, client_id)
    answers, _ = checked_answers(questions_of(actor, row.service_id), details.answers)
    booking_id = store_booking(
        actor, page, appointment_id, client_id, contact=contact, is_new=is_new, answers=[asdict(a) for a in answers]
    )
    # What was typed now stands with the client and the booking.
    values = {"booking_id": booking_id, "sealed": None, "hold_id": None, "code": None, "known_client_id": None}
    Draft.objects.filter(practice_id=actor.practice_id, id=row.id).update(**values)
    own = link_for(actor, appointment_id, client_id)
    if page.settings.direct:
        invite(as_practice(actor), appointment_id=appointment_id)
    return Confirmed(own.secret, repeated=False)


def store_booking(
    actor: Actor,
    page: OpenPage,
    appointment_id: UUID,
    client_id: UUID,
    *,
    contact: bytes,
    is_new: bool,
    answers: list[dict[str, str]],
) -> UUID:
    """Store what belongs to a visit that was just booked, with the terms that hold now, and tell of it."""
    booking_id = new_id()
    OnlineBooking(
        id=booking_id,
        practice_id=actor.practice_id,
        appointment_id=appointment_id,
        client_id=client_id,
        contact=contact,
        policy_id=page.policy.id if page.policy else None,
        accepted_at=actor.at if page.policy else None,
        answers_sealed=_sealed_answers(actor, booking_id, answers),
        new_client=is_new,
        language=actor.language,
        at=actor.at,
    ).save(force_insert=True)
    record(
        actor,
        Action.CREATE,
        "online_booking",
        booking_id,
        client_id=client_id,
        appointment_id=str(appointment_id),
        policy=page.policy.version if page.policy else None,
        new_client=is_new,
    )
    emit(
        "online.booked",
        practice_id=actor.practice_id,
        booking_id=str(booking_id),
        appointment_id=str(appointment_id),
        client_id=str(client_id),
    )
    return booking_id


def contact_hash(actor: Actor, details: Details) -> bytes:
    """Return what stands for an address in this practice and tells nothing about it."""
    key = contact_key(details.email, details.phone, profile_of(actor).country)
    return keyed_hash(actor.practice_id, key, context=b"online contact")


def require_few_coming(actor: Actor, contact: bytes) -> None:
    """Pass while an address has few coming visits that were booked online; two submits at once wait for each other."""
    hold([b"online contact" + contact])
    booked = OnlineBooking.objects.filter(practice_id=actor.practice_id, contact=contact).values("appointment_id")
    coming = Appointment.objects.filter(
        practice_id=actor.practice_id, id__in=booked, starts_at__gt=actor.at, status__in=BLOCKING, withdrawn_at=None
    )
    if coming.count() >= MOST_COMING:
        raise TooManyComing


def client_for(
    actor: Actor, contact: ContactData, clinician_id: UUID, *, known: UUID | None = None
) -> tuple[UUID, bool]:
    """Return the client whom these details fit, else a new one for the clinician to be responsible for, and which."""
    found = known or same_person(actor, contact, country=profile_of(actor).country)
    if found is not None:
        return found, False
    new = create_client(as_practice(actor), contact=contact, responsible_id=clinician_id, despite_duplicates=True)
    return new, True


def _sealed_answers(actor: Actor, booking_id: UUID, answers: list[dict[str, str]]) -> bytes | None:
    if not answers:
        return None
    return seal(actor.practice_id, json.dumps(answers).encode(), context=answers_context(booking_id))


def require_policy(page: OpenPage, version: int | None) -> None:
    if page.policy is None:
        return
    if version is None:
        raise BadInput(fields={"policy": POLICY_MISSING})
    if version != page.policy.version:
        raise BadInput(fields={"policy": POLICY_CHANGED})


def _require_known(page: OpenPage, row: Draft) -> None:
    clinician = page.clinician(row.clinician_id)
    if clinician is not None and clinician.takes is Takes.EXISTING and row.verified_at is None:
        raise CodeWrong(fields={"code": CodeWrong.message})


def _book(actor: Actor, page: OpenPage, row: Draft, client_id: UUID) -> UUID:
    """Exchange the hold for the visit. A time that is no longer kept is booked when it is still offered.

    What the clinician has taken elsewhere meanwhile ends the keeping.
    """
    held = running_hold(actor, row.hold_id) if row.hold_id else None
    if held is not None and outside_times(actor, [held.clinician_id], held.starts_at, held.ends_at):
        held = None
    choice = choice_of(
        page, service_id=row.service_id, clinician_id=None if row.anyone else row.clinician_id, place=Place(row.place)
    )
    asked = asked_of(actor, page, choice, ignoring_hold=row.hold_id)
    slots = [] if held else bookable_at(actor, asked, row.starts_at)
    for clinician_id in [held.clinician_id] if held else [slot.clinician_id for slot in slots]:
        try:
            with transaction.atomic():
                return book(
                    as_practice(actor),
                    client_id=client_id,
                    service_id=row.service_id,
                    clinician_id=clinician_id,
                    starts_at=row.starts_at,
                    room_id=held.room_id if held and held.room_id else AUTO,
                    place=Place(row.place),
                    outside_hours_reason="",
                    requested=not page.settings.direct,
                    submit_key=f"online:{row.id}",
                    hold_id=row.hold_id,
                ).appointment_id
        except Conflict:
            continue
    raise TimeChosenGone(alternatives=nearest_bookable(actor, asked, row.starts_at))
