"""Handing over all clients of a clinician who leaves. Undecorated parts of operations.

The operation around them answers for the right: the clinician themselves, or an administrator who removes them.
"""

from uuid import UUID

from kollega.audit.operations.recording import record_all
from kollega.clients.errors import NotAClinician
from kollega.clients.models import Care, Client
from kollega.kernel.actor import Actor
from kollega.kernel.ids import new_id
from kollega.platform.operations import Action, Entry
from kollega.platform.outbox import emit_all
from kollega.practices.operations.governing import hold_clinician


def pass_on_clients(actor: Actor, *, from_id: UUID, to_id: UUID) -> int:
    """Make a colleague responsible for every client of a clinician, and return how many; each is one row of the log.

    The colleague takes part in the care from now on. Refuses with NotAClinician.
    """
    if not hold_clinician(actor, to_id):
        raise NotAClinician
    found = Client.objects.select_for_update(no_key=True).filter(practice_id=actor.practice_id, responsible_id=from_id)
    client_ids = list(found.order_by("id").values_list("id", flat=True))
    Care.objects.bulk_create(
        [
            Care(id=new_id(), practice_id=actor.practice_id, client_id=each, clinician_id=to_id, since=actor.at)
            for each in client_ids
        ],
        ignore_conflicts=True,
    )
    Client.objects.filter(practice_id=actor.practice_id, id__in=client_ids).update(
        responsible_id=to_id, changed_at=actor.at
    )
    detail = {"before": str(from_id), "after": str(to_id)}
    record_all(actor, [Entry(Action.GRANT, "responsibility", each, each, detail) for each in client_ids])
    emit_all("clients.handed_over", [{"client_id": str(each)} for each in client_ids], practice_id=actor.practice_id)
    return len(client_ids)


def end_care(actor: Actor, *, clinician_id: UUID) -> None:
    """End a clinician's part in the care of every client; each is one row of the log."""
    cared_for = Care.objects.filter(practice_id=actor.practice_id, clinician_id=clinician_id)
    client_ids = list(cared_for.order_by("client_id").values_list("client_id", flat=True))
    cared_for.delete()
    detail = {"ended_for": str(clinician_id)}
    record_all(actor, [Entry(Action.GRANT, "care", each, each, detail) for each in client_ids])
