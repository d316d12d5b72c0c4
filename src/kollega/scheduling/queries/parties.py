"""Who comes to an appointment together, as stored. Undecorated: for use inside a query or operation."""

import json
from typing import Any
from uuid import UUID

from django.db.models import Q

from kollega.clients.queries.pointer import group_of
from kollega.scheduling.enums import Status
from kollega.scheduling.models import Appointment, Participant
from kollega.scheduling.rules.parties import Attending, Party

PARTY_COLUMN = """
    case when several then (
        select json_agg(json_build_array(p.client_id, p.status) order by p.position)
        from scheduling_participant p
        where p.practice_id = scheduling_appointment.practice_id and p.appointment_id = scheduling_appointment.id
    ) end
"""
"""The party in the same statement as the appointment's row; `party_from` reads it."""


def party_from(found: Any) -> Party:
    """Read the column's JSON, as text or read already."""
    rows = json.loads(found) if isinstance(found, str) else found or ()
    return tuple(Attending(UUID(id_), Status(status) if status else None) for id_, status in rows)


def stored_party(appointment: Appointment) -> Party:
    """Return the party of an appointment; empty, and no statement, when one client comes."""
    if not appointment.several:
        return ()
    rows = Participant.objects.filter(practice_id=appointment.practice_id, appointment_id=appointment.id)
    return tuple(
        Attending(id_, Status(status) if status else None)
        for id_, status in rows.order_by("position").values_list("client_id", "status")
    )


def with_client(practice_id: UUID, client_id: UUID) -> Q:
    """The appointments to which a client comes, alone or with others, by any of their cards."""
    group = group_of(practice_id, client_id)
    shared = Participant.objects.filter(practice_id=practice_id, client_id__in=group).values("appointment_id")
    return Q(client_id__in=group) | Q(id__in=shared)
