"""Messages to clients: settings, texts, the SMS account, and how one client is told."""

from datetime import time
from typing import Annotated, Any
from uuid import UUID

from ninja import Field, Query, Router, Schema

from kollega.api.v1.endpoint import endpoint
from kollega.api.v1.frame import ApiRequest
from kollega.kernel.permissions import Permission
from kollega.messaging.operations import text_accounts as accounts
from kollega.messaging.queries.text_accounts import TextAccountFacts, text_account
from kollega.notices.enums import Channel, NoticeKind, Wanted, Why
from kollega.notices.operations.preferring import set_preference
from kollega.notices.operations.settings import change_notice_settings, change_text
from kollega.notices.queries.own_preference import ClientPreference, client_preference
from kollega.notices.queries.settings import notice_settings
from kollega.notices.queries.wordings import SAMPLE_PAGE, Sample, Wording, sample, wordings
from kollega.notices.rules.settings import NoticeSettings, ReminderRule
from kollega.practices.queries.profile import profile_of

router = Router()
TAG = "Messages to clients"
MANAGE = Permission.PRACTICE_MANAGE


class RuleBody(Schema):
    hours: int
    channel: Channel
    service_id: UUID | None = Field(None, description="Left out: all services without rules of their own")


class SettingsBody(Schema):
    invite_by_default: bool
    silent: Annotated[list[str], Field(max_length=8)] = Field(
        description="Not sent: `email.update`, `sms.cancellation`"
    )
    names_clinician: bool
    names_service: bool
    where: str
    reminders: Annotated[list[RuleBody], Field(max_length=6)]
    remind_all: bool
    quiet_from: time
    quiet_until: time
    version: int = Field(description="As it was read; another one answers 409")


class WordingOut(Schema):
    channel: Channel
    kind: NoticeKind
    text: str
    standard: str
    own: bool


class TextsAsked(Schema):
    language: str


class TextIn(Schema):
    language: str
    channel: Channel
    kind: NoticeKind
    text: str = Field(max_length=2000, description="Empty: the standard text")


class LengthOut(Schema):
    signs: int
    parts: int
    plain: bool = Field(description="In the SMS alphabet (GSM-7); else UCS-2")


class SampleOut(Schema):
    subject: str
    text: str
    length: LengthOut | None
    unknown: list[str]


class AccountOut(Schema):
    offered: bool = Field(description="This installation has an SMS service")
    has_key: bool
    sender: str
    on: bool
    last_test: str
    failure: str


class AccountIn(Schema):
    sender: str
    key: str = Field("", description="Left out: the stored one stays. Never shown again")
    on: bool = True


class TestTextIn(Schema):
    to: str
    text: str = Field(max_length=300)


class TestTextOut(Schema):
    id: UUID


class PreferenceOut(Schema):
    wanted: Wanted
    reminders: bool
    language: str
    ways: dict[Channel, Why | None] = Field(description="By which channels now, and what stands in the way")


class PreferenceIn(Schema):
    wanted: Wanted
    reminders: bool


@endpoint(router, "GET", "/notice-settings", requires=Permission.CALENDAR_SEE, answer=SettingsBody, tag=TAG)
def read_notice_settings(request: ApiRequest) -> dict[str, Any]:
    """What the practice tells its clients, and how."""
    return _plain(request)


@endpoint(router, "PUT", "/notice-settings", requires=MANAGE, answer=SettingsBody, tag=TAG)
def edit_notice_settings(request: ApiRequest, body: SettingsBody) -> dict[str, Any]:
    """Change them as a whole, over the version that was read."""
    rules = tuple(ReminderRule(rule.hours, rule.channel, rule.service_id) for rule in body.reminders)
    wanted = NoticeSettings(**{**body.dict(), "silent": frozenset(body.silent), "reminders": rules})
    change_notice_settings(request.actor, wanted=wanted)
    return _plain(request)


@endpoint(router, "GET", "/notice-texts", requires=MANAGE, answer=list[WordingOut], tag=TAG)
def list_notice_texts(request: ApiRequest, asked: Annotated[TextsAsked, Query()]) -> list[Wording]:
    """All texts in a language."""
    return list(wordings(request.actor, language=asked.language))


@endpoint(router, "PUT", "/notice-texts", requires=MANAGE, answer=list[WordingOut], tag=TAG)
def edit_notice_text(request: ApiRequest, body: TextIn) -> list[Wording]:
    """Change one text; an empty one brings the standard back."""
    change_text(request.actor, language=body.language, channel=body.channel, kind=body.kind, text=body.text)
    return list(wordings(request.actor, language=body.language))


@endpoint(router, "POST", "/notice-texts/preview", requires=MANAGE, answer=SampleOut, tag=TAG)
def preview_notice_text(request: ApiRequest, body: TextIn) -> Sample:
    """What an invented client would read; with the length of an SMS. Stores nothing."""
    page = request.build_absolute_uri(SAMPLE_PAGE)
    return sample(
        request.actor, language=body.language, channel=body.channel, kind=body.kind, text=body.text, page=page
    )


@endpoint(router, "GET", "/sms-account", requires=MANAGE, answer=AccountOut, tag=TAG)
def read_sms_account(request: ApiRequest) -> TextAccountFacts:
    """The account with the SMS service, without its key."""
    return text_account(request.actor)


@endpoint(router, "PUT", "/sms-account", requires=MANAGE, answer=AccountOut, tag=TAG)
def edit_sms_account(request: ApiRequest, body: AccountIn) -> TextAccountFacts:
    """Store name and key."""
    accounts.set_text_account(request.actor, sender=body.sender, key=body.key, on=body.on)
    return text_account(request.actor)


@endpoint(router, "DELETE", "/sms-account", requires=MANAGE, answer=AccountOut, tag=TAG)
def remove_sms_account(request: ApiRequest) -> TextAccountFacts:
    """Forget the account and its key."""
    accounts.remove_text_account(request.actor)
    return text_account(request.actor)


@endpoint(router, "POST", "/sms-account/test", requires=MANAGE, answer=TestTextOut, tag=TAG)
def send_test_sms(request: ApiRequest, body: TestTextIn) -> dict[str, Any]:
    """Send one SMS to a number, at most five an hour."""
    country = profile_of(request.actor).country
    return {"id": accounts.send_test_text(request.actor, to=body.to, country=country, text=body.text)}


@endpoint(
    router,
    "GET",
    "/clients/{uuid:client_id}/notice-preference",
    requires=Permission.CLIENT_OPEN,
    answer=PreferenceOut,
    tag=TAG,
)
def read_notice_preference(request: ApiRequest, client_id: UUID) -> ClientPreference:
    """How a client is told. Reading it is logged."""
    return client_preference(request.actor, client_id=client_id)


@endpoint(
    router,
    "PUT",
    "/clients/{uuid:client_id}/notice-preference",
    requires=Permission.CLIENT_EDIT,
    answer=PreferenceOut,
    tag=TAG,
)
def edit_notice_preference(request: ApiRequest, client_id: UUID, body: PreferenceIn) -> ClientPreference:
    """Change it, from the next message on."""
    set_preference(request.actor, client_id=client_id, wanted=body.wanted, reminders=body.reminders)
    return client_preference(request.actor, client_id=client_id)


def _plain(request: ApiRequest) -> dict[str, Any]:
    known = notice_settings(request.actor)
    return {
        **{name: getattr(known, name) for name in SettingsBody.model_fields if name not in ("silent", "reminders")},
        "silent": sorted(known.silent),
        "reminders": list(known.reminders),
    }
