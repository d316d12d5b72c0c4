"""Booking pages: whose an address is, what holds on it, and what a visitor sees of the practice."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction

from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Permission
from kollega.online.enums import Takes
from kollega.online.models import ClinicianPage, Page, PolicyVersion
from kollega.online.rules.settings import ClinicianSettings, PageSettings
from kollega.platform.operations import query
from kollega.platform.tenancy import tenant
from kollega.practices.queries.columns import CalendarMember, calendar_members
from kollega.practices.queries.installation import zone_if_known
from kollega.practices.queries.profile import profile_of
from kollega.scheduling.enums import Mode, Place
from kollega.scheduling.queries.offers import ServiceRow, services_of


@dataclass(frozen=True, slots=True)
class PagePlace:
    """Where an address leads: the tenant and its time zone."""

    practice_id: UUID
    zone: str


@dataclass(frozen=True, slots=True)
class Policy:
    """The newest words that clients agree to; `text` in the actor's language, else the practice's first one."""

    id: UUID
    version: int
    text: str
    texts: dict[str, str]


@dataclass(frozen=True, slots=True)
class OpenClinician:
    """A clinician who can be booked online now; `notice_minutes` and `takes` with the practice's filled in."""

    id: UUID
    name: str
    title: str
    slug: str
    takes: Takes
    notice_minutes: int
    places: frozenset[Place]
    service_ids: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class OpenPage:
    """All that public pages know of a practice. `service_ids` of a clinician name some of `services`."""

    practice_name: str
    language: str
    settings: PageSettings
    services: tuple[ServiceRow, ...]
    clinicians: tuple[OpenClinician, ...]
    policy: Policy | None

    def service(self, service_id: UUID | None) -> ServiceRow | None:
        return next((one for one in self.services if one.id == service_id), None)

    def clinician(self, clinician_id: UUID | None) -> OpenClinician | None:
        return next((one for one in self.clinicians if one.id == clinician_id), None)


def place_of_slug(slug: str) -> PagePlace | None:
    """Return the practice whose page has this address and is on; in no scope yet."""
    with connection.cursor() as cursor:
        cursor.execute("select online_practice_of(%s)", [slug])
        (practice_id,) = cursor.fetchone()
    return place_of_practice(practice_id) if practice_id else None


def place_of_practice(practice_id: UUID) -> PagePlace | None:
    """Return the same for a practice that a secret link names; None when there is none."""
    with tenant(practice_id), transaction.atomic():
        zone = zone_if_known(practice_id)
    return PagePlace(practice_id, zone) if zone else None


@query(requires=Permission.BOOKING_ONLINE)
def open_page(actor: Actor) -> OpenPage:
    """Return the practice's page as visitors see it. NotFound while it is off."""
    page = Page.objects.filter(practice_id=actor.practice_id, is_on=True).first()
    if page is None:
        raise NotFound
    return open_page_of(actor, settings_of_row(page))


def open_page_of(actor: Actor, settings: PageSettings) -> OpenPage:
    """The same for settings that may be off, as for a link that was sent before; inside an operation or query."""
    profile = profile_of(actor)
    offered = [one for one in services_of(actor) if one.bookable_online and one.group_size is None]
    members = {member.id: member for member in calendar_members(actor.practice_id) if member.sees_clients}
    rows = ClinicianPage.objects.filter(practice_id=actor.practice_id, is_on=True, membership_id__in=members)
    found = [_open(row, members[row.membership_id], settings, offered) for row in rows]
    clinicians = tuple(sorted((one for one in found if one.service_ids), key=lambda one: (one.name, one.id)))
    possible = {id_ for one in clinicians for id_ in one.service_ids}
    return OpenPage(
        practice_name=profile.name,
        language=profile.language,
        settings=settings,
        services=tuple(one for one in offered if one.id in possible),
        clinicians=clinicians,
        policy=newest_policy(actor, profile.language),
    )


def _open(
    row: ClinicianPage, member: CalendarMember, settings: PageSettings, offered: list[ServiceRow]
) -> OpenClinician:
    places = {Place.IN_PERSON: row.in_person and settings.in_person, Place.VIDEO: row.video and settings.video}
    open_places = frozenset(place for place, is_open in places.items() if is_open)
    wanted = set(row.service_ids) or {one.id for one in offered}
    return OpenClinician(
        id=row.membership_id,
        name=member.name,
        title=member.title,
        slug=row.slug,
        takes=Takes(row.takes) if row.takes else settings.takes,
        notice_minutes=settings.notice_minutes if row.notice_minutes is None else row.notice_minutes,
        places=open_places,
        service_ids=frozenset(one.id for one in offered if one.id in wanted and places_of(one) & open_places),
    )


def places_of(service: ServiceRow) -> frozenset[Place]:
    """Return how a service can be given."""
    if service.mode is Mode.BOTH:
        return frozenset(Place)
    return frozenset({Place(service.mode.value)})


def newest_policy(actor: Actor, first_language: str) -> Policy | None:
    """Return what must be agreed to now, None when the practice asks for nothing. Inside an operation or query."""
    row = PolicyVersion.objects.filter(practice_id=actor.practice_id).order_by("-version").first()
    texts = {language: text for language, text in row.texts.items() if text} if row else {}
    if row is None or not texts:
        return None
    text = texts.get(actor.language) or texts.get(first_language) or next(iter(texts.values()))
    return Policy(row.id, row.version, text, texts)


def settings_of_row(row: Page) -> PageSettings:
    return PageSettings(
        slug=row.slug,
        is_on=row.is_on,
        takes=Takes(row.takes),
        direct=row.direct,
        in_person=row.in_person,
        video=row.video,
        notice_minutes=row.notice_minutes,
        ahead_days=row.ahead_days,
        step_minutes=row.step_minutes,
        change_hours=row.change_hours,
        waiting_list=row.waiting_list,
    )


def page_settings_of(actor: Actor) -> PageSettings | None:
    """Return the stored settings, None while none were stored. Inside an operation or query."""
    row = Page.objects.filter(practice_id=actor.practice_id).first()
    return settings_of_row(row) if row else None


def clinician_settings_of_row(row: ClinicianPage) -> ClinicianSettings:
    return ClinicianSettings(
        slug=row.slug,
        is_on=row.is_on,
        takes=Takes(row.takes) if row.takes else None,
        in_person=row.in_person,
        video=row.video,
        notice_minutes=row.notice_minutes,
        service_ids=tuple(row.service_ids),
    )
