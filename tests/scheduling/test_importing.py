"""Bringing in a calendar file: report, real run, again, undo (B2, TI-3)."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from kollega.edge.actors import job_actor
from kollega.kernel.actor import Actor
from kollega.kernel.errors import Conflict, Forbidden, NotFound
from kollega.kernel.permissions import Area, Role
from kollega.platform.tenancy import tenant
from kollega.scheduling.enums import ImportState, Kind, Outcome
from kollega.scheduling.errors import FileNotReadable, SlotTaken
from kollega.scheduling.models import Appointment, CalendarImport
from kollega.scheduling.operations.booking import book
from kollega.scheduling.operations.cancelling import cancel
from kollega.scheduling.operations.importing import (
    check_import,
    prepare_import,
    run_import,
    start_import,
    undo_import,
)
from kollega.scheduling.queries.calendar import calendar_range
from kollega.scheduling.queries.imports import ImportReport, calendar_import, calendar_imports, import_standing
from kollega.scheduling.queries.integrity import overlaps, wrong_occupancy
from tests.factories import make_member, make_practice
from tests.scheduling.factories import make_client, tomorrow_at
from tests.scheduling.rules.test_ics import calendar


@pytest.fixture
def anna() -> Actor:
    return make_practice()


def event(anna: Actor, uid: str, hour: int, *, minute: int = 0, title: str = "Busy", more: str = "") -> str:
    start = tomorrow_at(anna, hour, minute)
    return f"UID:{uid}\nDTSTART:{start:%Y%m%dT%H%M%S}\nDURATION:PT45M\nSUMMARY:{title}\n{more}"


def bring_in(anna: Actor, data: bytes, *, as_visits: bool = False, worker: Actor | None = None) -> ImportReport:
    acting = worker or anna
    import_id = prepare_import(anna, data=data, as_visits=as_visits)
    check_import(acting, import_id=import_id)
    start_import(anna, import_id=import_id)
    run_import(acting, import_id=import_id)
    return calendar_import(anna, import_id=import_id)


def shown(anna: Actor) -> list[Any]:
    day = tomorrow_at(anna, 8).date()
    return calendar_range(anna, first=day, last=day).events


def test_B2_a_dry_run_stores_nothing_and_says_what_would_come_in(anna: Actor) -> None:
    book_at(anna, 10)
    data = calendar(
        event(anna, "a", 9),
        event(anna, "b", 10, minute=15),
        event(anna, "c", 12, more="STATUS:CANCELLED"),
        event(anna, "d", 13, more="TRANSP:TRANSPARENT"),
    )
    import_id = prepare_import(anna, data=data, as_visits=False)
    check_import(anna, import_id=import_id)
    report = calendar_import(anna, import_id=import_id)
    assert report.state is ImportState.CHECKED
    assert [row.outcome for row in report.rows] == [Outcome.NEW, Outcome.OVERLAP, Outcome.CANCELLED, Outcome.FREE]
    assert len(shown(anna)) == 1


def test_B2_overlaps_come_in_without_blocking_and_are_listed(anna: Actor) -> None:
    book_at(anna, 10)
    report = bring_in(anna, calendar(event(anna, "a", 10, minute=15), event(anna, "b", 14), event(anna, "c", 14)))
    assert report.counts == {Outcome.OVERLAP: 2, Outcome.NEW: 1}
    events = shown(anna)
    assert sum(one.overlaps for one in events) == 2
    assert all(one.imported and one.title == "Busy" for one in events if one.kind is Kind.BLOCK)
    with pytest.raises(SlotTaken):
        book_at(anna, 14)
    assert overlaps(anna) == []
    assert wrong_occupancy(anna) == []


def test_B2_the_same_file_again_adds_nothing(anna: Actor) -> None:
    data = calendar(event(anna, "a", 9, more="RRULE:FREQ=WEEKLY;COUNT=300"))
    first = bring_in(anna, data)
    again = bring_in(anna, data)
    assert set(first.counts) == {Outcome.NEW}
    assert again.counts == {Outcome.KNOWN: first.counts[Outcome.NEW]}


def test_B2_an_import_is_undone_as_a_whole_but_for_what_was_changed_since(anna: Actor) -> None:
    data = calendar(event(anna, "a", 9), event(anna, "b", 11))
    report = bring_in(anna, data)
    first, _ = shown(anna)
    cancel(anna, appointment_id=first.id)
    assert undo_import(anna, import_id=report.id) == (1, 1)
    assert shown(anna) == []
    book_at(anna, 11)
    with pytest.raises(Conflict):
        undo_import(anna, import_id=report.id)
    assert bring_in(anna, data).counts == {Outcome.KNOWN: 1, Outcome.OVERLAP: 1}


def test_B2_visits_find_the_client_whose_name_is_the_title_and_only_ones_own(anna: Actor) -> None:
    kari = make_member(anna, Role.CLINICIAN)
    mine, others = make_client(anna, given="Berit"), make_client(kari, given="Ulla")
    with tenant(anna.practice_id), transaction.atomic():
        from kollega.clients.models import Client

        names = {row.id: f"{row.given_name} {row.family_name}" for row in Client.objects.all()}
    data = calendar(
        event(anna, "a", 9, title=names[mine].upper()),
        event(anna, "b", 10, title=names[others]),
        f"UID:c\nDTSTART;VALUE=DATE:{tomorrow_at(anna, 9):%Y%m%d}\nSUMMARY:Holiday\nTRANSP:TRANSPARENT",
    )
    worker = job_actor(anna.practice_id, anna.zone)
    bring_in(anna, data, as_visits=True, worker=worker)
    events = sorted(shown(anna), key=lambda one: one.starts_at)
    assert [one.kind for one in events] == [Kind.BLOCK, Kind.VISIT, Kind.VISIT]
    assert [one.client.id if one.client else None for one in events] == [None, mine, None]
    assert events[2].internal_line == names[others]


def test_B2_a_run_that_was_killed_is_repeated_without_doubles(anna: Actor) -> None:
    data = calendar(event(anna, "a", 9, more="RRULE:FREQ=DAILY;COUNT=150"))
    import_id = prepare_import(anna, data=data, as_visits=False)
    check_import(anna, import_id=import_id)
    start_import(anna, import_id=import_id)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kollega.scheduling.operations.importing._finish", lambda *args, **kwargs: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            run_import(anna, import_id=import_id)
    assert import_standing(anna, import_id=import_id).done == 150
    run_import(anna, import_id=import_id)
    report = calendar_import(anna, import_id=import_id)
    assert (report.state, report.counts) == (ImportState.DONE, {Outcome.NEW: 150})
    assert stored(anna) == 150
    with pytest.raises(Conflict):
        run_import(anna, import_id=import_id)


def test_TI3_imports_are_ones_own(anna: Actor) -> None:
    report = bring_in(anna, calendar(event(anna, "a", 9)))
    kari, stranger = make_member(anna, Role.CLINICIAN), make_practice()
    for other in (kari, stranger):
        for try_it in (calendar_import, import_standing, undo_import, start_import):
            with pytest.raises(NotFound):
                try_it(other, import_id=report.id)
        assert calendar_imports(other) == []
    office = make_member(anna, Role.OFFICE_STAFF, areas=(Area.APPOINTMENTS,))
    with pytest.raises(Forbidden):
        prepare_import(office, data=b"BEGIN:VCALENDAR", as_visits=False)


def test_UE1_a_file_that_is_no_calendar_ends_as_failed_or_is_refused_at_once(anna: Actor) -> None:
    with pytest.raises(FileNotReadable):
        prepare_import(anna, data=b"name,phone\n", as_visits=False)
    import_id = prepare_import(anna, data=b"BEGIN:VCALENDAR\r\nnonsense", as_visits=False)
    check_import(anna, import_id=import_id)
    assert import_standing(anna, import_id=import_id).state is ImportState.FAILED


def test_AL7_file_and_titles_are_not_readable_in_the_database(anna: Actor) -> None:
    import_id = prepare_import(anna, data=calendar(event(anna, "a", 9, title="Secretname")), as_visits=False)
    check_import(anna, import_id=import_id)
    with tenant(anna.practice_id), transaction.atomic():
        row = CalendarImport.objects.get(id=import_id)
    assert b"Secretname" not in bytes(row.file_sealed or b"") + bytes(row.report_sealed or b"")
    assert "Secretname" not in str(row.counts)


def book_at(anna: Actor, hour: int) -> UUID:
    return book(
        anna,
        client_id=make_client(anna),
        service_id=None,
        minutes=45,
        clinician_id=anna.membership_id,
        starts_at=tomorrow_at(anna, hour),
    ).appointment_id


def stored(anna: Actor) -> int:
    with tenant(anna.practice_id), transaction.atomic():
        return Appointment.objects.filter(imported_by__isnull=False, withdrawn_at=None).count()


def test_B2_moving_an_overlapping_import_to_a_free_time_makes_it_block(anna: Actor) -> None:
    from kollega.scheduling.operations.moving import move

    book_at(anna, 10)
    bring_in(anna, calendar(event(anna, "a", 10)))
    (one,) = [e for e in shown(anna) if e.overlaps]
    move(anna, appointment_id=one.id, starts_at=one.starts_at + timedelta(hours=3))
    with pytest.raises(SlotTaken):
        book_at(anna, 13)
