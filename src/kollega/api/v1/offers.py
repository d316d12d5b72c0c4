"""What can be booked and when: services, rooms, working hours with dated exceptions."""

from datetime import date, time
from uuid import UUID

from ninja import Field, Router, Schema

from kollega.api.v1.calendar import ColumnOut, RoomOut, ServiceOut
from kollega.api.v1.endpoint import endpoint
from kollega.api.v1.frame import ApiRequest, expected_version
from kollega.api.v1.shapes import CreatedOut, VersionOut
from kollega.kernel.permissions import Permission
from kollega.scheduling.enums import Mode, Rhythm
from kollega.scheduling.operations import hours, rooms, services
from kollega.scheduling.queries import hours as hour_queries
from kollega.scheduling.queries import offers
from kollega.scheduling.rules.offers import ExceptionEntry, ServiceValues, WeeklyEntry

router = Router()
TAG = "Services, rooms, hours"


class ServiceIn(Schema):
    names: dict[str, str] = Field(description="By language: sv, nb, de, fr, en")
    minutes: int
    mode: Mode
    code: str = Field(description="2 or 3 letters, one per practice")
    colour: int = Field(description="1 to 8")
    buffer_before: int = 0
    buffer_after: int = 0
    notice_minutes: int = 0
    bookable_online: bool = False
    group_size: int | None = Field(None, description="How many clients a group takes; left out for what is no group")

    def values(self) -> ServiceValues:
        return ServiceValues(**self.dict())


class RoomIn(Schema):
    name: str


class ArchivedIn(Schema):
    archived: bool


class WeeklyIn(Schema):
    weekday: int = Field(description="0 is Monday")
    starts: time
    ends: time = Field(description="00:00 is midnight at the end of the day")
    valid_from: date | None = None
    valid_until: date | None = None
    room_id: UUID | None = None
    place: str = ""
    rhythm: Rhythm = Field(Rhythm.EVERY, description="odd and even by ISO week; `second` counts from `valid_from`")


class WeekIn(Schema):
    entries: list[WeeklyIn] = Field(max_length=100)


class ExceptionIn(Schema):
    """Off without times, else other hours on these days."""

    first_day: date
    last_day: date
    starts: time | None = None
    ends: time | None = None
    room_id: UUID | None = None
    reason: str = ""

    def entry(self) -> ExceptionEntry:
        return ExceptionEntry(**self.dict(include=set(ExceptionIn.model_fields)))


class ExceptionOut(ExceptionIn):
    id: UUID


class WeeklyOut(WeeklyIn):
    id: UUID


class HoursOut(Schema):
    membership_id: UUID
    weekly: list[WeeklyOut]
    exceptions: list[ExceptionOut]
    may_change: bool


@endpoint(router, "GET", "/clinicians", requires=Permission.CALENDAR_SEE, answer=list[ColumnOut], tag=TAG)
def list_clinicians(request: ApiRequest) -> list[object]:
    """Everyone who sees clients, oneself first."""
    return list(offers.clinicians(request.actor))


@endpoint(router, "GET", "/services", requires=Permission.CALENDAR_SEE, answer=list[ServiceOut], tag=TAG)
def list_services(request: ApiRequest, archived: bool = False) -> list[offers.ServiceRow]:
    """The services, in their order."""
    return offers.services(request.actor, archived=archived)


@endpoint(router, "POST", "/services", requires=Permission.SERVICE_MANAGE, answer=CreatedOut, status=201, tag=TAG)
def create_service(request: ApiRequest, body: ServiceIn) -> CreatedOut:
    """Add a service."""
    return CreatedOut(id=services.create_service(request.actor, values=body.values()))


@endpoint(router, "PUT", "/services/{uuid:service_id}", requires=Permission.SERVICE_MANAGE, answer=VersionOut, tag=TAG)
def change_service(request: ApiRequest, service_id: UUID, body: ServiceIn) -> VersionOut:
    """Change a service; existing appointments keep their length."""
    version = services.change_service(
        request.actor, service_id=service_id, values=body.values(), version=expected_version(request)
    )
    request.etag = str(version)
    return VersionOut(version=version)


