"""Founding a practice together with its founder's seat (T2, T4)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from kollega.catalogue.in_force import catalogue
from kollega.catalogue.operations.seats import hold_seats_of, start_seat
from kollega.catalogue.queries.affiliates import first_trial
from kollega.catalogue.queries.own_plans import practice_pays_for
from kollega.catalogue.queries.seats import had_trial, own_seat_of
from kollega.catalogue.rules.plans import Plan
from kollega.platform.tenancy import tenant
from kollega.practices.operations import founding


def found_practice(*, person_id: UUID, sees_clients: bool, at: datetime, **facts: Any) -> UUID:
    """Found a practice as `practices.operations.founding` does, start its founder's seat, and return its id.

    Somebody who sees no clients gets a free support seat of the practice. Somebody who does gets the catalogue's trial
    as a seat of their own, or a seat of the practice's first plan; where the catalogue has neither, nothing is needed.
    """
    with transaction.atomic():
        practice_id = founding.found_practice(person_id=person_id, sees_clients=sees_clients, at=at, **facts)
        with tenant(practice_id, person_id):
            _start_seat(practice_id, person_id, sees_clients=sees_clients, at=at)
    return practice_id


def _start_seat(practice_id: UUID, person_id: UUID, *, sees_clients: bool, at: datetime) -> None:
    known = catalogue()
    first = known.plans[known.first_practice_plan]
    if not sees_clients:
        start_seat(person_id, plan_id=known.support_seat, payer_id=practice_id, at=at, by=person_id)
    elif known.clinician_trial is not None:
        _try_out(known.plans[known.clinician_trial], person_id, at=at)
    elif known.is_a_seat(first):
        start_seat(person_id, plan_id=first.id, payer_id=practice_id, at=at, by=person_id)


def _try_out(plan: Plan, person_id: UUID, *, at: datetime) -> None:
    """Start the trial of a new clinician: once for each person, and not beside a seat that they have already."""
    hold_seats_of(person_id)
    if (
        plan.trial is None
        or own_seat_of(person_id)
        or had_trial(person_id, plan.id)
        or practice_pays_for(person_id, at)
    ):
        return
    ends_at = at + first_trial(person_id, plan.trial)
    start_seat(person_id, plan_id=plan.id, payer_id=None, at=at, by=person_id, trial_ends_at=ends_at)
