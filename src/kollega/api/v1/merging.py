"""Two cards of the same person: look at both, merge, undo."""

from datetime import datetime
from uuid import UUID

from ninja import Field, Router, Schema

from kollega.api.v1.endpoint import endpoint
from kollega.api.v1.frame import ApiRequest
from kollega.api.v1.shapes import CreatedOut
from kollega.clients.operations import merging
from kollega.clients.queries.merging import merge_preview, merged_cards
from kollega.kernel.permissions import Permission

router = Router()
TAG = "Clients"
ALL = "/clients/{uuid:client_id}/merges"


class MergeIn(Schema):
    other_client_id: UUID = Field(description="The card that goes behind this one")


class DifferenceOut(Schema):
    field: str
    kept: str
    other: str


class MergePreviewOut(Schema):
    differences: list[DifferenceOut]
    joining: list[str] = Field(description="Who takes part in the care of both from then on")
    information: list[str] = Field(description="Headings under which both cards have a text")
    numbers: bool = Field(description="Both cards have an identity number")
    other_responsible: str


class MergedOut(Schema):
    merge_id: UUID
    client_id: UUID
    at: datetime
    by: str


class MergeUndoneOut(Schema):
    id: UUID


@endpoint(router, "GET", ALL, requires=Permission.CLIENT_INFORMATION, answer=list[MergedOut], tag=TAG)
def read_merges(request: ApiRequest, client_id: UUID) -> list[dict[str, object]]:
    """The cards behind this one, the latest first."""
    return [
        {"merge_id": card.merge_id, "client_id": card.head.id, "at": card.at, "by": card.by}
        for card in merged_cards(request.actor, client_id=client_id)
    ]


@endpoint(
    router,
    "GET",
    "/clients/{uuid:client_id}/merges/preview/{uuid:other_client_id}",
    requires=Permission.CLIENT_INFORMATION,
    answer=MergePreviewOut,
    tag=TAG,
)
def preview_merge(request: ApiRequest, client_id: UUID, other_client_id: UUID) -> object:
    """Where the two cards differ, and who would take part in the care of both."""
    return merge_preview(request.actor, client_id=client_id, other_client_id=other_client_id)


@endpoint(router, "POST", ALL, requires=Permission.CLIENT_INFORMATION, answer=CreatedOut, status=201, tag=TAG)
def merge_clients(request: ApiRequest, client_id: UUID, body: MergeIn) -> CreatedOut:
    """Put the other card behind this one. Nothing is copied or moved; only who decides over both can do it."""
    made = merging.merge_clients(request.actor, client_id=client_id, other_client_id=body.other_client_id)
    return CreatedOut(id=made)


@endpoint(
    router,
    "DELETE",
    "/clients/{uuid:client_id}/merges/{uuid:merge_id}",
    requires=Permission.CLIENT_INFORMATION,
    answer=MergeUndoneOut,
    tag=TAG,
)
def undo_merge(request: ApiRequest, client_id: UUID, merge_id: UUID) -> MergeUndoneOut:
    """Make two cards of them again."""
    merging.undo_merge(request.actor, client_id=client_id, merge_id=merge_id)
    return MergeUndoneOut(id=merge_id)
