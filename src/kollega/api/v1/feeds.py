"""Letting other programs read one's own calendar."""

from datetime import datetime
from uuid import UUID

from ninja import Field, Router, Schema

from kollega.api.v1.endpoint import endpoint
from kollega.api.v1.frame import ApiRequest
from kollega.api.v1.shapes import CreatedOut
from kollega.feeds.enums import Shows, Way
from kollega.feeds.operations.feeds import change_feed, create_feed, end_feed, renew_feed
from kollega.feeds.operations.sources import add_source, ask_for_reading, remove_source
from kollega.feeds.queries.feeds import FeedRow, own_feeds
from kollega.feeds.queries.sources import SourceRow, mirror_state, own_sources
from kollega.kernel.permissions import Permission
from kollega.scheduling.operations.outside_busy import mirror_other_practices

router = Router()
SEE, OWN = Permission.CALENDAR_SEE, Permission.HOURS_MANAGE_OWN


class FeedOut(Schema):
    id: UUID
    way: Way = Field(description="By a secret address, or by sync (CalDAV) with a password")
    name: str
    shows: Shows
    with_blocks: bool
    created_at: datetime
    last_read_at: datetime | None
    works: bool = Field(description="False since the person's roles changed; renew it")


class FeedBody(Schema):
    name: str = Field(max_length=80)
    shows: Shows = Shows.BUSY
    with_blocks: bool = Field(False, description="Private blocks too")
    names_confirmed: bool = Field(False, description="Needed for initials and names: they then leave Kollega")


class SecretOut(Schema):
    id: UUID
    secret: str = Field(
        description="Shown this once: of an address, `/feeds/<secret>.ics`; of a phone, its password at `/caldav/`"
    )


@endpoint(router, "GET", "/feeds", requires=SEE, answer=list[FeedOut], tag="Other programs")
def list_feeds(request: ApiRequest) -> list[FeedRow]:
    """The programs that read your own calendar."""
    return own_feeds(request.actor)


@endpoint(router, "POST", "/feeds/addresses", requires=SEE, answer=SecretOut, status=201, tag="Other programs")
def create_feed_address(request: ApiRequest, body: FeedBody) -> SecretOut:
    """Make a secret address of your own calendar."""
    feed_id, secret = create_feed(request.actor, way=Way.ADDRESS, **body.dict())
    return SecretOut(id=feed_id, secret=secret)


@endpoint(router, "POST", "/feeds/phones", requires=SEE, answer=SecretOut, status=201, tag="Other programs")
def create_feed_phone(request: ApiRequest, body: FeedBody) -> SecretOut:
    """Make a password by which one device keeps in step by CalDAV, read only; any user name will do."""
    feed_id, secret = create_feed(request.actor, way=Way.SYNC, **body.dict())
    return SecretOut(id=feed_id, secret=secret)


@endpoint(router, "PUT", "/feeds/{uuid:feed_id}", requires=SEE, answer=FeedOut, tag="Other programs")
def edit_feed(request: ApiRequest, feed_id: UUID, body: FeedBody) -> FeedRow:
    """Change what a program is called and what it is shown."""
    change_feed(request.actor, feed_id=feed_id, **body.dict())
    return next(one for one in own_feeds(request.actor) if one.id == feed_id)


@endpoint(router, "POST", "/feeds/{uuid:feed_id}/renew", requires=SEE, answer=SecretOut, tag="Other programs")
def renew_feed_secret(request: ApiRequest, feed_id: UUID) -> SecretOut:
    """Make a new secret; the old one is worthless at once."""
    return SecretOut(id=feed_id, secret=renew_feed(request.actor, feed_id=feed_id))


@endpoint(router, "DELETE", "/feeds/{uuid:feed_id}", requires=SEE, answer=CreatedOut, tag="Other programs")
def end_own_feed(request: ApiRequest, feed_id: UUID) -> CreatedOut:
    """End it at once."""
    end_feed(request.actor, feed_id=feed_id)
    return CreatedOut(id=feed_id)


class SourceOut(Schema):
    id: UUID
    name: str
    host: str = Field(description="The address itself is never given back")
    read_at: datetime | None = Field(description="The last good reading")
    failure: str = Field(description="Code of the last try, empty after a good one")
    left_out: int = Field(description="Entries that could not be read")


class SourceBody(Schema):
    name: str = Field(max_length=80)
    address: str = Field(max_length=2000, description="https or webcal")


class MirrorBody(Schema):
    on: bool = Field(description="The time taken in your other practices shows as taken here: begin and end only")


@endpoint(router, "GET", "/calendar-sources", requires=OWN, answer=list[SourceOut], tag="Other programs")
def list_calendar_sources(request: ApiRequest) -> list[SourceRow]:
    """Your calendars elsewhere that count as taken time."""
    return own_sources(request.actor)


@endpoint(router, "POST", "/calendar-sources", requires=OWN, answer=CreatedOut, status=201, tag="Other programs")
def add_calendar_source(request: ApiRequest, body: SourceBody) -> CreatedOut:
    """Add a calendar by its address; only begins and ends are read."""
    return CreatedOut(id=add_source(request.actor, name=body.name, address=body.address))


@endpoint(
    router,
    "POST",
    "/calendar-sources/{uuid:source_id}/read",
    requires=OWN,
    answer=CreatedOut,
    tag="Other programs",
)
def read_calendar_source(request: ApiRequest, source_id: UUID) -> CreatedOut:
    """Have it read now."""
    ask_for_reading(request.actor, source_id=source_id)
    return CreatedOut(id=source_id)


@endpoint(router, "DELETE", "/calendar-sources/{uuid:source_id}", requires=OWN, answer=CreatedOut, tag="Other programs")
def remove_calendar_source(request: ApiRequest, source_id: UUID) -> CreatedOut:
    """Forget it and what was read of it."""
    remove_source(request.actor, source_id=source_id)
    return CreatedOut(id=source_id)


@endpoint(router, "GET", "/calendar-mirror", requires=OWN, answer=MirrorBody, tag="Other programs")
def read_calendar_mirror(request: ApiRequest) -> MirrorBody:
    """Whether your other practices show as taken time here."""
    return MirrorBody(on=mirror_state(request.actor).on)


@endpoint(router, "PUT", "/calendar-mirror", requires=OWN, answer=MirrorBody, tag="Other programs")
def set_calendar_mirror(request: ApiRequest, body: MirrorBody) -> MirrorBody:
    """Show your other practices as taken time here, or no longer."""
    mirror_other_practices(request.actor, on=body.on)
    return body
