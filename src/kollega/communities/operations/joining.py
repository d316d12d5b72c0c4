"""Asking to join with a code, and the creator's answer (B6)."""

from uuid import UUID

from django.db import connection

from kollega.audit.operations.recording import record
from kollega.catalogue.operations.enforcing import require_included
from kollega.catalogue.rules.plans import Entitlement
from kollega.communities import limits
from kollega.communities.enums import RUNNING, State
from kollega.communities.errors import AlreadyPartner, AskAnswered, CodeGone
from kollega.communities.models import JoiningCode, Partner
from kollega.communities.operations.reaching import hold_partner
from kollega.communities.queries.elsewhere import acting_for
from kollega.communities.rules.codes import normalised
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.ids import new_id
from kollega.kernel.permissions import Area, Permission, Role, permissions_of
from kollega.platform.limits import hit
from kollega.platform.operations import Action, operation
from kollega.platform.outbox import emit
from kollega.platform.tenancy import tenant
from kollega.practices.models import Membership
from kollega.practices.rules.tokens import digest


@operation(requires=Permission.ROOM_MANAGE)
def ask_to_join(actor: Actor, *, code: str) -> UUID:
    """Ask the practice behind a code to let this one in, and return the community's id.

    Refuses with CodeGone, AlreadyPartner, NotInPlan and TooMany.
    """
    hit(limits.ASKED_BY_PRACTICE, actor.practice_id)
    require_included(actor, Entitlement.CALENDAR_COMMUNITY)
    code_id, community_id, creator_id = _behind(actor, code)
    rows = Partner.objects.filter(practice_id=actor.practice_id)
    if rows.filter(community_id=community_id, state__in=RUNNING).exists():
        raise AlreadyPartner
    if rows.filter(code_id=code_id).exists():
        raise CodeGone
    partner_id = new_id()
    Partner.objects.create(
        id=partner_id,
        practice_id=actor.practice_id,
        community_id=community_id,
        state=State.ASKED,
        code_id=code_id,
        asked_at=actor.at,
    )
    record(actor, Action.CREATE, "community_partner", partner_id, community_id=community_id)
    emit("communities.asked", practice_id=creator_id, partner_id=str(partner_id), community_id=str(community_id))
    return community_id


@operation(requires=Permission.ROOM_MANAGE)
def approve(actor: Actor, *, partner_id: UUID) -> UUID:
    """Let a practice in and return the community.

    Refuses with NotFound, AskAnswered, and NotInPlan where either's plan has no communities.
    """
    row = _asked(actor, partner_id)
    require_included(actor, Entitlement.CALENDAR_COMMUNITY)
    with tenant(row.practice_id):
        require_included(acting_for(actor, row.practice_id), Entitlement.CALENDAR_COMMUNITY)
    return _answer(actor, row, State.APPROVED)


@operation(requires=Permission.ROOM_MANAGE)
def decline(actor: Actor, *, partner_id: UUID) -> UUID:
    """Say no and return the community; the other practice is told. Refuses with NotFound and AskAnswered."""
    return _answer(actor, _asked(actor, partner_id), State.DECLINED)


@operation(requires=Permission.ROOM_MANAGE)
def take_back_ask(actor: Actor, *, community_id: UUID) -> None:
    """Take back what was asked and not answered yet. Refuses with NotFound."""
    rows = Partner.objects.filter(practice_id=actor.practice_id, community_id=community_id, state=State.ASKED)
    row = rows.select_for_update(of=("self",)).first()
    if row is None:
        raise NotFound
    Partner.objects.filter(id=row.id).update(state=State.LEFT, ended_at=actor.at)
    record(actor, Action.CHANGE, "community_partner", row.id, state=State.LEFT)


def _behind(actor: Actor, code: str) -> tuple[UUID, UUID, UUID]:
    """Return code, community and creator; CodeGone for anything that does not work (any more)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select code_id, community_id, creator_id from communities_code_of(%s)", [digest(normalised(code))]
        )
        found = cursor.fetchone()
    if found is None:
        raise CodeGone
    with tenant(found[2]):
        row = (
            JoiningCode.objects.select_for_update(of=("self",))
            .filter(id=found[0], revoked_at=None, expires_at__gt=actor.at, community__dissolved_at=None)
            .first()
        )
        if row is None or not _may_make(row.made_by):
            raise CodeGone
    return found[0], found[1], found[2]


def _may_make(membership_id: UUID) -> bool:
    """Say whether the maker of a code works there and has the right now; in the practice's scope."""
    maker = Membership.objects.filter(id=membership_id, ended_at=None).first()
    if maker is None:
        return False
    rights = permissions_of([Role(role) for role in maker.roles], [Area(area) for area in maker.areas])
    return Permission.ROOM_MANAGE in rights


def _asked(actor: Actor, partner_id: UUID) -> Partner:
    row = hold_partner(actor, partner_id)
    if row.state != State.ASKED:
        raise AskAnswered
    return row


def _answer(actor: Actor, row: Partner, state: State) -> UUID:
    stamp = {"since": actor.at} if state is State.APPROVED else {"ended_at": actor.at}
    Partner.objects.filter(id=row.id).update(state=state, **stamp)
    record(actor, Action.CHANGE, "community_partner", row.id, state=state, community_id=row.community_id)
    emit(
        "communities.answered", practice_id=row.practice_id, partner_id=str(row.id), community_id=str(row.community_id)
    )
    return row.community_id
