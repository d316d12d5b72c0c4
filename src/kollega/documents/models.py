from django.db import models
from django.db.models import Q

from kollega.documents.rules.media import Kind, Media
from kollega.platform.columns import TenantForeignKey, TenantModel


class Document(TenantModel):
    """A file about a client. Its bytes are a stored file (platform.files) under the row's own id.

    `label` is name and title, sealed. `digest` is the SHA-256 of the content. A row in the bin has `binned_at`; one
    with `removed_at` is gone for everybody, and its file follows a day later. `kept_at`: it is part of a signed note
    and stays as it is; triggers see to it.
    """

    client = TenantForeignKey("clients.Client")
    added_by = TenantForeignKey("practices.Membership")
    added_at = models.DateTimeField()
    media = models.CharField(max_length=5, choices=[(media.value, media.value) for media in Media])
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in Kind])
    dated_on = models.DateField(null=True)
    label = models.BinaryField()
    size = models.BigIntegerField()
    digest = models.BinaryField()
    version = models.IntegerField(default=1)
    changed_at = models.DateTimeField()
    binned_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    kept_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "documents_document"
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0), name="documents_not_empty"),
            models.CheckConstraint(
                condition=Q(kept_at=None) | Q(binned_at=None, removed_at=None), name="documents_kept_is_not_in_bin"
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None) | Q(binned_at__isnull=False), name="documents_binned_before_removed"
            ),
        ]
        indexes = [
            models.Index(fields=["practice", "client", "-id"], name="documents_of_client"),
            models.Index(
                fields=["practice", "binned_at"], condition=Q(binned_at__isnull=False), name="documents_in_bin"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
