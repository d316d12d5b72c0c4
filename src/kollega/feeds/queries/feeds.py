"""A member's own feeds, and whose running feed a presented secret is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from kollega.accounts.queries.factors import factors_of
from kollega.accounts.queries.people import account_of
from kollega.feeds.enums import Shows, Way
from kollega.feeds.models import Feed
from kollega.feeds.rules.secrets import digest
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Area, Permission, Role
from kollega.platform.operations import query
from kollega.platform.tenancy import tenant
from kollega.practices.queries.memberships import MembershipOfPerson, running_membership


@dataclass(frozen=True, slots=True)
class FeedRow:
    """A feed of the actor's own. `works` is false since the person's roles changed; a new secret lets it work again."""

    id: UUID
    way: Way
    name: str
    shows: Shows
    with_blocks: bool
    created_at: datetime
    last_read_at: datetime | None
    works: bool


@dataclass(frozen=True, slots=True)
class HeldFeed:
    """A running feed and its member, for whoever presents the secret."""

    feed_id: UUID
    shows: Shows
    with_blocks: bool
    membership: MembershipOfPerson
    language: str


@query(requires=Permission.CALENDAR_SEE)
def own_feeds(actor: Actor) -> list[FeedRow]:
    """Return the actor's feeds that are not ended, newest first."""
    rows = Feed.objects.filter(practice_id=actor.practice_id, membership_id=actor.own_membership, revoked_at=None)
    now = standing(actor.roles, actor.areas)
    return [
        FeedRow(
            id=row.id,
            way=Way(row.way),
            name=row.name,
            shows=Shows(row.shows),
            with_blocks=row.with_blocks,
            created_at=row.created_at,
            last_read_at=row.last_read_at,
            works=row.standing == now,
        )
        for row in rows.order_by("-created_at", "-id")
    ]


def standing(roles: Iterable[Role], areas: Iterable[Area]) -> list[str]:
    """What a feed is bound to besides the membership."""
    return sorted([*roles, *areas])


def held_feed(secret: str, way: Way) -> HeldFeed | None:
    """Return the running feed with this secret; None for an unknown and for any dead one, which look the same (AU-10).

    Dead is what was ended, whose membership or account ended, whose roles changed, or whose person lacks the second
    factor that the practice asks for (T11).
    """
    wanted = digest(secret, way)
    with connection.cursor() as cursor:
        cursor.execute("select feeds_practice_of(%s)", [wanted])
        (practice_id,) = cursor.fetchone()
    if practice_id is None:
        return None
    with tenant(practice_id):
        row = Feed.objects.filter(practice_id=practice_id, digest=wanted, way=way, revoked_at=None).first()
        member = running_membership(practice_id, row.membership_id) if row else None
    if row is None or member is None or row.standing != standing(member.roles, member.areas):
        return None
    account = account_of(member.person_id)
    if account is None or (member.second_factor_for_all and not factors_of(member.person_id).any):
        return None
    return HeldFeed(row.id, Shows(row.shows), row.with_blocks, member, account.language)
