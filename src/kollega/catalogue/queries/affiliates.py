"""Affiliate links and who came by them (T13). They cross practices: a link is a person's."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Max

from kollega.catalogue.models import AffiliateLink, AffiliateSignUp, Seat


@dataclass(frozen=True, slots=True)
class OwnLink:
    """A person's link and how many signed up through it; `days` from the newest on, without who it was."""

    code: str
    made_at: datetime
    total: int
    days: tuple[tuple[date, int], ...]


def link_of(person_id: UUID, *, zone: ZoneInfo) -> OwnLink | None:
    """Return the person's link with its sign-ups by day of the zone, or None before they made one."""
    link = AffiliateLink.objects.filter(person_id=person_id).first()
    if link is None:
        return None
    moments = AffiliateSignUp.objects.filter(link=link).order_by("-at").values_list("at", flat=True)
    days: dict[date, int] = {}
    for moment in moments:
        day = moment.astimezone(zone).date()
        days[day] = days.get(day, 0) + 1
    return OwnLink(link.code, link.made_at, sum(days.values()), tuple(days.items()))


def is_code_of(code: str, person_id: UUID | None) -> bool:
    """Say whether this is the person's own code."""
    return person_id is not None and AffiliateLink.objects.filter(code=code, person_id=person_id).exists()


@dataclass(frozen=True, slots=True)
class LinkCount:
    """A link for the operator: whose, since when, how many and when the newest."""

    name: str
    code: str
    made_at: datetime
    total: int
    newest: datetime | None


def link_counts() -> list[LinkCount]:
    """Return all links, those with the most sign-ups first."""
    counted = AffiliateSignUp.objects.values_list("link_id").annotate(total=Count("id"), newest=Max("at"))
    known = {link_id: (total, newest) for link_id, total, newest in counted}
    rows = [
        LinkCount(link.person.name, link.code, link.made_at, *known.get(link.id, (0, None)))
        for link in AffiliateLink.objects.select_related("person")
    ]
    return sorted(rows, key=lambda row: (-row.total, row.name))


def first_trial(person_id: UUID | None, usual: timedelta) -> timedelta:
    """Return how long a person tries out a plan: the longer of the usual time and what the link they came by gives.

    A link gives it until they have had a seat of their own. In the person's scope.
    """
    if person_id is None:
        return usual
    came = AffiliateSignUp.objects.filter(person_id=person_id).first()
    if came is None or Seat.objects.filter(person_id=person_id, payer=None).exists():
        return usual
    return max(usual, timedelta(days=came.trial_days))
