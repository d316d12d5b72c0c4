"""The history of seats and plans in plain sentences."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kollega.catalogue.queries.plans import PlanDecision
from kollega.catalogue.queries.seats import HistoryRow
from kollega.catalogue.rules.seats import EndReason, SeatChange
from kollega.kernel.errors import N_
from kollega.web.plans.words import name_of


@dataclass(frozen=True, slots=True)
class HistoryLine:
    at: datetime
    words: str
    by: str


_ENDED: dict[str, str] = {
    EndReason.CANCELLED: N_("%(who)s cancelled the plan %(plan)s."),
    EndReason.TAKEN_OVER: N_("The own plan %(plan)s of %(who)s ended, because the practice pays now."),
    EndReason.LEFT: N_("The seat of %(who)s (%(plan)s) ended: they left the practice."),
    EndReason.REMOVED: N_("The seat of %(who)s (%(plan)s) ended: they were removed from the practice."),
    EndReason.NOT_PAID_FOR: N_("The practice stopped paying for %(who)s. The seat (%(plan)s) ended at once."),
    EndReason.REPLACED: N_("The seat of %(who)s (%(plan)s) was replaced by another one."),
}
_OWN_ENDED: dict[str, str] = {
    EndReason.CANCELLED: N_("You cancelled %(plan)s."),
    EndReason.TAKEN_OVER: N_("%(plan)s ended, because a practice pays for you now."),
    EndReason.NOT_PAID_FOR: N_("The practice stopped paying for you. %(plan)s ended at once."),
}


def practice_lines(
    practice_id: UUID, history: tuple[HistoryRow, ...], decisions: tuple[PlanDecision, ...], names: Mapping[UUID, str]
) -> list[HistoryLine]:
    """Return what happened to a practice's plan and seats, newest first."""
    seats = [HistoryLine(row.entry.at, _seat_words(practice_id, row, names), _by(row.by, names)) for row in history]
    plans = [
        HistoryLine(row.decided_at, _plan_words(row), names.get(row.by, "") if row.by else "") for row in decisions
    ]
    return sorted([*plans, *seats], key=lambda line: line.at, reverse=True)


def own_lines(history: list[HistoryRow]) -> list[HistoryLine]:
    """Return what happened to the seats of a person, for themselves, newest first."""
    return [HistoryLine(row.entry.at, _own_words(row), "") for row in history]


def _by(person_id: UUID | None, names: Mapping[UUID, str]) -> str:
    return names.get(person_id, "") if person_id else ""


def _seat_words(practice_id: UUID, row: HistoryRow, names: Mapping[UUID, str]) -> str:
    slots = _slots(row) | {"who": names.get(row.person_id, _("A former member"))}
    change, entry = row.entry.change, row.entry
    if change is SeatChange.ENDED:
        return _(_ENDED.get(entry.reason, _ENDED[EndReason.REPLACED])) % slots
    if change is SeatChange.PAYER_CHANGED and entry.payer_id != practice_id:
        return _("The practice stopped paying for %(who)s. They keep %(plan)s until the trial ends on %(day)s.") % slots
    if change is SeatChange.CYCLE_CHANGED:
        return _("The seat of %(who)s (%(plan)s) is paid in another cycle.") % slots
    if entry.trial_ends_at is not None and entry.pays_after_trial:
        return _("The practice pays for %(who)s (%(plan)s) when the trial ends on %(day)s.") % slots
    if entry.trial_ends_at is not None:
        return _("%(who)s tries out %(plan)s until %(day)s.") % slots
    if change is SeatChange.TYPE_CHANGED:
        return _("The seat of %(who)s is %(plan)s now.") % slots
    return _("%(who)s got a seat of the practice: %(plan)s.") % slots


def _own_words(row: HistoryRow) -> str:
    slots, entry = _slots(row), row.entry
    if entry.change is SeatChange.ENDED:
        return _(_OWN_ENDED.get(entry.reason, N_("%(plan)s ended."))) % slots
    if entry.change is SeatChange.PAYER_CHANGED and entry.payer_id is None:
        return _("The practice stopped paying for you. You keep %(plan)s until the trial ends on %(day)s.") % slots
    if entry.payer_id is not None:
        return _("A practice gives you %(plan)s.") % slots
    if entry.trial_ends_at is not None and entry.pays_after_trial:
        return _("You keep %(plan)s when the trial ends on %(day)s.") % slots
    if entry.trial_ends_at is not None:
        return _("You try out %(plan)s until %(day)s.") % slots
    return _("You have %(plan)s and pay for it yourself.") % slots


def _plan_words(row: PlanDecision) -> str:
    slots = {"plan": name_of(row.plan_id), "day": day_words(row.trial_ends_at)}
    if row.trial_ends_at is not None and row.pays_after_trial:
        return _("The practice keeps the plan %(plan)s when the trial ends on %(day)s.") % slots
    if row.trial_ends_at is not None:
        return _("The practice tries out the plan %(plan)s until %(day)s.") % slots
    return _("The practice has the plan %(plan)s.") % slots


def _slots(row: HistoryRow) -> dict[str, Any]:
    return {"plan": name_of(row.entry.plan_id), "day": day_words(row.entry.trial_ends_at)}


def day_words(moment: datetime | None) -> str:
    """Return a day in the current zone and language, empty for none."""
    return date_format(timezone.localtime(moment).date(), "DATE_FORMAT") if moment else ""
