from django.db import models
from django.db.models import F, Q

from kollega.platform.columns import TenantForeignKey, TenantModel


class OutsideCalendar(TenantModel):
    """A calendar of a member that lies in another program; `read_at` is when it was last read (real time)."""

    membership = TenantForeignKey("practices.Membership")
    read_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "scheduling_outside_calendar"

    def __str__(self) -> str:
        return str(self.id)


class OutsideBusy(TenantModel):
    """Time that is taken in a member's other calendar: begin and end, nothing about what. It blocks no booking."""

    calendar = TenantForeignKey(OutsideCalendar, on_delete=models.CASCADE)
    membership = TenantForeignKey("practices.Membership")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        db_table = "scheduling_outside_busy"
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="scheduling_outside_ends_after_start")
        ]
        indexes = [models.Index(fields=["practice", "membership", "ends_at"], name="scheduling_outside_of")]

    def __str__(self) -> str:
        return str(self.id)


class Mirror(TenantModel):
    """A member's own wish that the time taken in their other practices shows as taken here (B2)."""

    membership = TenantForeignKey("practices.Membership")
    since = models.DateTimeField()

    class Meta:
        db_table = "scheduling_mirror"
        constraints = [models.UniqueConstraint(fields=["practice", "membership"], name="scheduling_one_mirror")]

    def __str__(self) -> str:
        return str(self.id)
