"""The calendar: ranges, free times, appointments and what happens to them."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, Query, Router, Schema
from pydantic import TypeAdapter

from kollega.api.v1.endpoint import endpoint
from kollega.api.v1.frame import ApiRequest, expected_version
from kollega.kernel.permissions import ClientFields, Permission
from kollega.scheduling.enums import AUTO, KEEP, Change, Keep, Kind, Mode, Place, RoomChoice, Status
from kollega.scheduling.errors import FreeSlot
from kollega.scheduling.operations import attendance, blocks, booking, cancelling, editing, moving, undoing
from kollega.scheduling.queries import alternatives, appointments
from kollega.scheduling.queries.calendar import CalendarRange, calendar_range

router = Router()
TAG = "Calendar"
CALENDAR = TypeAdapter(CalendarRange)
FREE_TIMES = TypeAdapter(tuple[FreeSlot, ...])
Ids = Annotated[list[UUID] | None, Query(description="Repeat it for several columns; all when left out")]


class SeenClientOut(Schema):
    id: UUID
    name: str
    initials: str
    may_open: bool
    fields: ClientFields = Field(description="How much is shown: name holds a code, initials or a name accordingly")


class ParticipantOut(Schema):
    client: SeenClientOut
    status: Status = Field(description="Their own where it differs from the appointment's")


class EventOut(Schema):
    """One card. `full` false: the time is taken, nothing else is told.

    `participants` are filled when several clients come, as far as one may know them; `client` is then the first.
    `held_until` marks time that is kept until then for somebody who books online.
    """

    clinician_id: UUID
    room_id: UUID | None
    starts_at: datetime
    ends_at: datetime
    busy_from: datetime
    busy_until: datetime
    full: bool
    held_until: datetime | None
    id: UUID | None
    kind: Kind | None
    status: Status | None
    client: SeenClientOut | None
    service_id: UUID | None
    place: Place | None
    length_overridden: bool
    overlaps: bool
    imported: bool
    title: str
    internal_line: str
    recurrence_id: UUID | None
    version: int
    may_change: bool
    may_cancel: bool
    may_attend: bool
    client_count: int
    participants: list[ParticipantOut]


class WindowOut(Schema):
    starts_at: datetime
    ends_at: datetime
    room_id: UUID | None
    place: str


class HolidayOut(Schema):
    day: date
    name: str


class ColumnOut(Schema):
    id: UUID
    name: str


class ServiceOut(Schema):
    id: UUID
    name: str
    names: dict[str, str]
    code: str
    colour: int
    minutes: int
    mode: Mode
    buffer_before: int
    buffer_after: int
    notice_minutes: int
    bookable_online: bool
    group_size: int | None
    version: int
    archived_at: datetime | None


class RoomOut(Schema):
    id: UUID
    name: str
    position: int
    version: int
    archived_at: datetime | None
    shared_room_id: UUID | None = Field(description="What it is in a community of practices")


class OccupiedOut(Schema):
    """Another practice takes up a shared room then; nothing else is told."""

    room_id: UUID
    starts_at: datetime
    ends_at: datetime


class OutsideTimeOut(Schema):
    """Time that is taken in a member's other calendars; it blocks no booking."""

    clinician_id: UUID
    starts_at: datetime
    ends_at: datetime
    read_at: datetime | None = Field(
        description="When that calendar was last read; null for another practice, as of now"
    )


class CalendarOut(Schema):
    first: date
    last: date
    zone: str
    now: datetime
    clinicians: list[ColumnOut]
    rooms: list[RoomOut]
    services: dict[UUID, ServiceOut]
    windows: dict[UUID, dict[date, list[WindowOut]]]
    holidays: list[HolidayOut]
    events: list[EventOut]
    occupied: list[OccupiedOut]
    outside: list[OutsideTimeOut]
    token: str = Field(description="State of the calendar; give it to `changes` to learn whether anything happened")


class SlotOut(Schema):
    starts_at: datetime
    ends_at: datetime
    clinician_id: UUID
    room_id: UUID | None


class HistoryOut(Schema):
    change_id: UUID
    change: Change
    at: datetime
    by_name: str
    before: dict[str, Any]
    after: dict[str, Any]
    may_undo: bool


class ClientContactOut(Schema):
    phone: str
    email: str


class AppointmentOut(Schema):
    event: EventOut
    contact: ClientContactOut | None = Field(description="How to reach the client; null without the right to know")
    clinician_name: str
    room_name: str
    outside_hours_reason: str
    cancel_reason: str
    created_at: datetime
    created_by_name: str
    statuses: list[Status] = Field(description="The statuses it may be given now")
    history: list[HistoryOut]
    video_link: str = Field(description="Where the video call is held; empty for other visits")


class ClientAppointmentsOut(Schema):
    coming: list[EventOut]
    past: list[EventOut]


