"""The practice of the token, its members, and who one is there."""

from uuid import UUID

from ninja import Router, Schema

from kollega.api.v1.endpoint import endpoint
from kollega.api.v1.frame import ApiRequest
from kollega.kernel.permissions import Permission
from kollega.practices.queries import practices

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
