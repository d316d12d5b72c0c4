"""Teams, seats and what members leave behind, for the tests of people joining and leaving."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.test import override_settings

from kollega.catalogue.operations.seats import start_seat
from kollega.catalogue.queries.seats import HeldSeat, history_of_seat, running_seats_of
from kollega.catalogue.rules.seats import SeatEntry
from kollega.kernel.actor import Actor
from kollega.messaging.models import Mail
from kollega.messaging.operations.sealing import open_content
from kollega.platform.jobs.handling import let_handle
from kollega.platform.jobs.reactions import handlers_of
from kollega.platform.models import OutboxEvent
from kollega.platform.tenancy import tenant
from kollega.practices.models import Membership, Practice
from tests.factories import actor_in

CATALOGUES = Path(__file__).parent / "catalogues"


def in_catalogue(name: str) -> override_settings:
    """With a catalogue of the tests: `keep` or `take_over`."""
    return override_settings(CATALOGUE=str(CATALOGUES / f"{name}.toml"))


@contextmanager
def inside(actor: Actor) -> Iterator[None]:
    with tenant(actor.practice_id, actor.person_id), transaction.atomic():
        yield


def give_seat(
    to: Actor, plan_id: str, *, own: bool, trial_days: int | None = None, pays_after_trial: bool = False
) -> UUID:
    """Start a seat of the person: their own, or one that their practice pays or gives."""
    assert to.person_id
    with inside(to):
        return start_seat(
            to.person_id,
            plan_id=plan_id,
            payer_id=None if own else to.practice_id,
            at=to.at - timedelta(days=1),
            by=to.person_id,
            trial_ends_at=to.at + timedelta(days=trial_days) if trial_days else None,
            pays_after_trial=pays_after_trial,
        )


def seats_of(actor: Actor) -> list[HeldSeat]:
    assert actor.person_id
    with tenant(None, actor.person_id), transaction.atomic():
        return running_seats_of(actor.person_id)


def history_of(actor: Actor, seat_id: UUID) -> list[SeatEntry]:
    """As the person sees it who once held the seat."""
    with inside(actor):
        return history_of_seat(seat_id)


def now_in(actor: Actor) -> Actor:
    """The same person with the roles they have now."""
    from kollega.accounts.models import Person

    return actor_in(actor.practice_id, Person.objects.get(pk=actor.person_id))


def roles_of(actor: Actor) -> set[str]:
    with inside(actor):
        return set(Membership.objects.get(id=actor.membership_id).roles)


def practice_of(actor: Actor) -> Practice:
    with inside(actor):
        return Practice.objects.get(id=actor.practice_id)


def owners_and_admins(actor: Actor) -> tuple[int, int]:
    """How many running owners and administrators the practice has."""
    with inside(actor):
        running = Membership.objects.filter(practice_id=actor.practice_id, ended_at=None)
        return (
            running.filter(roles__contains=["owner"]).count(),
            running.filter(roles__contains=["admin"]).count(),
        )


def mails_of(actor: Actor) -> list[dict[str, Any]]:
    """Handle the practice's waiting events about its team as the worker would, and return what was queued."""
    for event in OutboxEvent.objects.filter(practice_id=actor.practice_id).order_by("id"):
        if not event.kind.startswith(("teams.", "practices.")):
            continue
        for path in handlers_of(event.kind):
            let_handle(
                event_id=event.event_id,
                kind=event.kind,
                practice_id=actor.practice_id,
                path=path,
                payload=event.payload,
            )
    with inside(actor):
        mails = list(Mail.objects.filter(practice_id=actor.practice_id).order_by("queued_at", "id"))
        return [
            {"kind": mail.kind, **json.loads(open_content(mail.practice_id, mail.id, bytes(mail.sealed or b"")))}
            for mail in mails
        ]
