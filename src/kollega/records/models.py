from django.contrib.postgres.fields import ArrayField
from django.db import models

from kollega.platform.columns import TenantForeignKey, TenantModel
from kollega.records.enums import State, What


class Export(TenantModel):
    """A client's record on its way out, for the one member who asked for it.

    The result is a stored file under `file`, a new id at each try, and goes at `expires_at`. `note_ids` names the
    chosen notes; empty: all. `done` of `total` steps are over.
    """

    client = TenantForeignKey("clients.Client")
    by = TenantForeignKey("practices.Membership")
    what = models.CharField(max_length=6, choices=[(what.value, what.value) for what in What])
    language = models.CharField(max_length=5)
    note_ids = ArrayField(models.UUIDField(), default=list)
    state = models.CharField(max_length=7, choices=[(s.value, s.value) for s in State], default=State.WAITING)
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    file = models.UUIDField(null=True)
    size = models.BigIntegerField(default=0)
    digest = models.BinaryField(default=bytes)
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "records_export"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="done") | models.Q(file__isnull=False, expires_at__isnull=False),
                name="records_done_has_a_file",
            )
        ]
        indexes = [
            models.Index(fields=["practice", "by", "-asked_at"], name="records_export_newest"),
            models.Index(
                fields=["practice", "expires_at"], condition=models.Q(state="done"), name="records_export_due"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.state}"


class ImportedRecord(TenantModel):
    """A record that was brought from another practice as a ZIP file: what it said there, word for word. Never changed.

    `sealed` opens to its record.json, whose SHA-256 is `digest`. `files` maps a document's id there to the id it has
    here. Nothing of it counts as written or signed here.
    """

    client = TenantForeignKey("clients.Client")
    origin = models.UUIDField()
    origin_name = models.CharField(max_length=120)
    made_at = models.DateTimeField()
    digest = models.BinaryField()
    sealed = models.BinaryField()
    files = models.JSONField(default=dict)
    by = TenantForeignKey("practices.Membership")
    at = models.DateTimeField()

    class Meta:
        db_table = "records_imported"
        constraints = [
            models.UniqueConstraint(fields=["practice", "client", "digest"], name="records_imported_once"),
        ]
        indexes = [models.Index(fields=["practice", "client", "at"], name="records_imported_of_client")]

    def __str__(self) -> str:
        return f"from {self.origin_name}"


class Settings(TenantModel):
    """What a practice sets about its records; without a row the country's law alone holds (rules/countries.py).

    `years` lengthens how long they are kept. `names_in_report`: whether a report says who opened a record.
    """

    years = models.PositiveSmallIntegerField(null=True)
    names_in_report = models.BooleanField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "records_settings"
        constraints = [models.UniqueConstraint(fields=["practice"], name="records_one_settings")]

    def __str__(self) -> str:
        return str(self.practice_id)


class LegalHold(TenantModel):
    """While one is in force nothing of the record is destroyed. `sealed` is why, in the words of who set it."""

    client = TenantForeignKey("clients.Client")
    sealed = models.BinaryField()
    set_by = TenantForeignKey("practices.Membership")
    set_at = models.DateTimeField()
    lifted_by = TenantForeignKey("practices.Membership", null=True)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "records_legal_hold"
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "client"], condition=models.Q(lifted_at=None), name="records_one_hold"
            ),
        ]

    def __str__(self) -> str:
        return str(self.client_id)
