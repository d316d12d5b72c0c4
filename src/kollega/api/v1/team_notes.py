"""Colleagues' signed notes, for those whom the team's settings let read them (T11)."""

from datetime import date, datetime
from uuid import UUID

from ninja import Field, Router, Schema

from kollega.api.v1.endpoint import endpoint
from kollega.api.v1.frame import ApiRequest
from kollega.api.v1.notes import AddendumOut, SectionOut, SignatureOut
from kollega.clients.queries.access import ViewedClient
from kollega.journal.queries import team_notes
from kollega.kernel.permissions import Permission

router = Router()
TAG = "Record"


class ViewedClientOut(Schema):
    """Name and birth date alone: what tells clients apart."""

    id: UUID
    name: str
    born_on: date | None

    @staticmethod
    def resolve_name(client: ViewedClient) -> str:
        return client.name.full


class TeamNoteRowOut(Schema):
    id: UUID
    client: ViewedClientOut
    author_name: str
    template_name: str
    occurred_at: datetime


class TeamNotesOut(Schema):
    rows: list[TeamNoteRowOut]
    before: str | None = Field(description="Give it back as `before` for older notes; null at the end")


class ViewedNoteOut(TeamNoteRowOut):
    content: list[SectionOut] | None
    signature: SignatureOut | None
    addenda: list[AddendumOut]
    is_unchanged: bool = Field(description="Whether the signature still holds")


@endpoint(router, "GET", "/team-notes", requires=Permission.NOTE_VIEW_TEAM, answer=TeamNotesOut, tag=TAG)
def list_team_notes(
    request: ApiRequest, author_id: UUID | None = None, client_id: UUID | None = None, before: str | None = None
) -> team_notes.TeamNotes:
    """Colleagues' signed notes, newest first, without their text. Logged."""
    return team_notes.team_notes(request.actor, author_id=author_id, client_id=client_id, before=before)


@endpoint(
    router,
    "GET",
    "/team-notes/{uuid:note_id}",
    requires=Permission.NOTE_VIEW_TEAM,
    answer=ViewedNoteOut,
    tag=TAG,
)
def read_team_note(request: ApiRequest, note_id: UUID) -> team_notes.ViewedNote:
    """One signed note of a colleague. Opening it is logged."""
    return team_notes.team_note(request.actor, note_id=note_id)
