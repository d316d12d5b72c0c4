"""The secret address: what it gives, to whom, and when it is dead (B15, AU-10, AZ-5, AL-1, BK-6)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import transaction
from icalendar import Calendar

from kollega.accounts.models import Person
from kollega.audit.models import LogEntry
from kollega.feeds.enums import Shows, Way
from kollega.feeds.errors import NamesNotConfirmed, TooManyFeeds
from kollega.feeds.models import Feed
from kollega.feeds.operations.feeds import change_feed, create_feed, end_feed, renew_feed
from kollega.feeds.queries.feeds import own_feeds
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Role
from kollega.platform.tenancy import tenant
from kollega.practices.operations.members import change_member
from kollega.scheduling.operations.booking import book
from kollega.scheduling.operations.cancelling import cancel
from kollega.scheduling.operations.moving import move
from kollega.teams.operations.leaving import remove_member
from tests.factories import at, make_member, make_practice
from tests.feeds.making import SECRETS, STOCKHOLM, block_dentist, book_visit, events, get, make_feed
from tests.scheduling.factories import make_client, make_hours, make_service, tomorrow_at


@pytest.fixture
def anna() -> Actor:
    actor = make_practice()
    make_hours(actor)
    return actor


def feed_row(actor: Actor, feed_id: UUID) -> Feed:
    with tenant(actor.practice_id), transaction.atomic():
        return Feed.objects.get(id=feed_id)


def reads_logged(actor: Actor, feed_id: UUID) -> list[LogEntry]:
    with tenant(actor.practice_id), transaction.atomic():
        return list(LogEntry.objects.filter(action="read", object_type="feed", object_id=feed_id))


def test_B15_PEERS21_a_feed_holds_no_name_unless_chosen(anna: Actor) -> None:
    visit = book_visit(anna, tomorrow_at(anna, 10))
    block_dentist(anna)
    feed_id, secret = make_feed(anna, with_blocks=True)
    answer = get(secret)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    text = answer.content.decode()
    for word in SECRETS:
        assert word not in text
    assert [str(one["SUMMARY"]) for one in events(answer.content)] == ["Appointment", "Private"]
    assert str(events(answer.content)[0]["UID"]) == f"{visit}@localhost"
    assert reads_logged(anna, feed_id) == []


def test_B15_private_blocks_come_only_when_chosen(anna: Actor) -> None:
    book_visit(anna, tomorrow_at(anna, 10))
    block_dentist(anna)
    assert len(events(get(make_feed(anna)[1]).content)) == 1


@pytest.mark.parametrize(("shows", "word"), [(Shows.INITIALS, "SH"), (Shows.NAMES, "Secretname Hiddenberg")])
def test_AL1_a_read_with_names_or_initials_is_logged(anna: Actor, shows: Shows, word: str) -> None:
    book_visit(anna, tomorrow_at(anna, 10))
    feed_id, secret = make_feed(anna, shows=shows)
    first = get(secret)
    assert str(events(first.content)[0]["SUMMARY"]).startswith(word)
    assert ("Secretname" in first.content.decode()) is (shows is Shows.NAMES)
    (row,) = reads_logged(anna, feed_id)
    assert row.person_id == anna.person_id
    assert row.source == "feed"
    assert row.detail == {"shows": shows, "appointments": 1}
    get(secret)
    assert len(reads_logged(anna, feed_id)) == 2
    assert get(secret, if_none_match=first.headers["ETag"]).status_code == 304
    assert len(reads_logged(anna, feed_id)) == 2


def test_B15_names_have_to_be_confirmed(anna: Actor) -> None:
    for shows in (Shows.INITIALS, Shows.NAMES):
        with pytest.raises(NamesNotConfirmed):
            create_feed(anna, way=Way.ADDRESS, name="Phone", shows=shows, with_blocks=False)
    feed_id, _ = make_feed(anna)
    with pytest.raises(NamesNotConfirmed):
        change_feed(anna, feed_id=feed_id, name="Phone", shows=Shows.NAMES, with_blocks=False)


def test_B15_the_secret_is_long_and_only_its_digest_is_stored(anna: Actor) -> None:
    feed_id, secret = make_feed(anna)
    assert len(secret) * 6 >= 128
    row = feed_row(anna, feed_id)
    assert len(row.digest) == 32
    stored = " ".join(str(value) for value in row.__dict__.values())
    assert secret not in stored


def test_B15_the_calendar_is_the_members_own(anna: Actor) -> None:
    kari = make_member(anna, Role.CLINICIAN)
    book_visit(anna, tomorrow_at(anna, 10))
    book_visit(kari, tomorrow_at(kari, 11))
    (event,) = events(get(make_feed(kari)[1]).content)
    assert event.start == tomorrow_at(kari, 11)


def test_B15_from_90_days_back_to_400_ahead(anna: Actor) -> None:
    for days in (-91, -89, 399, 402):
        book_visit(at(anna, anna.at), tomorrow_at(anna, 10, days=days))
    assert len(events(get(make_feed(anna)[1]).content)) == 2


def test_B15_DST_weekly_monday_nine_is_eight_then_seven_in_utc() -> None:
    anna = at(make_practice(), datetime(2027, 3, 1, 9, tzinfo=UTC))
    for week in range(3):
        book_visit(anna, datetime(2027, 3, 22, 9, tzinfo=STOCKHOLM) + timedelta(weeks=week))
    _, secret = make_feed(anna)
    found = events(get(secret).content)
    assert [one.start.astimezone(UTC).isoformat() for one in found] == [
        "2027-03-22T08:00:00+00:00",
        "2027-03-29T07:00:00+00:00",
        "2027-04-05T07:00:00+00:00",
    ]
    assert b"DTSTART;TZID=Europe/Stockholm:20270329T090000" in get(secret).content


def test_BK6_the_second_of_two_times_is_written_as_an_instant() -> None:
    anna = at(make_practice(), datetime(2027, 10, 1, 9, tzinfo=UTC))
    for hour in (0, 1):
        book_visit(anna, datetime(2027, 10, 31, hour, 0, tzinfo=UTC))
    text = get(make_feed(anna)[1]).content
    assert [one.start.astimezone(UTC).hour for one in events(text)] == [0, 1]
    assert b"DTSTART:20271031T010000Z" in text


def test_B15_moving_raises_the_sequence_under_the_same_uid(anna: Actor) -> None:
    visit = book_visit(anna, tomorrow_at(anna, 10))
    _, secret = make_feed(anna)
    (before,) = events(get(secret).content)
    later = replace(anna, at=anna.at + timedelta(seconds=5))
    move(later, appointment_id=visit, starts_at=tomorrow_at(anna, 13))
    (after,) = events(get(secret).content)
    assert after["UID"] == before["UID"]
    assert int(after["SEQUENCE"]) == int(before["SEQUENCE"]) + 1
    assert after["DTSTAMP"].dt > before["DTSTAMP"].dt
    assert after.start == tomorrow_at(anna, 13)
    cancel(anna, appointment_id=visit)
    assert events(get(secret).content) == []


def test_B15_an_unchanged_calendar_is_304_and_a_changed_one_is_not(anna: Actor) -> None:
    visit = book_visit(anna, tomorrow_at(anna, 10))
    feed_id, secret = make_feed(anna)
    first = get(secret)
    tag = first.headers["ETag"]
    assert get(secret).content == first.content
    assert get(secret, if_none_match=f'"other", W/{tag}').status_code == 304
    with tenant(anna.practice_id), transaction.atomic():
        Feed.objects.filter(id=feed_id).update(content_since=anna.at - timedelta(hours=1))
    dated = get(secret)
    assert get(secret, if_modified_since=dated.headers["Last-Modified"]).status_code == 304
    assert get(secret, if_modified_since="Mon, 01 Jan 2024 00:00:00 GMT").status_code == 200
    cancel(anna, appointment_id=visit)
    assert get(secret, if_none_match=tag).status_code == 200
    again = get(secret, if_modified_since=dated.headers["Last-Modified"])
    assert again.status_code == 200
    assert "Last-Modified" not in again.headers


def test_B15_the_last_reading_is_shown(anna: Actor) -> None:
    _, secret = make_feed(anna)
    assert own_feeds(anna)[0].last_read_at is None
    get(secret)
    assert own_feeds(anna)[0].last_read_at is not None


def dead(secret: str) -> bool:
    """Dead and unknown look the same."""
    answer, unknown = get(secret), get("a" * 32)
    assert unknown.status_code == 404
    return (answer.status_code, answer.content, {**answer.headers, "X-Request-ID": ""}) == (
        unknown.status_code,
        unknown.content,
        {**unknown.headers, "X-Request-ID": ""},
    )


def test_AU10_ended_and_renewed_addresses_are_dead_at_once(anna: Actor) -> None:
    feed_id, old = make_feed(anna)
    new = renew_feed(anna, feed_id=feed_id)
    assert dead(old)
    assert get(new).status_code == 200
    end_feed(anna, feed_id=feed_id)
    assert dead(new)
    with pytest.raises(NotFound):
        renew_feed(anna, feed_id=feed_id)


def test_AU10_the_address_dies_with_the_membership(anna: Actor) -> None:
    kari = make_member(anna, Role.CLINICIAN)
    _, secret = make_feed(kari)
    assert get(secret).status_code == 200
    remove_member(anna, membership_id=kari.own_membership)
    assert dead(secret)


def test_AU10_the_address_dies_with_a_change_of_roles_until_it_is_renewed(anna: Actor) -> None:
    kari = make_member(anna, Role.CLINICIAN)
    feed_id, secret = make_feed(kari)
    change_member(anna, membership_id=kari.own_membership, roles=[Role.CLINICIAN, Role.ADMIN], areas=[], title="")
    assert dead(secret)
    assert not own_feeds(replace(kari, roles=frozenset({Role.CLINICIAN, Role.ADMIN})))[0].works
    changed = replace(kari, roles=frozenset({Role.CLINICIAN, Role.ADMIN}))
    assert get(renew_feed(changed, feed_id=feed_id)).status_code == 200


def test_AU10_the_address_dies_with_the_account(anna: Actor) -> None:
    _, secret = make_feed(anna)
    Person.objects.filter(id=anna.person_id).update(is_active=False)
    assert dead(secret)


def test_TI1_nobody_ends_or_renews_anothers_feed(anna: Actor) -> None:
    feed_id, _ = make_feed(anna)
    for other in (make_member(anna, Role.CLINICIAN, Role.ADMIN), make_practice()):
        assert own_feeds(other) == []
        for change in (end_feed, renew_feed):
            with pytest.raises(NotFound):
                change(other, feed_id=feed_id)


def test_B15_at_most_ten(anna: Actor) -> None:
    for _ in range(10):
        make_feed(anna)
    with pytest.raises(TooManyFeeds):
        make_feed(anna)


def test_B15_reading_is_limited_for_each_address(anna: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    from kollega.edge import feed_readers
    from kollega.platform.limits import Limit

    monkeypatch.setattr(feed_readers, "BY_FEED", Limit("feed", 2, 600))
    _, secret = make_feed(anna)
    assert [get(secret).status_code for _ in range(3)] == [200, 200, 429]
    assert int(get(secret).headers["Retry-After"]) > 0
    assert get(make_feed(anna)[1]).status_code == 200


def test_B15_the_zone_stands_in_the_file(anna: Actor) -> None:
    book_visit(anna, tomorrow_at(anna, 10))
    calendar = Calendar.from_ical(get(make_feed(anna)[1]).content)
    (zone,) = calendar.timezones
    assert zone.tz_name == "Europe/Stockholm"


def test_B15_a_couple_stands_with_both_names_or_none(anna: Actor) -> None:
    couple = [make_client(anna, given=given, family="Hiddenberg") for given in ("Secretname", "Otherone")]
    book(
        anna,
        client_id=couple[0],
        other_client_ids=couple[1:],
        service_id=make_service(anna, minutes=60),
        clinician_id=anna.own_membership,
        starts_at=tomorrow_at(anna, 10),
        room_id=None,
        outside_hours_reason="Test",
    )
    names = str(events(get(make_feed(anna, shows=Shows.NAMES)[1]).content)[0]["SUMMARY"])
    assert "Secretname" in names
    assert "Otherone" in names
    assert str(events(get(make_feed(anna)[1]).content)[0]["SUMMARY"]) == "Appointment"
