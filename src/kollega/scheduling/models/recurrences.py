from django.db import models

from kollega.platform.columns import TenantForeignKey, TenantModel
from kollega.scheduling.enums import Change
from kollega.scheduling.rules.recurring import Every


class Recurrence(TenantModel):
    """A rule by which appointments repeat (B10), in local time and the zone it was meant in (BK-5).

    Its appointments carry the local day that the rule gave them (`recurrence_day`), whatever became of them since, and
    `skipped` holds the days on which none was booked: so a day that was taken out never comes back. `continues` is the
    recurrence that this one was split from.
    """

    every = models.CharField(max_length=13, choices=[(e.value, e.value) for e in Every])
    interval = models.PositiveSmallIntegerField()
    weekdays = models.JSONField(default=list)
    week_start = models.PositiveSmallIntegerField(default=0)
    month_day = models.PositiveSmallIntegerField(default=0)
    position = models.PositiveSmallIntegerField(default=0)
    first_day = models.DateField()
    starts = models.TimeField()
    zone = models.CharField(max_length=60)
    count = models.PositiveSmallIntegerField(null=True)
    until = models.DateField(null=True)
    skipped = models.JSONField(default=list)
    submit_key = models.CharField(max_length=80, null=True)
    continues = TenantForeignKey("scheduling.Recurrence", null=True)
    created_by = TenantForeignKey("practices.Membership", null=True)
    created_at = models.DateTimeField()
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "scheduling_recurrence"
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "submit_key"],
                condition=models.Q(submit_key__isnull=False),
                name="scheduling_one_recurrence_submit",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class RecurrenceChange(TenantModel):
    """One change of many dates at once, so that it can be undone as a whole.

    `before` holds what an undo brings back: the rules of the recurrences it touched and the keys of their dates.
    `after` holds the versions that they must still have.
    """

    recurrence = TenantForeignKey(Recurrence)
    change = models.CharField(max_length=9, choices=[(c.value, c.value) for c in Change])
    at = models.DateTimeField()
    by = TenantForeignKey("practices.Membership", null=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "scheduling_recurrence_change"

    def __str__(self) -> str:
        return f"{self.change} {self.recurrence_id}"
