"""Services, rooms and hours: who may enter them and what is refused (B4, B5)."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest

from kollega.kernel.actor import Actor
from kollega.kernel.errors import BadInput, Changed, Forbidden, NotFound
from kollega.kernel.permissions import Role
from kollega.scheduling.enums import Mode
from kollega.scheduling.errors import CodeTaken, RoomNameTaken, StillBooked
from kollega.scheduling.operations.booking import book
from kollega.scheduling.operations.hours import add_exception, change_exception, remove_exception, set_week
from kollega.scheduling.operations.rooms import archive_room, create_room, rename_room
from kollega.scheduling.operations.services import archive_service, change_service, create_service
from kollega.scheduling.queries.hours import hours
from kollega.scheduling.queries.offers import rooms, services
from kollega.scheduling.rules.offers import ExceptionEntry, ServiceValues, WeeklyEntry
from tests.factories import make_member, make_practice
from tests.scheduling.factories import make_client, make_room, tomorrow_at

TALK = ServiceValues(names={"en": "Talk", "sv": "Samtal"}, minutes=45, mode=Mode.BOTH, code="ta", colour=1)


@pytest.fixture
def anna() -> Actor:
    return make_practice()


def test_B4_a_service_is_added_changed_and_archived(anna: Actor) -> None:
    service_id = create_service(anna, values=TALK)
    change_service(anna, service_id=service_id, values=replace(TALK, minutes=50), version=1)
    (service,) = services(anna)
    assert (service.name, service.code, service.minutes, service.version) == ("Talk", "TA", 50, 2)
    with pytest.raises(Changed):
        change_service(anna, service_id=service_id, values=TALK, version=1)
    archive_service(anna, service_id=service_id)
    assert services(anna) == []
    assert len(services(anna, archived=True)) == 1


def test_B4_a_code_is_used_once_among_the_services_in_use(anna: Actor) -> None:
    first = create_service(anna, values=TALK)
    with pytest.raises(CodeTaken):
        create_service(anna, values=TALK)
    archive_service(anna, service_id=first)
    create_service(anna, values=TALK)
    with pytest.raises(CodeTaken):
        archive_service(anna, service_id=first, archived=False)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("names", {}),
        ("names", {"xx": "Talk"}),
        ("minutes", 4),
        ("code", "A"),
        ("code", "A-B"),
        ("colour", 9),
        ("buffer_before", 241),
        ("notice_minutes", -1),
    ],
)
def test_B4_what_is_wrong_is_named(anna: Actor, field: str, value: Any) -> None:
    with pytest.raises(BadInput) as refused:
        create_service(anna, values=replace(TALK, **{field: value}))
    assert list(refused.value.fields) == [field]


def test_B1_rooms_have_names_of_their_own_and_stay_while_they_are_booked(anna: Actor) -> None:
    room_id = create_room(anna, name="  Blue   room ")
    assert rooms(anna)[0].name == "Blue room"
    with pytest.raises(RoomNameTaken):
        create_room(anna, name="Blue room")
    rename_room(anna, room_id=room_id, name="Green room", version=1)
    book(
        anna,
        client_id=make_client(anna),
        service_id=None,
        minutes=30,
        clinician_id=anna.membership_id,
        room_id=room_id,
        starts_at=tomorrow_at(anna, 10),
    )
    with pytest.raises(StillBooked):
        archive_room(anna, room_id=room_id)


def test_TI3_settings_of_another_practice_are_not_found(anna: Actor) -> None:
    other = make_practice()
    service_id, room_id = create_service(other, values=TALK), make_room(other)
    for try_it in (
        lambda: change_service(anna, service_id=service_id, values=TALK),
        lambda: archive_service(anna, service_id=service_id),
        lambda: rename_room(anna, room_id=room_id, name="Mine"),
        lambda: archive_room(anna, room_id=room_id),
        lambda: hours(anna, membership_id=other.membership_id),
        lambda: set_week(anna, membership_id=other.membership_id, entries=[]),
        lambda: set_week(
            anna,
            membership_id=anna.membership_id,
            entries=[WeeklyEntry(0, time(9), time(12), room_id=room_id)],
        ),
    ):
        with pytest.raises(NotFound):
            try_it()


def test_B5_own_hours_are_ones_own_business_and_everybodys_are_the_admins(anna: Actor) -> None:
    kari, other = make_member(anna, Role.CLINICIAN), make_member(anna, Role.CLINICIAN)
    week = [WeeklyEntry(0, time(9), time(12)), WeeklyEntry(0, time(13), time(17))]
    set_week(kari, membership_id=kari.membership_id, entries=week)
    set_week(anna, membership_id=kari.membership_id, entries=week)
    with pytest.raises(Forbidden):
        set_week(other, membership_id=kari.membership_id, entries=[])
    found = hours(other, membership_id=kari.membership_id)
    assert (len(found.weekly), found.may_change) == (2, False)


def test_B5_a_week_with_mistakes_is_refused_by_entry(anna: Actor) -> None:
    week = [
        WeeklyEntry(0, time(9), time(12)),
        WeeklyEntry(0, time(11), time(13)),
        WeeklyEntry(1, time(12), time(9)),
        WeeklyEntry(7, time(9), time(10)),
    ]
    with pytest.raises(BadInput) as refused:
        set_week(anna, membership_id=anna.membership_id, entries=week)
    assert set(refused.value.fields) == {"1.starts", "2.ends", "3.weekday"}


def test_B5_exceptions_are_added_changed_and_removed_and_their_reason_is_not_for_colleagues(anna: Actor) -> None:
    kari = make_member(anna, Role.CLINICIAN)
    day = date(2027, 3, 1)
    entry = ExceptionEntry(day, day + timedelta(days=6), reason="surgery")
    exception_id = add_exception(anna, membership_id=anna.membership_id, entry=entry)
    (seen,) = hours(kari, membership_id=anna.membership_id).exceptions
    assert seen.reason == ""
    with pytest.raises(Forbidden):
        remove_exception(kari, exception_id=exception_id)
    change_exception(anna, exception_id=exception_id, entry=replace(entry, starts=time(9), ends=time(10)))
    assert hours(anna, membership_id=anna.membership_id).exceptions[0].reason == "surgery"
    with pytest.raises(BadInput):
        change_exception(anna, exception_id=exception_id, entry=replace(entry, starts=time(9)))
    remove_exception(anna, exception_id=exception_id)
    assert hours(anna, membership_id=anna.membership_id).exceptions == []
