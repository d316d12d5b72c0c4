"""Appointments that repeat: look first, then book, change, cancel, go on and undo, each as a whole."""

from datetime import date, datetime, time
from typing import Annotated, Any
from uuid import UUID

from ninja import Field, Router, Schema

from kollega.api.v1.calendar import SlotOut
from kollega.api.v1.endpoint import endpoint
from kollega.api.v1.frame import ApiRequest, expected_version
from kollega.kernel.permissions import Permission
from kollega.scheduling.enums import AUTO, KEEP, Kind, Place, Status
from kollega.scheduling.operations import (
    cancelling_repeats,
    changing_repeats,
    extending_repeats,
    repeating,
    undoing_repeats,
)
from kollega.scheduling.queries import extending, repeat_dates, repeated
from kollega.scheduling.queries.repeat_dates import Standing
from kollega.scheduling.queries.repeated import Scope, Wanted
from kollega.scheduling.queries.repeating import Wish, preview_repeating
from kollega.scheduling.rules.planning import DateState, PlannedDate
from kollega.scheduling.rules.recurring import Every, Rule

router = Router()
TAG = "Repeated appointments"


class RuleIn(Schema):
    """When it repeats. The end is either `count` or `until`; at most 500 dates within two years."""

    every: Every = Field(description="Weeks, months by the day's number, or months by the weekday's place in them")
    interval: int = Field(1, description="Every how many weeks or months")
    first: date
    starts: time = Field(description="Local time of the practice; it stays the same across DST")
    weekdays: Annotated[list[int], Field(max_length=7)] = Field([], description="0 is Monday")
    count: int | None = None
    until: date | None = None
    month_day: int = Field(0, description="1 to 31; in shorter months the last day")
    position: int = Field(0, description="1 to 4, or 5 for the last weekday of the month")

    def rule(self) -> Rule:
        return Rule(**{**self.dict(), "weekdays": tuple(self.weekdays)})


class WishIn(Schema):
    """What every date is to be. A private block (`kind` block) has no service and no client."""

    clinician_id: UUID
    kind: Kind = Kind.VISIT
    service_id: UUID | None = None
    minutes: int | None = None
    room_id: UUID | None = None
    pick_room: bool = Field(True, description="Without `room_id`: choose a free room on each date")
    place: Place | None = None

    def wish(self) -> Wish:
        room = self.room_id or (AUTO if self.pick_room and self.kind is Kind.VISIT else None)
        return Wish(self.clinician_id, self.kind, self.service_id, self.minutes, room, self.place)


class PreviewIn(WishIn):
    rule: RuleIn


class PlannedDateOut(Schema):
    """One date. `day` is the rule's day; `resource` says what is taken, never by whom."""

    day: date
    starts_at: datetime | None
    ends_at: datetime | None
    room_id: UUID | None
    state: DateState
    resource: str
    outside_hours: bool
    twice: bool
    holiday: str
    alternatives: list[SlotOut]


class DateChoiceIn(Schema):
    """What was chosen for a day: the instant and room as shown, or an alternative. Days left out are skipped."""

    day: date
    starts_at: datetime
    room_id: UUID | None = None

    def choice(self) -> repeating.Choice:
        return repeating.Choice(self.day, self.starts_at, self.room_id)


Choices = Annotated[list[DateChoiceIn], Field(min_length=1, max_length=500)]


class RepeatIn(PreviewIn):
    choices: Choices
    client_id: UUID | None = None
    other_client_ids: Annotated[list[UUID], Field(max_length=30)] = []
    text: str = Field("", description="Internal line of visits, title of private blocks")
    outside_hours_reason: str = ""


class RepeatBookedOut(Schema):
    recurrence_id: UUID
    change_id: UUID = Field(description="Undoes all of it within three minutes")
    appointment_ids: list[UUID]
    skipped: int


