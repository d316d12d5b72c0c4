"""Online booking: its settings, and the requests that wait for an answer."""

from datetime import date, datetime
from uuid import UUID

from ninja import Field, Router, Schema

from kollega.api.v1.endpoint import endpoint
from kollega.api.v1.frame import ApiRequest
from kollega.kernel.permissions import Permission
from kollega.online.enums import AnswerKind, PartOfDay, Takes, WaitingState
from kollega.online.operations.answering import accept_request, decline_request
from kollega.online.operations.settings import change_clinician, change_intake, change_page, change_policy
from kollega.online.operations.waiting import add_waiting, remove_waiting
from kollega.online.queries.bookings import BroughtAlong, brought_along
from kollega.online.queries.requests import RequestRow, open_requests
from kollega.online.queries.settings import OnlineSetup, intake_of, online_setup
from kollega.online.queries.waiting import WaitingRow, waiting_list
from kollega.online.rules.intake import Question
from kollega.online.rules.settings import ClinicianSettings, PageSettings
from kollega.online.rules.waiting import Wish
from kollega.scheduling.enums import Place

router = Router()
TAG = "Online booking"


class OnlinePageBody(Schema):
    slug: str = Field(description="The last part of the page's address")
    is_on: bool
    takes: Takes = Field(description="Whom times are given to; `existing` clients show by a code that they are known")
    direct: bool = Field(description="False: visits are asked for and wait for an answer")
    in_person: bool
    video: bool
    notice_minutes: int
    ahead_days: int
    step_minutes: int = Field(description="15, 20, 30 or 60")
    change_hours: int = Field(description="Until how many hours before clients may move or cancel")
    waiting_list: bool = Field(description="Visitors may ask to be put on the waiting list")


class OnlineClinicianBody(Schema):
    slug: str
    is_on: bool
    takes: Takes | None = Field(None, description="Empty: as on the practice's page")
    in_person: bool = True
    video: bool = True
    notice_minutes: int | None = Field(None, description="Empty: as on the practice's page")
    service_ids: list[UUID] = Field([], description="None: all that can be booked online")


class OnlineClinicianOut(Schema):
    membership_id: UUID
    name: str
    settings: OnlineClinicianBody
    version: int = Field(description="0 while nothing was stored and the settings are only proposed")
    has_hours: bool
    may_change: bool


class OnlineSetupOut(Schema):
    page: OnlinePageBody
    version: int = Field(description="0 while the page was never stored and its settings are only proposed")
    clinicians: list[OnlineClinicianOut]
    policy_version: int
    policy: dict[str, str] = Field(description="What clients agree to, by language")
    may_manage: bool


class OnlinePolicyBody(Schema):
    texts: dict[str, str] = Field(description="By language: en, sv, nb, de, fr; none ends the terms")


class OnlinePolicyOut(Schema):
    version: int


class IntakeQuestion(Schema):
    kind: AnswerKind
    label: str
    required: bool = False
    choices: list[str] = []


class IntakeBody(Schema):
    questions: list[IntakeQuestion] = Field(description="At most eight, in their order")


class BookingRequestOut(Schema):
    appointment_id: UUID
    client_id: UUID | None
    client_name: str
    service: str
    clinician_id: UUID
    clinician_name: str
    place: Place
    starts_at: datetime
    ends_at: datetime
    asked_at: datetime
    online: bool
    new_client: bool


class DeclineBody(Schema):
    reason: str = Field("", description="Stays in the practice")


class IntakeAnswer(Schema):
    label: str
    text: str
    kind: AnswerKind


class BroughtAlongOut(Schema):
    booked_at: datetime
    new_client: bool
    policy_version: int | None
    accepted_at: datetime | None
    answers: list[IntakeAnswer] | None = Field(description="Null for everybody but the visit's clinician")


@endpoint(router, "GET", "/online", requires=Permission.CALENDAR_SEE, answer=OnlineSetupOut, tag=TAG)
def read_online_booking(request: ApiRequest) -> OnlineSetup:
    """How online booking is set up."""
    return online_setup(request.actor)


@endpoint(router, "PUT", "/online", requires=Permission.ONLINE_MANAGE, answer=OnlineSetupOut, tag=TAG)
def edit_online_booking(request: ApiRequest, body: OnlinePageBody) -> OnlineSetup:
    """Change the practice's booking page, as a whole."""
    change_page(request.actor, wanted=PageSettings(**body.dict()))
    return online_setup(request.actor)


@endpoint(
    router,
    "PUT",
    "/online/clinicians/{membership_id}",
    requires=Permission.CALENDAR_SEE,
    answer=OnlineSetupOut,
    tag=TAG,
)
def edit_online_clinician(request: ApiRequest, membership_id: UUID, body: OnlineClinicianBody) -> OnlineSetup:
    """Change what a clinician offers online: one's own, or anybody's for who manages online booking."""
    values = {**body.dict(), "service_ids": tuple(body.service_ids)}
    change_clinician(request.actor, membership_id=membership_id, wanted=ClinicianSettings(**values))
    return online_setup(request.actor)


@endpoint(router, "PUT", "/online/terms", requires=Permission.ONLINE_MANAGE, answer=OnlinePolicyOut, tag=TAG)
def edit_online_terms(request: ApiRequest, body: OnlinePolicyBody) -> dict[str, int]:
    """Store a new version of what clients agree to; the same words again change nothing."""
    return {"version": change_policy(request.actor, texts=body.texts)}


