"""Making, changing, renewing and ending the ways by which another program reads one's own calendar."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from kollega.audit.operations.recording import record
from kollega.feeds.enums import Shows, Way
from kollega.feeds.errors import NamesNotConfirmed, TooManyFeeds
from kollega.feeds.models import Feed, Told
from kollega.feeds.queries.feeds import standing
from kollega.feeds.rules.secrets import digest, new_secret
from kollega.kernel.actor import Actor
from kollega.kernel.errors import N_, BadInput, NotFound
from kollega.kernel.ids import new_id
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, operation
from kollega.platform.tenancy import tenant

MOST = 10
NOTED_EVERY = timedelta(minutes=1)


@operation(requires=Permission.CALENDAR_SEE)
def create_feed(
    actor: Actor, *, way: Way, name: str, shows: Shows, with_blocks: bool, names_confirmed: bool = False
) -> tuple[UUID, str]:
    """Return the id of a new feed of the actor's own calendar and its secret, which is not shown again.

    Refuses with BadInput without a name, NamesNotConfirmed, TooManyFeeds beyond ten of a kind.
    """
    values = _checked(name, shows, with_blocks, names_confirmed)
    if _own(actor).filter(way=way).count() >= MOST:
        raise TooManyFeeds
    feed_id, secret = new_id(), new_secret(way)
    Feed.objects.create(
        id=feed_id,
        practice_id=actor.practice_id,
        membership_id=actor.own_membership,
        way=way,
        digest=digest(secret, way),
        standing=standing(actor.roles, actor.areas),
        created_at=actor.at,
        renewed_at=actor.at,
        **values,
    )
    record(actor, Action.CREATE, "feed", feed_id, way=way, shows=shows, with_blocks=with_blocks)
    return feed_id, secret


@operation(requires=Permission.CALENDAR_SEE)
def change_feed(
    actor: Actor, *, feed_id: UUID, name: str, shows: Shows, with_blocks: bool, names_confirmed: bool = False
) -> None:
    """Change what one's own feed is called and tells. Refuses with NotFound, BadInput, NamesNotConfirmed."""
    feed = _found(actor, feed_id)
    values = _checked(name, shows, with_blocks, names_confirmed or feed.shows == shows)
    _own(actor).filter(id=feed_id).update(**values)
    record(actor, Action.CHANGE, "feed", feed_id, shows=shows, with_blocks=with_blocks)


@operation(requires=Permission.CALENDAR_SEE)
def renew_feed(actor: Actor, *, feed_id: UUID) -> str:
    """Return a new secret of one's own feed; the old one is dead from now on. Refuses with NotFound."""
    way = Way(_found(actor, feed_id).way)
    secret = new_secret(way)
    _own(actor).filter(id=feed_id).update(
        digest=digest(secret, way), standing=standing(actor.roles, actor.areas), renewed_at=actor.at, last_read_at=None
    )
    record(actor, Action.CHANGE, "feed", feed_id, renewed=True)
    return secret


@operation(requires=Permission.CALENDAR_SEE)
def end_feed(actor: Actor, *, feed_id: UUID) -> None:
    """End one's own feed at once. Refuses with NotFound."""
    if not _own(actor).filter(id=feed_id).update(revoked_at=actor.at):
        raise NotFound
    Told.objects.filter(practice_id=actor.practice_id, feed_id=feed_id).delete()
    record(actor, Action.DELETE, "feed", feed_id)


def note_read(practice_id: UUID, feed_id: UUID, *, content_digest: str, at: datetime) -> datetime:
    """Remember when a feed was read, once a minute, and return since when its content is as it is. Real time."""
    with tenant(practice_id):
        own = Feed.objects.filter(practice_id=practice_id, id=feed_id)
        own.exclude(content_digest=content_digest).update(content_digest=content_digest, content_since=at)
        _note(own, at)
        since = own.values_list("content_since", flat=True).get()
    return since or at


def note_sync(practice_id: UUID, feed_id: UUID, *, at: datetime) -> None:
    """Remember when a program last asked, once a minute. Real time."""
    with tenant(practice_id):
        _note(Feed.objects.filter(practice_id=practice_id, id=feed_id), at)


def _note(own: Any, at: datetime) -> None:
    own.filter(Q(last_read_at=None) | Q(last_read_at__lt=at - NOTED_EVERY)).update(last_read_at=at)


def _checked(name: str, shows: Shows, with_blocks: bool, names_confirmed: bool) -> dict[str, Any]:
    if not name.strip():
        raise BadInput(fields={"name": N_("Say which program or device it is for.")})
    if shows is not Shows.BUSY and not names_confirmed:
        raise NamesNotConfirmed(fields={"names_confirmed": NamesNotConfirmed.message})
    return {"name": name.strip()[:80], "shows": shows, "with_blocks": with_blocks}


def _own(actor: Actor) -> Any:
    return Feed.objects.filter(practice_id=actor.practice_id, membership_id=actor.own_membership, revoked_at=None)


def _found(actor: Actor, feed_id: UUID) -> Feed:
    feed: Feed | None = _own(actor).select_for_update().filter(id=feed_id).first()
    if feed is None:
        raise NotFound
    return feed