class RepeatWantedIn(Schema):
    """Only what is sent is changed. `starts_at` is the new local start of this date; the others follow it."""

    scope: Scope
    starts_at: datetime | None = None
    minutes: int | None = None
    clinician_id: UUID | None = None
    room_id: UUID | None = None
    service_id: UUID | None = None
    place: Place | None = None
    text: str | None = None

    def wanted(self) -> Wanted:
        sent: dict[str, Any] = {
            name: getattr(self, name) for name in self.model_fields_set & set(RepeatWantedIn.model_fields) - {"scope"}
        }
        sent = {name: KEEP if value is None and name not in _EMPTIED else value for name, value in sent.items()}
        return Wanted(**sent)


_EMPTIED = {"room_id", "service_id"}


class ChangedDateOut(Schema):
    appointment_id: UUID
    before: datetime
    own_time: bool = Field(description="Was moved by hand and keeps its time")
    planned: PlannedDateOut


class ChangePreviewOut(Schema):
    recurrence_id: UUID
    dates: list[ChangedDateOut]
    untouched: int = Field(description="Dates in scope that have begun, are signed, or stand in another column")


class RepeatChangeIn(RepeatWantedIn):
    choices: Choices
    outside_hours_reason: str = ""


class RepeatCancelIn(Schema):
    scope: Scope
    reason: str = ""
    late: bool = False
    delete: bool = Field(False, description="Take them out of all views, as if never booked")


class RepeatChangedOut(Schema):
    recurrence_id: UUID
    change_id: UUID = Field(description="Undoes all of it within three minutes")
    appointment_ids: list[UUID]
    left: int


class ExtendPreviewIn(Schema):
    """How far it is to go on: so many further dates, or until a day."""

    count: int | None = None
    until: date | None = None


class ExtendIn(ExtendPreviewIn):
    choices: Choices
    outside_hours_reason: str = ""


class RuleOut(Schema):
    """The rule as it stands; the end is either `count` or `until`."""

    every: Every
    interval: int
    first: date
    starts: time
    weekdays: list[int]
    count: int | None
    until: date | None
    month_day: int
    position: int


class RepeatDateOut(Schema):
    """One date. `settled` ones stay as they are; a day that was left out has no appointment."""

    day: date = Field(description="The rule's day, whatever became of it")
    standing: Standing
    appointment_id: UUID | None
    starts_at: datetime | None
    status: Status | None
    signed: bool = Field(description="Told to the clinician of the column only")


class RepeatDatesOut(Schema):
    recurrence_id: UUID
    rule: RuleOut
    number: int = Field(description="Place of this appointment among those that are on, 0 when it is not")
    total: int
    dates: list[RepeatDateOut]


@endpoint(
    router,
    "GET",
    "/appointments/{uuid:repeated_appointment_id}/repeats",
    requires=Permission.CALENDAR_SEE,
    answer=RepeatDatesOut,
    tag=TAG,
)
def repeats_of_appointment(request: ApiRequest, repeated_appointment_id: UUID) -> object:
    """The rule with which an appointment repeats, and its dates with what became of each."""
    return repeat_dates.repeat_dates(request.actor, appointment_id=repeated_appointment_id)


@endpoint(
    router,
    "POST",
    "/repeats/preview",
    requires=Permission.APPOINTMENT_BOOK,
    answer=list[PlannedDateOut],
    tag=TAG,
)
def preview_repeats(request: ApiRequest, body: PreviewIn) -> list[PlannedDate]:
    """Every date of a rule with its state, hints and alternatives. Stores nothing."""
    return preview_repeating(request.actor, rule=body.rule.rule(), wish=body.wish())


@endpoint(router, "POST", "/repeats", requires=Permission.APPOINTMENT_BOOK, answer=RepeatBookedOut, status=201, tag=TAG)
def book_repeats(request: ApiRequest, body: RepeatIn) -> object:
    """Book the chosen dates, all or none.

    When one is no longer as shown: 409 `dates_taken` with the fresh list in `detail.dates`, and nothing is stored.
    """
    return repeating.book_repeating(
        request.actor,
        rule=body.rule.rule(),
        wish=body.wish(),
        choices=[one.choice() for one in body.choices],
        client_id=body.client_id,
        other_client_ids=body.other_client_ids,
        text=body.text,
        outside_hours_reason=body.outside_hours_reason,
    )


