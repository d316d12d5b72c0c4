"""Calendars elsewhere count as taken time: read as a job, respected where free times are offered (B15, B2)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connections, transaction
from django.test import override_settings

from kollega.config.reactions import job_actor_in
from kollega.feeds.handlers import want_due
from kollega.feeds.models import Source
from kollega.feeds.operations.reading import read_source
from kollega.feeds.operations.refreshing import refresh_if_old
from kollega.feeds.operations.sources import add_source, ask_for_reading, remove_source
from kollega.feeds.queries.sources import due_sources, mirror_state, own_sources
from kollega.kernel.actor import Actor
from kollega.kernel.clock import real_now
from kollega.kernel.errors import BadInput, NotFound, TooMany
from kollega.kernel.permissions import Role
from kollega.platform.tenancy import tenant
from kollega.practices.models import Membership
from kollega.scheduling.models import OutsideBusy
from kollega.scheduling.operations.outside_busy import mirror_other_practices
from kollega.scheduling.queries.alternatives import next_free
from kollega.scheduling.queries.calendar import calendar_range
from kollega.teams.operations.leaving import remove_member
from tests.factories import actor_in, make_member, make_practice
from tests.feeds.elsewhere import Elsewhere, calendar_with, elsewhere
from tests.feeds.making import book_visit
from tests.jobs import run_jobs
from tests.pages import slug_of
from tests.scheduling.factories import make_client, make_hours, make_service, tomorrow_at
from tests.signing_in import client_of


@pytest.fixture
def anna() -> Actor:
    actor = make_practice()
    make_hours(actor)
    return actor


@pytest.fixture
def other() -> Iterator[Elsewhere]:
    with override_settings(PRIVATE_CALENDARS=True), elsewhere() as known:
        yield known


def stored(actor: Actor) -> list[tuple[datetime, datetime]]:
    with tenant(actor.practice_id), transaction.atomic():
        rows = OutsideBusy.objects.filter(membership_id=actor.own_membership).order_by("starts_at")
        return [(row.starts_at, row.ends_at) for row in rows]


def source_row(actor: Actor, source_id: UUID) -> Source:
    with tenant(actor.practice_id), transaction.atomic():
        return Source.objects.get(id=source_id)


def add(actor: Actor, other: Elsewhere) -> UUID:
    source_id = add_source(actor, name="Private", address=other.address)
    run_jobs(actor.practice_id)
    return source_id


def hour_of(actor: Actor, hour: int) -> tuple[datetime, datetime]:
    starts = tomorrow_at(actor, hour)
    return starts, starts + timedelta(hours=1)


def first_free(actor: Actor, hour: int) -> datetime:
    return next_free(actor, clinician_id=actor.own_membership, since=tomorrow_at(actor, hour), minutes=45)[0].starts_at


def test_B15_only_begin_and_end_of_a_calendar_elsewhere_are_stored(anna: Actor, other: Elsewhere) -> None:
    other.body = calendar_with(hour_of(anna, 10), summary="Chemotherapy")
    source_id = add(anna, other)
    assert stored(anna) == [tuple(one.astimezone(UTC) for one in hour_of(anna, 10))]
    (row,) = own_sources(anna)
    assert row.host == "127.0.0.1"
    assert row.failure == ""
    assert row.read_at is not None
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("select table_name from information_schema.tables where table_schema = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(
                f'select count(*) from "{table}" t where t::text ilike any(array[%s, %s])',
                ["%Chemotherapy%", "%secret-part%"],
            )
            assert cursor.fetchone() == (0,), table
    assert source_row(anna, source_id).address_sealed is not None


def test_B15_free_times_leave_out_what_is_taken_elsewhere(anna: Actor, other: Elsewhere) -> None:
    assert first_free(anna, 10) == tomorrow_at(anna, 10)
    other.body = calendar_with(hour_of(anna, 10))
    add(anna, other)
    assert first_free(anna, 10) == tomorrow_at(anna, 11)


def test_B2_staff_may_book_over_it_and_the_calendar_shows_it(anna: Actor, other: Elsewhere) -> None:
    other.body = calendar_with(hour_of(anna, 10))
    add(anna, other)
    book_visit(anna, tomorrow_at(anna, 10))
    day = tomorrow_at(anna, 10).date()
    kari = make_member(anna, Role.CLINICIAN)
    for viewer in (anna, kari):
        (mark,) = calendar_range(viewer, first=day, last=day).outside
        assert (mark.clinician_id, mark.starts_at) == (anna.membership_id, tomorrow_at(anna, 10))
        assert mark.read_at is not None


def test_B15_it_is_read_again_with_its_tag_and_unchanged_is_kept(anna: Actor, other: Elsewhere) -> None:
    other.body, other.headers = calendar_with(hour_of(anna, 10)), {"ETag": '"7"'}
    source_id = add(anna, other)
    first = source_row(anna, source_id)
    read_source(job_actor_in(anna.practice_id), source_id)
    again = source_row(anna, source_id)
    assert "if-none-match" not in other.asked[0]
    assert other.asked[1]["if-none-match"] == '"7"'
    assert again.read_at is not None
    assert first.read_at is not None
    assert again.read_at > first.read_at
    assert len(stored(anna)) == 1
    other.body, other.headers = calendar_with(hour_of(anna, 12), hour_of(anna, 14)), {"ETag": '"8"'}
    read_source(job_actor_in(anna.practice_id), source_id)
    assert [one for one, _ in stored(anna)] == [tomorrow_at(anna, 12), tomorrow_at(anna, 14)]


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [(500, b"", "unreachable"), (404, b"", "gone"), (200, b"<html>Sign in</html>", "no_calendar")],
)
def test_B15_a_failure_is_told_and_keeps_what_was_known(
    anna: Actor, other: Elsewhere, status: int, body: bytes, code: str
) -> None:
    other.body = calendar_with(hour_of(anna, 10))
    source_id = add(anna, other)
    read_at = source_row(anna, source_id).read_at
    other.status, other.body = status, body
    read_source(job_actor_in(anna.practice_id), source_id)
    row = source_row(anna, source_id)
    assert (row.failure, row.read_at, row.leased_until) == (code, read_at, None)
    assert row.next_at > real_now() + timedelta(minutes=20)
    assert len(stored(anna)) == 1
    other.status, other.body = 200, calendar_with()
    read_source(job_actor_in(anna.practice_id), source_id)
    assert source_row(anna, source_id).failure == ""
    assert stored(anna) == []


def test_NW7_without_the_setting_the_own_network_is_not_read(anna: Actor) -> None:
    with elsewhere(calendar_with(hour_of(anna, 10))) as known:
        with pytest.raises(BadInput):
            add_source(anna, name="Private", address=known.address)
        add_source(anna, name="Private", address="https://localhost/x.ics")
        run_jobs(anna.practice_id)
        assert known.asked == []
    assert own_sources(anna)[0].failure == "not_allowed"


@pytest.mark.parametrize(
    "address", ["", "calendar", "ftp://x.example/a", "javascript:alert(1)", "https://a b/", "https://u:p@x.example/"]
)
def test_B15_what_is_no_address_is_refused(anna: Actor, address: str) -> None:
    with pytest.raises(BadInput) as caught:
        add_source(anna, name="Private", address=address)
    assert "address" in caught.value.fields


def test_B15_the_duty_has_each_due_calendar_read_once(anna: Actor, other: Elsewhere) -> None:
    other.body = calendar_with(hour_of(anna, 10))
    source_id = add(anna, other)
    assert len(other.asked) == 1
    with tenant(anna.practice_id), transaction.atomic():
        Source.objects.filter(id=source_id).update(next_at=real_now() - timedelta(seconds=1))
    assert (anna.practice_id, source_id) in due_sources(most=1000)
    want_due(real_now())
    want_due(real_now())
    run_jobs(anna.practice_id)
    assert len(other.asked) == 2
    assert (anna.practice_id, source_id) not in due_sources(most=1000)


def test_B11_before_a_booking_from_outside_what_is_old_is_read_and_what_hangs_is_left(
    anna: Actor, other: Elsewhere
) -> None:
    other.body = calendar_with(hour_of(anna, 10))
    source_id = add(anna, other)
    job = job_actor_in(anna.practice_id)
    refresh_if_old(job, clinicians=[anna.own_membership])
    assert len(other.asked) == 1
    with tenant(anna.practice_id), transaction.atomic():
        Source.objects.filter(id=source_id).update(tried_at=real_now() - timedelta(minutes=2))
    other.body = calendar_with(hour_of(anna, 12))
    refresh_if_old(job, clinicians=[anna.own_membership])
    assert first_free(anna, 10) == tomorrow_at(anna, 10)
    with tenant(anna.practice_id), transaction.atomic():
        Source.objects.filter(id=source_id).update(tried_at=real_now() - timedelta(minutes=2))
    other.drip = 0.1
    began = real_now()
    refresh_if_old(job, clinicians=[anna.own_membership], seconds=0.5)
    assert real_now() - began < timedelta(seconds=3)
    assert first_free(anna, 12) == tomorrow_at(anna, 13)


def test_B15_lists_and_the_month_show_what_is_taken_elsewhere(anna: Actor, other: Elsewhere) -> None:
    starts, ends = hour_of(anna, 10)
    other.body = calendar_with((starts, ends))
    add(anna, other)
    page = f"/p/{slug_of(anna)}/calendar/?date={starts.astimezone(anna.timezone).date()}"
    phone = client_of(anna).get(f"{page}&view=day").content.decode()
    assert "10:00–11:00</span><span>Taken elsewhere" in phone
    assert "free 08:00–10:00" in phone
    assert "free 11:00–" in phone
    assert "10:00–11:00</span><span>Taken elsewhere" in client_of(anna).get(f"{page}&view=list").content.decode()
    assert client_of(anna).get(f"{page}&view=month").content.decode().count("1 h elsewhere") == 1


def test_B15_removing_a_calendar_forgets_its_times(anna: Actor, other: Elsewhere) -> None:
    other.body = calendar_with(hour_of(anna, 10))
    source_id = add(anna, other)
    for stranger in (make_member(anna, Role.CLINICIAN), make_practice()):
        assert own_sources(stranger) == []
        for change in (remove_source, ask_for_reading):
            with pytest.raises(NotFound):
                change(stranger, source_id=source_id)
    remove_source(anna, source_id=source_id)
    assert stored(anna) == []
    assert own_sources(anna) == []


def test_AU10_the_calendars_of_who_leaves_are_forgotten(anna: Actor, other: Elsewhere) -> None:
    kari = make_member(anna, Role.CLINICIAN)
    other.body = calendar_with(hour_of(kari, 10))
    source_id = add(kari, other)
    remove_member(anna, membership_id=kari.own_membership)
    run_jobs(anna.practice_id)
    assert stored(kari) == []
    with tenant(anna.practice_id), transaction.atomic():
        assert not Source.objects.filter(id=source_id).exists()


def test_B15_asking_for_a_reading_is_limited(anna: Actor, other: Elsewhere) -> None:
    source_id = add(anna, other)
    for _ in range(10):
        ask_for_reading(anna, source_id=source_id)
    with pytest.raises(TooMany):
        ask_for_reading(anna, source_id=source_id)


def in_two_practices() -> tuple[Actor, Actor]:
    """One person in two practices; hours in both."""
    here, there = make_practice(), make_practice()
    with tenant(there.practice_id), transaction.atomic():
        Membership.objects.create(
            practice_id=there.practice_id,
            person_id=here.person_id,
            display_name="Anna Berg",
            roles=[Role.CLINICIAN],
            since=real_now(),
        )
    from kollega.accounts.models import Person

    person = Person.objects.get(pk=here.person_id)
    both = here, actor_in(there.practice_id, person)
    for actor in both:
        make_hours(actor)
    return both


def test_B2_a_second_practice_is_mirrored_only_when_its_person_wishes() -> None:
    here, there = in_two_practices()
    book_visit(there, tomorrow_at(there, 10))
    day = tomorrow_at(here, 10).date()
    assert mirror_state(here).offered
    assert not mirror_state(here).on
    assert calendar_range(here, first=day, last=day).outside == []
    assert first_free(here, 10) == tomorrow_at(here, 10)
    mirror_other_practices(here, on=True)
    mirror_other_practices(here, on=True)
    (mark,) = calendar_range(here, first=day, last=day).outside
    assert (mark.starts_at, mark.ends_at, mark.read_at) == (
        tomorrow_at(here, 10),
        tomorrow_at(here, 10) + timedelta(minutes=45),
        None,
    )
    assert first_free(here, 10) == tomorrow_at(here, 10) + timedelta(minutes=45)
    assert calendar_range(there, first=day, last=day).outside == []
    mirror_other_practices(here, on=False)
    assert calendar_range(here, first=day, last=day).outside == []


def test_TI1_nothing_but_begin_and_end_crosses_and_nothing_of_other_people() -> None:
    here, there = in_two_practices()
    book_visit(there, tomorrow_at(there, 10))
    mirror_other_practices(here, on=True)
    stranger = make_practice()
    with tenant(stranger.practice_id), transaction.atomic(), connections["default"].cursor() as cursor:
        cursor.execute(
            "select * from scheduling_mirrored_busy(%s, %s, %s)",
            [[here.own_membership, there.own_membership], *hour_of(here, 10)],
        )
        assert cursor.fetchall() == []
    with tenant(here.practice_id), transaction.atomic(), connections["default"].cursor() as cursor:
        cursor.execute(
            "select * from scheduling_mirrored_busy(%s, %s, %s)", [[here.own_membership], *hour_of(here, 10)]
        )
        assert [column.name for column in cursor.description] == ["membership_id", "starts_at", "ends_at"]
        assert len(cursor.fetchall()) == 1


def test_B2_the_mirror_ends_with_the_other_membership() -> None:
    here, there = in_two_practices()
    book_visit(there, tomorrow_at(there, 10))
    mirror_other_practices(here, on=True)
    with tenant(there.practice_id), transaction.atomic():
        Membership.objects.filter(id=there.own_membership).update(ended_at=real_now())
    assert first_free(here, 10) == tomorrow_at(here, 10)


def test_B15_a_booking_over_it_says_so(anna: Actor, other: Elsewhere) -> None:
    from tests.pages import slug_of
    from tests.signing_in import client_of

    other.body = calendar_with(hour_of(anna, 10))
    add(anna, other)
    start = tomorrow_at(anna, 10)
    browser, url = client_of(anna), f"/p/{slug_of(anna)}/calendar/new/"
    query = {"date": start.date().isoformat(), "start": "10:15", "clinician": str(anna.membership_id)}
    assert "Taken in another calendar" in browser.get(url, query).content.decode()
    assert "Taken in another calendar" not in browser.get(url, {**query, "start": "13:00"}).content.decode()
    answer = browser.post(
        url,
        {
            **query,
            "client": str(make_client(anna)),
            "service": str(make_service(anna)),
            "minutes": "45",
            "room": "auto",
            "place": "in_person",
        },
        headers={"HX-Request": "true"},
    )
    assert answer.status_code == 204
    assert "In another calendar this time is taken." in answer.headers["HX-Trigger"]
    week = browser.get(f"/p/{slug_of(anna)}/calendar/?day={start.date().isoformat()}").content.decode()
    assert "cal-outside" in week or start.weekday() > 4
