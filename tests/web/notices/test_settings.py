"""Settings of messages and the client's preference, as pages and by the API."""

import pytest
from django.test import Client, override_settings

from kollega.kernel.actor import Actor
from kollega.kernel.errors import BadInput, Changed
from kollega.kernel.permissions import Role
from kollega.notices.enums import Channel, NoticeKind, NoticeState, Wanted
from kollega.notices.errors import UnknownPlaceholder
from kollega.notices.operations.inviting import invite
from kollega.notices.operations.preferring import set_preference
from kollega.notices.operations.settings import change_notice_settings, change_text
from kollega.notices.queries.settings import notice_settings
from kollega.notices.rules.settings import NoticeSettings, ReminderRule, rules_for
from kollega.scheduling.operations.cancelling import cancel
from tests.factories import make_member, make_practice
from tests.notices.making import booked, invited, later, let_go, mails, make_reachable, notices
from tests.pages import browser, slug_of
from tests.scheduling.factories import make_service, tomorrow_at

HTMX = {"HX-Request": "true"}


@pytest.fixture(scope="module")
def world() -> tuple[Actor, Client, str]:
    actor = make_practice()
    pages = browser(actor)
    return actor, pages, f"/p/{slug_of(actor)}/messages"


def form(version: int, **given: object) -> dict[str, object]:
    told = {"email_update": "on", "email_cancellation": "on", "sms_update": "on", "sms_cancellation": "on"}
    return {"version": version, "quiet_from": "21:00", "quiet_until": "08:00", **told, **given}


def test_B14_reminder_rules_are_set_per_service_on_the_page(world: tuple[Actor, Client, str]) -> None:
    actor, pages, base = world
    service = make_service(actor)
    version = notice_settings(actor).version
    rows = {"hours_0": 48, "channel_0": "email", "hours_1": 2, "channel_1": "sms", "service_1": str(service)}
    assert pages.post(f"{base}/settings/", form(version, **rows)).status_code == 302
    known = notice_settings(actor)
    assert rules_for(known, None) == [ReminderRule(48, Channel.EMAIL)]
    assert rules_for(known, service) == [ReminderRule(2, Channel.SMS, service)]
    page = pages.get(f"{base}/settings/").content.decode()
    assert 'value="48"' in page
    assert "hours_2" in page
    stale = pages.post(f"{base}/settings/", form(version))
    assert stale.status_code == 409
    wrong = pages.post(f"{base}/settings/", form(known.version, hours_0=400))
    assert (wrong.status_code, b"336" in wrong.content) == (422, True)


def test_B12_what_is_switched_off_is_not_told() -> None:
    actor = make_practice()
    silent = frozenset({"email.cancellation"})
    change_notice_settings(actor, wanted=NoticeSettings(silent=silent))
    visit = invited(actor)
    let_go(later(actor))
    cancel(later(actor), appointment_id=visit.appointment_id)
    let_go(later(later(actor)))
    assert [mail["kind"] for mail in mails(actor)] == ["notice_invitation"]
    with pytest.raises(Changed):
        change_notice_settings(actor, wanted=NoticeSettings())


def test_a_text_of_ones_own_goes_out_and_the_standard_comes_back(world: tuple[Actor, Client, str]) -> None:
    actor, pages, base = world
    url = f"{base}/settings/texts/en/email/invitation/"
    preview = pages.post(f"{url}preview/", {"text": "Welcome {first_name} <b>to us</b> {servise}"}).content.decode()
    assert "Welcome Kim &lt;b&gt;to us" in preview
    assert "{servise} is not one" in preview
    refused = pages.post(url, {"text": "Hello {servise}"})
    assert (refused.status_code, b"{servise}" in refused.content) == (422, True)
    assert pages.post(url, {"text": "Welcome {first_name}, {date}."}).status_code == 302
    invited(actor)
    let_go(later(actor))
    assert "Welcome " in mails(actor)[-1]["text"]
    assert "your own" in pages.get(f"{base}/settings/texts/?language=en").content.decode()
    assert pages.post(url, {"reset": "1"}).status_code == 302
    assert notice_settings(actor).wording["en"] == {}
    assert pages.get(f"{base}/settings/texts/xx/email/invitation/").status_code == 404


