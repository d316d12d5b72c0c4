"""The sets of calendar columns that one has saved for oneself."""

from uuid import UUID

from ninja import Field, Router, Schema

from kollega.api.v1.endpoint import endpoint
from kollega.api.v1.frame import ApiRequest
from kollega.api.v1.shapes import CreatedOut
from kollega.kernel.permissions import Permission
from kollega.scheduling.operations import column_sets as operations
from kollega.scheduling.queries import column_sets as queries

router = Router()
TAG = "Calendar"


class ColumnSetOut(Schema):
    id: UUID
    name: str
    people: list[UUID]
    rooms: list[UUID]


class ColumnSetIn(Schema):
    name: str
    clinician_ids: list[UUID] = Field([], description="Whose columns, in this order")
    room_ids: list[UUID] = []


@endpoint(router, "GET", "/column-sets", requires=Permission.CALENDAR_SEE, answer=list[ColumnSetOut], tag=TAG)
def list_column_sets(request: ApiRequest) -> list[queries.SavedColumns]:
    """One's own saved sets of columns, by name."""
    return queries.column_sets(request.actor)


@endpoint(router, "POST", "/column-sets", requires=Permission.CALENDAR_SEE, answer=CreatedOut, status=201, tag=TAG)
def save_column_set(request: ApiRequest, body: ColumnSetIn) -> CreatedOut:
    """Save columns under a name; the same name again is replaced."""
    set_id = operations.save_column_set(request.actor, name=body.name, people=body.clinician_ids, rooms=body.room_ids)
    return CreatedOut(id=set_id)


@endpoint(
    router, "DELETE", "/column-sets/{uuid:set_id}", requires=Permission.CALENDAR_SEE, answer=None, status=204, tag=TAG
)
def remove_column_set(request: ApiRequest, set_id: UUID) -> None:
    """Remove one of one's own sets."""
    operations.remove_column_set(request.actor, set_id=set_id)
