"""Founding a practice together with its founder's seat (T2, T4)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from kollega.catalogue.in_force import catalogue
from kollega.catalogue.operations.seats import start_seat
from kollega.catalogue.queries.seats import own_seat_of
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
        trial = known.plans[known.clinician_trial].trial
        if own_seat_of(person_id) is None and trial is not None:
            start_seat(
                person_id, plan_id=known.clinician_trial, payer_id=None, at=at, by=person_id, trial_ends_at=at + trial
            )
    elif known.is_a_seat(first):
        start_seat(person_id, plan_id=first.id, payer_id=practice_id, at=at, by=person_id)