def test_the_length_of_an_sms_is_shown_with_its_link(world: tuple[Actor, Client, str]) -> None:
    _, pages, base = world
    shown = pages.post(f"{base}/settings/texts/en/sms/invitation/preview/", {"text": "a" * 60}).content.decode()
    assert "1 SMS" in shown
    assert (
        "2 SMS" in pages.post(f"{base}/settings/texts/en/sms/invitation/preview/", {"text": "ł" * 60}).content.decode()
    )


def test_texts_are_bounded(world: tuple[Actor, Client, str]) -> None:
    actor, _, _ = world
    kind = NoticeKind.REMINDER
    with pytest.raises(BadInput):
        change_text(actor, language="sv", channel=Channel.SMS, kind=kind, text="a" * 301)
    with pytest.raises(UnknownPlaceholder):
        change_text(actor, language="sv", channel=Channel.SMS, kind=kind, text="{service}")


def test_the_sms_account_is_set_tried_and_removed_and_its_key_never_shown() -> None:
    actor = make_practice()
    pages, base = browser(actor), f"/p/{slug_of(actor)}/messages/settings/sms/"
    with override_settings(SMS_URL="http://127.0.0.1:9"):
        key = "key-of-the-practice-0123456789"
        assert pages.post(base, {"sender": "Ekens", "key": key, "on": "on"}).status_code == 302
        page = pages.get(base)
        assert key.encode() not in page.content
        assert pages.post(f"{base}test/", {"to": "112"}).status_code == 422
        assert pages.post(f"{base}test/", {"to": "070-123 45 67"}).status_code == 302
        assert b"on its way" in pages.get(base).content
        assert pages.post(base, {"remove": "1"}).status_code == 302
        assert b"Send a test SMS" not in pages.get(base).content


def test_only_who_manages_the_practice_sees_its_settings(world: tuple[Actor, Client, str]) -> None:
    owner, _, base = world
    pages = browser(make_member(owner, Role.CLINICIAN))
    assert {pages.get(f"{base}/settings/{page}").status_code for page in ("", "texts/", "sms/")} == {403}


def test_B12_the_clients_preference_is_set_on_the_card_and_respected(world: tuple[Actor, Client, str]) -> None:
    actor, pages, base = world
    client_id = make_reachable(actor)
    panel = pages.get(f"{base}/clients/{client_id}/", headers=HTMX).content.decode()
    assert "By e-mail, or by SMS without an address" in panel
    assert f"{base}/clients/{client_id}/" in pages.get(f"/p/{slug_of(actor)}/clients/{client_id}/").content.decode()
    done = pages.post(f"{base}/clients/{client_id}/change/", {"wanted": "none"}, headers=HTMX)
    assert (done.status_code, "preference-changed" in done.headers["HX-Trigger"]) == (204, True)
    assert "No messages" in pages.get(f"{base}/clients/{client_id}/", headers=HTMX).content.decode()
    visit = booked(actor, client_id=client_id, starts_at=tomorrow_at(actor, 14, days=4))
    assert invite(actor, appointment_id=visit.appointment_id).notice_ids == ()
    stranger = make_reachable(make_practice())
    assert pages.get(f"{base}/clients/{stranger}/change/").status_code == 404


def test_B12_who_wants_no_messages_any_more_gets_none_that_waited() -> None:
    actor = make_practice()
    client_id = make_reachable(actor)
    invited(actor, client_id=client_id)
    set_preference(actor, client_id=client_id, wanted=Wanted.NONE, reminders=True)
    let_go(later(actor))
    assert mails(actor) == []
    assert [notice.state for notice in notices(actor)] == [NoticeState.UNSENT]
