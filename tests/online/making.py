"""A practice that can be booked online, and visitors who do."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.test import Client

from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission
from kollega.online.operations.drafting import choose_time, put_down_details
from kollega.online.operations.settings import change_clinician, change_page
from kollega.online.rules.details import Details
from kollega.online.rules.settings import ClinicianSettings, PageSettings
from kollega.platform.tenancy import tenant
from kollega.scheduling.enums import Place
from kollega.scheduling.models import Appointment, Service
from tests.factories import make_practice, unique
from tests.scheduling.factories import make_hours, make_service, tomorrow_at


@dataclass(frozen=True)
class House:
    """A practice with a page that is on: its owner and clinician, one service for both places, the page's address."""

    owner: Actor
    service_id: UUID
    slug: str

    @property
    def visitor(self) -> Actor:
        return visitor_of(self.owner)

    def start(self, step: str = "") -> str:
        return f"/book/{self.slug}/{step}"


def make_house(*, zone: str = "Europe/Stockholm", **settings: Any) -> House:
    owner = make_practice(zone=zone)
    make_hours(owner)
    service_id = online_service(owner)
    slug = unique("book")
    values = {"notice_minutes": 0, "step_minutes": 15, **settings}
    change_page(owner, wanted=PageSettings(slug=slug, is_on=True, **values))
    open_clinician(owner)
    return House(owner, service_id, slug)


def online_service(owner: Actor, **more: Any) -> UUID:
    service_id = make_service(owner, **more)
    with tenant(owner.practice_id), transaction.atomic():
        Service.objects.filter(id=service_id).update(bookable_online=True)
    return service_id


def open_clinician(actor: Actor, **more: Any) -> str:
    slug = unique("clinician")
    change_clinician(actor, membership_id=actor.own_membership, wanted=ClinicianSettings(slug=slug, is_on=True, **more))
    return slug


def visitor_of(actor: Actor, *, language: str = "en") -> Actor:
    return replace(
        actor,
        person_id=None,
        membership_id=None,
        roles=frozenset(),
        permissions=frozenset({Permission.BOOKING_ONLINE}),
        language=language,
    )


def details_of(email: str = "", *, given: str = "Eva", family: str = "Lund", born: date = date(1980, 5, 2)) -> Details:
    return Details(given, family, born, email or f"{unique('eva')}@client.example")


def chosen(house: House, starts_at: datetime, *, actor: Actor | None = None, **more: Any) -> str:
    """Keep a time and return the secret."""
    values = {"clinician_id": house.owner.own_membership, "place": Place.IN_PERSON, **more}
    return choose_time(actor or house.visitor, service_id=house.service_id, starts_at=starts_at, **values).secret


def ready(house: House, starts_at: datetime, *, details: Details | None = None, actor: Actor | None = None) -> str:
    """The same with details put down."""
    secret = chosen(house, starts_at, actor=actor)
    put_down_details(actor or house.visitor, secret=secret, details=details or details_of())
    return secret


def visits_in(house: House) -> list[Appointment]:
    with tenant(house.owner.practice_id), transaction.atomic():
        return list(Appointment.objects.filter(withdrawn_at=None).order_by("starts_at"))


def hour_tomorrow(house: House, hour: int, minute: int = 0, *, days: int = 1) -> datetime:
    return tomorrow_at(house.owner, hour, minute, days=days)


FORM = {
    "given_name": "Eva",
    "family_name": "Lund",
    "born_on": "1980-05-02",
    "email": "eva@client.example",
    "phone": "",
}


def walk(house: House, starts_at: datetime, *, browser: Client | None = None, **form: str) -> tuple[Client, str]:
    """Go through the pages as a browser without script does, up to the last step; return browser and its address."""
    client = browser or Client()
    query = f"?service={house.service_id}&place=in_person"
    answer = client.post(f"{house.start('time/')}{query}", {"at": starts_at.isoformat()})
    assert answer.status_code == 302, answer.content.decode()
    answer = client.post(answer.url, {**FORM, **form})
    assert answer.status_code == 302, answer.content.decode()
    return client, answer.url
