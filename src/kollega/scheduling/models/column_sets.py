from django.db import models

from kollega.platform.columns import TenantForeignKey, TenantModel


class ColumnSet(TenantModel):
    """Columns of the calendar that a person shows together, under a name of theirs: keys of people and rooms."""

    membership = TenantForeignKey("practices.Membership")
    name = models.CharField(max_length=40)
    columns = models.JSONField()

    class Meta:
        db_table = "scheduling_column_set"
        constraints = [
            models.UniqueConstraint(fields=["practice", "membership", "name"], name="scheduling_column_set_once")
        ]

    def __str__(self) -> str:
        return self.name
