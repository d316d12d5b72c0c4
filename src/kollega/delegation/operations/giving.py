"""Letting somebody use one's calendar (B8, AZ-10): a colleague at once, a person of another practice by mail."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from kollega.accounts.rules.addresses import is_address, normalised
from kollega.audit.operations.recording import record
from kollega.catalogue.operations.enforcing import require_included
from kollega.catalogue.rules.plans import Entitlement
from kollega.delegation.errors import OwnCalendar
from kollega.delegation.limits import OFFERED_BY_PERSON
from kollega.delegation.models import Grant
from kollega.delegation.rules.terms import Terms, checked_terms
from kollega.kernel.actor import Actor
from kollega.kernel.errors import N_, BadInput
from kollega.kernel.grants import Deed
from kollega.kernel.ids import new_id
from kollega.kernel.permissions import ClientFields, Permission
from kollega.platform.limits import hit
from kollega.platform.operations import Action, operation
from kollega.platform.outbox import emit
from kollega.practices.operations.governing import lock_member
from kollega.practices.queries.profile import profile_of
from kollega.practices.queries.teams import member_addresses


@operation(requires=Permission.DELEGATION_GIVE)
def give_to_member(
    actor: Actor,
    *,
    membership_id: UUID,
    deeds: Collection[Deed],
    fields: ClientFields,
    reason: str,
    ends_at: datetime,
    starts_at: datetime | None = None,
) -> UUID:
    """Let a member of the practice use the actor's own calendar, and return the grant's id.

    Refuses with NotFound for anybody else, OwnCalendar, BadInput, and NotInPlan when the plan has no delegation.
    """
    require_included(actor, Entitlement.DELEGATION)
    terms = checked_terms(deeds=deeds, fields=fields, reason=reason, starts_at=starts_at, ends_at=ends_at, now=actor.at)
    if membership_id == actor.own_membership:
        raise OwnCalendar
    delegate = lock_member(actor, membership_id)
    grant_id = _store(actor, terms, delegate_id=delegate.id)
    emit("delegation.given", practice_id=actor.practice_id, grant_id=str(grant_id))
    return grant_id


@operation(requires=Permission.DELEGATION_GIVE)
def offer_by_mail(
    actor: Actor,
    *,
    email: str,
    deeds: Collection[Deed],
    fields: ClientFields,
    reason: str,
    ends_at: datetime,
    starts_at: datetime | None = None,
) -> UUID:
    """Offer a person of another practice the use of the actor's own calendar by mail; return the grant's id.

    It begins to count when they accept. Refuses like `give_to_member`, and with TooMany.
    """
    require_included(actor, Entitlement.DELEGATION)
    terms = checked_terms(deeds=deeds, fields=fields, reason=reason, starts_at=starts_at, ends_at=ends_at, now=actor.at)
    address = normalised(email)
    if not is_address(address):
        raise BadInput(fields={"email": N_("Enter an e-mail address, like name@example.org.")})
    if address in member_addresses(actor.practice_id):
        raise BadInput(fields={"email": N_("This person works here: choose them from the list.")})
    hit(OFFERED_BY_PERSON, actor.practice_id, actor.person_id)
    grant_id = _store(actor, terms, email=address)
    emit("delegation.offered", practice_id=actor.practice_id, grant_id=str(grant_id))
    return grant_id


def _store(actor: Actor, terms: Terms, *, delegate_id: UUID | None = None, email: str = "") -> UUID:
    grant_id = new_id()
    Grant.objects.create(
        id=grant_id,
        practice_id=actor.practice_id,
        owner_id=actor.own_membership,
        delegate_id=delegate_id,
        email=email,
        language=profile_of(actor).language if email else "",
        deeds=list(terms.deeds),
        fields=terms.fields,
        reason=terms.reason,
        starts_at=terms.starts_at,
        ends_at=terms.ends_at,
        made_at=actor.at,
        accepted_at=actor.at if delegate_id else None,
    )
    record(
        actor,
        Action.GRANT,
        "calendar_grant",
        grant_id,
        to=str(delegate_id or "by mail"),
        deeds=list(terms.deeds),
        fields=terms.fields,
        from_=terms.starts_at.isoformat(),
        until=terms.ends_at.isoformat(),
    )
    return grant_id
