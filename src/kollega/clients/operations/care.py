"""Who takes part in a client's care: sharing, ending a share, and handing over the responsibility (C6)."""

from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.clients.errors import NotAClinician, NotResponsible, StillResponsible
from kollega.clients.models import Care, Client
from kollega.clients.queries.access import ClientHead, clinicians_in_care, refuse_merged, require_readable
from kollega.clients.queries.pointer import group_of
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.ids import new_id
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, operation
from kollega.platform.outbox import emit
from kollega.practices.operations.governing import hold_clinician


@operation(requires=Permission.CLIENT_INFORMATION)
def share_client(actor: Actor, *, client_id: UUID, clinician_id: UUID) -> None:
    """Let a colleague take part in the care from now on. Refuses with NotFound, NotResponsible, NotAClinician."""
    _require_responsible(actor, client_id)
    _require_clinician(actor, clinician_id)
    for each in group_of(actor.practice_id, client_id):
        _join(actor, each, clinician_id)
    record(actor, Action.GRANT, "care", client_id, client_id=client_id, clinician=str(clinician_id))
    emit("clients.shared", practice_id=actor.practice_id, client_id=str(client_id), clinician_id=str(clinician_id))


@operation(requires=Permission.CLIENT_INFORMATION)
def end_share(actor: Actor, *, client_id: UUID, clinician_id: UUID) -> None:
    """End a colleague's part in the care at once. Refuses with NotFound, NotResponsible, StillResponsible."""
    head = _require_responsible(actor, client_id)
    if clinician_id == head.responsible_id:
        raise StillResponsible
    if clinician_id not in clinicians_in_care(actor, client_id):
        raise NotFound
    group = group_of(actor.practice_id, client_id)
    Care.objects.filter(practice_id=actor.practice_id, client_id__in=group, clinician_id=clinician_id).delete()
    record(actor, Action.GRANT, "care", client_id, client_id=client_id, ended_for=str(clinician_id))


@operation(requires=Permission.CLIENT_INFORMATION)
def hand_over(actor: Actor, *, client_id: UUID, clinician_id: UUID) -> None:
    """Make a colleague the responsible clinician; whoever hands over stays in the care until the new one ends it.

    Refuses with NotFound, NotResponsible, NotAClinician.
    """
    head = _require_responsible(actor, client_id)
    _require_clinician(actor, clinician_id)
    group = group_of(actor.practice_id, client_id)
    for each in group:
        _join(actor, each, clinician_id)
    Client.objects.filter(practice_id=actor.practice_id, id__in=group).update(
        responsible_id=clinician_id, changed_at=actor.at
    )
    record(
        actor,
        Action.GRANT,
        "responsibility",
        client_id,
        client_id=client_id,
        before=str(head.responsible_id),
        after=str(clinician_id),
    )
    emit("clients.handed_over", practice_id=actor.practice_id, client_id=str(client_id))


def _require_responsible(actor: Actor, client_id: UUID) -> ClientHead:
    """Lock the client, so that two hand-overs cannot both start from the same responsible one."""
    require_readable(actor, client_id)
    Client.objects.select_for_update(of=("self",)).filter(practice_id=actor.practice_id, id=client_id).first()
    head = require_readable(actor, client_id)
    if not head.may_govern:
        raise NotResponsible
    refuse_merged(head)
    return head


def _require_clinician(actor: Actor, clinician_id: UUID) -> None:
    if not hold_clinician(actor, clinician_id):
        raise NotAClinician


def _join(actor: Actor, client_id: UUID, clinician_id: UUID) -> None:
    Care.objects.get_or_create(
        practice_id=actor.practice_id,
        client_id=client_id,
        clinician_id=clinician_id,
        defaults={"id": new_id(), "since": actor.at},
    )
