"""Locking a recurrence with its dates, and keeping what an undo needs. Undecorated parts of operations.

The recurrence comes first, then its dates in order of their ids, then months and days: as every other change does.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from kollega.kernel.actor import Actor
from kollega.kernel.errors import Changed, NotFound
from kollega.scheduling.errors import NotRepeating
from kollega.scheduling.models import Appointment, Recurrence
from kollega.scheduling.operations.reaching import locked
from kollega.scheduling.operations.repeating import columns_of
from kollega.scheduling.queries.repeated import day_of, rule_of
from kollega.scheduling.rules.recurring import Rule


@dataclass(frozen=True, slots=True)
class Held:
    """A locked recurrence, the date that was taken hold of, and all its dates by their day."""

    recurrence: Recurrence
    anchor: Appointment
    dates: list[Appointment]

    @property
    def rule(self) -> Rule:
        return rule_of(self.recurrence)


def hold_repeats(actor: Actor, appointment_id: UUID, *, version: int | None) -> Held:
    """Lock the recurrence of an appointment that the actor may change. Refuses as `locked` does, and NotRepeating."""
    found = Appointment.objects.filter(practice_id=actor.practice_id, id=appointment_id, withdrawn_at=None)
    recurrence_id = found.values_list("recurrence_id", flat=True).first()
    if recurrence_id is None:
        # Whoever may not know of the appointment is not told whether it repeats.
        locked(actor, appointment_id, version=version)
        raise NotRepeating
    recurrence = hold_recurrence(actor, recurrence_id)
    dates = hold_dates_of(actor, recurrence)
    anchor = locked(actor, appointment_id, version=version)
    if anchor.recurrence_id != recurrence.id:
        raise Changed
    return Held(recurrence, anchor, dates)


def hold_recurrence(actor: Actor, recurrence_id: UUID) -> Recurrence:
    rows = Recurrence.objects.select_for_update(no_key=True)
    recurrence = rows.filter(practice_id=actor.practice_id, id=recurrence_id).first()
    if recurrence is None:
        raise NotFound
    return recurrence


def hold_dates_of(actor: Actor, *recurrences: Recurrence) -> list[Appointment]:
    """Lock all dates, in order of their ids, and return them by their day."""
    rows = Appointment.objects.select_for_update(no_key=True).filter(
        practice_id=actor.practice_id, recurrence_id__in=[one.id for one in recurrences]
    )
    return sorted(rows.order_by("id"), key=day_of)


def set_rule(actor: Actor, recurrence: Recurrence, rule: Rule, skipped: list[date]) -> None:
    """Give a locked recurrence another rule and other skipped days."""
    columns = columns_of(rule) | {"skipped": [day.isoformat() for day in skipped], "version": recurrence.version + 1}
    Recurrence.objects.filter(practice_id=actor.practice_id, id=recurrence.id).update(**columns)
    for name, value in columns.items():
        setattr(recurrence, name, value)


def skipped_of(recurrence: Recurrence) -> list[date]:
    return [date.fromisoformat(text) for text in recurrence.skipped]


def remembered(recurrence: Recurrence) -> dict[str, Any]:
    """Return a recurrence's rule as JSON, for `restore_rule`."""
    columns = columns_of(rule_of(recurrence))
    columns |= {name: columns[name].isoformat() for name in ("first_day", "starts", "until") if columns[name]}
    return {**columns, "skipped": recurrence.skipped}


def restore_rule(actor: Actor, recurrence: Recurrence, kept: dict[str, Any]) -> None:
    """Bring back a rule that `remembered` kept."""
    Recurrence.objects.filter(practice_id=actor.practice_id, id=recurrence.id).update(
        **kept, version=recurrence.version + 1
    )
