"""How many more visits a clinician's plan allows, month by month. Undecorated: for use inside a query or operation."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from uuid import UUID

from kollega.catalogue.in_force import catalogue
from kollega.catalogue.queries.plans import personal_allowance
from kollega.catalogue.rules.plans import Allowance, Entitlement
from kollega.kernel.actor import Actor
from kollega.practices.queries.columns import calendar_members
from kollega.scheduling.queries.months import visits_in
from kollega.scheduling.rules.months import Month, month_of

LIMIT = Entitlement.APPOINTMENTS_A_MONTH


def allowed_to(actor: Actor, clinician_id: UUID) -> Allowance:
    """Return how many visits a month the clinician's plan allows; None is without limit, and asks nothing."""
    if not catalogue().limits(LIMIT):
        return None
    members = calendar_members(actor.practice_id)
    person_id = next((one.person_id for one in members if one.id == clinician_id), None)
    return None if person_id is None else personal_allowance(actor.practice_id, person_id, actor.at, LIMIT)


def visits_left(
    actor: Actor, clinician_id: UUID, first: date, last: date, ignoring: Collection[UUID] = ()
) -> dict[Month, int] | None:
    """Return for each local month that the days touch how many more visits fit; None when the plan sets no limit."""
    allowed = allowed_to(actor, clinician_id)
    if allowed is None:
        return None
    return {
        month: max(
            0, int(allowed) - visits_in(actor, month).filter(clinician_id=clinician_id).exclude(id__in=ignoring).count()
        )
        for month in months_between(actor, first, last)
    }


def months_between(actor: Actor, first: date, last: date) -> list[Month]:
    """Return the local months from the first day's to the last day's."""
    found = [month_of(datetime.combine(first, time(12), tzinfo=actor.timezone), actor.timezone)]
    end = datetime.combine(last, time(12), tzinfo=actor.timezone)
    while found[-1].ends_at <= end:
        found.append(month_of(found[-1].ends_at + timedelta(hours=12), actor.timezone))
    return found
