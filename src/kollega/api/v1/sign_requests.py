"""A colleague's signature under a signed note: asking for it, signing, refusing (N5)."""

from datetime import datetime
from uuid import UUID

from ninja import Field, Router, Schema

from kollega.api.v1.endpoint import endpoint
from kollega.api.v1.frame import ApiRequest
from kollega.api.v1.notes import AddendumOut, SectionOut, SignatureOut
from kollega.api.v1.shapes import CreatedOut
from kollega.api.v1.team_notes import ViewedClientOut
from kollega.edge.fresh import freshly_authenticated
from kollega.journal.operations import countersigning
from kollega.journal.queries import notes, sign_requests
from kollega.journal.rules.countersigning import SignKind
from kollega.kernel.permissions import Permission

router = Router()
TAG = "Record"


class CountersignOut(Schema):
    id: UUID
    name: str
    kind: SignKind
    state: str = Field(description="open, signed or refused")
    at: datetime
    answered_at: datetime | None
    reason: str = Field(description="Why they refused")
    signature: SignatureOut | None


class AskIn(Schema):
    membership_id: UUID
    kind: SignKind = Field(description="co: took part; counter: as supervisor")


class RequestRowOut(Schema):
    id: UUID
    client: ViewedClientOut
    kind: SignKind
    asked_by_name: str
    template_name: str
    occurred_at: datetime
    at: datetime


class RequestedNoteOut(Schema):
    id: UUID
    client: ViewedClientOut
    kind: SignKind
    state: str
    author_name: str
    template_name: str
    occurred_at: datetime
    content: list[SectionOut] | None
    signature: SignatureOut | None
    addenda: list[AddendumOut]
    is_unchanged: bool


class CountersignIn(Schema):
    password: str
    code: str = Field(description="One-time code or recovery code")


class CountersignedOut(Schema):
    number: int = Field(description="The place in the practice's chain of signatures")


class RefuseIn(Schema):
    reason: str


@endpoint(
    router,
    "GET",
    "/notes/{uuid:note_id}/sign-requests",
    requires=Permission.NOTE_READ,
    answer=list[CountersignOut],
    tag=TAG,
)
def list_note_sign_requests(request: ApiRequest, note_id: UUID) -> list[notes.CountersignView]:
    """Colleagues' signatures under a note, and the requests for them."""
    return list(notes.open_note(request.actor, note_id=note_id).countersigns)


@endpoint(
    router,
    "POST",
    "/notes/{uuid:note_id}/sign-requests",
    requires=Permission.NOTE_SIGN,
    answer=CreatedOut,
    status=201,
    tag=TAG,
)
def ask_to_sign(request: ApiRequest, note_id: UUID, body: AskIn) -> CreatedOut:
    """Put one's own signed note before a clinician of the practice to sign too."""
    request_id = countersigning.ask_to_sign(
        request.actor, note_id=note_id, membership_id=body.membership_id, kind=body.kind
    )
    return CreatedOut(id=request_id)


@endpoint(router, "GET", "/sign-requests", requires=Permission.NOTE_SIGN, answer=list[RequestRowOut], tag=TAG)
def list_sign_requests(request: ApiRequest) -> list[sign_requests.RequestRow]:
    """The open requests to the token's person."""
    return sign_requests.requests_to_sign(request.actor)


@endpoint(
    router,
    "GET",
    "/sign-requests/{uuid:sign_request_id}",
    requires=Permission.NOTE_SIGN,
    answer=RequestedNoteOut,
    tag=TAG,
)
def read_sign_request(request: ApiRequest, sign_request_id: UUID) -> sign_requests.RequestedNote:
    """The note of a request, to read before signing."""
    return sign_requests.requested_note(request.actor, sign_request_id=sign_request_id)


@endpoint(
    router,
    "POST",
    "/sign-requests/{uuid:sign_request_id}/sign",
    requires=Permission.NOTE_SIGN,
    answer=CountersignedOut,
    tag=TAG,
)
def countersign(request: ApiRequest, sign_request_id: UUID, body: CountersignIn) -> CountersignedOut:
    """Sign. Needs both factors in the call itself."""
    actor = freshly_authenticated(request, request.actor, password=body.password, code=body.code)
    return CountersignedOut(number=countersigning.countersign(actor, sign_request_id=sign_request_id))


@endpoint(
    router,
    "POST",
    "/sign-requests/{uuid:sign_request_id}/refuse",
    requires=Permission.NOTE_SIGN,
    answer=None,
    status=204,
    tag=TAG,
)
def refuse_to_sign(request: ApiRequest, sign_request_id: UUID, body: RefuseIn) -> None:
    """Refuse, with a reason that the author reads."""
    countersigning.refuse_to_sign(request.actor, sign_request_id=sign_request_id, reason=body.reason)


@endpoint(
    router,
    "DELETE",
    "/sign-requests/{uuid:sign_request_id}",
    requires=Permission.NOTE_SIGN,
    answer=None,
    status=204,
    tag=TAG,
)
def withdraw_sign_request(request: ApiRequest, sign_request_id: UUID) -> None:
    """Take back a request that nobody answered."""
    countersigning.withdraw_request(request.actor, sign_request_id=sign_request_id)
