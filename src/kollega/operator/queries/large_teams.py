"""Requests for large teams: the operator's inbox, and what a practice asked itself."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Permission
from kollega.operator.models import LargeTeamRequest
from kollega.platform.operations import query

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request with who asked and how to reach them. `handled_at` None: it waits."""

    id: UUID
    practice_id: UUID
    person_name: str
    person_email: str
    members: int
    phone: str
    message: str
    asked_at: datetime
    handled_at: datetime | None
    handled_by: str
    note: str


def requests(*, handled: bool) -> list[RequestRow]:
    """Return the requests that wait, the oldest first, or the newest two hundred that were handled."""
    rows = LargeTeamRequest.objects.filter(handled_at__isnull=not handled).select_related("person", "handled_by")
    return [_row(row) for row in rows.order_by("-handled_at" if handled else "asked_at", "id")[:MOST_SHOWN]]


def waiting_requests() -> int:
    return LargeTeamRequest.objects.filter(handled_at=None).count()


def one_request(request_id: UUID) -> RequestRow:
    """Return one request. Refuses with NotFound."""
    row = LargeTeamRequest.objects.select_related("person", "handled_by").filter(id=request_id).first()
    if row is None:
        raise NotFound
    return _row(row)


@dataclass(frozen=True, slots=True)
class OwnRequest:
    """A request that the practice sent; the operator's note is not part of it."""

    id: UUID
    members: int
    asked_at: datetime
    handled_at: datetime | None


@query(requires=Permission.INVITATION_MANAGE)
def own_requests(actor: Actor) -> list[OwnRequest]:
    """Return what the actor's practice asked, the newest first."""
    rows = LargeTeamRequest.objects.filter(about_id=actor.practice_id).order_by("-asked_at", "-id")[:20]
    return [OwnRequest(row.id, row.members, row.asked_at, row.handled_at) for row in rows]


def _row(row: LargeTeamRequest) -> RequestRow:
    return RequestRow(
        id=row.id,
        practice_id=row.about_id,
        person_name=row.person.name,
        person_email=row.person.email,
        members=row.members,
        phone=row.phone,
        message=row.message,
        asked_at=row.asked_at,
        handled_at=row.handled_at,
        handled_by=row.handled_by.name if row.handled_by else "",
        note=row.note,
    )
