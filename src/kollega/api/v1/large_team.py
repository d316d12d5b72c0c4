"""Asking the operator for a large team (T12)."""

from datetime import datetime
from uuid import UUID

from ninja import Field, Router, Schema

from kollega.api.v1.endpoint import endpoint
from kollega.api.v1.frame import ApiRequest
from kollega.api.v1.shapes import CreatedOut
from kollega.kernel.permissions import Permission
from kollega.operator.operations.large_teams import ask_for_large_team
from kollega.operator.queries.large_teams import OwnRequest, own_requests

router = Router()


class LargeTeamIn(Schema):
    members: int
    phone: str = ""
    message: str = ""


class LargeTeamOut(Schema):
    id: UUID
    members: int
    asked_at: datetime
    handled_at: datetime | None = Field(description="When the operator answered; null while it waits")


@endpoint(
    router,
    "GET",
    "/practice/large-team-requests",
    requires=Permission.INVITATION_MANAGE,
    answer=list[LargeTeamOut],
    tag="Practice",
)
def list_large_team_requests(request: ApiRequest) -> list[OwnRequest]:
    """What the practice asked the operator, the newest first."""
    return own_requests(request.actor)


@endpoint(
    router,
    "POST",
    "/practice/large-team-requests",
    requires=Permission.INVITATION_MANAGE,
    answer=CreatedOut,
    status=201,
    tag="Practice",
)
def request_large_team(request: ApiRequest, body: LargeTeamIn) -> CreatedOut:
    """Ask the operator for a team larger than self-service allows; at most five times a day."""
    return CreatedOut(id=ask_for_large_team(request.actor, **body.dict()))
