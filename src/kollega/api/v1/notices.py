"""Messages to clients about appointments: inviting, the list, send now and do not send."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Field, Query, Router, Schema

from kollega.api.v1.endpoint import endpoint
from kollega.api.v1.frame import ApiRequest
from kollega.api.v1.paging import Page, decode_cursor, encode_cursor
from kollega.kernel.errors import N_, BadInput
from kollega.kernel.permissions import Permission
from kollega.notices.enums import Channel, NoticeKind, NoticeState, Why
from kollega.notices.operations import deciding, inviting
from kollega.notices.queries import content, lines

router = Router()
TAG = "Messages to clients"


class NoticeOut(Schema):
    id: UUID
    appointment_id: UUID
    client_id: UUID
    client_name: str
    channel: Channel
    kind: NoticeKind
    state: NoticeState
    why: Why | None = Field(description="Why it was not sent")
    fate: str = Field(description="Of a message that was handed on: waiting, sent, refused or given_up")
    due_at: datetime
    at: datetime | None
    starts_at: datetime
    hours: int | None = Field(description="Of a reminder: so many hours before the start")
    failed: bool = Field(description="The client does not know what they should")


class AppointmentNoticesOut(Schema):
    lines: list[NoticeOut]
    invited: bool
    may_invite: bool


class NoticeContentOut(Schema):
    id: UUID
    client_id: UUID
    subject: str
    text: str


class InviteIn(Schema):
    channels: list[Channel] = Field([], description="Left out: as the client wants it")


class InvitedOut(Schema):
    notice_ids: list[UUID]
    due_at: datetime | None = Field(description="When the messages go; null when none does")
    obstacles: dict[Channel, Why]


class DecidedOut(Schema):
    state: NoticeState


class NoticesAsked(Schema):
    client_id: UUID | None = None
    state: NoticeState | None = None
    cursor: str | None = None


@endpoint(
    router,
    "POST",
    "/appointments/{uuid:appointment_id}/invite",
    requires=Permission.APPOINTMENT_BOOK,
    answer=InvitedOut,
    tag=TAG,
)
def invite_client(request: ApiRequest, appointment_id: UUID, body: InviteIn) -> inviting.Invited:
    """Tell the clients of a visit about it. The message goes three minutes after the last change."""
    return inviting.invite(request.actor, appointment_id=appointment_id, channels=body.channels)


@endpoint(
    router,
    "POST",
    "/appointments/{uuid:appointment_id}/dates/invite",
    requires=Permission.APPOINTMENT_BOOK,
    answer=InvitedOut,
    tag=TAG,
)
def invite_to_dates(request: ApiRequest, appointment_id: UUID) -> inviting.Invited:
    """Tell the clients of all dates that repeat with this one about them, in one message three minutes later."""
    return inviting.invite_repeating(request.actor, appointment_id=appointment_id)


@endpoint(
    router,
    "GET",
    "/appointments/{uuid:appointment_id}/notices",
    requires=Permission.CALENDAR_SEE,
    answer=AppointmentNoticesOut,
    tag=TAG,
)
def list_appointment_notices(request: ApiRequest, appointment_id: UUID) -> lines.AppointmentNotices:
    """What was told about an appointment, and what waits. Reading it is logged."""
    return lines.notices_of(request.actor, appointment_id=appointment_id)


@endpoint(router, "GET", "/notices", requires=Permission.CALENDAR_SEE, answer=Page[NoticeOut], tag=TAG)
def list_notices(request: ApiRequest, asked: Annotated[NoticesAsked, Query()]) -> dict[str, Any]:
    """The messages about the own calendar (or all, for who books for everyone), the newest first, 50 a page."""
    page = lines.notice_page(
        request.actor, older_than=_cursor(asked.cursor), client_id=asked.client_id, state=asked.state
    )
    return {
        "items": list(page.lines),
        "next": encode_cursor(page.older[0].isoformat(), page.older[1]) if page.older else None,
    }


@endpoint(
    router, "GET", "/notices/{uuid:notice_id}", requires=Permission.CALENDAR_SEE, answer=NoticeContentOut, tag=TAG
)
def read_notice(request: ApiRequest, notice_id: UUID) -> content.NoticeContent:
    """What a sent message said. Opening it is logged."""
    return content.notice_content(request.actor, notice_id=notice_id)


@endpoint(
    router,
    "POST",
    "/notices/{uuid:notice_id}/send",
    requires=Permission.APPOINTMENT_CHANGE,
    answer=DecidedOut,
    tag=TAG,
)
def send_notice_now(request: ApiRequest, notice_id: UUID) -> dict[str, Any]:
    """Send a waiting message at once."""
    return {"state": deciding.send_now(request.actor, notice_id=notice_id)}


@endpoint(
    router,
    "POST",
    "/notices/{uuid:notice_id}/withhold",
    requires=Permission.APPOINTMENT_CHANGE,
    answer=DecidedOut,
    tag=TAG,
)
def withhold_notice(request: ApiRequest, notice_id: UUID) -> dict[str, Any]:
    """Let a waiting message not be sent."""
    return {"state": deciding.withhold(request.actor, notice_id=notice_id)}


def _cursor(text: str | None) -> tuple[datetime, UUID] | None:
    parts = decode_cursor(text, 2)
    if parts is None:
        return None
    try:
        return datetime.fromisoformat(parts[0]), UUID(parts[1])
    except ValueError as error:
        raise BadInput(fields={"cursor": N_("This cursor is not one that was given out.")}) from error
