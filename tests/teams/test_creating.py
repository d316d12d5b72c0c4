"""Making a practice a team (T4, T7, T9)."""

import pytest

from kollega.kernel.errors import BadInput, Forbidden
from kollega.kernel.permissions import Role
from kollega.teams.errors import AlreadyTeam, OwnerNeedsSeat, TeamNeedsPlan
from kollega.teams.operations.creating import create_team
from kollega.teams.queries.readiness import team_readiness
from kollega.teams.queries.records import records_state
from kollega.teams.rules.responsibility import Responsibility
from tests.factories import make_member, make_practice
from tests.scheduling.factories import make_client
from tests.teams.members import give_seat, in_catalogue, practice_of, seats_of

CENTRAL, INDIVIDUAL = Responsibility.CENTRAL, Responsibility.INDIVIDUAL


def test_T4_any_account_creates_a_team_where_the_catalogue_asks_for_nothing() -> None:
    owner = make_practice()
    create_team(owner, name="  Berg and friends ", records=CENTRAL)
    practice = practice_of(owner)
    assert (practice.name, practice.records, practice.team_since) == ("Berg and friends", "central", owner.at)
    with pytest.raises(AlreadyTeam):
        create_team(owner, name="Again", records=CENTRAL)


def test_T4_a_missing_plan_is_named_by_the_page_and_refused_by_the_server() -> None:
    with in_catalogue("take_over"):
        owner = make_practice()
        assert [plan.id for plan in team_readiness(owner).missing_plans] == ["pro", "practice"]
        with pytest.raises(TeamNeedsPlan) as refused:
            create_team(owner, name="Team", records=INDIVIDUAL)
        assert refused.value.details["plan_ids"] == ["pro", "practice"]
        assert practice_of(owner).team_since is None
        give_seat(owner, "pro", own=True)
        assert team_readiness(owner).is_ready
        create_team(owner, name="Team", records=INDIVIDUAL)


def test_T4_a_lapsed_trial_is_no_plan_any_more() -> None:
    with in_catalogue("take_over"):
        owner = make_practice()
        give_seat(owner, "pro", own=True, trial_days=-1)
        with pytest.raises(TeamNeedsPlan):
            create_team(owner, name="Team", records=INDIVIDUAL)


def test_T4_the_plan_of_an_owner_on_a_support_seat_is_the_practices() -> None:
    from kollega.catalogue.models import PracticePlan
    from tests.teams.members import inside

    with in_catalogue("take_over"):
        owner = make_practice(sees_clients=False)
        with pytest.raises(TeamNeedsPlan):
            create_team(owner, name="Team", records=INDIVIDUAL)
        with inside(owner):
            PracticePlan.objects.create(
                practice_id=owner.practice_id, plan="practice", begins_at=owner.at, decided_at=owner.at
            )
        create_team(owner, name="Team", records=INDIVIDUAL)
        assert [seat.state.plan_id for seat in seats_of(owner)] == ["support"]


def test_T4_the_own_paid_seat_of_the_owner_moves_to_the_practice_where_it_takes_over() -> None:
    with in_catalogue("take_over"):
        owner = make_practice()
        seat_id = give_seat(owner, "pro", own=True)
        create_team(owner, name="Team", records=INDIVIDUAL)
        seats = {seat.id: seat.state for seat in seats_of(owner)}
        assert seats[seat_id].payer_id == owner.practice_id
        assert len(seats) == 1
    with in_catalogue("keep"):
        owner = make_practice()
        create_team(owner, name="Team", records=INDIVIDUAL)
        assert [seat.state.payer_id for seat in seats_of(owner)] == [None]


def test_T7_an_owner_with_clients_needs_a_trial_or_a_paid_seat_and_one_without_a_support_seat() -> None:
    with in_catalogue("keep"):
        owner = make_practice()
        create_team(owner, name="On a trial", records=INDIVIDUAL)
        lapsed = make_practice()
        lapsed_later = _in_days(lapsed, 15)
        assert team_readiness(lapsed_later).needs_seat
        with pytest.raises(OwnerNeedsSeat):
            create_team(lapsed_later, name="Lapsed", records=INDIVIDUAL)
        give_seat(lapsed, "unlimited", own=False)
        create_team(lapsed_later, name="Paid", records=INDIVIDUAL)
        support = make_practice(sees_clients=False)
        create_team(support, name="Support", records=INDIVIDUAL)
        assert [seat.state.plan_id for seat in seats_of(support)] == ["support"]


def test_T9_responsibility_waits_for_clinicians_who_have_clients_already() -> None:
    owner = make_practice()
    kari = make_member(owner, Role.CLINICIAN)
    make_client(kari)
    create_team(owner, name="Team", records=CENTRAL)
    assert practice_of(owner).records == "individual"
    waiting = records_state(owner).waiting
    assert waiting is not None
    assert waiting.missing == ["Kari Dahl"]


def test_T4_only_the_owner_creates_a_team_and_it_needs_a_name() -> None:
    owner = make_practice()
    admin = make_member(owner, Role.ADMIN)
    with pytest.raises(Forbidden):
        create_team(admin, name="Team", records=CENTRAL)
    with pytest.raises(BadInput) as refused:
        create_team(owner, name=" ", records=CENTRAL)
    assert "name" in refused.value.fields


def _in_days(actor, days: int):  # type: ignore[no-untyped-def]  # an actor as it came
    from datetime import timedelta

    from tests.factories import at

    return at(actor, actor.at + timedelta(days=days))
