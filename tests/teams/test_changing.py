"""Roles and account types are two independent axes (T6, T7)."""

import pytest

from kollega.catalogue.errors import AlreadyPaysThemselves, NotInAnyPlan, NotInPlan, UnknownPlan
from kollega.kernel.errors import Forbidden, NotFound
from kollega.kernel.permissions import Area, Role
from kollega.teams.errors import AppointmentsInTheWay, OwnerNeedsSeat, SeatIsTheirOwn
from kollega.teams.operations.changing import change_account_type, change_member
from kollega.teams.queries.billing import Payer, Status
from kollega.teams.queries.members import team
from tests.factories import make_member, make_practice
from tests.journal.making import make_client, make_visit
from tests.teams.members import give_seat, history_of, in_catalogue, now_in, roles_of, seats_of


def test_T6_an_account_type_changes_and_the_roles_stay() -> None:
    with in_catalogue("keep"):
        owner = make_practice()
        kari = make_member(owner, Role.CLINICIAN)
        seat_id = give_seat(kari, "unlimited", own=False)
        change_account_type(owner, membership_id=kari.own_membership, plan_id="essentials")
        change_account_type(owner, membership_id=kari.own_membership, plan_id="support")
        assert roles_of(kari) == {"clinician"}
        assert [(e.change, e.plan_id) for e in history_of(kari, seat_id)] == [
            ("started", "unlimited"),
            ("type_changed", "essentials"),
            ("type_changed", "support"),
        ]
        change_member(owner, membership_id=kari.own_membership, roles=[Role.ASSISTANT], areas=[], title="")
        assert [seat.state.plan_id for seat in seats_of(kari)] == ["support"]


def test_T7_support_is_refused_with_the_coming_appointments_in_the_way() -> None:
    with in_catalogue("keep"):
        owner = make_practice()
        visit = make_visit(owner, make_client(owner))
        with pytest.raises(AppointmentsInTheWay) as refused:
            change_account_type(owner, membership_id=owner.own_membership, plan_id="support")
        assert [each["id"] for each in refused.value.details["appointments"]] == [str(visit)]
        assert [seat.state.plan_id for seat in seats_of(owner)] == ["unlimited"]


def test_T7_an_owner_who_takes_support_sees_no_clients_and_comes_back_only_with_a_seat() -> None:
    with in_catalogue("keep"):
        owner = make_practice()
        change_account_type(owner, membership_id=owner.own_membership, plan_id="support")
        assert roles_of(owner) == {"owner", "admin"}
        assert [(seat.state.plan_id, seat.state.payer_id) for seat in seats_of(owner)] == [
            ("support", owner.practice_id)
        ]
        both = [Role.OWNER, Role.ADMIN, Role.CLINICIAN]
        with pytest.raises(OwnerNeedsSeat):
            change_member(owner, membership_id=owner.own_membership, roles=both, areas=[], title="")
        change_account_type(owner, membership_id=owner.own_membership, plan_id="unlimited")
        change_member(owner, membership_id=owner.own_membership, roles=both, areas=[], title="")
        assert roles_of(owner) == {"owner", "admin", "clinician"}


def test_P2_what_a_person_pays_themselves_no_administrator_changes() -> None:
    with in_catalogue("keep"):
        owner = make_practice()
        kari = make_member(owner, Role.CLINICIAN)
        give_seat(kari, "unlimited", own=True)
        for plan_id, refusal in (("support", SeatIsTheirOwn), ("essentials", AlreadyPaysThemselves)):
            with pytest.raises(refusal):
                change_account_type(owner, membership_id=kari.own_membership, plan_id=plan_id)
        assert [seat.state.payer_id for seat in seats_of(kari)] == [None]


def test_T6_a_persons_own_trial_runs_on_beside_a_free_type_that_the_practice_gives() -> None:
    with in_catalogue("keep"):
        owner = make_practice()
        kari = make_member(owner, Role.CLINICIAN)
        give_seat(kari, "unlimited", own=True, trial_days=10)
        change_account_type(owner, membership_id=kari.own_membership, plan_id="support")
        assert {(seat.state.plan_id, seat.state.payer_id) for seat in seats_of(kari)} == {
            ("unlimited", None),
            ("support", owner.practice_id),
        }


def test_P3_only_types_of_the_practices_plan_are_given() -> None:
    with in_catalogue("keep"):
        owner = make_practice()
        kari = make_member(owner, Role.CLINICIAN)
        with pytest.raises(UnknownPlan):
            change_account_type(owner, membership_id=kari.own_membership, plan_id="clinic")
        with pytest.raises(NotInAnyPlan):
            change_account_type(owner, membership_id=kari.own_membership, plan_id="assistant")


def test_P3_areas_of_office_staff_need_a_plan_that_includes_them() -> None:
    with in_catalogue("take_over"):
        owner = make_practice()
        kari = make_member(owner, Role.OFFICE_STAFF)
        change = {"membership_id": kari.own_membership, "roles": [Role.OFFICE_STAFF], "title": ""}
        with pytest.raises(NotInPlan):
            change_member(owner, areas=[Area.APPOINTMENTS], **change)
        change_member(owner, areas=[], **change)
    change_member(owner, areas=[Area.APPOINTMENTS], **change)
    with in_catalogue("take_over"):
        change_member(owner, areas=[Area.APPOINTMENTS], **change)


def test_T7_the_role_clinician_is_not_taken_from_somebody_with_coming_appointments() -> None:
    owner = make_practice()
    kari = make_member(owner, Role.CLINICIAN)
    make_visit(kari, make_client(kari))
    with pytest.raises(AppointmentsInTheWay):
        change_member(owner, membership_id=kari.own_membership, roles=[Role.ASSISTANT], areas=[], title="")


def test_T8_only_those_who_manage_billing_change_types_and_see_who_pays() -> None:
    with in_catalogue("keep"):
        owner = make_practice()
        kari = make_member(owner, Role.CLINICIAN)
        give_seat(kari, "unlimited", own=False)
        with pytest.raises(Forbidden):
            change_account_type(kari, membership_id=kari.own_membership, plan_id="support")
        with pytest.raises(NotFound):
            change_account_type(owner, membership_id=make_practice().own_membership, plan_id="support")
        seats = {member.name: member.seat for member in team(now_in(kari)).members}
        assert seats["Anna Berg"] is None
        assert seats["Kari Dahl"] is not None
        assert seats["Kari Dahl"].payer is Payer.PRACTICE
        shown = {member.name: member.seat for member in team(owner).members}
        assert shown["Anna Berg"] is not None
        assert shown["Anna Berg"].status is Status.TRIAL
        assert shown["Anna Berg"].trial_ends_at is not None
