"""Real things in the database, made the way the product makes them."""

import itertools
import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import transaction

from kollega.accounts.models import Person
from kollega.edge.actors import actor_of
from kollega.kernel.actor import Actor, Source
from kollega.kernel.clock import real_now
from kollega.kernel.permissions import Area, Role
from kollega.platform.tenancy import tenant
from kollega.practices.models import Membership
from kollega.practices.queries.memberships import membership_in_practice
from kollega.teams.operations.founding import found_practice

PASSWORD = "a long enough pass phrase"
_numbers = itertools.count(1)


def unique(word: str) -> str:
    """Return the word with a suffix that no other test of this or another run's process uses."""
    return f"{word}-{os.getpid()}-{next(_numbers)}"


def make_person(*, name: str = "Anna Berg", email: str | None = None, language: str = "en") -> Person:
    return Person.objects.create_user(
        email or f"{unique('person')}@example.test",
        None,
        name=name,
        language=language,
        joined_at=real_now(),
    )


def make_practice(*, zone: str = "Europe/Stockholm", language: str = "en", sees_clients: bool = True) -> Actor:
    """Found a practice and return its owner (clinician too, unless told otherwise) as an actor."""
    person = make_person()
    slug = unique("practice")
    practice_id = found_practice(
        person_id=person.pk,
        display_name=person.name,
        name=slug.title(),
        slug=slug,
        country="SE",
        zone=zone,
        currency="SEK",
        language=language,
        sees_clients=sees_clients,
        at=real_now(),
    )
    return actor_in(practice_id, person)


def make_member(of: Actor, *roles: Role, areas: tuple[Area, ...] = (), name: str = "Kari Dahl") -> Actor:
    """Add a new person with these roles to the practice of the given actor and return them as an actor."""
    return join(make_person(name=name), of, *roles, areas=areas, name=name)


def join(person: Person, of: Actor, *roles: Role, areas: tuple[Area, ...] = (), name: str = "") -> Actor:
    """Let a known person be a member of the given actor's practice too, and return them as an actor there."""
    with tenant(of.practice_id), transaction.atomic():
        Membership.objects.create(
            practice_id=of.practice_id,
            person_id=person.pk,
            display_name=name or person.name,
            roles=sorted(roles),
            areas=sorted(areas),
            since=real_now(),
        )
    return actor_in(of.practice_id, person)


def actor_in(practice_id: UUID, person: Person) -> Actor:
    with tenant(practice_id, person.pk), transaction.atomic():
        membership = membership_in_practice(person.pk, practice_id)
    assert membership is not None
    actor = actor_of(membership, language=person.language, source=Source.PAGE)
    return replace(actor, authenticated_at=real_now())


def at(actor: Actor, moment: datetime) -> Actor:
    """The same actor at another moment."""
    return replace(actor, at=moment)


def utc(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)
