"""The block that stands beside every step: what is chosen so far, and which step of how many this is."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kollega.online.queries.drafts import DraftView
from kollega.scheduling.enums import Place
from kollega.scheduling.queries.offers import ServiceRow
from kollega.web.online.day_words import clock_words, moment_words
from kollega.web.online.path import ANYONE, STEP_WORDS, Path


@dataclass(frozen=True, slots=True)
class Fact:
    """One line; `url` leads to the step where it is changed."""

    label: str
    value: str
    url: str = ""


def place_words(place: Place) -> str:
    return _("Video call") if place is Place.VIDEO else _("At the practice")


def length_words(service: ServiceRow) -> str:
    return ngettext("%(count)s minute", "%(count)s minutes", service.minutes) % {"count": service.minutes}


def step_context(path: Path, step: str, *, zone: ZoneInfo, draft: DraftView | None = None) -> dict[str, Any]:
    """What every step's template needs."""
    steps = path.steps()
    number = steps.index(step) + 1 if step in steps else len(steps)
    return {
        "path": path,
        "practice_name": path.page.practice_name,
        "step": step,
        "heading": heading_of(step),
        "step_words": _("Step %(number)s of %(count)s") % {"number": number, "count": len(steps)},
        "facts": facts_of(path, zone, draft),
        "back_url": path.before(step),
    }


def heading_of(step: str) -> str | Promise:
    return STEP_WORDS[step]


def facts_of(path: Path, zone: ZoneInfo, draft: DraftView | None) -> list[Fact]:
    facts: list[Fact] = []
    if path.service:
        words = f"{path.service.name}, {length_words(path.service)}"
        facts.append(Fact(_("Service"), words, path.url("service")))
    clinician = path.page.clinician(draft.clinician_id) if draft else path.clinician
    if clinician:
        facts.append(Fact(_("With"), clinician.name, path.url("who") if "who" in path.steps() else ""))
    elif path.who == ANYONE:
        facts.append(Fact(_("With"), _("First available"), path.url("who")))
    place = draft.place if draft else path.place or (path.places[0] if len(path.places) == 1 else None)
    if place:
        facts.append(Fact(_("Where"), place_words(place), path.url("place") if "place" in path.steps() else ""))
    if draft:
        facts.append(Fact(_("When"), moment_words(draft.starts_at, zone), path.url("time")))
    return facts


@dataclass(frozen=True, slots=True)
class HoldView:
    """Until when the time is kept. `seconds` is what is left, for the page's script."""

    is_held: bool
    until: str
    seconds: int
    may_prolong: bool


def hold_view(draft: DraftView, now: datetime, zone: ZoneInfo) -> HoldView:
    seconds = int((draft.held_until - now).total_seconds())
    return HoldView(
        is_held=draft.is_held,
        until=clock_words(draft.held_until, zone),
        seconds=max(0, seconds),
        may_prolong=draft.is_held and not draft.prolonged,
    )
