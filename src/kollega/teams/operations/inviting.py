"""Inviting people to a team, and everything an administrator does with a pending invitation (I1, I2)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.catalogue.in_force import catalogue
from kollega.catalogue.queries.plans import plan_of
from kollega.catalogue.rules.offers import Offer
from kollega.kernel.actor import Actor
from kollega.kernel.errors import N_, BadInput, NotFound
from kollega.kernel.ids import new_id
from kollega.kernel.permissions import Area, Permission, Role
from kollega.platform.limits import hit
from kollega.platform.operations import Action, operation
from kollega.platform.outbox import emit
from kollega.practices.errors import AlreadyMember
from kollega.practices.queries.profile import profile_of
from kollega.practices.queries.teams import member_addresses
from kollega.teams import limits
from kollega.teams.enums import InvitationEnd
from kollega.teams.errors import AlreadyInvited, InvitationOver, NobodyInvited
from kollega.teams.models import Invitation
from kollega.teams.operations.ending import end_invitation
from kollega.teams.operations.terms import Terms, checked_terms, hold_team, require_room
from kollega.teams.rules.batches import FAULT_WORDS, MOST_ADDRESSES, Finding, Written, cleaned, fault_of
from kollega.teams.rules.validity import expiry_of, is_over


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one address. `invitation_id` is set for a new invitation and for one that is pending already."""

    address: str
    finding: Finding
    invitation_id: UUID | None = None


@operation(requires=Permission.INVITATION_MANAGE)
def invite(
    actor: Actor,
    *,
    emails: Sequence[str],
    plan_id: str,
    offer: Offer,
    roles: Collection[Role],
    areas: Collection[Area] = (),
    title: str = "",
) -> list[Outcome]:
    """Invite each address once and return what became of each, in the order they were typed.

    Blanks and duplicates are dropped; a bad address, a member's and one with a pending invitation is reported without
    losing the others. Refuses with BadInput (no address, or too many), NobodyInvited when no address led to an
    invitation, NotATeam, LargeTeam, TooMany, and like `terms.checked_terms`.
    """
    batch = cleaned(emails)
    _require_size(batch)
    hold_team(actor)
    terms = checked_terms(actor, plan_id=plan_id, offer=offer, roles=roles, areas=areas)
    outcomes = _sorted_out(actor, batch)
    wanted = [outcome for outcome in outcomes if outcome.finding is Finding.INVITED]
    if not wanted:
        raise NobodyInvited(outcomes=tuple(outcomes), fields={"emails": NobodyInvited.message})
    require_room(actor, more=len(wanted))
    _count(actor, len(wanted))
    language = profile_of(actor).language
    made = {
        outcome.address: _store(actor, outcome.address, terms, title=title, language=language) for outcome in wanted
    }
    return [Outcome(o.address, o.finding, made.get(o.address, o.invitation_id)) for o in outcomes]


@operation(requires=Permission.INVITATION_MANAGE)
def resend(actor: Actor, *, invitation_id: UUID) -> UUID:
    """Send a new link for 30 days and let the old one die; return the new invitation's id.

    Refuses with NotFound, InvitationOver, TooMany, and when the practice's plan does not allow its terms any more.
    """
    return _replace(actor, invitation_id, InvitationEnd.RESENT, email=None)


@operation(requires=Permission.INVITATION_MANAGE)
def correct(actor: Actor, *, invitation_id: UUID, email: str) -> UUID:
    """Invite another address on the same terms in place of the wrong one; return the new invitation's id.

    Refuses like `resend`, and with BadInput for the address, AlreadyMember and AlreadyInvited.
    """
    return _replace(actor, invitation_id, InvitationEnd.CORRECTED, email=email)


@operation(requires=Permission.INVITATION_MANAGE)
def revoke(actor: Actor, *, invitation_id: UUID) -> None:
    """Let a pending invitation die. Refuses with NotFound and InvitationOver."""
    row = _pending(actor, invitation_id)
    end_invitation(actor, row, InvitationEnd.REVOKED)


def _require_size(batch: Sequence[Written]) -> None:
    if not batch:
        raise BadInput(fields={"emails": N_("Enter at least one e-mail address.")})
    if len(batch) > MOST_ADDRESSES:
        raise BadInput(fields={"emails": N_("Invite at most 50 addresses at a time.")})


