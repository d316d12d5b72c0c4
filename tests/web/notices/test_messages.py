"""Inviting from the booking panel, deciding in the opened appointment, and the practice's list."""

from datetime import timedelta

from django.db import transaction
from django.test import Client

from kollega.audit.models import LogEntry
from kollega.kernel.actor import Actor
from kollega.notices.enums import NoticeState
from kollega.notices.operations.inviting import invite
from kollega.platform.tenancy import tenant
from tests.factories import make_practice
from tests.notices.making import booked, invited, later, let_go, mails, make_reachable, notices
from tests.pages import browser, slug_of
from tests.scheduling.factories import make_hours, make_service, tomorrow_at

HTMX = {"HX-Request": "true", "HX-Target": "panel-host"}


def _form(actor: Actor, client_id: object, service_id: object, **more: str) -> dict[str, str]:
    day = tomorrow_at(actor, 10).date().isoformat()
    return {
        "client": str(client_id),
        "service": str(service_id),
        "date": day,
        "start": "10:00",
        "minutes": "45",
        "clinician": str(actor.own_membership),
        "room": "none",
        "place": "in_person",
        **more,
    }


def _practice() -> tuple[Actor, Client, str]:
    actor = make_practice()
    make_hours(actor)
    return actor, browser(actor), f"/p/{slug_of(actor)}"


def test_the_booking_panel_offers_the_invitation_with_address_and_words() -> None:
    actor, pages, base = _practice()
    client_id, service_id = make_reachable(actor, email="anna@client.example"), make_service(actor)
    page = pages.get(f"{base}/calendar/new/?client={client_id}", headers=HTMX).content.decode()
    assert "anna@client.example" in page
    assert 'name="invite" checked' in page
    words = pages.get(f"{base}/messages/preview/", _form(actor, client_id, service_id), headers=HTMX).content.decode()
    assert "Hello Anna," in words
    assert "10:00" in words
    assert "Choose date and start first." in pages.get(f"{base}/messages/preview/").content.decode()


def test_B12_booking_with_the_switch_on_invites_and_says_so() -> None:
    actor, pages, base = _practice()
    client_id, service_id = make_reachable(actor), make_service(actor)
    told = pages.post(f"{base}/calendar/new/", _form(actor, client_id, service_id, invite="on"), headers=HTMX)
    assert "The client is told in 3 min." in told.headers["HX-Trigger"]
    assert [notice.state for notice in notices(actor)] == [NoticeState.WAITING]


def test_B12_booking_with_the_switch_off_tells_nobody() -> None:
    actor, pages, base = _practice()
    client_id, service_id = make_reachable(actor), make_service(actor)
    quiet = pages.post(f"{base}/calendar/new/", _form(actor, client_id, service_id), headers=HTMX)
    assert "told" not in quiet.headers["HX-Trigger"]
    assert notices(actor) == []


def test_a_client_without_an_address_is_booked_and_the_toast_says_that_nobody_is_told() -> None:
    actor, pages, base = _practice()
    client_id, service_id = make_reachable(actor, email=""), make_service(actor)
    page = pages.get(f"{base}/calendar/new/?client={client_id}", headers=HTMX).content.decode()
    assert "No address on the client card" in page
    assert 'name="invite"' not in page
    told = pages.post(f"{base}/calendar/new/", _form(actor, client_id, service_id, invite="on"), headers=HTMX)
    assert "The client is not told." in told.headers["HX-Trigger"]


def test_the_opened_appointment_shows_the_countdown_and_sends_now() -> None:
    actor, pages, base = _practice()
    visit = invited(actor)
    page = pages.get(f"{base}/calendar/{visit.appointment_id}/", headers=HTMX).content.decode()
    assert "Waiting until" in page
    assert "in 3 min" in page
    (notice,) = notices(actor)
    sent = pages.post(f"{base}/messages/{notice.id}/send/", headers={**HTMX, "HX-Target": "notices"}).content.decode()
    assert "On its way since" in sent
    assert "Send now" not in sent
    assert len(mails(actor)) == 1
    assert pages.post(f"{base}/messages/{notice.id}/send/", headers=HTMX).status_code == 409


