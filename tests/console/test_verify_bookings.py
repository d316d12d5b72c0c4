"""`kollega verify bookings` and `kollega import calendar` on the command line (B2)."""

from pathlib import Path

import pytest

from kollega.accounts.models import Person
from kollega.console.entry import main
from kollega.kernel.actor import Actor
from kollega.practices.queries.practices import practice
from kollega.scheduling.operations.booking import book
from tests.factories import make_practice
from tests.journal.making import superuser
from tests.scheduling.factories import make_client, tomorrow_at
from tests.scheduling.rules.test_ics import calendar


@pytest.fixture
def anna() -> Actor:
    return make_practice()


def visit(anna: Actor, hour: int) -> object:
    booked = book(
        anna,
        client_id=make_client(anna),
        service_id=None,
        minutes=45,
        clinician_id=anna.membership_id,
        starts_at=tomorrow_at(anna, hour),
    )
    return booked.appointment_id


def test_B2_an_overlap_made_behind_the_products_back_is_named(anna: Actor, capsys: pytest.CaptureFixture[str]) -> None:
    slug = practice(anna).slug
    one, other = visit(anna, 10), visit(anna, 12)
    assert main(["verify", "bookings", "--practice", slug]) == 0
    with superuser() as raw:
        raw.execute("alter table scheduling_appointment disable trigger scheduling_occupy_changed")
        raw.execute(
            "update scheduling_appointment set (starts_at, ends_at, busy_from, busy_until) ="
            " (select starts_at, ends_at, busy_from, busy_until from scheduling_appointment where id = %s)"
            " where id = %s",
            [one, other],
        )
        raw.execute("alter table scheduling_appointment enable trigger scheduling_occupy_changed")
    assert main(["verify", "bookings", "--practice", slug]) == 1
    said = capsys.readouterr().out
    assert f"for {anna.membership_id}" in said
    assert f"occupancy of {other} is wrong" in said


def test_B2_a_calendar_file_is_reported_and_then_stored(
    anna: Actor, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "calendar.ics"
    start = tomorrow_at(anna, 9)
    file.write_bytes(calendar(f"UID:a\nDTSTART:{start:%Y%m%dT%H%M%S}\nDURATION:PT45M\nSUMMARY:Busy"))
    email = Person.objects.get(pk=anna.person_id).email
    command = ["import", "calendar", str(file), "--practice", practice(anna).slug, "--as", email]
    assert main(command) == 0
    assert "nothing stored" in capsys.readouterr().out
    assert main([*command, "--really"]) == 0
    assert "new: 1" in capsys.readouterr().out
    assert main([*command, "--really"]) == 0
    assert "known: 1" in capsys.readouterr().out
    assert main(["import", "calendar", str(file), "--practice", practice(anna).slug, "--as", "no@body.test"]) == 2
