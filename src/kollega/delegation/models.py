from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kollega.kernel.grants import Deed
from kollega.kernel.permissions import ClientFields
from kollega.platform.columns import TenantForeignKey, TenantModel


class Grant(TenantModel):
    """What the owner of a calendar lets one person do in it, from when until when (B8, AZ-10).

    `delegate` is None until a person of another practice, invited by `email`, has accepted; only the hash of the
    link's secret is stored. Whoever holds it finds the row through `delegation_grant_of`, a function of the owner.
    """

    owner = TenantForeignKey("practices.Membership")
    delegate = TenantForeignKey("practices.Membership", null=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=5, blank=True)
    digest = models.BinaryField(null=True, unique=True)
    deeds = ArrayField(models.CharField(max_length=6, choices=[(deed.value, deed.value) for deed in Deed]))
    fields = models.CharField(max_length=8, choices=[(level.value, level.value) for level in ClientFields])
    reason = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    made_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = TenantForeignKey("practices.Membership", null=True)

    class Meta:
        db_table = "delegation_grant"
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="delegation_ends_after_start"),
            models.CheckConstraint(condition=~Q(delegate=F("owner")), name="delegation_to_another"),
        ]
        indexes = [
            # Asked on every request.
            models.Index(
                fields=["practice", "delegate", "ends_at"],
                name="delegation_by_delegate",
                condition=Q(revoked_at=None),
            ),
            models.Index(fields=["practice", "owner", "made_at"], name="delegation_by_owner"),
        ]

    def __str__(self) -> str:
        return str(self.id)
