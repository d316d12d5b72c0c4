"""The practice of the token, its members, and who one is there."""

from datetime import date, datetime
from uuid import UUID

from ninja import Field, Router, Schema

from kollega.api.v1.endpoint import endpoint
from kollega.api.v1.frame import ApiRequest
from kollega.api.v1.shapes import CreatedOut
from kollega.kernel.permissions import Area, Permission, Role
from kollega.practices.operations.members import add_member, change_member, end_logins
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


class MeOut(Schema):
    person_id: UUID | None
    membership_id: UUID | None
    roles: list[str]
    areas: list[str]
    permissions: list[str]


class MemberOut(Schema):
    id: UUID
    display_name: str
    title: str
    roles: list[str]
    areas: list[str]


@endpoint(router, "GET", "/practice", requires=Permission.PRACTICE_SEE, answer=PracticeOut, tag="Practice")
def read_practice(request: ApiRequest) -> practices.PracticeFacts:
    """The practice that the token belongs to."""
    return practices.practice(request.actor)


@endpoint(router, "GET", "/me", requires=Permission.PRACTICE_SEE, answer=MeOut, tag="Practice")
def read_me(request: ApiRequest) -> MeOut:
    """Who the token stands for, with the rights it has at this moment."""
    actor = request.actor
    return MeOut(
        person_id=actor.person_id,
        membership_id=actor.membership_id,
        roles=sorted(actor.roles),
        areas=sorted(actor.areas),
        permissions=sorted(actor.permissions),
    )


@endpoint(router, "GET", "/members", requires=Permission.MEMBER_SEE, answer=list[MemberOut], tag="Practice")
def list_members(request: ApiRequest) -> list[practices.Member]:
    """All running members of the practice, by name."""
    return practices.members(request.actor)


class PracticeIn(Schema):
    name: str
    country: str
    zone: str
    currency: str
    language: str
    note_footer: str = ""


class RolesIn(Schema):
    """Ownership is neither given nor taken here; the owner's roles are sent with it."""

    roles: list[Role]
    areas: list[Area] = Field(default_factory=list, description="Counts for office staff only")
    title: str = ""


class NewMemberIn(RolesIn):
    email: str


class EndedOut(Schema):
    ended: int


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


@endpoint(router, "POST", "/members", requires=Permission.MEMBER_MANAGE, answer=CreatedOut, status=201, tag="Practice")
def create_member(request: ApiRequest, body: NewMemberIn) -> CreatedOut:
    """Make somebody who already has an account a member."""
    return CreatedOut(id=add_member(request.actor, **body.dict()))


@endpoint(
    router,
    "PUT",
    "/members/{uuid:membership_id}",
    requires=Permission.MEMBER_MANAGE,
    answer=CreatedOut,
    tag="Practice",
)
def edit_member(request: ApiRequest, membership_id: UUID, body: RolesIn) -> CreatedOut:
    """Give a member exactly these roles, areas and title."""
    change_member(request.actor, membership_id=membership_id, **body.dict())
    return CreatedOut(id=membership_id)


@endpoint(
    router,
    "POST",
    "/members/{uuid:membership_id}/logins/end",
    requires=Permission.MEMBER_MANAGE,
    answer=EndedOut,
    tag="Practice",
)
def end_member_logins(request: ApiRequest, membership_id: UUID) -> EndedOut:
    """End a member's login sessions everywhere, as after a lost phone."""
    return EndedOut(ended=end_logins(request.actor, membership_id=membership_id))


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
