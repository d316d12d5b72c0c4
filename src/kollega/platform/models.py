from django.db import models

from kollega.kernel.ids import new_id
from kollega.platform.columns import PracticeId


class OutboxEvent(models.Model):
    """No row-level security: the relay reads across practices; the payload holds ids only."""

    id = models.BigAutoField(primary_key=True)
    event_id = models.UUIDField(default=new_id, editable=False, unique=True)
    kind = models.TextField()
    practice_id = models.UUIDField(null=True)
    payload = models.JSONField()

    class Meta:
        db_table = "platform_outbox"

    def __str__(self) -> str:
        return f"{self.kind} {self.event_id}"


class HandledEvent(models.Model):
    """Which handler has had its effect for which event; written in the effect's transaction."""

    id = models.BigAutoField(primary_key=True)
    event_id = models.UUIDField()
    handler = models.TextField()
    handled_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "platform_handled"
        constraints = [models.UniqueConstraint(fields=["event_id", "handler"], name="platform_handled_once")]

    def __str__(self) -> str:
        return f"{self.handler} {self.event_id}"


class LimitCounter(models.Model):
    """One counter of a fixed window; the key is a hash, so that no address or name is stored."""

    key = models.BinaryField(primary_key=True)
    started = models.BigIntegerField()
    hits = models.IntegerField()

    class Meta:
        db_table = "platform_limit"

    def __str__(self) -> str:
        return f"{self.hits} since {self.started}"


class DataKey(models.Model):
    """A practice's data key, wrapped by the master key named beside it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    practice_id = PracticeId()
    master_key_id = models.TextField()
    wrapped = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "platform_data_key"

    def __str__(self) -> str:
        return str(self.id)


class Heartbeat(models.Model):
    """When each long-running process last said that it is alive; real time."""

    process = models.TextField(primary_key=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "platform_heartbeat"

    def __str__(self) -> str:
        return f"{self.process} {self.at}"


class IdempotencyKey(models.Model):
    """What a repeated API call answers: the first answer, sealed, for at least 24 hours."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    practice_id = PracticeId()
    caller_id = models.UUIDField()
    key = models.CharField(max_length=255)
    fingerprint = models.BinaryField()
    status = models.IntegerField(null=True)
    body = models.BinaryField(default=b"")
    headers = models.JSONField(default=dict)
    started_at = models.DateTimeField()

    class Meta:
        db_table = "platform_idempotency"
        constraints = [
            models.UniqueConstraint(fields=["practice_id", "caller_id", "key"], name="platform_idempotency_once")
        ]

    def __str__(self) -> str:
        return str(self.id)


class DutyRun(models.Model):
    """When each duty of `config/reactions.py` last began (real time), and what it failed with, if it did."""

    name = models.TextField(primary_key=True)
    began_at = models.DateTimeField()
    failure = models.TextField(default="")

    class Meta:
        db_table = "platform_duty"

    def __str__(self) -> str:
        return f"{self.name} {self.began_at}"


class BackupState(models.Model):
    """How each part of the backups is doing (full, base, log, copy, drill); real time.

    `good_until` is when its last success no longer suffices; `failure` says why the last try failed, empty when it did
    not; `told` are its facts for the operator, no names and nothing about clients.
    """

    part = models.TextField(primary_key=True)
    tried_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    good_until = models.DateTimeField()
    failure = models.TextField(default="")
    told = models.TextField(default="")

    class Meta:
        db_table = "platform_backup"

    def __str__(self) -> str:
        return f"{self.part} {self.done_at}"


class Hold(models.Model):
    """A row while work that comes due by time is held, because a backup was restored; real time."""

    since = models.DateTimeField(primary_key=True)

    class Meta:
        db_table = "platform_hold"

    def __str__(self) -> str:
        return str(self.since)
