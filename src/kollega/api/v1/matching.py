"""The matching questionnaire: publish it, one's own profile, referred clients and their answers."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from ninja import Field, Router, Schema

from kollega.api.v1.endpoint import endpoint
from kollega.api.v1.frame import ApiRequest
from kollega.api.v1.shapes import VersionOut
from kollega.kernel.permissions import Permission
from kollega.online.enums import AnswerKind, ReferralState
from kollega.online.operations import matching as operations
from kollega.online.queries import matching as queries
from kollega.online.rules.intake import Question
from kollega.online.rules.matching import AgeGroup
from kollega.scheduling.enums import Place

router = Router()
TAG = "Online booking"


class MatchingQuestion(Schema):
    kind: AnswerKind
    label: str
    required: bool = False
    choices: list[str] = []


class MatchingIn(Schema):
    is_on: bool
    intro: str = ""
    topics: list[str] = []
    questions: list[MatchingQuestion] = []


class MatchingOut(MatchingIn):
    version: int


class ProfileIn(Schema):
    """Nothing in a list means everything of the kind."""

    is_listed: bool = False
    about: str = ""
    languages: list[Literal["sv", "nb", "de", "fr", "en"]] = []
    topics: list[str] = []
    ages: list[AgeGroup] = []
    places: list[Place] = []


class ReferralOut(Schema):
    id: UUID
    state: ReferralState
    client_id: UUID | None
    picked: str = Field(description="Name of the clinician; empty while nobody was picked")
    submitted_at: datetime
    may_answer: bool


class ReferralAnswerIn(Schema):
    accept: bool


class MatchingAnswer(Schema):
    label: str
    text: str
    kind: AnswerKind


class ReferralAnswersOut(Schema):
    reason: str
    topics: list[str]
    answers: list[MatchingAnswer]
    submitted_at: datetime
    version: int


@endpoint(router, "GET", "/matching", requires=Permission.ONLINE_MANAGE, answer=MatchingOut, tag=TAG)
def read_matching(request: ApiRequest) -> object:
    """The newest questionnaire; version 0 when there is none yet."""
    return queries.matching_setup(request.actor)


@endpoint(router, "PUT", "/matching", requires=Permission.ONLINE_MANAGE, answer=VersionOut, tag=TAG)
def publish_matching(request: ApiRequest, body: MatchingIn) -> VersionOut:
    """Store the questionnaire as a new version; answers keep the version they were given to."""
    version = operations.publish_matching(
        request.actor,
        is_on=body.is_on,
        intro=body.intro,
        topics=tuple(body.topics),
        questions=tuple(Question(one.kind, one.label, one.required, tuple(one.choices)) for one in body.questions),
    )
    return VersionOut(version=version)


@endpoint(router, "GET", "/matching/profile", requires=Permission.ONLINE_MANAGE_OWN, answer=ProfileIn, tag=TAG)
def read_own_profile(request: ApiRequest) -> object:
    """What the questionnaire says about oneself."""
    return queries.own_profile(request.actor)[0]


@endpoint(router, "PUT", "/matching/profile", requires=Permission.ONLINE_MANAGE_OWN, answer=ProfileIn, tag=TAG)
def edit_own_profile(request: ApiRequest, body: ProfileIn) -> object:
    """Store one's own profile as a whole."""
    given = {name: tuple(getattr(body, name)) for name in ("languages", "topics", "ages", "places")}
    profile = operations.ProfileData(is_listed=body.is_listed, about=body.about, **given)
    operations.edit_profile(request.actor, profile=profile)
    return queries.own_profile(request.actor)[0]


@endpoint(router, "GET", "/referrals", requires=Permission.CLIENT_OPEN, answer=list[ReferralOut], tag=TAG)
def list_referrals(request: ApiRequest) -> list[object]:
    """Referred clients who wait for an answer, or have not picked anybody yet."""
    return list(queries.referrals(request.actor))


@endpoint(
    router,
    "POST",
    "/referrals/{uuid:referral_id}/answer",
    requires=Permission.CLIENT_OPEN,
    answer=ReferralAnswerIn,
    tag=TAG,
)
def answer_referral(request: ApiRequest, referral_id: UUID, body: ReferralAnswerIn) -> ReferralAnswerIn:
    """Accept or decline; after a decline the client may pick another one."""
    operations.answer_referral(request.actor, referral_id=referral_id, accept=body.accept)
    return body


@endpoint(
    router,
    "GET",
    "/clients/{uuid:client_id}/referral",
    requires=Permission.CLIENT_INFORMATION,
    answer=ReferralAnswersOut | None,
    tag=TAG,
)
def read_referral(request: ApiRequest, client_id: UUID) -> object:
    """The reason for contact and the answers; null for who never filled in the questionnaire."""
    return queries.referral_of_client(request.actor, client_id=client_id)
