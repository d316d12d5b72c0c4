from django.contrib.postgres.fields import ArrayField
from django.db import models

from kollega.feeds.enums import Shows, Way
from kollega.platform.columns import TenantForeignKey, TenantModel


class Feed(TenantModel):
    """A way by which a member's other program reads the member's own calendar; only the secret's digest is stored.

    `standing` holds roles and areas of the moment when the secret was made: with others the feed is dead (AU-10).
    `content_digest` and `content_since` say what was last read and since when it is so. `revision` counts the changes
    that sync has told; from `told_since` on it still knows what has gone.
    """

    membership = TenantForeignKey("practices.Membership")
    way = models.CharField(max_length=7, choices=[(w.value, w.value) for w in Way])
    name = models.CharField(max_length=80)
    digest = models.BinaryField(unique=True)
    standing = ArrayField(models.CharField(max_length=20))
    shows = models.CharField(max_length=8, choices=[(s.value, s.value) for s in Shows], default=Shows.BUSY)
    with_blocks = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    renewed_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_read_at = models.DateTimeField(null=True)
    content_digest = models.CharField(max_length=64, blank=True)
    content_since = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0)
    told_since = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "feeds_feed"
        indexes = [models.Index(fields=["practice", "membership"], name="feeds_feed_of")]

    def __str__(self) -> str:
        return str(self.id)


class Told(TenantModel):
    """What sync has told of one event of a feed: its etag, empty when it has gone, and the revision that told it."""

    feed = TenantForeignKey("feeds.Feed")
    entry_id = models.UUIDField()
    etag = models.CharField(max_length=32, blank=True)
    revision = models.PositiveIntegerField()
    told_at = models.DateTimeField()

    class Meta:
        db_table = "feeds_told"
        constraints = [models.UniqueConstraint(fields=["practice", "feed", "entry_id"], name="feeds_told_once")]

    def __str__(self) -> str:
        return str(self.id)


class Source(TenantModel):
    """A calendar of a member in another program, read as busy time only. Times are real time.

    `id` is also that of its `scheduling.OutsideCalendar`. The address is a secret of the member: sealed, never shown
    again; `host` is what is shown of it. `failure` is the code of the last try, empty after a good one; `left_out`
    counts entries that could not be read. `leased_until` keeps two workers from reading at once; `tried_at` is when the
    last try began.
    """

    membership = TenantForeignKey("practices.Membership")
    name = models.CharField(max_length=80)
    host = models.CharField(max_length=253)
    address_sealed = models.BinaryField()
    created_at = models.DateTimeField()
    etag = models.CharField(max_length=300, blank=True)
    last_modified = models.CharField(max_length=60, blank=True)
    content_digest = models.BinaryField(null=True)
    read_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=30, blank=True)
    failures = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "feeds_source"
        indexes = [
            models.Index(fields=["practice", "membership"], name="feeds_source_of"),
            models.Index(fields=["next_at"], name="feeds_source_due"),
        ]

    def __str__(self) -> str:
        return str(self.id)