@endpoint(
    router,
    "PUT",
    "/services/{uuid:service_id}/archived",
    requires=Permission.SERVICE_MANAGE,
    answer=VersionOut,
    tag=TAG,
)
def archive_service(request: ApiRequest, service_id: UUID, body: ArchivedIn) -> VersionOut:
    """Take a service out of use, or back."""
    return VersionOut(version=services.archive_service(request.actor, service_id=service_id, archived=body.archived))


@endpoint(router, "GET", "/rooms", requires=Permission.CALENDAR_SEE, answer=list[RoomOut], tag=TAG)
def list_rooms(request: ApiRequest, archived: bool = False) -> list[offers.RoomRow]:
    """The rooms, in their order."""
    return offers.rooms(request.actor, archived=archived)


@endpoint(router, "POST", "/rooms", requires=Permission.ROOM_MANAGE, answer=CreatedOut, status=201, tag=TAG)
def create_room(request: ApiRequest, body: RoomIn) -> CreatedOut:
    """Add a room."""
    return CreatedOut(id=rooms.create_room(request.actor, name=body.name))


@endpoint(router, "PUT", "/rooms/{uuid:room_id}", requires=Permission.ROOM_MANAGE, answer=VersionOut, tag=TAG)
def rename_room(request: ApiRequest, room_id: UUID, body: RoomIn) -> VersionOut:
    """Rename a room."""
    version = rooms.rename_room(request.actor, room_id=room_id, name=body.name, version=expected_version(request))
    request.etag = str(version)
    return VersionOut(version=version)


@endpoint(router, "PUT", "/rooms/{uuid:room_id}/archived", requires=Permission.ROOM_MANAGE, answer=VersionOut, tag=TAG)
def archive_room(request: ApiRequest, room_id: UUID, body: ArchivedIn) -> VersionOut:
    """Take a room out of use, or back; refused while coming appointments need it."""
    return VersionOut(version=rooms.archive_room(request.actor, room_id=room_id, archived=body.archived))


@endpoint(
    router, "GET", "/members/{uuid:membership_id}/hours", requires=Permission.CALENDAR_SEE, answer=HoursOut, tag=TAG
)
def read_hours(request: ApiRequest, membership_id: UUID, since: date | None = None) -> hour_queries.Hours:
    """A clinician's weekly hours and dated exceptions."""
    return hour_queries.hours(request.actor, membership_id=membership_id, since=since)


@endpoint(
    router, "PUT", "/members/{uuid:membership_id}/hours", requires=Permission.CALENDAR_SEE, answer=HoursOut, tag=TAG
)
def set_weekly_hours(request: ApiRequest, membership_id: UUID, body: WeekIn) -> hour_queries.Hours:
    """Replace the weekly hours; one's own, or anybody's with that right."""
    entries = [WeeklyEntry(**entry.dict()) for entry in body.entries]
    hours.set_week(request.actor, membership_id=membership_id, entries=entries)
    return hour_queries.hours(request.actor, membership_id=membership_id)


@endpoint(
    router,
    "POST",
    "/members/{uuid:membership_id}/hours/exceptions",
    requires=Permission.CALENDAR_SEE,
    answer=CreatedOut,
    status=201,
    tag=TAG,
)
def add_hours_exception(request: ApiRequest, membership_id: UUID, body: ExceptionIn) -> CreatedOut:
    """Add a dated exception: off, or other hours."""
    return CreatedOut(id=hours.add_exception(request.actor, membership_id=membership_id, entry=body.entry()))


@endpoint(
    router,
    "PUT",
    "/hours/exceptions/{uuid:exception_id}",
    requires=Permission.CALENDAR_SEE,
    answer=CreatedOut,
    tag=TAG,
)
def change_hours_exception(request: ApiRequest, exception_id: UUID, body: ExceptionIn) -> CreatedOut:
    """Change a dated exception."""
    hours.change_exception(request.actor, exception_id=exception_id, entry=body.entry())
    return CreatedOut(id=exception_id)


@endpoint(
    router,
    "DELETE",
    "/hours/exceptions/{uuid:exception_id}",
    requires=Permission.CALENDAR_SEE,
    answer=CreatedOut,
    tag=TAG,
)
def remove_hours_exception(request: ApiRequest, exception_id: UUID) -> CreatedOut:
    """Remove a dated exception."""
    hours.remove_exception(request.actor, exception_id=exception_id)
    return CreatedOut(id=exception_id)
