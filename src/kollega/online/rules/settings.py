"""What a booking page may be set to; values in, named faults out."""

import re
from dataclasses import dataclass, field
from uuid import UUID

from kollega.kernel.errors import N_
from kollega.online.enums import Takes

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
STEPS = (15, 20, 30, 60)
MOST_NOTICE = 60 * 24 * 30
MOST_DAYS = 365
MOST_HOURS = 24 * 14
LONGEST_POLICY = 8000
SLUG_WRONG = N_("Use 3 to 50 small letters, digits and hyphens.")
NOTICE_WRONG = N_("Enter a notice time of at most 30 days.")
DAYS_WRONG = N_("Enter a number of days from 1 to 365.")
STEP_WRONG = N_("Choose one of the steps.")
HOURS_WRONG = N_("Enter a number of hours from 0 to 336.")
NOWHERE = N_("Choose at least one place.")


@dataclass(frozen=True, slots=True)
class PageSettings:
    """What holds on a practice's page. Times in the units of their names; `direct` false means that visits are asked
    for and answered by the practice."""

    slug: str
    is_on: bool = False
    takes: Takes = Takes.EVERYONE
    direct: bool = True
    in_person: bool = True
    video: bool = True
    notice_minutes: int = 720
    ahead_days: int = 60
    step_minutes: int = 30
    change_hours: int = 24
    waiting_list: bool = False


@dataclass(frozen=True, slots=True)
class ClinicianSettings:
    """What one clinician offers; None for `takes` and `notice_minutes` follows the practice, no services means all."""

    slug: str
    is_on: bool = False
    takes: Takes | None = None
    in_person: bool = True
    video: bool = True
    notice_minutes: int | None = None
    service_ids: tuple[UUID, ...] = field(default=())


def page_faults(wanted: PageSettings) -> dict[str, str]:
    """Return what is wrong by field."""
    wrong = _slug_fault(wanted.slug)
    if not 0 <= wanted.notice_minutes <= MOST_NOTICE:
        wrong["notice_minutes"] = NOTICE_WRONG
    if not 1 <= wanted.ahead_days <= MOST_DAYS:
        wrong["ahead_days"] = DAYS_WRONG
    if wanted.step_minutes not in STEPS:
        wrong["step_minutes"] = STEP_WRONG
    if not 0 <= wanted.change_hours <= MOST_HOURS:
        wrong["change_hours"] = HOURS_WRONG
    if not (wanted.in_person or wanted.video):
        wrong["in_person"] = NOWHERE
    return wrong


def clinician_faults(wanted: ClinicianSettings) -> dict[str, str]:
    """The same for one clinician."""
    wrong = _slug_fault(wanted.slug)
    if wanted.notice_minutes is not None and not 0 <= wanted.notice_minutes <= MOST_NOTICE:
        wrong["notice_minutes"] = NOTICE_WRONG
    if not (wanted.in_person or wanted.video):
        wrong["in_person"] = NOWHERE
    return wrong


def _slug_fault(slug: str) -> dict[str, str]:
    fits = 3 <= len(slug) <= 50 and SLUG.fullmatch(slug)
    return {} if fits else {"slug": SLUG_WRONG}
