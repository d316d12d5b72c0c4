from django.db import models

from kollega.platform.columns import TenantForeignKey, TenantModel


class CalendarImport(TenantModel):
    """One run of a calendar file, so that it can be undone as a whole. Holds counts, no titles."""

    clinician = TenantForeignKey("practices.Membership")
    by = TenantForeignKey("practices.Membership", null=True)
    at = models.DateTimeField()
    kind = models.CharField(max_length=5)
    report = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "scheduling_import"

    def __str__(self) -> str:
        return str(self.id)
