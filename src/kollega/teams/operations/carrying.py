"""Taking one's signed notes along as a sealed copy, where each clinician is responsible for theirs (T10)."""

from dataclasses import replace
from uuid import UUID

from kollega.audit.operations.recording import record_all
from kollega.journal.operations.carrying import Origin, keep_carried
from kollega.journal.queries.signed_forms import signed_forms
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Permission, Role, permissions_of
from kollega.platform.operations import Action, Entry, operation
from kollega.platform.tenancy import tenant
from kollega.practices.operations.governing import lock_practice
from kollega.practices.queries.memberships import membership_in_practice
from kollega.teams.errors import NothingToCarry, PracticeKeepsNotes
from kollega.teams.rules.responsibility import Responsibility


@operation(requires=Permission.NOTE_READ)
def carry_notes(actor: Actor, *, to_practice_id: UUID) -> int:
    """Copy what the actor signed here into another practice that they own, and return how many copies are new there.

    The very bytes and their signatures go along, sealed under that practice's key; the originals stay. Both practices'
    logs say so, note by note. Refuses with PracticeKeepsNotes under central responsibility, NothingToCarry, NotFound.
    """
    practice = lock_practice(actor)
    if practice.records != Responsibility.INDIVIDUAL:
        raise PracticeKeepsNotes
    receiver = _receiver(actor, to_practice_id)
    forms = signed_forms(actor)
    if not forms:
        raise NothingToCarry
    with tenant(receiver.practice_id, receiver.person_id):
        count = keep_carried(receiver, forms, origin=Origin(actor.practice_id, practice.name))
    record_all(
        actor,
        [
            Entry(Action.EXPORT, "carried_note", form.note_id, form.client_id, {"to": str(to_practice_id)})
            for form in forms
        ],
    )
    return count


def _receiver(actor: Actor, practice_id: UUID) -> Actor:
    """The same person as the owner of the receiving practice."""
    person_id = actor.person_id
    with tenant(None, person_id):
        found = membership_in_practice(person_id, practice_id) if person_id else None
    if found is None or Role.OWNER not in found.roles or practice_id == actor.practice_id:
        raise NotFound
    return replace(
        actor,
        practice_id=practice_id,
        membership_id=found.id,
        roles=found.roles,
        areas=found.areas,
        permissions=permissions_of(found.roles, found.areas),
        zone=found.zone,
    )