def test_the_opened_appointment_keeps_a_message_back() -> None:
    actor, pages, base = _practice()
    visit = invited(actor)
    (notice,) = notices(actor)
    page = pages.post(f"{base}/messages/{notice.id}/withhold/", headers=HTMX).content.decode()
    assert "Not sent: somebody decided so" in page
    assert "Invite client" in page
    let_go(later(actor))
    assert mails(actor) == []
    again = pages.post(f"{base}/messages/appointments/{visit.appointment_id}/invite/", headers=HTMX).content.decode()
    assert "Waiting until" in again


def test_a_drag_says_that_the_client_is_told() -> None:
    actor, pages, base = _practice()
    visit = invited(actor)
    let_go(later(actor))
    at = visit.starts_at.astimezone(actor.timezone)
    drop = {"date": at.date().isoformat(), "start": "14:00", "minutes": "45", "version": str(visit.version)}
    moved = pages.post(f"{base}/calendar/{visit.appointment_id}/move/", drop, headers=HTMX)
    assert moved.status_code == 204, moved.content
    assert "The client is told in 3 min." in moved.headers["HX-Trigger"]


def test_AL1_opening_what_a_message_said_is_logged() -> None:
    actor, pages, base = _practice()
    client_id = make_reachable(actor)
    invited(actor, client_id=client_id)
    let_go(later(actor))
    (notice,) = notices(actor)
    said = pages.get(f"{base}/messages/{notice.id}/").content.decode()
    assert "you have an appointment at" in said
    with tenant(actor.practice_id), transaction.atomic():
        read = LogEntry.objects.filter(
            practice_id=actor.practice_id, client_id=client_id, object_type="notice"
        ).order_by("seq")
        assert [(row.action, row.object_id) for row in read] == [("create", notice.id), ("read", notice.id)]


def test_the_list_shows_who_was_told_what() -> None:
    actor, pages, base = _practice()
    invited(actor)
    visit = booked(actor, client_id=make_reachable(actor, email=""), starts_at=tomorrow_at(actor, 13, days=3))
    invite(actor, appointment_id=visit.appointment_id)
    page = pages.get(f"{base}/messages/").content.decode()
    assert "Waiting until" in page
    assert "Not sent: no address" in page
    waiting = pages.get(f"{base}/messages/?state=waiting").content.decode()
    assert "Not sent: no address" not in waiting
    assert "No message stands like this" in pages.get(f"{base}/messages/?state=sent").content.decode()


def test_AZ3_a_colleague_sees_no_message_about_another_calendar() -> None:
    from kollega.kernel.permissions import Role
    from tests.factories import make_member

    actor, _pages, base = _practice()
    invited(actor)
    colleague = browser(make_member(actor, Role.CLINICIAN))
    assert "No messages yet" in colleague.get(f"{base}/messages/").content.decode()
    (notice,) = notices(actor)
    assert colleague.get(f"{base}/messages/{notice.id}/").status_code == 404
    assert colleague.post(f"{base}/messages/{notice.id}/send/").status_code in (403, 404)


def test_the_list_is_paged() -> None:
    from kollega.notices.queries.lines import notice_page

    actor = make_practice()
    visit = booked(actor, client_id=make_reachable(actor, email=""))
    for step in range(51):
        invite(later(actor, timedelta(seconds=step)), appointment_id=visit.appointment_id)
    first = notice_page(actor)
    assert len(first.lines) == 50
    assert first.older is not None
    second = notice_page(actor, older_than=first.older)
    assert len(second.lines) == 1
    assert second.older is None


def test_today_lists_what_waits_with_its_countdown_and_stops_it() -> None:
    actor, pages, base = _practice()
    invited(actor)
    today = pages.get(f"{base}/calendar/today/").content.decode()
    assert "1 message waits to go" in today
    assert "in 3 min" in today
    (notice,) = notices(actor)
    headers = {"HX-Request": "true", "HX-Target": "waiting-messages"}
    left = pages.post(f"{base}/messages/{notice.id}/withhold/", headers=headers).content.decode()
    assert 'id="waiting-messages"' in left
    assert "waits to go" not in left
    assert [one.state for one in notices(actor)] == [NoticeState.WITHHELD]
