"""The practice of the token, and one's own tokens."""

from datetime import date, datetime
from uuid import UUID

from ninja import Router, Schema

from kollega.api.v1.endpoint import endpoint
from kollega.api.v1.frame import ApiRequest
from kollega.api.v1.shapes import CreatedOut
from kollega.kernel.permissions import Permission
from kollega.practices.operations.settings import change_practice
from kollega.practices.operations.tokens import revoke_token
from kollega.practices.queries import practices
from kollega.practices.queries.tokens import TokenRow, own_tokens

router = Router()


class PracticeOut(Schema):
    id: UUID
    slug: str
    name: str
    country: str
    zone: str
    currency: str
    language: str


@endpoint(router, "GET", "/practice", requires=Permission.PRACTICE_SEE, answer=PracticeOut, tag="Practice")
def read_practice(request: ApiRequest) -> practices.PracticeFacts:
    """The practice that the token belongs to."""
    return practices.practice(request.actor)


class PracticeIn(Schema):
    name: str
    country: str
    zone: str
    currency: str
    language: str


class TokenOut(Schema):
    id: UUID
    name: str
    scopes: list[str]
    created_at: datetime
    expires_at: datetime
    last_used_on: date | None


@endpoint(router, "PUT", "/practice", requires=Permission.PRACTICE_MANAGE, answer=PracticeOut, tag="Practice")
def edit_practice(request: ApiRequest, body: PracticeIn) -> practices.PracticeFacts:
    """Change the practice's facts as a whole."""
    change_practice(request.actor, **body.dict())
    return practices.practice(request.actor)


@endpoint(router, "GET", "/tokens", requires=Permission.TOKEN_MANAGE, answer=list[TokenOut], tag="Practice")
def list_tokens(request: ApiRequest) -> list[TokenRow]:
    """One's own running tokens. New ones are made on the page, by a person."""
    return own_tokens(request.actor)


@endpoint(
    router,
    "DELETE",
    "/tokens/{uuid:token_id}",
    requires=Permission.TOKEN_MANAGE,
    answer=CreatedOut,
    tag="Practice",
)
def end_token(request: ApiRequest, token_id: UUID) -> CreatedOut:
    """End one of one's own tokens at once."""
    revoke_token(request.actor, token_id=token_id)
    return CreatedOut(id=token_id)
