"""Who on the waiting list a free time suits (B13)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from kollega.kernel.errors import N_
from kollega.online.enums import PartOfDay
from kollega.online.rules.times import part_of

LONGEST_DAYS = 366
UNTIL_WRONG = N_("Choose a last day from today on, at most a year ahead.")
WEEKDAY_WRONG = N_("Choose days of the week.")


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody waits for. No weekdays or parts of the day means any; no clinician means any. 0 is Monday."""

    service_id: UUID
    clinician_id: UUID | None
    weekdays: tuple[int, ...]
    parts: tuple[PartOfDay, ...]
    until: date


def wish_faults(wish: Wish, today: date) -> dict[str, str]:
    wrong = {}
    if not 0 <= (wish.until - today).days <= LONGEST_DAYS:
        wrong["until"] = UNTIL_WRONG
    if not set(wish.weekdays) <= set(range(7)):
        wrong["weekdays"] = WEEKDAY_WRONG
    return wrong


def suits(wish: Wish, clinician_id: UUID, starts_at: datetime, zone: ZoneInfo) -> bool:
    """Whether the wish is for this clinician, day and part of the day."""
    day = starts_at.astimezone(zone).date()
    return (
        wish.clinician_id in (None, clinician_id)
        and day <= wish.until
        and (not wish.weekdays or day.weekday() in wish.weekdays)
        and (not wish.parts or part_of(starts_at, zone) in wish.parts)
    )
