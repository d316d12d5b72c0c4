from django.db import models

from kollega.platform.columns import TenantForeignKey, TenantModel
from kollega.scheduling.enums import ImportState, Kind


class CalendarImport(TenantModel):
    """One calendar file on its way in, kept so that it can be undone as a whole.

    The file (until it is read in) and the report, which names events, are sealed; `counts` holds numbers per outcome.
    """

    clinician = TenantForeignKey("practices.Membership")
    by = TenantForeignKey("practices.Membership", null=True)
    at = models.DateTimeField()
    kind = models.CharField(max_length=5, choices=[(k.value, k.value) for k in Kind])
    state = models.CharField(max_length=8, choices=[(s.value, s.value) for s in ImportState])
    since = models.DateField()
    until = models.DateField()
    file_sealed = models.BinaryField(null=True)
    report_sealed = models.BinaryField(null=True)
    counts = models.JSONField(default=dict)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "scheduling_import"

    def __str__(self) -> str:
        return str(self.id)