@endpoint(
    router, "GET", "/services/{service_id}/questions", requires=Permission.CALENDAR_SEE, answer=IntakeBody, tag=TAG
)
def read_intake_questions(request: ApiRequest, service_id: UUID) -> dict[str, tuple[Question, ...]]:
    """What is asked when the service is booked online."""
    return {"questions": intake_of(request.actor, service_id=service_id)[1]}


@endpoint(
    router, "PUT", "/services/{service_id}/questions", requires=Permission.ONLINE_MANAGE, answer=IntakeBody, tag=TAG
)
def edit_intake_questions(request: ApiRequest, service_id: UUID, body: IntakeBody) -> dict[str, tuple[Question, ...]]:
    """Change what is asked when the service is booked online, as a whole."""
    asked = tuple(Question(one.kind, one.label, one.required, tuple(one.choices)) for one in body.questions)
    change_intake(request.actor, service_id=service_id, questions=asked)
    return {"questions": intake_of(request.actor, service_id=service_id)[1]}


@endpoint(
    router,
    "GET",
    "/appointments/{appointment_id}/online-booking",
    requires=Permission.CALENDAR_SEE,
    answer=BroughtAlongOut | None,
    tag=TAG,
)
def read_online_booking_of_appointment(request: ApiRequest, appointment_id: UUID) -> BroughtAlong | None:
    """What came with an appointment that was booked online; null for any other one."""
    return brought_along(request.actor, appointment_id=appointment_id)


@endpoint(router, "GET", "/requests", requires=Permission.APPOINTMENT_CHANGE, answer=list[BookingRequestOut], tag=TAG)
def list_requests(request: ApiRequest) -> list[RequestRow]:
    """Coming visits that were asked for and wait for an answer, the oldest first."""
    return open_requests(request.actor)


@endpoint(
    router,
    "POST",
    "/requests/{appointment_id}/accept",
    requires=Permission.APPOINTMENT_CHANGE,
    answer=list[BookingRequestOut],
    tag=TAG,
)
def accept_booking_request(request: ApiRequest, appointment_id: UUID) -> list[RequestRow]:
    """Make the request a booking and tell its client; answers with the requests that still wait."""
    accept_request(request.actor, appointment_id=appointment_id)
    return open_requests(request.actor)


@endpoint(
    router,
    "POST",
    "/requests/{appointment_id}/decline",
    requires=Permission.APPOINTMENT_CHANGE,
    answer=list[BookingRequestOut],
    tag=TAG,
)
def decline_booking_request(request: ApiRequest, appointment_id: UUID, body: DeclineBody) -> list[RequestRow]:
    """Give the time back and tell the client; answers with the requests that still wait."""
    decline_request(request.actor, appointment_id=appointment_id, reason=body.reason)
    return open_requests(request.actor)


class WaitingIn(Schema):
    client_id: UUID
    service_id: UUID
    clinician_id: UUID | None = Field(None, description="Empty: any clinician")
    place: Place = Place.IN_PERSON
    weekdays: list[int] = Field([], description="0 is Monday; none means any day")
    parts: list[PartOfDay] = Field([], description="None means any time of the day")
    until: date


class WaitingOut(Schema):
    id: UUID
    client_id: UUID | None
    name: str
    by_visitor: bool
    service: str
    clinician_id: UUID | None
    clinician_name: str
    place: Place
    weekdays: list[int]
    parts: list[PartOfDay]
    until: date
    state: WaitingState
    added_at: datetime
    offered_at: datetime | None = Field(description="The time that is offered now")
    offer_until: datetime | None
    can_be_mailed: bool = Field(description="Offers go by e-mail; without an address there are none")


class WaitingAddedOut(Schema):
    id: UUID


@endpoint(router, "GET", "/waiting-list", requires=Permission.APPOINTMENT_BOOK, answer=list[WaitingOut], tag=TAG)
def list_waiting(request: ApiRequest) -> list[WaitingRow]:
    """Who waits for a time or has one offered, the longest first."""
    return waiting_list(request.actor)


@endpoint(
    router,
    "POST",
    "/waiting-list",
    requires=Permission.APPOINTMENT_BOOK,
    answer=WaitingAddedOut,
    status=201,
    tag=TAG,
)
def add_to_waiting_list(request: ApiRequest, body: WaitingIn) -> dict[str, UUID]:
    """Put a client on the waiting list."""
    wish = Wish(body.service_id, body.clinician_id, tuple(body.weekdays), tuple(body.parts), body.until)
    return {"id": add_waiting(request.actor, client_id=body.client_id, wish=wish, place=body.place)}


@endpoint(
    router,
    "DELETE",
    "/waiting-list/{entry_id}",
    requires=Permission.APPOINTMENT_BOOK,
    answer=list[WaitingOut],
    tag=TAG,
)
def remove_from_waiting_list(request: ApiRequest, entry_id: UUID) -> list[WaitingRow]:
    """Take somebody off the list; an open offer ends. Answers with who still waits."""
    remove_waiting(request.actor, entry_id=entry_id)
    return waiting_list(request.actor)
