"""Two cards of the same person, joined by a pointer."""

from django.db import models
from django.db.models import Q

from kollega.clients.models.cards import Client
from kollega.platform.columns import TenantForeignKey, TenantModel


class Merge(TenantModel):
    """One card was put behind another: `Client.merged_into` points there while `undone_at` is empty (C6)."""

    kept = TenantForeignKey(Client)
    merged = TenantForeignKey(Client)
    by = TenantForeignKey("practices.Membership")
    at = models.DateTimeField()
    undone_by = TenantForeignKey("practices.Membership", null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "clients_merge"
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "merged"], condition=Q(undone_at=None), name="clients_merge_running_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.merged_id} behind {self.kept_id}"


class JoinedByMerge(TenantModel):
    """A part in the care that came with a merge, and goes with its undoing."""

    merge = TenantForeignKey(Merge)
    client = TenantForeignKey(Client)
    clinician = TenantForeignKey("practices.Membership")

    class Meta:
        db_table = "clients_joined_by_merge"

    def __str__(self) -> str:
        return f"{self.clinician_id} for {self.client_id}"
