"""Join links: a most of uses, an expiry, an administrator's word, and never a paid seat (I7)."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import override_settings

from kollega.accounts.models import Person
from kollega.catalogue.rules.offers import Offer
from kollega.kernel.errors import BadInput, Forbidden, NotFound
from kollega.kernel.permissions import Area, Role
from kollega.platform.tenancy import tenant
from kollega.practices.errors import AlreadyMember, OwnerStays
from kollega.practices.operations.members import change_member
from kollega.teams.errors import AlreadyAsked, ExclusiveMembership, LinkGone, NotATeam, RequestAnswered
from kollega.teams.models import JoinLink, JoinRequest
from kollega.teams.operations.accepting import accept
from kollega.teams.operations.linking import create_join_link, end_link
from kollega.teams.operations.requesting import approve, ask_to_join, decline
from kollega.teams.queries.invitations import running_join_links, waiting_requests
from tests.factories import at, make_member, make_person, make_practice
from tests.jobs import run_jobs
from tests.scheduling.test_races import at_once
from tests.teams.making import give_own_seat, guest, invited, make_team, membership_of, seats_of


@pytest.fixture
def heidi() -> Iterator[None]:
    with override_settings(CATALOGUE="heidi"):
        yield


def link_of(
    owner: object,
    *,
    uses: int = 3,
    days: int = 7,
    plan: str = "support",
    roles: tuple[Role, ...] = (Role.OFFICE_STAFF,),
) -> str:
    return create_join_link(owner, plan_id=plan, roles=roles, most_uses=uses, days=days)  # type: ignore[arg-type]


def requests_of(practice_id: object) -> int:
    with tenant(practice_id), transaction.atomic():  # type: ignore[arg-type]  # a UUID
        return JoinRequest.objects.filter(practice_id=practice_id).count()


def test_I7_whoever_uses_the_link_waits_for_an_administrator() -> None:
    owner = make_team()
    token, person = link_of(owner), make_person(name="Lars Ek")
    ask_to_join(guest(owner, person), token=token)
    assert membership_of(owner, person) is None
    assert seats_of(person) == []
    [row] = waiting_requests(owner)
    assert (row.name, row.email) == ("Lars Ek", person.email)
    approve(owner, join_request_id=row.id)
    member = membership_of(owner, person)
    assert member is not None
    assert member.roles == ["office_staff"]
    assert [(seat.state.plan_id, seat.state.payer_id) for seat in seats_of(person)] == [("support", owner.practice_id)]
    assert waiting_requests(owner) == []


def test_I7_a_declined_person_is_no_member_and_an_answer_is_given_once() -> None:
    owner = make_team()
    person = make_person()
    request_id = ask_to_join(guest(owner, person), token=link_of(owner))
    decline(owner, join_request_id=request_id)
    assert membership_of(owner, person) is None
    for answer in (approve, decline):
        with pytest.raises(RequestAnswered):
            answer(owner, join_request_id=request_id)
        with pytest.raises(NotFound):
            answer(make_team(), join_request_id=request_id)


def test_I7_a_link_never_carries_a_paid_seat_nor_a_managing_role() -> None:
    with override_settings(CATALOGUE="kollega"):
        owner = make_team(plan="clinic")
        for plan in ("clinic", "nonsense"):
            with pytest.raises(BadInput):
                link_of(owner, plan=plan)
    owner = make_team()
    with pytest.raises(BadInput):
        link_of(owner, plan="clinician")
    for roles in ((Role.ADMIN,), (Role.OWNER, Role.ADMIN), (Role.OFFICE_STAFF, Role.ADMIN)):
        with pytest.raises((BadInput, OwnerStays)):
            link_of(owner, roles=roles)
    for uses, days in ((0, 7), (101, 7), (1, 0), (1, 91)):
        with pytest.raises(BadInput):
            link_of(owner, uses=uses, days=days)
    assert running_join_links(owner) == []


def test_I7_a_link_ends_by_time_by_uses_and_by_word() -> None:
    owner = make_team()
    token = link_of(owner, uses=1, days=2)
    with pytest.raises(LinkGone):
        ask_to_join(guest(owner, make_person(), at=owner.at + timedelta(days=2)), token=token)
    ask_to_join(guest(owner, make_person(), at=owner.at + timedelta(days=1, hours=23)), token=token)
    with pytest.raises(LinkGone):
        ask_to_join(guest(owner, make_person()), token=token)
    other = link_of(owner)
    newest = running_join_links(owner)[0]
    end_link(owner, join_link_id=newest.id)
    with pytest.raises(LinkGone):
        ask_to_join(guest(owner, make_person()), token=other)
    with pytest.raises(NotFound):
        end_link(owner, join_link_id=newest.id)


def test_I7_a_declined_use_counts_too() -> None:
    owner = make_team()
    token = link_of(owner, uses=1)
    decline(owner, join_request_id=ask_to_join(guest(owner, make_person()), token=token))
    with pytest.raises(LinkGone):
        ask_to_join(guest(owner, make_person()), token=token)


@pytest.mark.race
def test_I7_uses_hold_under_a_race() -> None:
    owner = make_team()
    for uses in (1, 3):
        before = requests_of(owner.practice_id)
        token = link_of(owner, uses=uses)
        people = [make_person() for _ in range(8)]
        results = at_once([lambda p=p, t=token: ask_to_join(guest(owner, p), token=t) for p in people])
        assert sum(not isinstance(result, Exception) for result in results) == uses
        assert all(isinstance(r, LinkGone) for r in results if isinstance(r, Exception)), results
        assert requests_of(owner.practice_id) - before == uses


@pytest.mark.race
def test_I7_one_person_asks_once_and_is_let_in_once() -> None:
    owner = make_team()
    admin, person = make_member(owner, Role.ADMIN), make_person()
    token = link_of(owner, uses=9)
    results = at_once([lambda: ask_to_join(guest(owner, person), token=token)] * 5)
    assert sum(not isinstance(result, Exception) for result in results) == 1
    assert all(isinstance(r, AlreadyAsked) for r in results if isinstance(r, Exception)), results
    [row] = waiting_requests(owner)
    answers = at_once(
        [lambda: approve(owner, join_request_id=row.id), lambda: decline(admin, join_request_id=row.id)] * 2
    )
    assert sum(not isinstance(answer, Exception) for answer in answers) == 1
    assert all(isinstance(a, RequestAnswered) for a in answers if isinstance(a, Exception)), answers


def test_I7_a_member_does_not_ask_and_two_ways_in_make_one_membership() -> None:
    owner = make_team()
    person, token = make_person(), link_of(owner)
    request_id = ask_to_join(guest(owner, person), token=token)
    _, invitation = invited(owner, person.email)
    accept(guest(owner, person), token=invitation)
    with pytest.raises(AlreadyMember):
        approve(owner, join_request_id=request_id)
    with pytest.raises(AlreadyMember):
        ask_to_join(guest(owner, person), token=token)


@pytest.mark.usefixtures("heidi")
def test_T3_who_is_in_another_team_is_refused_when_asking_and_when_let_in() -> None:
    first, second = make_team(plan="practice-team"), make_team(plan="practice-team")
    person, late = make_person(), make_person()
    token = link_of(second, plan="assistant", roles=(Role.ASSISTANT,))
    waiting = ask_to_join(guest(second, late), token=token)
    for who in (person, late):
        accept(guest(first, who), token=invited(first, who.email, plan="practice", offer=Offer.NOW)[1])
    with pytest.raises(ExclusiveMembership):
        ask_to_join(guest(second, person), token=token)
    with pytest.raises(ExclusiveMembership):
        approve(second, join_request_id=waiting)
    assert [seat.state.payer_id for seat in seats_of(late)] == [first.practice_id]


def test_the_own_plan_stays_when_somebody_joins_by_a_link() -> None:
    with override_settings(CATALOGUE="covet"):
        owner = make_team(plan="team")
        person = make_person()
        give_own_seat(person, "unlimited")
        request_id = ask_to_join(guest(owner, person), token=link_of(owner))
        approve(owner, join_request_id=request_id)
        assert sorted(seat.state.plan_id for seat in seats_of(person)) == ["support", "unlimited"]


def test_IN5_links_of_who_may_not_invite_any_more_are_dead() -> None:
    owner = make_team()
    admin = make_member(owner, Role.ADMIN)
    token = link_of(admin)
    assert admin.membership_id is not None
    change_member(owner, membership_id=admin.membership_id, roles=[Role.CLINICIAN], areas=[], title="")
    with pytest.raises(LinkGone):
        ask_to_join(guest(owner, make_person()), token=token)
    run_jobs(owner.practice_id)
    assert running_join_links(owner) == []


def test_only_administrators_of_a_team_make_links_and_only_its_hash_is_kept() -> None:
    owner = make_team()
    for role in (Role.CLINICIAN, Role.OFFICE_STAFF):
        with pytest.raises(Forbidden):
            link_of(make_member(owner, role, areas=(Area.APPOINTMENTS,)))
    with pytest.raises(NotATeam):
        link_of(make_practice())
    token = link_of(owner)
    with tenant(owner.practice_id), transaction.atomic():
        row = JoinLink.objects.get()
        assert token.encode() not in bytes(row.digest)
        assert len(bytes(row.digest)) == 32
    assert token not in str(running_join_links(owner))
    assert running_join_links(at(owner, owner.at + timedelta(days=8))) == []


def test_nobody_without_a_token_asks() -> None:
    owner, person = make_team(), make_person()
    with pytest.raises(LinkGone):
        ask_to_join(guest(owner, person), token="nothing")
    assert Person.objects.filter(pk=person.pk).exists()
