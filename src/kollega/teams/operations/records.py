"""Changing who is responsible for records: proposed by the owner, confirmed by all it touches (T9)."""

from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.kernel.actor import Actor
from kollega.kernel.ids import new_id
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, operation
from kollega.platform.outbox import emit
from kollega.practices.operations.governing import lock_practice, set_responsibility
from kollega.teams.enums import Answer
from kollega.teams.errors import NoRecordsChange, NotAsked, RecordsChangeWaits, ResponsibilitySame
from kollega.teams.models import RecordsChange, RecordsConfirmation
from kollega.teams.queries.records import missing_words
from kollega.teams.rules.responsibility import Responsibility


@operation(requires=Permission.RECORDS_PROPOSE)
def propose_records_change(actor: Actor, *, wanted: Responsibility) -> bool:
    """Propose a change, which is the owner's own yes, and say whether it holds already.

    It does at once where nobody else has clients. Refuses with ResponsibilitySame, RecordsChangeWaits.
    """
    practice = lock_practice(actor)
    if practice.records == wanted:
        raise ResponsibilitySame
    return _propose(actor, wanted)


@operation(requires=Permission.RECORDS_CONFIRM)
def confirm_records_change(actor: Actor) -> bool:
    """Say yes to the waiting change and return whether it holds now. Saying yes again changes nothing.

    Refuses with NoRecordsChange, NotAsked.
    """
    lock_practice(actor)
    change = _waiting(actor)
    _require_asked(actor, change)
    _confirm(actor, change)
    return _settle(actor, change)


@operation(requires=Permission.RECORDS_CONFIRM)
def decline_records_change(actor: Actor) -> None:
    """Say no to the waiting change, which ends it. Refuses with NoRecordsChange, NotAsked."""
    lock_practice(actor)
    change = _waiting(actor)
    _require_asked(actor, change)
    _answer(actor, change, Answer.DECLINED)


@operation(requires=Permission.RECORDS_PROPOSE)
def withdraw_records_change(actor: Actor) -> None:
    """Take the waiting change back. Refuses with NoRecordsChange."""
    lock_practice(actor)
    _answer(actor, _waiting(actor), Answer.WITHDRAWN)


def decide_first(actor: Actor, *, before: str, wanted: Responsibility) -> None:
    """Decide at the creation of a team; inside that operation, with the practice locked."""
    if before != wanted:
        _propose(actor, wanted)


def after_leaving(actor: Actor, membership_id: UUID) -> None:
    """Withdraw what the leaver proposed; else see whether all who are left have said yes. Inside an operation."""
    change = _open(actor)
    if change is None:
        return
    if change.proposed_by_id == membership_id:
        _answer(actor, change, Answer.WITHDRAWN)
    else:
        _settle(actor, change)


def _propose(actor: Actor, wanted: Responsibility) -> bool:
    if _open(actor) is not None:
        raise RecordsChangeWaits
    change = RecordsChange(
        id=new_id(),
        practice_id=actor.practice_id,
        wanted=wanted,
        proposed_by_id=actor.own_membership,
        proposed_at=actor.at,
    )
    change.save(force_insert=True)
    record(actor, Action.CREATE, "records_change", change.id, wanted=wanted.value)
    _confirm(actor, change)
    if _settle(actor, change):
        return True
    emit("teams.records_change_proposed", practice_id=actor.practice_id, change_id=str(change.id))
    return False


def _confirm(actor: Actor, change: RecordsChange) -> None:
    RecordsConfirmation.objects.get_or_create(
        practice_id=actor.practice_id,
        change_id=change.id,
        member_id=actor.own_membership,
        defaults={"id": new_id(), "at": actor.at},
    )
    record(actor, Action.SIGN, "records_change", change.id)


def _settle(actor: Actor, change: RecordsChange) -> bool:
    """Let the change hold once the last word is there, in the same transaction."""
    if missing_words(actor, change.id):
        return False
    set_responsibility(actor, change.wanted)
    _answer(actor, change, Answer.ACCEPTED)
    emit("teams.records_changed", practice_id=actor.practice_id, change_id=str(change.id))
    return True


def _answer(actor: Actor, change: RecordsChange, answer: Answer) -> None:
    RecordsChange.objects.filter(practice_id=actor.practice_id, id=change.id).update(
        answered_at=actor.at, answer=answer
    )
    record(actor, Action.CHANGE, "records_change", change.id, answer=answer.value, wanted=change.wanted)


def _require_asked(actor: Actor, change: RecordsChange) -> None:
    confirmed = RecordsConfirmation.objects.filter(
        practice_id=actor.practice_id, change_id=change.id, member_id=actor.own_membership
    )
    if actor.own_membership not in missing_words(actor, change.id) and not confirmed.exists():
        raise NotAsked


def _waiting(actor: Actor) -> RecordsChange:
    change = _open(actor)
    if change is None:
        raise NoRecordsChange
    return change


def _open(actor: Actor) -> RecordsChange | None:
    return RecordsChange.objects.filter(practice_id=actor.practice_id, answered_at=None).first()