class BookingIn(Schema):
    """`starts_at` with an offset is an instant; without one it is a local time of the practice's zone."""

    client_id: UUID
    other_client_ids: list[UUID] = Field([], description="Who comes together with the first client")
    clinician_id: UUID
    starts_at: datetime
    service_id: UUID | None = None
    room_id: UUID | None = None
    pick_room: bool = Field(True, description="Without `room_id`: choose a free room by itself")
    minutes: int | None = None
    place: Place | None = None
    internal_line: str = ""
    outside_hours_reason: str = ""


class BlockIn(Schema):
    clinician_id: UUID
    starts_at: datetime
    ends_at: datetime
    title: str = ""
    room_id: UUID | None = None


class BookedOut(Schema):
    appointment_id: UUID
    change_id: UUID = Field(description="Undoes it within three minutes")
    version: int
    starts_at: datetime
    ends_at: datetime
    room_id: UUID | None
    room_picked: bool
    time_twice: bool = Field(description="The local time exists twice that night; the first was taken")


class MoveIn(Schema):
    starts_at: datetime
    clinician_id: UUID | None = None
    room_id: UUID | None = None
    outside_hours_reason: str = ""


class ResizeIn(Schema):
    minutes: int
    starts_at: datetime | None = None
    outside_hours_reason: str = ""


class EditIn(Schema):
    """Only what is sent is changed."""

    client_id: UUID | None = None
    other_client_ids: list[UUID] | None = Field(None, description="All who come beside the first client")
    service_id: UUID | None = None
    clinician_id: UUID | None = None
    room_id: UUID | None = None
    starts_at: datetime | None = None
    minutes: int | None = None
    place: Place | None = None
    internal_line: str | None = None
    title: str | None = None
    outside_hours_reason: str = ""


class RearrangedOut(Schema):
    appointment_id: UUID
    change_id: UUID
    version: int
    starts_at: datetime
    ends_at: datetime
    clinician_id: UUID
    room_id: UUID | None
    room_picked: bool
    time_twice: bool


class CancelIn(Schema):
    reason: str = ""
    late: bool = False


class StatusIn(Schema):
    status: Status


class StoredOut(Schema):
    appointment_id: UUID
    version: int
    change_id: UUID


@endpoint(router, "GET", "/calendar", requires=Permission.CALENDAR_SEE, answer=CalendarOut, tag=TAG)
def read_calendar(
    request: ApiRequest,
    first: date,
    last: date,
    clinician_id: Ids = None,
    room_id: Ids = None,
    cancelled: bool = False,
) -> HttpResponse:
    """Days of the calendar with events, working times and holidays; at most 62 days.

    Names stand only where one may know the client; everything else is told as taken.
    """
    shown = calendar_range(
        request.actor, first=first, last=last, clinicians=clinician_id, rooms=room_id, cancelled=cancelled
    )
    # Straight from the rows to JSON: this is the most frequent read of all.
    return HttpResponse(CALENDAR.dump_json(shown), content_type="application/json; charset=utf-8")


@endpoint(router, "GET", "/free-times", requires=Permission.APPOINTMENT_BOOK, answer=list[SlotOut], tag=TAG)
def list_free_times(
    request: ApiRequest,
    clinician_id: UUID,
    service_id: UUID | None = None,
    minutes: int | None = None,
    room_id: UUID | None = None,
    since: datetime | None = None,
    count: Annotated[int, Field(ge=1, le=200)] = 20,
) -> HttpResponse:
    """The next free times of a clinician, with a room where one is needed."""
    found = alternatives.next_free(
        request.actor,
        clinician_id=clinician_id,
        since=since,
        service_id=service_id,
        minutes=minutes,
        room_id=room_id or AUTO,
        count=count,
    )
    return HttpResponse(FREE_TIMES.dump_json(found), content_type="application/json; charset=utf-8")


@endpoint(router, "POST", "/appointments", requires=Permission.APPOINTMENT_BOOK, answer=BookedOut, status=201, tag=TAG)
def book_appointment(request: ApiRequest, body: BookingIn) -> booking.Booked:
    """Book a visit.

    A taken time answers 409 `slot_taken` with three alternatives; outside working hours 409 until a reason is given.
    """
    room: UUID | RoomChoice | None = body.room_id or (AUTO if body.pick_room else None)
    return booking.book(
        request.actor,
        client_id=body.client_id,
        other_client_ids=body.other_client_ids,
        service_id=body.service_id,
        clinician_id=body.clinician_id,
        starts_at=body.starts_at,
        room_id=room,
        minutes=body.minutes,
        place=body.place,
        internal_line=body.internal_line,
        outside_hours_reason=body.outside_hours_reason,
    )


