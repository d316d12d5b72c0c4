"""Asking to join by a link, and an administrator's answer (I7)."""

from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.catalogue.operations.following import hold_plan_of
from kollega.catalogue.rules.offers import Offer
from kollega.kernel.actor import Actor
from kollega.kernel.errors import Forbidden, NotFound
from kollega.kernel.ids import new_id
from kollega.kernel.permissions import Area, Permission, Role
from kollega.platform.limits import hit
from kollega.platform.operations import Action, operation
from kollega.platform.outbox import emit
from kollega.platform.tenancy import tenant
from kollega.practices.rules.tokens import digest
from kollega.teams import limits
from kollega.teams.enums import Answer
from kollega.teams.errors import LinkGone, RequestAnswered
from kollega.teams.models import JoinLink, JoinRequest
from kollega.teams.operations.admitting import Admission, admit, consider
from kollega.teams.operations.terms import hold_team, require_room
from kollega.teams.queries.holders import is_usable


@operation(requires=Permission.TEAM_JOIN)
def ask_to_join(actor: Actor, *, token: str) -> UUID:
    """Ask the administrators by a join link and return the request's id. It uses the link up by one.

    Refuses with LinkGone, AlreadyMember, AlreadyAsked, ExclusiveMembership, OfferOutdated and TooMany.
    """
    if actor.person_id is None:
        raise Forbidden
    hit(limits.JOIN_ASKED_BY_PERSON, actor.person_id)
    hold_plan_of(actor.practice_id)
    link = _locked_link(actor, token)
    consider(actor.practice_id, actor.person_id, _admission(link), actor)
    request_id = new_id()
    JoinRequest.objects.create(
        id=request_id,
        practice_id=actor.practice_id,
        link_id=link.id,
        person_id=actor.person_id,
        asked_at=actor.at,
    )
    record(actor, Action.CREATE, "join_request", request_id, join_link_id=link.id)
    emit("teams.join_asked", practice_id=actor.practice_id, join_request_id=str(request_id))
    return request_id


@operation(requires=Permission.INVITATION_MANAGE)
def approve(actor: Actor, *, join_request_id: UUID) -> UUID:
    """Let somebody in on the link's terms with a free seat, and return the membership's id.

    Refuses with NotFound, RequestAnswered, AlreadyMember, LargeTeam, ExclusiveMembership and OfferOutdated.
    """
    hold_team(actor)
    row = _open(actor, join_request_id)
    require_room(actor, more=1)
    admission = _admission(row.link)
    # Whoever asked lets their own seats be read; the administrator sees nothing of them.
    with tenant(actor.practice_id, row.person_id):
        joining = consider(actor.practice_id, row.person_id, admission, actor)
        membership_id = admit(actor, row.person_id, admission, joining)
    _answer(actor, row, Answer.ACCEPTED, membership_id)
    return membership_id


@operation(requires=Permission.INVITATION_MANAGE)
def decline(actor: Actor, *, join_request_id: UUID) -> None:
    """Say no; the person is told. Refuses with NotFound and RequestAnswered."""
    _answer(actor, _open(actor, join_request_id), Answer.DECLINED, None)


def _locked_link(actor: Actor, token: str) -> JoinLink:
    """Hold the link, so that uses are counted one after another."""
    link = (
        JoinLink.objects.select_for_update(of=("self",), no_key=True)
        .select_related("made_by")
        .filter(practice_id=actor.practice_id, digest=digest(token))
        .first()
    )
    if link is None or not is_usable(link, actor.at):
        raise LinkGone
    return link


def _open(actor: Actor, join_request_id: UUID) -> JoinRequest:
    row = (
        JoinRequest.objects.select_for_update(of=("self",))
        .select_related("link")
        .filter(practice_id=actor.practice_id, id=join_request_id)
        .first()
    )
    if row is None:
        raise NotFound
    if row.answered_at is not None:
        raise RequestAnswered
    return row


def _answer(actor: Actor, row: JoinRequest, answer: Answer, membership_id: UUID | None) -> None:
    JoinRequest.objects.filter(id=row.id).update(
        answered_at=actor.at, answer=answer, answered_by_id=actor.own_membership, membership_id=membership_id
    )
    record(actor, Action.CHANGE, "join_request", row.id, answer=answer)
    emit("teams.join_answered", practice_id=actor.practice_id, join_request_id=str(row.id))


def _admission(link: JoinLink) -> Admission:
    return Admission(
        plan_id=link.plan,
        offer=Offer.THEMSELVES,
        roles=[Role(role) for role in link.roles],
        areas=[Area(area) for area in link.areas],
    )
