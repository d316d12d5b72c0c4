"""Leaving and removing: what stands in the way, what is handed over, what ends (T10, P11, P12)."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from kollega.clients.models import Care, Client
from kollega.clients.queries.access import may_read_record
from kollega.journal.models import Note
from kollega.kernel.actor import Actor
from kollega.kernel.errors import Forbidden, NotFound
from kollega.kernel.permissions import Role
from kollega.platform.tenancy import tenant
from kollega.practices.errors import OwnerStays
from kollega.practices.models import Membership
from kollega.scheduling.models import Appointment
from kollega.scheduling.operations.blocks import block
from kollega.teams.errors import OwnerCannotLeave, OwnerStaysMember, StandsInTheWay
from kollega.teams.operations.changing import change_member
from kollega.teams.operations.leaving import (
    cancel_all_visits,
    hand_over_clients,
    hand_over_visits,
    leave,
    remove_member,
)
from kollega.teams.queries.obstacles import obstacles
from tests.factories import make_member, make_practice
from tests.journal.making import make_client, make_note, make_visit
from tests.scheduling.factories import make_hours, make_room, tomorrow_at
from tests.scheduling.test_races import overlaps
from tests.teams.members import give_seat, history_of, in_catalogue, inside, mails_of, seats_of


def practice_with_two() -> tuple[Actor, Actor, Actor]:
    """The owner, a clinician who will leave, and a colleague."""
    owner = make_practice()
    return owner, make_member(owner, Role.CLINICIAN), make_member(owner, Role.CLINICIAN, name="Ola Lund")


def test_T10_what_stands_in_the_way_is_listed_and_refused() -> None:
    owner, kari, _ = practice_with_two()
    client_id = make_client(kari)
    visit = make_visit(kari, client_id)
    make_note(kari, client_id).save("Saved, not signed.")
    for act in (lambda: leave(kari), lambda: remove_member(owner, membership_id=kari.own_membership)):
        with pytest.raises(StandsInTheWay) as refused:
            act()
        assert [each["id"] for each in refused.value.details["appointments"]] == [str(visit)]
        assert refused.value.details["client_count"] == 1
    seen = obstacles(kari, membership_id=kari.own_membership)
    assert [each.client_name for each in seen.visits] == ["Berit Lind"]
    assert [each.name for each in seen.clients] == ["Berit Lind"]
    assert len(seen.unsigned) == 1
    assert {each.name for each in seen.colleagues} == {"Anna Berg", "Ola Lund"}


def test_AZ3_an_administrator_learns_no_names_by_removing_somebody() -> None:
    owner, kari, _ = practice_with_two()
    admin = make_member(owner, Role.ADMIN, name="Per Admin")
    make_visit(kari, make_client(kari))
    seen = obstacles(admin, membership_id=kari.own_membership)
    assert [each.client_name for each in seen.visits] == [""]
    assert [each.name for each in seen.clients] == [""]


def test_T10_visits_go_to_a_colleague_without_a_double_booking_and_what_does_not_fit_stays() -> None:
    owner, kari, ola = practice_with_two()
    room = make_room(owner)
    client_id = make_client(kari)
    fits = make_visit(kari, client_id, hour=9)
    taken = make_visit(kari, client_id, hour=10)
    make_visit(ola, make_client(ola, family_name="Other"), hour=10)
    with inside(kari):
        Appointment.objects.filter(id=fits).update(room_id=room)
    passed = hand_over_visits(kari, membership_id=kari.own_membership, to_id=ola.own_membership)
    assert passed.moved == 1
    assert [(each.appointment_id, each.why) for each in passed.left] == [(taken, "slot_taken")]
    with inside(kari):
        moved = Appointment.objects.get(id=fits)
    assert (moved.clinician_id, moved.room_id) == (ola.membership_id, room)
    assert overlaps(owner) == 0


def test_T10_a_colleagues_working_hours_are_respected() -> None:
    owner, kari, ola = practice_with_two()
    make_hours(ola)
    make_visit(kari, make_client(kari), hour=20)
    passed = hand_over_visits(owner, membership_id=kari.own_membership, to_id=ola.own_membership)
    assert [each.why for each in passed.left] == ["outside_working_hours"]


def test_T10_all_coming_visits_can_be_cancelled_and_past_ones_stay() -> None:
    owner, kari, _ = practice_with_two()
    client_id = make_client(kari)
    visits = [make_visit(kari, client_id, hour=hour) for hour in (9, 11)]
    with inside(kari):
        Appointment.objects.filter(id=visits[0]).update(
            **{name: kari.at - timedelta(hours=ago) for name, ago in PAST.items()}
        )
    assert cancel_all_visits(owner, membership_id=kari.own_membership, reason="Left") == 1
    with inside(kari):
        statuses = dict(Appointment.objects.filter(id__in=visits).values_list("id", "status"))
    assert [statuses[each] for each in visits] == ["booked", "cancelled"]


PAST = {"busy_from": 30, "starts_at": 30, "ends_at": 29, "busy_until": 29}


def test_T10_clients_are_handed_to_a_colleague_and_every_one_is_logged() -> None:
    from kollega.audit.models import LogEntry

    owner, kari, ola = practice_with_two()
    clients = [make_client(kari, family_name=name) for name in ("Lind", "Strand")]
    assert hand_over_clients(owner, membership_id=kari.own_membership, to_id=ola.own_membership) == 2
    with inside(ola):
        assert all(may_read_record(ola, each) for each in clients)
        assert set(Client.objects.filter(id__in=clients).values_list("responsible_id", flat=True)) == {
            ola.membership_id
        }
    with tenant(owner.practice_id), transaction.atomic():
        logged = LogEntry.objects.filter(action="grant", object_type="responsibility", client_id__in=clients)
        assert logged.count() == 2


def clear(owner: Actor, kari: Actor, ola: Actor) -> None:
    cancel_all_visits(kari, membership_id=kari.own_membership)
    hand_over_clients(kari, membership_id=kari.own_membership, to_id=ola.own_membership)


def test_T10_nothing_is_deleted_and_care_and_blocks_end() -> None:
    owner, kari, ola = practice_with_two()
    client_id = make_client(kari)
    make_visit(kari, client_id)
    note = make_note(kari, client_id)
    note.save("Stays with the practice.")
    room = make_room(owner)
    start = tomorrow_at(kari, 15)
    block(kari, clinician_id=kari.own_membership, starts_at=start, ends_at=start + timedelta(hours=1), room_id=room)
    clear(owner, kari, ola)
    leave(kari)
    with inside(owner):
        assert Membership.objects.get(id=kari.membership_id).ended_at is not None
        assert Note.objects.get(id=note.note_id).author_id == kari.membership_id
        assert Appointment.objects.filter(clinician_id=kari.own_membership).count() == 2
        assert not Care.objects.filter(clinician_id=kari.own_membership).exists()
    block(owner, clinician_id=owner.own_membership, starts_at=start, ends_at=start + timedelta(hours=1), room_id=room)
    with pytest.raises(NotFound):
        remove_member(owner, membership_id=kari.own_membership)


def test_T4_the_owner_neither_leaves_nor_is_removed() -> None:
    owner = make_practice()
    admin = make_member(owner, Role.ADMIN)
    with pytest.raises(OwnerCannotLeave):
        leave(owner)
    with pytest.raises(OwnerStaysMember):
        remove_member(admin, membership_id=owner.own_membership)
    with pytest.raises(OwnerStays):
        change_member(admin, membership_id=owner.own_membership, roles=[Role.OWNER], areas=[], title="")
    remove_member(owner, membership_id=admin.own_membership)


def test_T8_members_decide_about_themselves_only() -> None:
    owner, kari, ola = practice_with_two()
    given: dict[str, Any] = {"membership_id": ola.own_membership}
    with pytest.raises(Forbidden):
        obstacles(kari, **given)
    with pytest.raises(Forbidden):
        hand_over_visits(kari, to_id=kari.own_membership, **given)
    with pytest.raises(Forbidden):
        cancel_all_visits(kari, **given)
    with pytest.raises(Forbidden):
        hand_over_clients(kari, to_id=kari.own_membership, **given)
    with pytest.raises(Forbidden):
        remove_member(kari, **given)
    with pytest.raises(NotFound):
        hand_over_visits(owner, to_id=make_practice().own_membership, **given)


def test_P12_a_seat_of_the_practice_ends_with_its_reason_and_an_own_one_runs_on() -> None:
    with in_catalogue("keep"):
        owner = make_practice()
        for act, reason in ((leave, "left"), (None, "removed")):
            member = make_member(owner, Role.ASSISTANT)
            seat_id = give_seat(member, "unlimited", own=False)
            own = give_seat(member, "essentials", own=True)
            if act:
                act(member)
            else:
                remove_member(owner, membership_id=member.own_membership)
            assert [seat.id for seat in seats_of(member)] == [own]
            if reason == "left":
                assert history_of(member, seat_id)[-1].reason == reason
            with inside(owner):
                from kollega.catalogue.queries.seats import history_of_practice

                ended = next(row for row in history_of_practice(owner.practice_id) if row.seat_id == seat_id)
            assert (ended.entry.change, ended.entry.reason) == ("ended", reason)


def test_P11_a_trial_runs_to_its_end_as_the_persons_own() -> None:
    with in_catalogue("keep"):
        owner = make_practice()
        member = make_member(owner, Role.ASSISTANT)
        seat_id = give_seat(member, "unlimited", own=False, trial_days=9, pays_after_trial=True)
        remove_member(owner, membership_id=member.own_membership)
        (seat,) = seats_of(member)
        assert (seat.id, seat.state.payer_id, seat.state.pays_after_trial) == (seat_id, None, False)
        assert seat.state.on_trial(member.at)


def test_IN5_open_invitations_and_tokens_of_a_leaver_end() -> None:
    from kollega.practices.models import AccessToken
    from kollega.practices.operations.tokens import create_token
    from tests.teams.making import invitation_of, invited, make_team

    owner = make_team()
    admin = make_member(owner, Role.ADMIN)
    create_token(admin, name="report", scopes=admin.permissions, days=30)
    address, _ = invited(admin)
    remove_member(owner, membership_id=admin.own_membership)
    assert invitation_of(owner, address).end_reason == "right_lost"
    with inside(owner):
        assert AccessToken.objects.get(membership_id=admin.own_membership).revoked_at == owner.at


def test_T10_somebody_who_was_removed_is_told_by_mail() -> None:
    owner = make_practice()
    kari = make_member(owner, Role.ASSISTANT)
    remove_member(owner, membership_id=kari.own_membership)
    assert [mail["kind"] for mail in mails_of(owner)] == ["membership_ended"]


def test_AZ8_a_calendar_import_of_somebody_who_has_left_stops() -> None:
    from kollega.scheduling.models import CalendarImport
    from kollega.scheduling.operations.importing import check_import, prepare_import, start_import
    from tests.jobs import run_jobs
    from tests.scheduling.rules.test_ics import calendar

    owner = make_practice()
    kari = make_member(owner, Role.CLINICIAN)
    data = calendar("UID:1\nDTSTART:20300101T090000Z\nDURATION:PT45M\nSUMMARY:Busy")
    import_id = prepare_import(kari, data=data, as_visits=False)
    check_import(kari, import_id=import_id)
    start_import(kari, import_id=import_id)
    leave(kari)
    run_jobs(owner.practice_id)
    with inside(owner):
        assert CalendarImport.objects.get(id=import_id).state == "failed"
        assert not Appointment.objects.filter(clinician_id=kari.own_membership).exists()
