from django.db import models
from django.db.models import F, Q

from kollega.oversight.enums import Drawn, Verdict
from kollega.platform.columns import TenantForeignKey, TenantModel


class Review(TenantModel):
    """A sample of the log, drawn to be looked at row by row (AL-6).

    `first` and `until` (exclusive) are instants. `seed` and `found` let anybody draw the same sample again.
    """

    drawn = models.CharField(max_length=16, choices=[(one.value, one.value) for one in Drawn])
    first = models.DateTimeField()
    until = models.DateTimeField()
    size = models.PositiveSmallIntegerField()
    found = models.PositiveIntegerField()
    seed = models.CharField(max_length=32)
    drawn_by = TenantForeignKey("practices.Membership")
    drawn_at = models.DateTimeField()
    finished_by = TenantForeignKey("practices.Membership", null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "oversight_review"
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("first")), name="oversight_ends_after_start"),
        ]
        indexes = [models.Index(fields=["practice", "drawn_at"], name="oversight_by_practice")]

    def __str__(self) -> str:
        return str(self.id)


class ReviewRow(TenantModel):
    """One row of the log in a sample, and what was said of it. `remark` is sealed: it may name clients."""

    review = TenantForeignKey(Review, related_name="rows_drawn")
    entry_id = models.UUIDField()
    entry_at = models.DateTimeField()
    verdict = models.CharField(max_length=8, blank=True, choices=[(one.value, one.value) for one in Verdict])
    remark = models.BinaryField(null=True)
    judged_by = TenantForeignKey("practices.Membership", null=True)
    judged_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "oversight_review_row"
        constraints = [
            models.UniqueConstraint(fields=["practice", "review", "entry_id"], name="oversight_row_once"),
        ]

    def __str__(self) -> str:
        return str(self.id)
