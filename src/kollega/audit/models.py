from django.db import models

from kollega.kernel.ids import new_id
from kollega.platform.columns import PracticeId


class LogEntry(models.Model):
    """One row of the log: ids and codes only. The table is partitioned by month in the migration.

    The app login may insert and read, never change. `xid` is the writing transaction, by which the sealing
    job knows which rows can no longer be joined by earlier ones.
    """

    class Outcome(models.TextChoices):
        DONE = "done"
        DENIED = "denied"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField()
    practice_id = PracticeId()
    seq = models.BigIntegerField()
    xid = models.BigIntegerField()
    person_id = models.UUIDField(null=True)
    membership_id = models.UUIDField(null=True)
    on_behalf_of = models.UUIDField(null=True)
    roles = models.TextField(default="")
    action = models.TextField()
    object_type = models.TextField()
    object_id = models.UUIDField(null=True)
    client_id = models.UUIDField(null=True)
    outcome = models.TextField(choices=Outcome.choices, default=Outcome.DONE)
    source = models.TextField()
    request_id = models.TextField(default="")
    detail = models.JSONField(default=dict)

    class Meta:
        db_table = "audit_entry"
        managed = False

    def __str__(self) -> str:
        return f"{self.action} {self.object_type} {self.outcome}"


class Segment(models.Model):
    """A signed seal over the rows of one practice whose transactions ended since the segment before.

    `digests` holds for each row its seq (8 bytes) and the first half of its SHA-256 (16 bytes), so that a check can
    name the very row. `cluster` and `floor_seq` change when the database moves to another PostgreSQL, where
    transaction numbers begin anew. The app login may insert and read, never change.
    """

    pk = models.CompositePrimaryKey("practice_id", "number")
    practice_id = PracticeId()
    number = models.IntegerField()
    cluster = models.BigIntegerField()
    floor_seq = models.BigIntegerField()
    xid_to = models.BigIntegerField()
    top_seq = models.BigIntegerField()
    digests = models.BinaryField()
    previous = models.BinaryField()
    hash = models.BinaryField()
    key = models.BinaryField()
    signature = models.BinaryField()
    sealed_at = models.DateTimeField()

    class Meta:
        db_table = "audit_segment"
        managed = False

    def __str__(self) -> str:
        return f"segment {self.number}"
