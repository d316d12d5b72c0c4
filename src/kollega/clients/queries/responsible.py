"""For how many clients a clinician is responsible; inside an operation or query that answers for the right to know."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Count

from kollega.clients.models import Client
from kollega.kernel.actor import Actor


def clients_of(actor: Actor, clinician_id: UUID) -> list[UUID]:
    """Return the ids of the clients whose responsible clinician this is, inactive ones too."""
    found = Client.objects.filter(practice_id=actor.practice_id, responsible_id=clinician_id)
    return list(found.order_by("sort_key", "id").values_list("id", flat=True))


def responsible_among(actor: Actor, clinician_ids: Collection[UUID]) -> set[UUID]:
    """Return those of the members who are responsible for at least one client."""
    found = Client.objects.filter(practice_id=actor.practice_id, responsible_id__in=clinician_ids)
    return set(found.values("responsible_id").annotate(count=Count("id")).values_list("responsible_id", flat=True))
