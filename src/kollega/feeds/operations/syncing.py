"""What sync tells of a feed: which events have changed or gone since a token (RFC 6578). Real time.

Nothing is noted when an appointment changes. Whenever a program asks, the feed is compared with what it was told last,
so that a change of roles, clients' names or what the feed shows is told like one of times.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from kollega.feeds.models import Feed, Told
from kollega.feeds.queries.content import Content, content_at_hand
from kollega.feeds.queries.feeds import HeldFeed
from kollega.kernel.actor import Actor
from kollega.kernel.clock import real_now
from kollega.kernel.ids import new_id
from kollega.platform.tenancy import tenant

# A program that has not asked for so long fetches everything anew.
GONE_KEPT = timedelta(days=90)
GONE = ""


@dataclass(frozen=True, slots=True)
class Synced:
    """A feed's content, and the revision under which it has been told. `since` is the oldest that can be asked for."""

    content: Content
    revision: int
    since: int


@dataclass(frozen=True, slots=True)
class Changes:
    changed: frozenset[UUID]
    gone: frozenset[UUID]


def sync(actor: Actor, held: HeldFeed) -> Synced:
    """Compare the feed with what was told last, store what is new under the next revision, and return where it is."""
    with tenant(actor.practice_id):
        # The lock comes before the reading, so that no older content is told after a newer one.
        feed = Feed.objects.select_for_update().get(practice_id=actor.practice_id, id=held.feed_id)
        content = content_at_hand(actor, held=held)
        if feed.content_digest != content.digest or not feed.revision:
            _tell(feed, content)
        return Synced(content, feed.revision, feed.told_since)


def changes_since(actor: Actor, held: HeldFeed, revision: int) -> Changes:
    """Return what was told after a revision."""
    with tenant(actor.practice_id):
        rows = Told.objects.filter(practice_id=actor.practice_id, feed_id=held.feed_id, revision__gt=revision)
        told = dict(rows.values_list("entry_id", "etag"))
    gone = frozenset(id_ for id_, etag in told.items() if etag == GONE)
    return Changes(changed=frozenset(told) - gone, gone=gone)


def _tell(feed: Feed, content: Content) -> None:
    now = real_now()
    feed.revision, feed.content_digest, feed.content_since = feed.revision + 1, content.digest, now
    own = Told.objects.filter(practice_id=feed.practice_id, feed_id=feed.id)
    told = dict(own.values_list("entry_id", "etag"))
    here = {entry.id: entry.etag for entry in content.entries}
    news = {id_: etag for id_, etag in here.items() if told.get(id_) != etag}
    news |= {id_: GONE for id_, etag in told.items() if etag != GONE and id_ not in here}
    Told.objects.bulk_create(
        [
            Told(
                id=new_id(),
                practice_id=feed.practice_id,
                feed_id=feed.id,
                entry_id=id_,
                etag=etag,
                revision=feed.revision,
                told_at=now,
            )
            for id_, etag in news.items()
        ],
        update_conflicts=True,
        unique_fields=["practice", "feed", "entry_id"],
        update_fields=["etag", "revision", "told_at"],
    )
    old = own.filter(etag=GONE, told_at__lt=now - GONE_KEPT)
    feed.told_since = max([feed.told_since, *old.values_list("revision", flat=True)])
    old.delete()
    feed.save(update_fields=["revision", "content_digest", "content_since", "told_since"])
