"""Snippets: pieces of text for notes, found by a word (N6)."""

from uuid import UUID

from ninja import Field, Router, Schema

from kollega.api.v1.endpoint import endpoint
from kollega.api.v1.frame import ApiRequest
from kollega.api.v1.shapes import CreatedOut
from kollega.journal.operations import snippets as operations
from kollega.journal.queries import snippets as queries
from kollega.kernel.permissions import Permission

router = Router()
TAG = "Record"


class SnippetOut(Schema):
    id: UUID
    word: str
    text: str = Field(description="{client} and {date} stand for the client's name and today's date")
    is_mine: bool
    may_edit: bool


class SnippetIn(Schema):
    word: str
    text: str


@endpoint(router, "GET", "/snippets", requires=Permission.TEMPLATE_USE, answer=list[SnippetOut], tag=TAG)
def list_snippets(request: ApiRequest) -> list[queries.SnippetRow]:
    """One's own snippets and the team's."""
    return queries.snippets(request.actor)


@endpoint(router, "POST", "/snippets", requires=Permission.TEMPLATE_USE, answer=CreatedOut, status=201, tag=TAG)
def create_snippet(request: ApiRequest, body: SnippetIn) -> CreatedOut:
    """Make an own snippet."""
    return CreatedOut(id=operations.create_snippet(request.actor, word=body.word, text=body.text))


@endpoint(router, "PUT", "/snippets/{uuid:snippet_id}", requires=Permission.TEMPLATE_USE, answer=CreatedOut, tag=TAG)
def change_snippet(request: ApiRequest, snippet_id: UUID, body: SnippetIn) -> CreatedOut:
    """Change it; of the team's one gets an own copy without the right to change that. Answers with the changed one."""
    changed = operations.change_snippet(request.actor, snippet_id=snippet_id, word=body.word, text=body.text)
    return CreatedOut(id=changed)


@endpoint(
    router,
    "POST",
    "/snippets/{uuid:snippet_id}/to-team",
    requires=Permission.TEMPLATE_MANAGE_TEAM,
    answer=None,
    status=204,
    tag=TAG,
)
def give_snippet_to_team(request: ApiRequest, snippet_id: UUID) -> None:
    """Make an own snippet one of the team's."""
    operations.give_snippet_to_team(request.actor, snippet_id=snippet_id)


@endpoint(
    router,
    "DELETE",
    "/snippets/{uuid:snippet_id}",
    requires=Permission.TEMPLATE_USE,
    answer=None,
    status=204,
    tag=TAG,
)
def delete_snippet(request: ApiRequest, snippet_id: UUID) -> None:
    """Delete it; notes keep what was inserted."""
    operations.delete_snippet(request.actor, snippet_id=snippet_id)
