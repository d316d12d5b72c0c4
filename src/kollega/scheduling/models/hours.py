from django.db import models

from kollega.platform.columns import TenantForeignKey, TenantModel
from kollega.scheduling.enums import Rhythm


class WorkingHours(TenantModel):
    """One weekly window of a clinician in local time (B5). An end of 00:00 means midnight at the end of the day.

    `rhythm` says in which weeks it holds; every second week counts from the week of `valid_from`.
    """

    membership = TenantForeignKey("practices.Membership")
    weekday = models.PositiveSmallIntegerField()
    starts = models.TimeField()
    ends = models.TimeField()
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    room = TenantForeignKey("scheduling.Room", null=True)
    place = models.CharField(max_length=80, blank=True)
    rhythm = models.CharField(max_length=6, choices=[(r.value, r.value) for r in Rhythm], default=Rhythm.EVERY)

    class Meta:
        db_table = "scheduling_hours"
        indexes = [models.Index(fields=["practice", "membership"], name="scheduling_hours_member")]

    def __str__(self) -> str:
        return f"{self.weekday} {self.starts}-{self.ends}"


class HoursException(TenantModel):
    """Dated: off from the first to the last day, or other hours on them, which then replace the weekly ones."""

    membership = TenantForeignKey("practices.Membership")
    first_day = models.DateField()
    last_day = models.DateField()
    starts = models.TimeField(null=True)
    ends = models.TimeField(null=True)
    room = TenantForeignKey("scheduling.Room", null=True)
    reason = models.CharField(max_length=120, blank=True)

    class Meta:
        db_table = "scheduling_hours_exception"
        indexes = [models.Index(fields=["practice", "membership", "last_day"], name="scheduling_exception_member")]

    def __str__(self) -> str:
        return f"{self.first_day} to {self.last_day}"
