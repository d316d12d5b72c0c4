"""Clients whom the practice's matching brings (C5). Undecorated parts of operations, which answer for the right."""

from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.clients.errors import NotAClinician
from kollega.clients.models import Care, Client
from kollega.clients.operations.registering import create_client, note_hidden_duplicates
from kollega.clients.queries.duplicates import look_alikes
from kollega.clients.queries.pointer import group_of
from kollega.clients.rules.contact import ContactData
from kollega.kernel.actor import Actor
from kollega.kernel.ids import new_id
from kollega.platform.operations import Action
from kollega.platform.outbox import emit
from kollega.practices.operations.governing import hold_clinician
from kollega.practices.queries.profile import profile_of


def create_referred(actor: Actor, *, contact: ContactData, clinician_id: UUID) -> UUID:
    """Add a referred client for the clinician and return the id; a look-alike is noted for who is responsible there.

    Refuses with BadInput and NotAClinician.
    """
    alike = look_alikes(actor, contact, country=profile_of(actor).country)
    client_id = create_client(actor, contact=contact, responsible_id=clinician_id, despite_duplicates=True)
    Client.objects.filter(practice_id=actor.practice_id, id=client_id).update(origin=Client.Origin.REFERRED)
    note_hidden_duplicates(actor, client_id, alike, by_id=clinician_id)
    return client_id


def give_to(actor: Actor, *, client_id: UUID, clinician_id: UUID) -> None:
    """Make another clinician responsible for a referred client whom the first one declined, who leaves the care.

    Refuses with NotAClinician.
    """
    if not hold_clinician(actor, clinician_id):
        raise NotAClinician
    row = Client.objects.select_for_update(of=("self",), no_key=True).get(practice_id=actor.practice_id, id=client_id)
    before = row.responsible_id
    group = group_of(actor.practice_id, client_id)
    Care.objects.filter(practice_id=actor.practice_id, client_id__in=group, clinician_id=before).delete()
    for each in group:
        Care.objects.get_or_create(
            practice_id=actor.practice_id,
            client_id=each,
            clinician_id=clinician_id,
            defaults={"id": new_id(), "since": actor.at},
        )
    Client.objects.filter(practice_id=actor.practice_id, id__in=group).update(
        responsible_id=clinician_id, changed_at=actor.at
    )
    record(
        actor,
        Action.GRANT,
        "responsibility",
        client_id,
        client_id=client_id,
        before=str(before),
        after=str(clinician_id),
    )
    emit("clients.handed_over", practice_id=actor.practice_id, client_id=str(client_id))
