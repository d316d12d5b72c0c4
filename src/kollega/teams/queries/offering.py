"""What this practice can offer to whom it invites: account types, who may pay, areas, and whether there is room."""

from dataclasses import dataclass

from kollega.catalogue.in_force import catalogue
from kollega.catalogue.queries.plans import ContractTerms, plan_of, practice_allowance
from kollega.catalogue.rules.allowances import is_enough
from kollega.catalogue.rules.offers import Offer
from kollega.catalogue.rules.plans import Cycle, Entitlement, Plan
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission
from kollega.platform.operations import query
from kollega.practices.queries.teams import is_team, member_count
from kollega.teams.models import Invitation


@dataclass(frozen=True, slots=True)
class Contact:
    """The operator's person for a practice under a contract."""

    name: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class Offering:
    """`offers` is empty where nothing is ever paid. `is_full`: from `limit` people on teams ask the operator (T12)."""

    is_team: bool
    types: tuple[Plan, ...]
    free_types: tuple[Plan, ...]
    offers: tuple[Offer, ...]
    has_areas: bool
    cycle: Cycle
    is_full: bool
    limit: int | None
    contact: Contact | None


@query(requires=Permission.INVITATION_MANAGE)
def offering(actor: Actor) -> Offering:
    """Return what may stand in an invitation now."""
    known, now = catalogue(), plan_of(actor.practice_id, actor.at)
    assistants = _includes(actor, Entitlement.FREE_ASSISTANTS)
    types = [plan for plan in account_types(now.plan) if assistants or plan.id != known.assistant_seat]
    pays = known.billing and any(plan.is_paid for plan in types)
    paying: tuple[Offer, ...] = ()
    if pays and _includes(actor, Entitlement.TEAM_BILLING):
        paying = (Offer.NOW, Offer.AFTER_TRIAL) if known.has_trials_of_persons else (Offer.NOW,)
    return Offering(
        is_team=is_team(actor.practice_id),
        types=tuple(types),
        free_types=tuple(plan for plan in types if plan in known.free_types()),
        offers=(*paying, Offer.THEMSELVES) if pays else (),
        has_areas=_includes(actor, Entitlement.STAFF_AREAS),
        cycle=now.cycle,
        is_full=not has_room(actor, more=1),
        limit=known.large_team_from,
        contact=_contact(now.contract),
    )


def account_types(practice_plan: Plan) -> list[Plan]:
    """Return what members of a practice on this plan may be, each once, clinicians' types first."""
    known = catalogue()
    types = [*known.clinician_types_of(practice_plan), *known.free_types()]
    return list({plan.id: plan for plan in types}.values())


def has_room(actor: Actor, *, more: int) -> bool:
    """Say whether so many people can join without the operator's help; a contract sets no limit (T12)."""
    limit = catalogue().large_team_from
    if limit is None or plan_of(actor.practice_id, actor.at).contract is not None:
        return True
    waiting = Invitation.objects.filter(
        practice_id=actor.practice_id, accepted_at=None, ended_at=None, expires_at__gt=actor.at
    )
    return member_count(actor.practice_id) + waiting.count() + more <= limit


def _includes(actor: Actor, entitlement: Entitlement) -> bool:
    return is_enough(practice_allowance(actor.practice_id, actor.at, entitlement))


def _contact(contract: ContractTerms | None) -> Contact | None:
    return Contact(contract.contact_name, contract.contact_email, contract.contact_phone) if contract else None
