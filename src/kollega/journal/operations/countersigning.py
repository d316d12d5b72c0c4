"""A colleague's signature under a signed note: as one who took part, or as supervisor (N5)."""

from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.journal.errors import AlreadyAsked, NotSigned, NotTheAuthor, RequestAnswered
from kollega.journal.models import Note, SignRequest
from kollega.journal.operations.addenda import LONG_REASON, LONGEST_REASON, NO_REASON
from kollega.journal.operations.chain import add_link, require_fresh
from kollega.journal.operations.locking import lock_note
from kollega.journal.queries.checking import countersign_facts, signature_of
from kollega.journal.rules.canonical import countersign_form
from kollega.journal.rules.content import cleaned
from kollega.journal.rules.countersigning import SignKind
from kollega.journal.sealing import seal_refusal
from kollega.kernel.actor import Actor
from kollega.kernel.errors import N_, BadInput, NotFound
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, operation
from kollega.platform.outbox import emit
from kollega.practices.queries.profile import clinicians_of

ITS_AUTHOR = N_("The author has signed the note already.")


@operation(requires=Permission.NOTE_SIGN)
def ask_to_sign(actor: Actor, *, note_id: UUID, membership_id: UUID, kind: SignKind) -> UUID:
    """Put one's own signed note before a clinician of the practice to sign too; return the request's id.

    The request opens the note to them, also outside the care, and they are told by mail. Refuses with NotFound,
    NotTheAuthor, NotSigned, AlreadyAsked, and BadInput for the author.
    """
    note = lock_note(actor, note_id)
    if note.author_id != actor.own_membership:
        raise NotTheAuthor
    if membership_id not in {one.id for one in clinicians_of(actor)}:
        raise NotFound
    if membership_id == note.author_id:
        raise BadInput(fields={"membership_id": ITS_AUTHOR})
    if note.status != Note.Status.SIGNED:
        raise NotSigned
    running = (SignRequest.State.OPEN, SignRequest.State.SIGNED)
    asked = SignRequest.objects.filter(practice_id=actor.practice_id, note_id=note.id, asked_id=membership_id)
    if asked.filter(state__in=running).exists():
        raise AlreadyAsked
    request = SignRequest.objects.create(
        practice_id=actor.practice_id,
        note_id=note.id,
        asked_id=membership_id,
        kind=kind,
        asked_by_id=actor.own_membership,
        at=actor.at,
    )
    record(
        actor,
        Action.CREATE,
        "sign_request",
        note.id,
        client_id=note.client_id,
        member=str(membership_id),
        kind=str(kind),
    )
    emit("journal.signature_asked", practice_id=actor.practice_id, request_id=str(request.id))
    return request.id


@operation(requires=Permission.NOTE_SIGN)
def countersign(actor: Actor, *, sign_request_id: UUID) -> int:
    """Sign the colleague's note of a request, freshly authenticated; return the place in the practice's chain.

    Refuses with FreshLoginNeeded, RequestAnswered, NotFound for anybody but the one asked.
    """
    request = _lock_open(actor, sign_request_id)
    require_fresh(actor)
    note = request.note
    of_author = signature_of(note.practice_id, note.id)
    if of_author is None or of_author.version is None:
        raise NotSigned
    _answer(actor, request, SignRequest.State.SIGNED)
    facts = countersign_facts(note, request, bytes(of_author.digest))
    signature = add_link(
        actor, note.id, lambda link: countersign_form(link, facts), version=of_author.version, request=request
    )
    record(
        actor,
        Action.SIGN,
        "countersignature",
        request.id,
        client_id=note.client_id,
        note=str(note.id),
        kind=request.kind,
        number=signature.number,
        digest=bytes(signature.digest).hex(),
    )
    emit("journal.signature_answered", practice_id=actor.practice_id, request_id=str(request.id))
    return signature.number


@operation(requires=Permission.NOTE_SIGN)
def refuse_to_sign(actor: Actor, *, sign_request_id: UUID, reason: str) -> None:
    """Say no, with a reason that the author reads. Refuses with RequestAnswered, BadInput, NotFound."""
    request = _lock_open(actor, sign_request_id)
    reason = cleaned(reason).strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise BadInput(fields={"reason": LONG_REASON if reason else NO_REASON})
    request.reason = seal_refusal(request.practice_id, request.note.client_id, request.id, reason)
    _answer(actor, request, SignRequest.State.REFUSED)
    record(actor, Action.CHANGE, "sign_request", request.note_id, client_id=request.note.client_id, refused=True)
    emit("journal.signature_answered", practice_id=actor.practice_id, request_id=str(request.id))


@operation(requires=Permission.NOTE_SIGN)
def withdraw_request(actor: Actor, *, sign_request_id: UUID) -> None:
    """Take a request back that nobody answered. Refuses with RequestAnswered, NotFound for who did not ask."""
    request = _lock(actor, sign_request_id)
    if request.asked_by_id != actor.own_membership:
        raise NotFound
    if request.state != SignRequest.State.OPEN:
        raise RequestAnswered
    _answer(actor, request, SignRequest.State.WITHDRAWN)
    record(actor, Action.DELETE, "sign_request", request.note_id, client_id=request.note.client_id)


def _lock_open(actor: Actor, sign_request_id: UUID) -> SignRequest:
    request = _lock(actor, sign_request_id)
    if request.asked_id != actor.own_membership:
        raise NotFound
    if request.state != SignRequest.State.OPEN:
        raise RequestAnswered
    return request


def _lock(actor: Actor, sign_request_id: UUID) -> SignRequest:
    rows = SignRequest.objects.select_for_update(of=("self",)).select_related("note")
    request = rows.filter(practice_id=actor.practice_id, id=sign_request_id).first()
    if request is None:
        raise NotFound
    return request


def _answer(actor: Actor, request: SignRequest, state: SignRequest.State) -> None:
    request.state, request.answered_at = state, actor.at
    request.save(update_fields=["state", "answered_at", "reason"])
