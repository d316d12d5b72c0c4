"""Invitations, join links and requests to join. Accepting is a person's own step and has a page only."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from ninja import Field, Router, Schema

from kollega.api.v1.endpoint import endpoint
from kollega.api.v1.frame import ApiRequest
from kollega.api.v1.shapes import CreatedOut
from kollega.catalogue.rules.offers import Offer
from kollega.kernel.permissions import Area, Permission, Role
from kollega.teams.operations import inviting, linking, requesting
from kollega.teams.queries import invitations
from kollega.teams.rules.batches import Finding
from kollega.teams.rules.validity import MOST_LINK_DAYS, MOST_LINK_USES

router = Router()
TAG = "Invitations"
RIGHT = Permission.INVITATION_MANAGE
MOST_TYPED = 200


class TermsIn(Schema):
    account_type: str = Field(description="Id of an account type that the practice's plan has")
    roles: list[Role]
    areas: list[Area] = Field(default_factory=list, description="Counts for office staff only")


class BatchIn(TermsIn):
    emails: list[str] = Field(max_length=MOST_TYPED, description="At most 50 different addresses")
    offer: Offer = Field(default=Offer.THEMSELVES, description="Who pays; decided for good when somebody accepts")
    title: str = Field(default="", max_length=80)


class OutcomeOut(Schema):
    address: str
    finding: Finding
    invitation_id: UUID | None


class InvitationOut(Schema):
    """`days_left` counts the begun day; 0 means that it can only be sent again."""

    id: UUID
    email: str
    roles: list[str]
    areas: list[str]
    title: str
    account_type: str = Field(alias="plan_id")
    offer: Offer
    invited_by: str
    sent_at: datetime
    expires_at: datetime
    days_left: int


class AddressIn(Schema):
    email: str


class LinkIn(TermsIn):
    most_uses: int = Field(description=f"1 to {MOST_LINK_USES}")
    days: int = Field(description=f"1 to {MOST_LINK_DAYS}")


class LinkMadeOut(Schema):
    """The address is in this answer only."""

    address: str


class LinkOut(Schema):
    id: UUID
    roles: list[str]
    areas: list[str]
    account_type: str = Field(alias="plan_id")
    made_by: str
    used: int
    most_uses: int
    expires_at: datetime


class RequestOut(Schema):
    id: UUID
    name: str
    email: str
    roles: list[str]
    areas: list[str]
    account_type: str = Field(alias="plan_id")
    asked_at: datetime


@endpoint(router, "GET", "/invitations", requires=RIGHT, answer=list[InvitationOut], tag=TAG)
def list_invitations(request: ApiRequest) -> Any:
    """The pending invitations, newest first. No link is among it: links are in the mails only."""
    return invitations.pending_invitations(request.actor)


@endpoint(router, "POST", "/invitations", requires=RIGHT, answer=list[OutcomeOut], status=201, tag=TAG)
def invite(request: ApiRequest, body: BatchIn) -> Any:
    """Invite addresses to one account type, offer and set of roles.

    Says for each address what became of it; refused as a whole (422) when none led to an invitation.
    """
    return inviting.invite(
        request.actor,
        emails=body.emails,
        plan_id=body.account_type,
        offer=body.offer,
        roles=body.roles,
        areas=body.areas,
        title=body.title,
    )


@endpoint(
    router,
    "POST",
    "/invitations/{uuid:invitation_id}/resend",
    requires=RIGHT,
    answer=CreatedOut,
    status=201,
    tag=TAG,
)
def resend_invitation(request: ApiRequest, invitation_id: UUID) -> CreatedOut:
    """Send a new link for 30 days; the old one dies. Answers the id of the new invitation."""
    return CreatedOut(id=inviting.resend(request.actor, invitation_id=invitation_id))


@endpoint(
    router,
    "POST",
    "/invitations/{uuid:invitation_id}/correct",
    requires=RIGHT,
    answer=CreatedOut,
    status=201,
    tag=TAG,
)
def correct_invitation(request: ApiRequest, invitation_id: UUID, body: AddressIn) -> CreatedOut:
    """Invite another address in place of the wrong one. Answers the id of the new invitation."""
    return CreatedOut(id=inviting.correct(request.actor, invitation_id=invitation_id, email=body.email))


@endpoint(router, "DELETE", "/invitations/{uuid:invitation_id}", requires=RIGHT, answer=CreatedOut, tag=TAG)
def revoke_invitation(request: ApiRequest, invitation_id: UUID) -> CreatedOut:
    """Withdraw a pending invitation."""
    inviting.revoke(request.actor, invitation_id=invitation_id)
    return CreatedOut(id=invitation_id)


@endpoint(router, "GET", "/join-links", requires=RIGHT, answer=list[LinkOut], tag=TAG)
def list_join_links(request: ApiRequest) -> Any:
    """The join links that run, newest first, without their addresses."""
    return invitations.running_join_links(request.actor)


@endpoint(router, "POST", "/join-links", requires=RIGHT, answer=LinkMadeOut, status=201, tag=TAG)
def create_join_link(request: ApiRequest, body: LinkIn) -> LinkMadeOut:
    """Make a link for a free account type; whoever uses it waits for an administrator."""
    token = linking.create_join_link(
        request.actor,
        plan_id=body.account_type,
        roles=body.roles,
        areas=body.areas,
        most_uses=body.most_uses,
        days=body.days,
    )
    return LinkMadeOut(address=f"{settings.PUBLIC_URL}{reverse('invitations:join', args=[token])}")


@endpoint(router, "DELETE", "/join-links/{uuid:join_link_id}", requires=RIGHT, answer=CreatedOut, tag=TAG)
def end_join_link(request: ApiRequest, join_link_id: UUID) -> CreatedOut:
    """Let a join link die; requests that wait stay."""
    linking.end_link(request.actor, join_link_id=join_link_id)
    return CreatedOut(id=join_link_id)


@endpoint(router, "GET", "/join-requests", requires=RIGHT, answer=list[RequestOut], tag=TAG)
def list_join_requests(request: ApiRequest) -> Any:
    """Those who asked to join by a link and wait for an answer, oldest first."""
    return invitations.waiting_requests(request.actor)


@endpoint(
    router,
    "POST",
    "/join-requests/{uuid:join_request_id}/approve",
    requires=RIGHT,
    answer=CreatedOut,
    status=201,
    tag=TAG,
)
def approve_join_request(request: ApiRequest, join_request_id: UUID) -> CreatedOut:
    """Let somebody in on the link's terms. Answers the id of the new member."""
    return CreatedOut(id=requesting.approve(request.actor, join_request_id=join_request_id))


@endpoint(
    router,
    "POST",
    "/join-requests/{uuid:join_request_id}/decline",
    requires=RIGHT,
    answer=CreatedOut,
    tag=TAG,
)
def decline_join_request(request: ApiRequest, join_request_id: UUID) -> CreatedOut:
    """Say no; the person is told."""
    requesting.decline(request.actor, join_request_id=join_request_id)
    return CreatedOut(id=join_request_id)