@endpoint(router, "POST", "/blocks", requires=Permission.APPOINTMENT_BOOK, answer=BookedOut, status=201, tag=TAG)
def block_time(request: ApiRequest, body: BlockIn) -> booking.Booked:
    """Block a clinician's time. Its title is read by the clinician only."""
    return blocks.block(
        request.actor,
        clinician_id=body.clinician_id,
        starts_at=body.starts_at,
        ends_at=body.ends_at,
        title=body.title,
        room_id=body.room_id,
    )


@endpoint(
    router,
    "GET",
    "/appointments/{uuid:appointment_id}",
    requires=Permission.CALENDAR_SEE,
    answer=AppointmentOut,
    tag=TAG,
)
def read_appointment(request: ApiRequest, appointment_id: UUID) -> appointments.AppointmentDetails:
    """One appointment with its history. Opening it is logged."""
    details = appointments.appointment(request.actor, appointment_id=appointment_id)
    request.etag = str(details.event.version)
    return details


@endpoint(
    router,
    "PATCH",
    "/appointments/{uuid:appointment_id}",
    requires=Permission.APPOINTMENT_CHANGE,
    answer=RearrangedOut,
    tag=TAG,
)
def edit_appointment(request: ApiRequest, appointment_id: UUID, body: EditIn) -> object:
    """Change what is sent and keep the rest. `null` takes service or room away."""
    sent: dict[str, Any] = body.dict(exclude_unset=True)
    if "other_client_ids" in sent:
        sent["other_client_ids"] = sent["other_client_ids"] or ()
    return editing.edit(request.actor, appointment_id=appointment_id, version=expected_version(request), **sent)


@endpoint(
    router,
    "POST",
    "/appointments/{uuid:appointment_id}/move",
    requires=Permission.APPOINTMENT_CHANGE,
    answer=RearrangedOut,
    tag=TAG,
)
def move_appointment(request: ApiRequest, appointment_id: UUID, body: MoveIn) -> object:
    """Move to another time, clinician or room. A taken time answers 409 with three alternatives."""
    sent = body.model_fields_set
    room: UUID | Keep | None = body.room_id if "room_id" in sent else KEEP
    return moving.move(
        request.actor,
        appointment_id=appointment_id,
        starts_at=body.starts_at,
        clinician_id=body.clinician_id or KEEP,
        room_id=room,
        outside_hours_reason=body.outside_hours_reason,
        version=expected_version(request),
    )


@endpoint(
    router,
    "POST",
    "/appointments/{uuid:appointment_id}/resize",
    requires=Permission.APPOINTMENT_CHANGE,
    answer=RearrangedOut,
    tag=TAG,
)
def resize_appointment(request: ApiRequest, appointment_id: UUID, body: ResizeIn) -> object:
    """Change the length, and the start when it is sent."""
    return moving.resize(
        request.actor,
        appointment_id=appointment_id,
        minutes=body.minutes,
        starts_at=body.starts_at or KEEP,
        outside_hours_reason=body.outside_hours_reason,
        version=expected_version(request),
    )


@endpoint(
    router,
    "POST",
    "/appointments/{uuid:appointment_id}/cancel",
    requires=Permission.APPOINTMENT_CHANGE,
    answer=StoredOut,
    tag=TAG,
)
def cancel_appointment(request: ApiRequest, appointment_id: UUID, body: CancelIn) -> object:
    """Cancel; the time is free at once."""
    return cancelling.cancel(
        request.actor,
        appointment_id=appointment_id,
        reason=body.reason,
        late=body.late,
        version=expected_version(request),
    )


@endpoint(
    router,
    "PUT",
    "/appointments/{uuid:appointment_id}/status",
    requires=Permission.APPOINTMENT_CHANGE,
    answer=StoredOut,
    tag=TAG,
)
def set_appointment_status(request: ApiRequest, appointment_id: UUID, body: StatusIn) -> object:
    """Set how it stands: confirmed, arrived, completed, no-show."""
    return attendance.set_status(
        request.actor, appointment_id=appointment_id, status=body.status, version=expected_version(request)
    )


@endpoint(
    router, "POST", "/changes/{uuid:change_id}/undo", requires=Permission.APPOINTMENT_CHANGE, answer=StoredOut, tag=TAG
)
def undo_change(request: ApiRequest, change_id: UUID) -> object:
    """Take one's own last change back, within three minutes."""
    return undoing.undo(request.actor, change_id=change_id)


@endpoint(
    router,
    "GET",
    "/clients/{uuid:client_id}/appointments",
    requires=Permission.CALENDAR_SEE,
    answer=ClientAppointmentsOut,
    tag=TAG,
)
def list_client_appointments(request: ApiRequest, client_id: UUID) -> appointments.ClientAppointments:
    """A client's coming and past appointments."""
    return appointments.appointments_of_client(request.actor, client_id=client_id)
