"""Putting one card of a person behind another, and taking it out again: a pointer, nothing is copied or moved (C6)."""

from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.clients.errors import AlreadyMerged, HasMerged, NotResponsible
from kollega.clients.models import Care, Client, DuplicateHint, JoinedByMerge, Merge
from kollega.clients.queries.access import ClientHead, require_record
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.ids import new_id
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, operation
from kollega.platform.outbox import emit


@operation(requires=Permission.CLIENT_INFORMATION)
def merge_clients(actor: Actor, *, client_id: UUID, other_client_id: UUID) -> UUID:
    """Put the other card behind this one and return the merge's id; whoever takes part in one takes part in both.

    Only who may read and decide over both. Refuses with NotFound, NotResponsible, AlreadyMerged, HasMerged.
    """
    kept, other = _hold(actor, client_id, other_client_id)
    if not (kept.may_govern and other.may_govern):
        raise NotResponsible
    if kept.merged_into_id or other.merged_into_id:
        raise AlreadyMerged
    if Client.objects.filter(practice_id=actor.practice_id, merged_into_id=other_client_id).exists():
        raise HasMerged
    merge = Merge(
        id=new_id(),
        practice_id=actor.practice_id,
        kept_id=client_id,
        merged_id=other_client_id,
        by_id=actor.own_membership,
        at=actor.at,
    )
    merge.save(force_insert=True)
    _point(actor, other_client_id, client_id)
    _join_both(actor, merge)
    _settle_hints(actor, client_id, other_client_id)
    for each, counterpart in ((client_id, other_client_id), (other_client_id, client_id)):
        record(actor, Action.CREATE, "merge", merge.id, client_id=each, other=str(counterpart))
    emit("clients.merged", practice_id=actor.practice_id, client_id=str(client_id), other=str(other_client_id))
    return merge.id


@operation(requires=Permission.CLIENT_INFORMATION)
def undo_merge(actor: Actor, *, client_id: UUID, merge_id: UUID) -> None:
    """Make two cards of them again; what was written on either stays where it was written.

    Whoever takes part in one only because of the merge no longer does. Refuses with NotFound, NotResponsible.
    """
    head = require_record(actor, client_id)
    rows = Merge.objects.select_for_update(of=("self",)).filter(
        practice_id=actor.practice_id, id=merge_id, kept_id=client_id, undone_at=None
    )
    merge = rows.first()
    if merge is None:
        raise NotFound
    if not head.may_govern:
        raise NotResponsible
    merge.undone_at, merge.undone_by_id = actor.at, actor.membership_id
    merge.save(update_fields=["undone_at", "undone_by"])
    _point(actor, merge.merged_id, None)
    _part(actor, merge)
    for each in (merge.kept_id, merge.merged_id):
        record(actor, Action.CANCEL, "merge", merge.id, client_id=each)


def _hold(actor: Actor, *client_ids: UUID) -> list[ClientHead]:
    """Lock both cards in one order, so that two merges at once see each other."""
    if client_ids[0] == client_ids[1]:
        raise NotFound
    for each in client_ids:
        require_record(actor, each)
    rows = Client.objects.select_for_update(of=("self",), no_key=True)
    list(rows.filter(practice_id=actor.practice_id, id__in=client_ids).order_by("id"))
    return [require_record(actor, each) for each in client_ids]


def _point(actor: Actor, client_id: UUID, target: UUID | None) -> None:
    """The version goes up, so that an import that brought the card is no longer undone over it."""
    row = Client.objects.get(practice_id=actor.practice_id, id=client_id)
    row.merged_into_id, row.version, row.changed_at = target, row.version + 1, actor.at
    row.save(update_fields=["merged_into", "version", "changed_at"])


def _join_both(actor: Actor, merge: Merge) -> None:
    parts = Care.objects.filter(practice_id=actor.practice_id, client_id__in=(merge.kept_id, merge.merged_id))
    present = set(parts.values_list("client_id", "clinician_id"))
    wanted = {(each, who) for each in (merge.kept_id, merge.merged_id) for _, who in present}
    for client_id, clinician_id in sorted(wanted - present):
        both = {"practice_id": actor.practice_id, "client_id": client_id, "clinician_id": clinician_id}
        Care.objects.create(id=new_id(), since=actor.at, **both)
        JoinedByMerge.objects.create(id=new_id(), merge_id=merge.id, **both)
        record(actor, Action.GRANT, "care", client_id, client_id=client_id, clinician=str(clinician_id))


def _settle_hints(actor: Actor, *client_ids: UUID) -> None:
    hints = DuplicateHint.objects.filter(practice_id=actor.practice_id, settled_at=None)
    hints.filter(client_id__in=client_ids, registered_id__in=client_ids).update(settled_at=actor.at)


def _part(actor: Actor, merge: Merge) -> None:
    for row in JoinedByMerge.objects.filter(practice_id=actor.practice_id, merge_id=merge.id):
        responsible = Client.objects.filter(practice_id=actor.practice_id, id=row.client_id).values("responsible_id")
        parts = Care.objects.filter(
            practice_id=actor.practice_id, client_id=row.client_id, clinician_id=row.clinician_id
        )
        if parts.exclude(clinician_id__in=responsible).delete()[0]:
            record(actor, Action.GRANT, "care", row.client_id, client_id=row.client_id, ended_for=str(row.clinician_id))
