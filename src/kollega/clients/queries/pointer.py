"""Which cards are one person: a merged card points to the one that stays. Undecorated; the caller logs."""

from collections.abc import Collection
from uuid import UUID

from kollega.clients.models import Client


def group_of(practice_id: UUID, client_id: UUID) -> list[UUID]:
    """Return the card that stays and those behind it, for any of them; the id alone when nothing is merged."""
    kept = kept_ids(practice_id, [client_id])[client_id]
    behind = Client.objects.filter(practice_id=practice_id, merged_into_id=kept).order_by("id")
    return [kept, *behind.values_list("id", flat=True)]


def kept_ids(practice_id: UUID, client_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Return for each id the card that stays: the same id unless it was merged."""
    rows = Client.objects.filter(practice_id=practice_id, id__in=client_ids).exclude(merged_into=None)
    pointed = dict(rows.values_list("id", "merged_into_id"))
    return {each: pointed.get(each) or each for each in client_ids}