def _sorted_out(actor: Actor, batch: Sequence[Written]) -> list[Outcome]:
    """Say for each address what hinders an invitation; one whose time is over makes room for a new one."""
    members = member_addresses(actor.practice_id)
    addresses = [written.address for written in batch]
    rows = Invitation.objects.select_for_update(of=("self",)).filter(
        practice_id=actor.practice_id, email__in=addresses, accepted_at=None, ended_at=None
    )
    waiting: dict[str, UUID] = {}
    for row in rows.order_by("id"):
        if is_over(row.expires_at, actor.at):
            end_invitation(actor, row, InvitationEnd.EXPIRED)
        else:
            waiting[row.email] = row.id
    return [_outcome(written, members, waiting) for written in batch]


def _outcome(written: Written, members: frozenset[str], waiting: dict[str, UUID]) -> Outcome:
    if written.fault is not None:
        return Outcome(written.typed, written.fault)
    if written.address in members:
        return Outcome(written.address, Finding.ALREADY_MEMBER)
    if written.address in waiting:
        return Outcome(written.address, Finding.ALREADY_INVITED, waiting[written.address])
    return Outcome(written.address, Finding.INVITED)


def _replace(actor: Actor, invitation_id: UUID, reason: InvitationEnd, *, email: str | None) -> UUID:
    hold_team(actor)
    row = _pending(actor, invitation_id)
    address = row.email if email is None else _other_address(actor, row, email)
    terms = checked_terms(
        actor,
        plan_id=catalogue().type_under(row.plan, plan_of(actor.practice_id, actor.at).plan).id,
        offer=Offer(row.offer),
        roles=[Role(role) for role in row.roles],
        areas=[Area(area) for area in row.areas],
    )
    _count(actor, 1)
    end_invitation(actor, row, reason)
    require_room(actor, more=1)
    return _store(actor, address, terms, title=row.title, language=row.language, replaces=row.id)


def _other_address(actor: Actor, row: Invitation, email: str) -> str:
    fault = fault_of(email)
    if fault is not None:
        raise BadInput(fields={"email": FAULT_WORDS[fault]})
    [written] = cleaned([email])
    if written.address == row.email:
        raise BadInput(fields={"email": N_("This is the address it went to. Send the invitation again instead.")})
    if written.address in member_addresses(actor.practice_id):
        raise AlreadyMember
    if Invitation.objects.filter(
        practice_id=actor.practice_id, email=written.address, accepted_at=None, ended_at=None
    ).exists():
        raise AlreadyInvited
    return written.address


def _pending(actor: Actor, invitation_id: UUID) -> Invitation:
    row = (
        Invitation.objects.select_for_update(of=("self",))
        .filter(practice_id=actor.practice_id, id=invitation_id)
        .first()
    )
    if row is None:
        raise NotFound
    if row.accepted_at is not None or row.ended_at is not None:
        raise InvitationOver
    return row


def _count(actor: Actor, number: int) -> None:
    for _ in range(number):
        hit(limits.SENT_BY_PERSON, actor.person_id)
        hit(limits.SENT_BY_PRACTICE, actor.practice_id)


def _store(
    actor: Actor, address: str, terms: Terms, *, title: str, language: str, replaces: UUID | None = None
) -> UUID:
    """Store the invitation without a token: the job that writes the mail makes it."""
    invitation_id = new_id()
    Invitation.objects.create(
        id=invitation_id,
        practice_id=actor.practice_id,
        email=address,
        roles=list(terms.roles),
        areas=list(terms.areas),
        title=title.strip()[:80],
        plan=terms.plan_id,
        offer=terms.offer,
        invited_by_id=actor.own_membership,
        language=language,
        sent_at=actor.at,
        expires_at=expiry_of(actor.at),
        replaces_id=replaces,
    )
    record(
        actor,
        Action.CREATE,
        "invitation",
        invitation_id,
        roles=list(terms.roles),
        areas=list(terms.areas),
        account_type=terms.plan_id,
        offer=terms.offer,
    )
    emit("teams.invited", practice_id=actor.practice_id, invitation_id=str(invitation_id))
    return invitation_id
