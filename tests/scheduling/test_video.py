"""The address of video visits: a clinician's own, else the practice's, with an unguessable room each (B4)."""

from uuid import UUID

import pytest
from django.db import transaction

from kollega.kernel.actor import Actor
from kollega.kernel.errors import BadInput, Forbidden, NotFound
from kollega.kernel.permissions import Role
from kollega.platform.tenancy import tenant
from kollega.scheduling.enums import Place
from kollega.scheduling.operations.booking import book
from kollega.scheduling.operations.video import set_video_link, set_video_link_for_all
from kollega.scheduling.queries.appointments import appointment
from kollega.scheduling.queries.video import video_link_of, video_settings
from tests.factories import make_member, make_practice
from tests.scheduling.factories import make_client, tomorrow_at


@pytest.fixture
def anna() -> Actor:
    return make_practice()


def visit(actor: Actor, hour: int, place: Place = Place.VIDEO) -> UUID:
    return book(
        actor,
        client_id=make_client(actor),
        service_id=None,
        clinician_id=actor.own_membership,
        starts_at=tomorrow_at(actor, hour),
        minutes=45,
        place=place,
    ).appointment_id


def link(actor: Actor, appointment_id: UUID) -> str:
    with tenant(actor.practice_id), transaction.atomic():
        return video_link_of(actor.practice_id, appointment_id)


def test_B4_each_video_visit_has_a_room_of_its_own_and_others_have_none(anna: Actor) -> None:
    first, second, there = visit(anna, 9), visit(anna, 10), visit(anna, 11, Place.IN_PERSON)
    assert link(anna, first) == ""
    set_video_link_for_all(anna, address="https://meet.example/{room}")
    rooms = {link(anna, one) for one in (first, second)}
    assert len(rooms) == 2
    assert all(room.startswith("https://meet.example/") and len(room) == 47 for room in rooms)
    assert link(anna, there) == ""
    assert appointment(anna, appointment_id=first).video_link == link(anna, first)


def test_B4_the_clinicians_own_address_goes_before_the_practices(anna: Actor) -> None:
    one = visit(anna, 9)
    set_video_link_for_all(anna, address="https://meet.example/{room}")
    set_video_link(anna, membership_id=anna.own_membership, address="https://own.example/anna")
    assert link(anna, one) == "https://own.example/anna"
    set_video_link(anna, membership_id=anna.own_membership, address=" ")
    assert link(anna, one).startswith("https://meet.example/")


def test_B4_only_https_is_stored(anna: Actor) -> None:
    with pytest.raises(BadInput):
        set_video_link_for_all(anna, address="http://meet.example/x")
    assert video_settings(anna).for_all == ""


def test_T4_nobody_sets_anothers_address(anna: Actor) -> None:
    kari, stranger = make_member(anna, Role.CLINICIAN), make_practice()
    with pytest.raises(Forbidden):
        set_video_link(kari, membership_id=anna.own_membership, address="https://own.example/x")
    with pytest.raises(NotFound):
        set_video_link(kari, membership_id=stranger.own_membership, address="https://own.example/x")
    with pytest.raises(Forbidden):
        set_video_link_for_all(kari, address="https://own.example/x")
    set_video_link(kari, membership_id=kari.own_membership, address="https://own.example/kari")
    found = {one.clinician.id: (one.address, one.may_change) for one in video_settings(kari).clinicians}
    assert found == {anna.own_membership: ("", False), kari.own_membership: ("https://own.example/kari", True)}
