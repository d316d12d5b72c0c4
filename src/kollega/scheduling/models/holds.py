from django.db import models
from django.db.models import F, Q

from kollega.platform.columns import TenantForeignKey, TenantModel


class Hold(TenantModel):
    """Time that is kept for somebody who has not booked yet: it occupies until `until`, and not after.

    A trigger keeps table `scheduling_occupancy` in step; whatever is stored next over a hold that is past removes it.
    `made_at` is business time. `shared_room` is set as for an appointment. It says nothing about whom or what for.
    """

    clinician = TenantForeignKey("practices.Membership")
    room = TenantForeignKey("scheduling.Room", null=True)
    shared_room = models.ForeignKey(
        "communities.SharedRoom", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    busy_from = models.DateTimeField()
    busy_until = models.DateTimeField()
    until = models.DateTimeField()
    made_at = models.DateTimeField()

    class Meta:
        db_table = "scheduling_hold"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at"), busy_from__lte=F("starts_at"), busy_until__gte=F("ends_at")),
                name="scheduling_hold_covers",
            ),
            models.CheckConstraint(condition=Q(until__gt=F("made_at")), name="scheduling_hold_lasts"),
        ]
        indexes = [
            models.Index(fields=["practice", "busy_from"], name="scheduling_hold_by_start"),
            models.Index(fields=["practice", "until"], name="scheduling_hold_by_end"),
        ]

    def __str__(self) -> str:
        return str(self.id)
