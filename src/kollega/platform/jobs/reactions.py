"""The shapes of `config/reactions.py` and the way from a path in it to the function."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from kollega.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Event:
    """What a handler gets: the event's own id (the same at every try), its kind and its payload of ids.

    `practice_id` is None for events of accounts; then there is no actor.
    """

    id: UUID
    kind: str
    practice_id: UUID | None
    payload: Mapping[str, Any]
    acting: Actor | None

    @property
    def actor(self) -> Actor:
        """The job's actor in the event's practice; it holds every right."""
        if self.acting is None:
            raise LookupError(f"{self.kind} belongs to no practice")
        return self.acting


@dataclass(frozen=True, slots=True)
class Duty:
    """Work that comes round by itself: `run` names a function that takes business time and may be repeated.

    `every` is real time between two beginnings. After a restore duties rest until the operator has looked at what was
    under way, because what comes due by time was most likely done before the machine was lost; except those that
    neither send, nor charge, nor delete, which are `unheld`.
    """

    name: str
    every: timedelta
    run: str
    unheld: bool = False


Handler = Callable[[Event], None]


def outside_transaction(handler: Handler) -> Handler:
    """Mark a handler that talks to the network: it opens its own transactions and claims its own work."""
    handler.outside_transaction = True  # type: ignore[attr-defined]  # read by `handling`
    return handler


def handlers_of(kind: str) -> tuple[str, ...]:
    """Return the paths of the handlers that follow an event of this kind."""
    table: Mapping[str, tuple[str, ...]] = import_string(f"{settings.REACTIONS}.REACTIONS")
    return table.get(kind, ())


def duties() -> tuple[Duty, ...]:
    found: tuple[Duty, ...] = import_string(f"{settings.REACTIONS}.DUTIES")
    return found


def actor_for(practice_id: UUID) -> Actor:
    make: Callable[[UUID], Actor] = import_string(f"{settings.REACTIONS}.job_actor_in")
    return make(practice_id)


def handler_at(path: str) -> Handler:
    found: Handler = import_string(path)
    return found


def duty_at(path: str) -> Callable[[datetime], object]:
    found: Callable[[datetime], object] = import_string(path)
    return found
