"""Both sides of somebody's joining as they are now; inside the scope of practice and person."""

from datetime import datetime
from uuid import UUID

from kollega.catalogue.in_force import catalogue
from kollega.catalogue.operations.paying import seats_as_met
from kollega.catalogue.queries.plans import plan_of, practice_allowance
from kollega.catalogue.rules.allowances import is_enough
from kollega.catalogue.rules.offers import Offer
from kollega.catalogue.rules.paying import Trial
from kollega.catalogue.rules.plans import Entitlement
from kollega.practices.queries.teams import other_teams_of
from kollega.teams.rules.joining import Joining, PersonSide, TeamSide, joining


def joining_of(practice_id: UUID, person_id: UUID, *, plan_id: str, offer: Offer, at: datetime) -> Joining:
    """Return what would happen if this person joined at this moment: the page's preview and the acceptance.

    Refuses as `rules.joining.joining` does.
    """
    return joining(
        catalogue(),
        plan_id=plan_id,
        offer=offer,
        team=team_side(practice_id, at),
        person=person_side(practice_id, person_id),
        at=at,
    )


def team_side(practice_id: UUID, at: datetime) -> TeamSide:
    """Return the practice's plan and what it includes for members."""
    now = plan_of(practice_id, at)
    return TeamSide(
        plan=now.plan,
        trial=Trial(now.trial_ends_at, now.pays_after_trial),
        cycle=now.cycle,
        pays=is_enough(practice_allowance(practice_id, at, Entitlement.TEAM_BILLING)),
        has_assistants=is_enough(practice_allowance(practice_id, at, Entitlement.FREE_ASSISTANTS)),
    )


def person_side(practice_id: UUID, person_id: UUID) -> PersonSide:
    """Return the person's seats as the practice meets them, and whether they are in another team."""
    return PersonSide(
        seats=seats_as_met(practice_id, person_id).situation,
        in_another_team=bool(other_teams_of(person_id, but=practice_id)),
    )
