"""One's own calendar by CalDAV: read, kept in step, never written (B15, RFC 4791, RFC 6578)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client

from kollega.clients.models import Client as ClientRow
from kollega.feeds.enums import Shows
from kollega.feeds.models import Told
from kollega.feeds.operations.feeds import change_feed, end_feed, renew_feed
from kollega.feeds.operations.syncing import GONE_KEPT
from kollega.kernel.actor import Actor
from kollega.kernel.clock import real_now
from kollega.kernel.permissions import Role
from kollega.platform.tenancy import tenant
from kollega.scheduling.operations.cancelling import cancel
from kollega.scheduling.operations.moving import move
from kollega.teams.operations.leaving import remove_member
from tests.factories import make_member, make_practice
from tests.feeds.caldav import SPACES, Phone, phone_of, told
from tests.feeds.making import SECRETS, block_dentist, book_visit, get, make_feed
from tests.feeds.test_feed_out import reads_logged
from tests.scheduling.factories import make_hours, tomorrow_at

WRITING = (
    "PUT",
    "DELETE",
    "POST",
    "PATCH",
    "PROPPATCH",
    "MKCOL",
    "MKCALENDAR",
    "MOVE",
    "COPY",
    "LOCK",
    "UNLOCK",
    "ACL",
)


@pytest.fixture
def anna() -> Actor:
    actor = make_practice()
    make_hours(actor)
    return actor


def test_B15_a_program_finds_its_way_from_the_host_to_the_calendar(anna: Actor) -> None:
    phone = phone_of(anna)
    first = phone.ask("PROPFIND", "/.well-known/caldav", Depth="0")
    assert (first.status_code, first.headers["Location"]) == (301, "/caldav/")
    person = f"/caldav/{phone.feed_id}/"
    assert f"<D:current-user-principal><D:href>{person}</D:href>" in text_of(
        phone, "/caldav/", "D:current-user-principal"
    )
    assert f"<C:calendar-home-set><D:href>{person}</D:href>" in text_of(phone, person, "C:calendar-home-set")
    listed = text_of(phone, person, "D:resourcetype", "CS:getctag", "D:displayname", depth="1")
    assert f"<D:href>{phone.calendar}</D:href>" in listed
    assert "<D:collection /><C:calendar />" in listed
    assert "Kollega · " in listed


def text_of(phone: Phone, where: str, *names: str, depth: str = "0") -> str:
    answer = phone.find(where, *names, depth=depth)
    assert answer.status_code == 207, answer.content
    return answer.content.decode()


def test_B15_the_calendar_says_what_it_can_and_that_nobody_writes(anna: Actor) -> None:
    phone = phone_of(anna)
    options = Client().generic("OPTIONS", phone.calendar)
    assert "calendar-access" in options.headers["DAV"]
    assert not set(WRITING) & set(options.headers["Allow"].split(", "))
    names = ("D:supported-report-set", "D:sync-token", "D:current-user-privilege-set", "D:owner", "D:quota-used-bytes")
    said = text_of(phone, phone.calendar, *names)
    for report in ("C:calendar-query", "C:calendar-multiget", "D:sync-collection"):
        assert f"<D:report><{report} />" in said
    assert "<D:privilege><D:read /></D:privilege>" in said
    assert "write" not in said
    assert "<D:quota-used-bytes /></D:prop><D:status>HTTP/1.1 404 Not Found" in said
    every = phone.ask("PROPFIND", phone.calendar, Depth="0").content.decode()
    assert "displayname" in every
    assert "sync-token" not in every
    only_names = phone.ask(
        "PROPFIND", phone.calendar, f"<D:propfind {SPACES}><D:propname/></D:propfind>", Depth="0"
    ).content.decode()
    assert "<D:displayname />" in only_names
    assert phone.ask("PROPFIND", phone.calendar, Depth="infinity").status_code == 403


@pytest.mark.parametrize("method", WRITING)
def test_B15_nothing_is_written_from_outside(anna: Actor, method: str) -> None:
    visit = book_visit(anna, tomorrow_at(anna, 10))
    phone = phone_of(anna)
    before = phone.changes().here
    for where in ("/caldav/", phone.calendar, phone.event(visit), f"{phone.calendar}new.ics"):
        expected = 404 if where.endswith("new.ics") else 403
        assert phone.ask(method, where, "BEGIN:VCALENDAR").status_code == expected, where
    assert phone.changes().here == before


def test_B15_changes_are_told_since_a_token(anna: Actor) -> None:
    moved, gone, stays = (book_visit(anna, tomorrow_at(anna, hour)) for hour in (9, 11, 14))
    phone = phone_of(anna)
    first = phone.changes()
    assert set(first.here) == {phone.event(one) for one in (moved, gone, stays)}
    assert phone.changes(first.token) == replace(first, here={}, text=phone.changes(first.token).text)
    later = replace(anna, at=anna.at + timedelta(seconds=5))
    move(later, appointment_id=moved, starts_at=tomorrow_at(anna, 16))
    cancel(anna, appointment_id=gone)
    new = book_visit(anna, tomorrow_at(anna, 8))
    second = phone.changes(first.token)
    assert set(second.here) == {phone.event(one) for one in (moved, new)}
    assert second.here[phone.event(moved)] != first.here[phone.event(moved)]
    assert second.gone == [phone.event(gone)]
    assert phone.changes(second.token).here == {}
    # Asked by the old token once more, the same is told; who begins anew hears nothing of what has gone.
    assert phone.changes(first.token).gone == second.gone
    assert phone.changes().gone == []
    tag = text_of(phone, phone.calendar, "CS:getctag")
    cancel(anna, appointment_id=stays)
    assert text_of(phone, phone.calendar, "CS:getctag") != tag


def test_B15_what_the_calendar_shows_is_told_like_any_change(anna: Actor) -> None:
    visit = book_visit(anna, tomorrow_at(anna, 10))
    block_dentist(anna)
    phone = phone_of(anna)
    first = phone.changes()
    change_feed(anna, feed_id=phone.feed_id, name="P", shows=Shows.NAMES, with_blocks=True, names_confirmed=True)
    second = phone.changes(first.token)
    assert len(second.here) == 2
    with tenant(anna.practice_id), transaction.atomic():
        ClientRow.objects.filter(practice_id=anna.practice_id).update(family_name="Newname")
    assert list(phone.changes(second.token).here) == [phone.event(visit)]


def test_B15_a_token_that_is_not_known_is_refused_by_name(anna: Actor) -> None:
    phone, other = phone_of(anna), phone_of(anna)
    visit = book_visit(anna, tomorrow_at(anna, 10))
    first = phone.changes()
    cancel(anna, appointment_id=visit)
    second = phone.changes(first.token)
    for token in (first.token[:-1], f"{second.token}9", other.changes().token, f"{first.token[:-1]}0", "x", "²"):
        answer = phone.changes(token)
        assert (answer.status, "valid-sync-token" in answer.text) == (403, True), token
    # What had gone is forgotten after a while, and with it the tokens from before.
    with tenant(anna.practice_id), transaction.atomic():
        Told.objects.filter(feed_id=phone.feed_id).update(told_at=real_now() - GONE_KEPT - timedelta(days=1))
    book_visit(anna, tomorrow_at(anna, 12))
    assert len(phone.changes(second.token).here) == 1
    assert "valid-sync-token" in phone.changes(first.token).text


def test_B15_a_limit_that_cannot_be_kept_is_said(anna: Actor) -> None:
    for hour in (9, 11):
        book_visit(anna, tomorrow_at(anna, hour))
    phone = phone_of(anna)
    assert phone.changes(more="<D:limit><D:nresults>1</D:nresults></D:limit>").status == 507
    assert len(phone.changes(more="<D:limit><D:nresults>2</D:nresults></D:limit>").here) == 2


def test_B15_events_by_time_and_by_address(anna: Actor) -> None:
    early, late = (book_visit(anna, tomorrow_at(anna, hour)) for hour in (9, 13))
    phone = phone_of(anna)
    noon = tomorrow_at(anna, 12).strftime("%Y%m%dT%H%M%SZ")
    evening = tomorrow_at(anna, 20).strftime("%Y%m%dT%H%M%SZ")
    assert list(phone.within(noon, evening).here) == [phone.event(late)]
    assert phone.within(evening, noon).status == 403
    assert phone.query('<C:comp-filter name="VTODO"/>').here == {}
    by_id = f'<C:prop-filter name="UID"><C:text-match>{early}@localhost</C:text-match></C:prop-filter>'
    assert list(phone.query(f'<C:comp-filter name="VEVENT">{by_id}</C:comp-filter>').here) == [phone.event(early)]
    by_name = '<C:prop-filter name="SUMMARY"><C:text-match>x</C:text-match></C:prop-filter>'
    assert "supported-filter" in phone.query(f'<C:comp-filter name="VEVENT">{by_name}</C:comp-filter>').text
    elsewhere = f"/caldav/{phone.feed_id}/calendar/{anna.practice_id}.ics"
    answer = phone.several(phone.event(early), f"http://localhost:8000{phone.event(late)}", elsewhere, "/etc/passwd")
    assert len(answer.here) == 2
    assert answer.gone == [elsewhere, "/etc/passwd"]
    assert all(f"UID:{id_}@localhost" in answer.text for id_ in (early, late))
    one = phone.ask("GET", phone.event(early))
    assert one.headers["ETag"] == phone.changes().here[phone.event(early)]
    assert phone.ask("GET", phone.event(early), **{"If-None-Match": one.headers["ETag"]}).status_code == 304
    assert phone.ask("GET", elsewhere).status_code == 404
    expand = f'<C:calendar-data><C:expand start="{noon}" end="{evening}"/></C:calendar-data>'
    assert "TZID" not in phone.within(noon, evening, f"<D:getetag/>{expand}").text


def test_B15_PEERS21_a_phone_is_told_no_name_unless_chosen(anna: Actor) -> None:
    visit = book_visit(anna, tomorrow_at(anna, 10))
    block_dentist(anna)
    phone = phone_of(anna, with_blocks=True)
    said = [phone.several(phone.event(visit)).text, phone.ask("GET", phone.event(visit)).content.decode()]
    said += [phone.changes(prop="<D:getetag/><C:calendar-data/>").text]
    assert "SUMMARY:Private" in said[-1]
    for text in said:
        assert "SUMMARY:Appointment" in text
        assert not [word for word in SECRETS if word in text]
    assert reads_logged(anna, phone.feed_id) == []


def test_AL1_AL3_names_that_go_out_by_sync_are_logged_each_time(anna: Actor) -> None:
    visit, other = (book_visit(anna, tomorrow_at(anna, hour)) for hour in (10, 12))
    phone = phone_of(anna, shows=Shows.NAMES)
    phone.changes()
    phone.find(phone.calendar, "D:getetag", depth="1")
    assert reads_logged(anna, phone.feed_id) == []
    assert "Secretname Hiddenberg" in phone.several(phone.event(visit)).text
    assert "Secretname" in phone.ask("GET", phone.event(other)).content.decode()
    rows = reads_logged(anna, phone.feed_id)
    assert [(row.source, row.detail) for row in rows] == [("feed", {"shows": "names", "appointments": 1})] * 2
    assert rows[0].person_id == anna.person_id


def test_AU10_only_its_own_password_opens_it_and_only_while_it_runs(anna: Actor) -> None:
    phone, colleague, other = phone_of(anna), phone_of(make_member(anna, Role.CLINICIAN)), phone_of(make_practice())
    assert phone.find(phone.calendar, "D:displayname").status_code == 207
    typed = Phone(phone.feed_id, phone.secret.upper().replace("-", " "))
    assert typed.find(phone.calendar, "D:displayname").status_code == 207
    for someone in (colleague, other):
        assert someone.find(phone.calendar, "D:displayname").status_code == 404
        missing = someone.find(f"/caldav/{anna.practice_id}/calendar/", "D:displayname")
        assert someone.find(phone.calendar, "D:displayname").content == missing.content
    none = Client().generic("PROPFIND", phone.calendar)
    assert (none.status_code, none.headers["WWW-Authenticate"][:5]) == (401, "Basic")
    _, address = make_feed(anna)
    assert Phone(phone.feed_id, address).find(phone.calendar, "D:displayname").status_code == 401
    assert get(phone.secret).status_code == 404
    new = Phone(phone.feed_id, renew_feed(anna, feed_id=phone.feed_id))
    assert phone.find(phone.calendar, "D:displayname").status_code == 401
    assert new.find(phone.calendar, "D:displayname").status_code == 207
    end_feed(anna, feed_id=phone.feed_id)
    assert new.find(phone.calendar, "D:displayname").status_code == 401


def test_T10_the_password_dies_with_the_membership(anna: Actor) -> None:
    kari = make_member(anna, Role.CLINICIAN)
    phone = phone_of(kari)
    assert phone.changes().status == 207
    remove_member(anna, membership_id=kari.own_membership)
    assert phone.changes().status == 401


BOMB = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "{}">]><D:propfind xmlns:D="DAV:"><D:allprop/>&b;</D:propfind>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE a SYSTEM "file:///etc/passwd"><D:propfind xmlns:D="DAV:"/>'


@pytest.mark.parametrize("body", [BOMB.format("x" * 99), OUTSIDE, "<a", "<a/>" + " " * 300_000, "\x00", "<a>" * 9999])
def test_IN_no_xml_does_more_than_name_elements(anna: Actor, body: str) -> None:
    phone = phone_of(anna)
    for method in ("PROPFIND", "REPORT"):
        assert phone.ask(method, phone.calendar, body, Depth="0").status_code == 400
    assert told(phone.ask("REPORT", phone.calendar, "<a/>")).status == 403
    assert phone.ask("REPORT", phone.calendar).status_code == 400
