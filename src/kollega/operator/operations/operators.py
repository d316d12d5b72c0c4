"""Becoming and ceasing to be an operator: on the console only, by whoever may use it."""

from datetime import datetime

from django.db import IntegrityError, transaction

from kollega.accounts.queries.people import person_with_address
from kollega.accounts.rules.addresses import normalised
from kollega.operator.models import Operator


def add_operator(address: str, *, at: datetime) -> bool | None:
    """Let the person with this address run the installation; None for an unknown address, False if they do already."""
    person = person_with_address(address)
    if person is None:
        return None
    try:
        with transaction.atomic():
            Operator.objects.create(person_id=person.id, since=at)
    except IntegrityError:
        return False
    return True


def remove_operator(address: str, *, at: datetime) -> bool:
    """Close the back office for the person with this address, at their next request; False when it was not open."""
    running = Operator.objects.filter(person__email=normalised(address), ended_at=None)
    return bool(running.update(ended_at=at))
