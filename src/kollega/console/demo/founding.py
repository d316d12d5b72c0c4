"""The practices of the demo: people, services, rooms, hours, clients. What exists already is left as it is."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction

from kollega.accounts.models import Person
from kollega.accounts.queries.people import address_of
from kollega.catalogue.in_force import catalogue
from kollega.catalogue.operations.seats import start_seat
from kollega.clients.models import Client
from kollega.clients.operations.information import write_information
from kollega.clients.operations.registering import create_client
from kollega.clients.rules.contact import ContactData
from kollega.clients.rules.headings import Heading
from kollega.console.demo.chance import chance
from kollega.console.demo.words import WORDS, Words
from kollega.edge.actors import actor_of
from kollega.kernel.actor import Actor, Source
from kollega.kernel.clock import real_now
from kollega.kernel.permissions import Role
from kollega.platform.tenancy import tenant
from kollega.practices.models import Practice
from kollega.practices.operations.members import add_member
from kollega.practices.queries.memberships import memberships_of
from kollega.practices.rules.countries import COUNTRIES
from kollega.scheduling.enums import Mode
from kollega.scheduling.operations.hours import set_week
from kollega.scheduling.operations.rooms import create_room
from kollega.scheduling.operations.services import create_service
from kollega.scheduling.queries.offers import rooms, services
from kollega.scheduling.rules.offers import ServiceValues, WeeklyEntry
from kollega.teams.operations.founding import found_practice
from kollega.web.demo.cast import DemoPractice, Persona

CLIENTS_EACH = 18
FOUNDED_BEFORE = timedelta(days=120)


@dataclass(frozen=True, slots=True)
class Place:
    """A practice of the demo as it stands: the owner and the clinicians, each as an actor."""

    cast: DemoPractice
    words: Words
    owner: Actor
    clinicians: list[Actor]


def found(cast: DemoPractice, now: datetime) -> Place:
    """Make the practice with everything that does not depend on the day, unless it is there, and return it."""
    people = {persona.key: demo_person(persona, cast.language, now - FOUNDED_BEFORE) for persona in cast.people}
    lead = cast.people[0]
    if _actor(people[lead.key], cast.slug, now) is None:
        with transaction.atomic():
            _found(cast, people, now - FOUNDED_BEFORE)
    clinicians = [
        _required(_actor(people[persona.key], cast.slug, now))
        for persona in cast.people
        if Role.CLINICIAN in persona.roles
    ]
    return Place(cast, WORDS[cast.language], _required(_actor(people[lead.key], cast.slug, now)), clinicians)


def demo_person(persona: Persona, language: str, at: datetime) -> Person:
    """Return the person, made if they are not there yet."""
    known = Person.objects.filter(email=persona.email).first()
    if known is not None:
        return known
    return Person.objects.create_user(
        persona.email, None, name=persona.name, language=language, is_demo=True, joined_at=at
    )


def _actor(person: Person, slug: str, at: datetime) -> Actor | None:
    with tenant(None, person.pk), transaction.atomic():
        found = next((m for m in memberships_of(person.pk) if m.practice_slug == slug), None)
    if found is None:
        return None
    actor = actor_of(found, language=person.language, source=Source.CONSOLE)
    return replace(actor, at=at, authenticated_at=real_now())


def _required(actor: Actor | None) -> Actor:
    assert actor is not None, "founded a moment ago"
    return actor


def _found(cast: DemoPractice, people: dict[str, Person], at: datetime) -> None:
    usual = COUNTRIES[cast.country]
    lead, words = cast.people[0], WORDS[cast.language]
    practice_id = found_practice(
        person_id=people[lead.key].pk,
        display_name=lead.name,
        name=cast.name,
        slug=cast.slug,
        country=cast.country,
        zone=usual.zone,
        currency=usual.currency,
        language=cast.language,
        sees_clients=True,
        at=at,
        source=Source.CONSOLE,
    )
    with tenant(practice_id):
        Practice.objects.filter(id=practice_id).update(is_demo=True, team_since=at if cast.people[1:] else None)
    owner = _required(_actor(people[lead.key], cast.slug, at))
    for persona in cast.people[1:]:
        add_member(owner, email=persona.email, roles=persona.roles, areas=persona.areas, title=persona.title)
        if Role.CLINICIAN not in persona.roles:
            _give_support(owner, people[persona.key])
    for number, (name, code, minutes) in enumerate(words.services):
        values = ServiceValues({cast.language: name}, minutes, Mode.BOTH, code, 1 + number)
        create_service(owner, values=values)
    for name in words.rooms:
        create_room(owner, name=name)
    for number, persona in enumerate(p for p in cast.people if Role.CLINICIAN in p.roles):
        clinician = _required(_actor(people[persona.key], cast.slug, at))
        _hours(clinician, [room.id for room in rooms(owner)], number)
        for index in range(CLIENTS_EACH):
            _client(clinician, cast, words, index)


def _give_support(owner: Actor, person: Person) -> None:
    """Whoever sees no clients has the free account type, as by an invitation."""
    with tenant(owner.practice_id, person.pk), transaction.atomic():
        start_seat(
            person.pk,
            plan_id=catalogue().support_seat,
            payer_id=owner.practice_id,
            at=owner.at,
            by=owner.person_id,
        )


def _hours(clinician: Actor, room_ids: list[UUID], number: int) -> None:
    free_day = number % 5 if number else 4
    entries = [
        WeeklyEntry(weekday, time(8), time(12), room_id=room_ids[number % len(room_ids)]) for weekday in range(5)
    ]
    entries += [
        WeeklyEntry(weekday, time(13), time(17), room_id=room_ids[number % len(room_ids)])
        for weekday in range(5)
        if weekday != free_day
    ]
    set_week(clinician, membership_id=clinician.own_membership, entries=entries)


def _client(clinician: Actor, cast: DemoPractice, words: Words, index: int) -> None:
    dice = chance(cast.slug, stable_name(clinician), "client", index)
    given, family = words.given[(index * 7 + dice.randrange(3)) % len(words.given)], dice.choice(words.family)
    postcode, city = dice.choice(words.cities)
    contact = ContactData(
        given_name=given,
        family_name=family,
        language=cast.language,
        born_on=date(1948, 1, 1) + timedelta(days=dice.randrange(365 * 58)),
        email=f"klient{dice.randrange(10_000, 99_999)}@client.example",
        phone=words.phone.format(dice.randrange(100)),
        street=f"{dice.choice(words.streets)} {dice.randrange(1, 80)}",
        postcode=postcode,
        city=city,
        country=cast.country,
    )
    client_id = create_client(clinician, contact=contact, despite_duplicates=True)
    if index % 3 == 0:
        text = dice.choice(words.background)
        write_information(clinician, client_id=client_id, heading=Heading.BACKGROUND, text=text, version=0)


def stable_name(actor: Actor) -> str:
    """Return the address of the actor's person: ids differ from run to run, it does not."""
    assert actor.person_id is not None, "a member of the demo is a person"
    return address_of(actor.person_id)


def clients_of(clinician: Actor) -> list[UUID]:
    """Return the clinician's clients in the order in which they came."""
    with tenant(clinician.practice_id), transaction.atomic():
        rows = Client.objects.filter(practice_id=clinician.practice_id, responsible_id=clinician.own_membership)
        return list(rows.order_by("id").values_list("id", flat=True))


def service_ids(owner: Actor) -> list[tuple[UUID, int]]:
    """Return the services with their minutes, in order."""
    return [(service.id, service.minutes) for service in services(owner)]
