"""Who asks: eight people of the practice with many clients, each with token, login session and a draft."""

from dataclasses import dataclass, replace
from datetime import datetime
from http.cookies import SimpleCookie
from uuid import UUID

from django.conf import settings
from django.db import connections, transaction
from django.db.models import Max
from django.test import Client

from kollega.accounts.models import Person
from kollega.edge.actors import actor_of
from kollega.journal.operations.starting import start
from kollega.journal.queries.notes import open_note
from kollega.kernel import clock
from kollega.kernel.actor import Actor, Source
from kollega.kernel.permissions import Area, Role
from kollega.platform.tenancy import tenant
from kollega.practices.models import Membership
from kollega.practices.operations.tokens import create_token
from kollega.practices.queries.memberships import memberships_of
from kollega.scheduling.models import Appointment
from tests.benchmarks.load import CLIENTS
from tests.signing_in import client_of, complete_forced_logins, give_password


@dataclass(frozen=True)
class Asker:
    """One person with everything their requests need. `clients` are in their own care; `free_from` has no visits."""

    person: Person
    actor: Actor
    slug: str
    token: str
    cookies: str
    clients: list[UUID]
    services: list[UUID]
    free_from: datetime
    note_id: UUID
    revision: int
    sections: tuple[str, ...]

    @property
    def api(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}

    @property
    def browser(self) -> dict[str, str]:
        return {"Cookie": self.cookies}


def askers(slug: str) -> list[Asker]:
    """Make the people of this practice ready to ask; there must be as many as there are clients."""
    complete_forced_logins()
    people = list(Person.objects.filter(email__startswith=f"{slug}-").order_by("joined_at", "id"))
    chosen = [people[number % len(people)] for number in range(CLIENTS)]
    return [_asker(person, slug) for person in chosen]


def _asker(person: Person, slug: str) -> Asker:
    from kollega.clients.queries.access import names_in_care
    from kollega.scheduling.queries.offers import services

    with tenant(None, person.pk), transaction.atomic():
        membership = memberships_of(person.pk)[0]
    with tenant(membership.practice_id), transaction.atomic():
        # Who books for everyone sees every client: the widest search there is.
        roles = sorted(membership.roles | {Role.OFFICE_STAFF})
        Membership.objects.filter(id=membership.id).update(roles=roles, areas=[Area.APPOINTMENTS])
    with tenant(None, person.pk), transaction.atomic():
        membership = memberships_of(person.pk)[0]
    # A person of the demo has no password outside of the demo.
    Person.objects.filter(pk=person.pk).update(is_demo=False)
    give_password(person)
    actor = replace(actor_of(membership, language=person.language, source=Source.CONSOLE), at=clock.now())
    with tenant(actor.practice_id, actor.person_id), transaction.atomic():
        clients = [name.id for name in names_in_care(actor, actor.own_membership)]
        mine = Appointment.objects.filter(practice_id=actor.practice_id, clinician_id=actor.own_membership)
        last = mine.aggregate(last=Max("ends_at"))["last"] or actor.at
    note_id = start(actor, client_id=clients[0])
    opened = open_note(actor, note_id=note_id)
    return Asker(
        person=person,
        actor=actor,
        slug=slug,
        token=create_token(actor, name="benchmark", scopes=actor.permissions, days=1),
        cookies=_cookies(client_of(person)),
        clients=clients,
        services=[service.id for service in services(actor)],
        free_from=max(last, actor.at),
        note_id=note_id,
        revision=opened.revision,
        sections=tuple(section.key for section in opened.content or ()),
    )


def _cookies(browser: Client) -> str:
    jar: SimpleCookie = browser.cookies
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={jar[name].value}"


def forget_connections() -> None:
    """Give this process's connections back before others are measured."""
    connections.close_all()
