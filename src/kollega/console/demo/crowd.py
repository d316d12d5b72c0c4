"""One practice of the large demo: its people and rooms by the usual operations, its clients in bulk."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction

from kollega.accounts.models import Person
from kollega.audit.operations.recording import record_all
from kollega.clients.models import Care, Client, SearchKey
from kollega.clients.operations.indexing import search_rows
from kollega.clients.operations.registering import new_client
from kollega.clients.rules.contact import ContactData, checked
from kollega.console.demo.chance import chance
from kollega.console.demo.size import Size
from kollega.console.demo.words import WORDS, Words
from kollega.edge.actors import actor_of
from kollega.kernel.actor import Actor, Source
from kollega.kernel.clock import real_now
from kollega.kernel.permissions import Role
from kollega.platform.operations import Action, Entry
from kollega.platform.tenancy import tenant
from kollega.practices.models import Membership, Practice
from kollega.practices.queries.memberships import membership_in_practice
from kollega.practices.queries.profile import profile_of
from kollega.practices.rules.countries import COUNTRIES
from kollega.scheduling.enums import Mode
from kollega.scheduling.operations.hours import set_week
from kollega.scheduling.operations.rooms import create_room
from kollega.scheduling.operations.services import create_service
from kollega.scheduling.rules.offers import ServiceValues, WeeklyEntry
from kollega.teams.operations.founding import found_practice

KINDS = (("SE", "sv"), ("NO", "nb"), ("DE", "de"), ("FR", "fr"))
FOUNDED_BEFORE = timedelta(days=3 * 365)
BATCH = 2000


@dataclass(frozen=True, slots=True)
class Crowd:
    """A practice as it was founded: clinicians with the names they sign by, a room for each, and its clients."""

    slug: str
    words: Words
    owner: Actor
    clinicians: list[tuple[Actor, str]]
    rooms: list[UUID]
    service_id: UUID
    clients: list[UUID]


def found_crowd(slug: str, number: int, part: Size, now: datetime) -> Crowd:
    """Found the practice with `part.people` clinicians and `part.clients` clients; all or nothing."""
    country, language = KINDS[number % len(KINDS)]
    with transaction.atomic():
        people = list(_people(slug, part.people, language, now))
        practice_id = _practice(slug, country, language, people[0], now - FOUNDED_BEFORE)
        _members(practice_id, people[1:], now - FOUNDED_BEFORE)
        clinicians = [_actor(practice_id, person, now) for person in people]
        owner = clinicians[0]
        words = WORDS[language]
        name, code, minutes = words.services[0]
        service_id = create_service(owner, values=ServiceValues({language: name}, minutes, Mode.BOTH, code, 1))
        rooms = [create_room(owner, name=f"{words.rooms[0]} {index}") for index in range(1, len(people) + 1)]
        for clinician, room_id in zip(clinicians, rooms, strict=True):
            _hours(clinician, room_id)
        clients = _clients(slug, words, language, country, clinicians, part.clients)
    named = [(clinician, person.name) for clinician, person in zip(clinicians, people, strict=True)]
    return Crowd(slug, words, owner, named, rooms, service_id, clients)


def is_founded(slug: str) -> bool:
    """Tell whether the practice was made before; by its owner, because practices show themselves to members only."""
    return Person.objects.filter(email=_address(slug, 0)).exists()


def _address(slug: str, number: int) -> str:
    return f"{slug}-{number + 1}@demo.example"


def _people(slug: str, count: int, language: str, now: datetime) -> Iterator[Person]:
    words = WORDS[language]
    for number in range(count):
        dice = chance(slug, "person", number)
        yield Person.objects.create_user(
            _address(slug, number),
            None,
            name=f"{dice.choice(words.given)} {dice.choice(words.family)}",
            language=language,
            is_demo=True,
            joined_at=now - FOUNDED_BEFORE,
        )


def _practice(slug: str, country: str, language: str, lead: Person, at: datetime) -> UUID:
    usual = COUNTRIES[country]
    practice_id = found_practice(
        person_id=lead.pk,
        display_name=lead.name,
        name=slug.replace("-", " ").title(),
        slug=slug,
        country=country,
        zone=usual.zone,
        currency=usual.currency,
        language=language,
        sees_clients=True,
        at=at,
        source=Source.CONSOLE,
    )
    with tenant(practice_id):
        Practice.objects.filter(id=practice_id).update(is_demo=True)
    return practice_id


def _members(practice_id: UUID, people: list[Person], at: datetime) -> None:
    """In bulk: adding one by one is limited to a few an hour."""
    with tenant(practice_id):
        Membership.objects.bulk_create(
            Membership(
                practice_id=practice_id,
                person_id=person.pk,
                display_name=person.name,
                roles=[Role.CLINICIAN],
                since=at,
            )
            for person in people
        )


def _actor(practice_id: UUID, person: Person, now: datetime) -> Actor:
    with tenant(practice_id, person.pk):
        membership = membership_in_practice(person.pk, practice_id)
    assert membership is not None, "founded a moment ago"
    actor = actor_of(membership, language=person.language, source=Source.CONSOLE)
    return replace(actor, at=now, authenticated_at=real_now())


def _hours(clinician: Actor, room_id: UUID) -> None:
    entries = [
        WeeklyEntry(weekday, starts, ends, room_id=room_id)
        for weekday in range(5)
        for starts, ends in ((time(8), time(12)), (time(13), time(17)))
    ]
    set_week(clinician, membership_id=clinician.own_membership, entries=entries)


def _clients(slug: str, words: Words, language: str, country: str, clinicians: list[Actor], count: int) -> list[UUID]:
    """Store the clients with care, search words and log, in turn for each clinician; return their ids in order."""
    owner = clinicians[0]
    with tenant(owner.practice_id):
        practice = profile_of(owner)
        made = []
        for number in range(count):
            actor = clinicians[number % len(clinicians)]
            contact = checked(_contact(slug, words, language, country, number), today=actor.at.date())
            made.append((actor, new_client(actor, contact, actor.own_membership, practice)))
        Client.objects.bulk_create((client for _, client in made), batch_size=BATCH)
        SearchKey.objects.bulk_create(
            (row for _, client in made for row in search_rows(client, country)), batch_size=BATCH
        )
        Care.objects.bulk_create(
            (
                Care(
                    practice_id=owner.practice_id,
                    client_id=client.id,
                    clinician_id=actor.own_membership,
                    since=actor.at,
                )
                for actor, client in made
            ),
            batch_size=BATCH,
        )
        for clinician in clinicians:
            record_all(
                clinician,
                [Entry(Action.CREATE, "client", client.id, client.id) for actor, client in made if actor is clinician],
            )
    return [client.id for _, client in made]


def _contact(slug: str, words: Words, language: str, country: str, number: int) -> ContactData:
    dice = chance(slug, "client", number)
    postcode, city = dice.choice(words.cities)
    return ContactData(
        given_name=dice.choice(words.given),
        # A second half keeps twenty thousand people from sharing twenty names.
        family_name=f"{dice.choice(words.family)}-{dice.choice(words.family)}"
        if dice.random() < 0.5
        else dice.choice(words.family),
        language=language,
        born_on=date(1948, 1, 1) + timedelta(days=dice.randrange(365 * 58)),
        email=f"client{number}.{dice.randrange(10_000)}@client.example",
        phone=words.phone.format(dice.randrange(100)),
        street=f"{dice.choice(words.streets)} {dice.randrange(1, 80)}",
        postcode=postcode,
        city=city,
        country=country,
    )
