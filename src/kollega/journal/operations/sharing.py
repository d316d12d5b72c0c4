"""Sharing one note with one colleague of the practice, and ending that (N7)."""

from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.clients.queries.access import require_record
from kollega.journal.errors import NoteInBin, NotTheirsToShare
from kollega.journal.models import Note, NoteShare
from kollega.journal.queries.shares import level_of
from kollega.journal.rules.sharing import Level, may_share_on
from kollega.kernel.actor import Actor
from kollega.kernel.errors import N_, BadInput, NotFound
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, operation
from kollega.platform.outbox import emit
from kollega.practices.queries.profile import clinicians_of

ITS_AUTHOR = N_("The note is theirs already.")


@operation(requires=Permission.NOTE_READ)
def share_note(actor: Actor, *, note_id: UUID, membership_id: UUID, level: Level) -> None:
    """Open a note to a clinician of the practice, also outside the care, or change what they may do with it.

    They are told in the product and by mail. Refuses with NotFound for a note or member that the actor may not know
    of, NotTheirsToShare, NoteInBin, and BadInput for the author.
    """
    note = _lock_to_share(actor, note_id)
    if membership_id not in {one.id for one in clinicians_of(actor)}:
        raise NotFound
    if membership_id == note.author_id:
        raise BadInput(fields={"membership_id": ITS_AUTHOR})
    if note.binned_at is not None:
        raise NoteInBin
    running = NoteShare.objects.filter(practice_id=actor.practice_id, note_id=note.id, ended_at=None)
    share = running.filter(member_id=membership_id).first()
    if share is None:
        share = NoteShare.objects.create(
            practice_id=actor.practice_id,
            note_id=note.id,
            member_id=membership_id,
            level=level,
            shared_by_id=actor.own_membership,
            at=actor.at,
        )
        action = Action.CREATE
        emit("journal.note_shared", practice_id=actor.practice_id, share_id=str(share.id))
    else:
        share.level = level
        share.save(update_fields=["level"])
        action = Action.CHANGE
    record(actor, action, "note_share", note.id, client_id=note.client_id, member=str(membership_id), level=str(level))


@operation(requires=Permission.NOTE_READ)
def end_note_share(actor: Actor, *, note_id: UUID, membership_id: UUID) -> None:
    """End a share: its note's author does, who gave it, and who has it. NotFound where there is none to end."""
    share = (
        NoteShare.objects.select_for_update(of=("self",))
        .select_related("note")
        .filter(practice_id=actor.practice_id, note_id=note_id, member_id=membership_id, ended_at=None)
        .first()
    )
    if share is None or actor.own_membership not in (share.note.author_id, share.shared_by_id, share.member_id):
        raise NotFound
    share.ended_at = actor.at
    share.save(update_fields=["ended_at"])
    record(actor, Action.DELETE, "note_share", note_id, client_id=share.note.client_id, member=str(membership_id))


@operation(requires=Permission.NOTE_READ)
def see_share(actor: Actor, *, note_id: UUID) -> None:
    """Write down that the actor has opened a note that is shared with them: it is no longer new. NotFound otherwise."""
    shares = NoteShare.objects.select_for_update(of=("self",)).select_related("note")
    share = shares.filter(
        practice_id=actor.practice_id, note_id=note_id, member_id=actor.own_membership, ended_at=None
    ).first()
    if share is None:
        raise NotFound
    if share.seen_at is None:
        share.seen_at = actor.at
        share.save(update_fields=["seen_at"])
    record(actor, Action.READ, "note_share", note_id, client_id=share.note.client_id)


def end_shares_with(actor: Actor, membership_id: UUID) -> int:
    """End all shares with a member who has left; inside the reaction to that."""
    shares = NoteShare.objects.filter(practice_id=actor.practice_id, member_id=membership_id, ended_at=None)
    ended = list(shares.select_related("note"))
    for share in ended:
        record(
            actor,
            Action.DELETE,
            "note_share",
            share.note_id,
            client_id=share.note.client_id,
            member=str(membership_id),
        )
    shares.update(ended_at=actor.at)
    return len(ended)


def _lock_to_share(actor: Actor, note_id: UUID) -> Note:
    """The note for its author in the care, or for a colleague with full rights to it."""
    note = Note.objects.select_for_update(no_key=True).filter(practice_id=actor.practice_id, id=note_id).first()
    if note is None:
        raise NotFound
    level = level_of(actor, note_id)
    if level is not None and may_share_on(level):
        return note
    if level is None:
        require_record(actor, note.client_id)
    if note.author_id != actor.own_membership:
        raise NotTheirsToShare
    return note