@endpoint(
    router,
    "POST",
    "/appointments/{uuid:repeated_appointment_id}/repeats/preview",
    requires=Permission.APPOINTMENT_CHANGE,
    answer=ChangePreviewOut,
    tag=TAG,
)
def preview_repeat_change(request: ApiRequest, repeated_appointment_id: UUID, body: RepeatWantedIn) -> object:
    """What a change of this, the following or all dates would make of each. Stores nothing."""
    return repeated.preview_change(
        request.actor, appointment_id=repeated_appointment_id, scope=body.scope, wanted=body.wanted()
    )


@endpoint(
    router,
    "POST",
    "/appointments/{uuid:repeated_appointment_id}/repeats/change",
    requires=Permission.APPOINTMENT_CHANGE,
    answer=RepeatChangedOut,
    tag=TAG,
)
def change_repeats(request: ApiRequest, repeated_appointment_id: UUID, body: RepeatChangeIn) -> object:
    """Change the chosen dates, all or none; the others stay as they are. 409 `dates_taken` with the fresh list."""
    return changing_repeats.change_repeating(
        request.actor,
        appointment_id=repeated_appointment_id,
        scope=body.scope,
        wanted=body.wanted(),
        choices=[one.choice() for one in body.choices],
        outside_hours_reason=body.outside_hours_reason,
        version=expected_version(request),
    )


@endpoint(
    router,
    "POST",
    "/appointments/{uuid:repeated_appointment_id}/repeats/cancel",
    requires=Permission.APPOINTMENT_CHANGE,
    answer=RepeatChangedOut,
    tag=TAG,
)
def cancel_repeats(request: ApiRequest, repeated_appointment_id: UUID, body: RepeatCancelIn) -> object:
    """Cancel or delete this, the following or all dates. They never come back."""
    return cancelling_repeats.cancel_repeating(
        request.actor, appointment_id=repeated_appointment_id, version=expected_version(request), **body.dict()
    )


@endpoint(
    router,
    "POST",
    "/appointments/{uuid:repeated_appointment_id}/repeats/further",
    requires=Permission.APPOINTMENT_BOOK,
    answer=list[PlannedDateOut],
    tag=TAG,
)
def preview_further_repeats(
    request: ApiRequest, repeated_appointment_id: UUID, body: ExtendPreviewIn
) -> list[PlannedDate]:
    """The dates with which it would go on. Stores nothing."""
    return extending.preview_extension(request.actor, appointment_id=repeated_appointment_id, **body.dict())


@endpoint(
    router,
    "POST",
    "/appointments/{uuid:repeated_appointment_id}/repeats/extend",
    requires=Permission.APPOINTMENT_BOOK,
    answer=RepeatBookedOut,
    status=201,
    tag=TAG,
)
def extend_repeats(request: ApiRequest, repeated_appointment_id: UUID, body: ExtendIn) -> object:
    """Book further dates, each like the last one, all or none. 409 `dates_taken` with the fresh list."""
    return extending_repeats.extend_repeating(
        request.actor,
        appointment_id=repeated_appointment_id,
        choices=[one.choice() for one in body.choices],
        count=body.count,
        until=body.until,
        outside_hours_reason=body.outside_hours_reason,
    )


@endpoint(
    router,
    "POST",
    "/repeats/changes/{uuid:repeat_change_id}/undo",
    requires=Permission.APPOINTMENT_CHANGE,
    answer=RepeatChangedOut,
    tag=TAG,
)
def undo_repeat_change(request: ApiRequest, repeat_change_id: UUID) -> object:
    """Take one's own change of many dates back as a whole, within three minutes."""
    return undoing_repeats.undo_repeating(request.actor, change_id=repeat_change_id)
