"""Inviting: batches, what each address gets, who may promise what, and what is pending (I1, I2, IN-5, IN-6)."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import override_settings

from kollega.accounts.models import Person
from kollega.audit.models import LogEntry
from kollega.catalogue.errors import NotInPlan, UnknownPlan
from kollega.catalogue.models import Contract
from kollega.catalogue.rules.offers import Offer
from kollega.kernel.actor import Actor
from kollega.kernel.errors import BadInput, Forbidden, NotFound, TooMany
from kollega.kernel.permissions import Area, Role
from kollega.platform.models import OutboxEvent
from kollega.platform.tenancy import tenant
from kollega.practices.errors import AlreadyMember, OwnerStays
from kollega.teams import limits
from kollega.teams.errors import AlreadyInvited, InvitationOver, LargeTeam, NobodyInvited, NotATeam
from kollega.teams.models import Invitation
from kollega.teams.operations.inviting import Outcome, correct, invite, resend, revoke
from kollega.teams.queries.elsewhere import people_elsewhere
from kollega.teams.queries.invitations import PendingInvitation, pending_invitations, running_join_links
from kollega.teams.rules.batches import Finding
from tests.factories import at, join, make_member, make_person, make_practice, unique
from tests.scheduling.test_races import at_once
from tests.teams.making import become_team, invitation_of, invited, make_team


@pytest.fixture
def kollega() -> Iterator[None]:
    with override_settings(CATALOGUE="kollega"):
        yield


@pytest.fixture
def heidi() -> Iterator[None]:
    with override_settings(CATALOGUE="heidi"):
        yield


def send(
    actor: Actor,
    *emails: str,
    plan: str = "clinician",
    offer: Offer = Offer.THEMSELVES,
    roles: tuple[Role, ...] = (Role.CLINICIAN,),
    areas: tuple[Area, ...] = (),
) -> list[Outcome]:
    return invite(actor, emails=emails, plan_id=plan, offer=offer, roles=roles, areas=areas)


def fresh() -> str:
    return f"{unique('somebody')}@example.test"


def count(actor: Actor) -> int:
    with tenant(actor.practice_id), transaction.atomic():
        return Invitation.objects.filter(practice_id=actor.practice_id).count()


def test_I1_a_batch_names_what_became_of_each_and_loses_nobody() -> None:
    owner = make_team()
    member = make_member(owner, Role.CLINICIAN)
    assert member.person_id is not None
    known, first = invited(owner)[0], fresh()
    with tenant(owner.practice_id), transaction.atomic():
        member_address = owner_address(member)
    outcomes = send(owner, first, "", f" {first.upper()} ", "nonsense", "аnna@example.test", member_address, known)
    assert [outcome.finding for outcome in outcomes] == [
        Finding.INVITED,
        Finding.NO_ADDRESS,
        Finding.LOOKS_ALIKE,
        Finding.ALREADY_MEMBER,
        Finding.ALREADY_INVITED,
    ]
    assert outcomes[0].invitation_id == invitation_of(owner, first).id
    assert outcomes[4].invitation_id == invitation_of(owner, known).id
    assert count(owner) == 2


def owner_address(actor: Actor) -> str:
    from kollega.accounts.queries.people import address_of

    assert actor.person_id is not None
    return address_of(actor.person_id)


def test_I1_what_leads_to_nobody_is_refused_with_the_reason_for_each() -> None:
    owner = make_team()
    with pytest.raises(NobodyInvited) as refused:
        send(owner, "nonsense", owner_address(owner))
    assert [outcome.finding for outcome in refused.value.outcomes] == [Finding.NO_ADDRESS, Finding.ALREADY_MEMBER]
    with pytest.raises(BadInput):
        send(owner, " ", "")
    with pytest.raises(BadInput):
        send(owner, *(fresh() for _ in range(51)))
    assert count(owner) == 0


def test_I1_the_inviter_does_not_learn_whether_an_address_has_an_account() -> None:
    owner = make_team()
    person, nobody = make_person(), fresh()
    outcomes = send(owner, person.email, nobody)
    assert [o.finding for o in outcomes] == [Finding.INVITED] * 2
    rows = {row.email: row for row in pending_invitations(owner)}
    told = [
        {f.name: getattr(rows[email], f.name) for f in fields(PendingInvitation) if f.name not in {"id", "email"}}
        for email in (person.email, nobody)
    ]
    assert told[0] == told[1]


def test_the_stored_and_mailed_address_is_the_normal_form() -> None:
    owner = make_team()
    address = fresh()
    send(owner, address.upper())
    assert invitation_of(owner, address).email == address


def test_IN5_only_who_manages_invitations_invites_and_nobody_invites_an_owner() -> None:
    owner = make_team()
    for role in (Role.CLINICIAN, Role.ASSISTANT, Role.TEMPLATE_MANAGER, Role.OFFICE_STAFF):
        member = make_member(owner, role)
        with pytest.raises(Forbidden):
            send(member, fresh())
        with pytest.raises(Forbidden):
            pending_invitations(member)
    with pytest.raises(OwnerStays):
        send(owner, fresh(), roles=(Role.OWNER, Role.ADMIN))
    admin = make_member(owner, Role.ADMIN)
    with pytest.raises(OwnerStays):
        send(admin, fresh(), roles=(Role.OWNER,))
    assert send(admin, fresh(), roles=(Role.ADMIN,))[0].finding is Finding.INVITED


def test_a_practice_that_is_no_team_invites_nobody() -> None:
    with pytest.raises(NotATeam):
        send(make_practice(), fresh())


@pytest.mark.usefixtures("kollega")
def test_the_practices_plan_decides_what_can_be_offered() -> None:
    duo = make_team(plan="duo")
    assert send(duo, fresh(), plan="duo", offer=Offer.NOW)[0].finding is Finding.INVITED
    for plan in ("practice", "nonsense", "free"):
        with pytest.raises(UnknownPlan):
            send(duo, fresh(), plan=plan)
    with pytest.raises(NotInPlan):
        send(duo, fresh(), plan="assistant", roles=(Role.ASSISTANT,))
    with pytest.raises(NotInPlan):
        send(duo, fresh(), plan="support", roles=(Role.OFFICE_STAFF,), areas=(Area.APPOINTMENTS,))
    clinic = make_team(plan="clinic")
    send(clinic, fresh(), plan="assistant", roles=(Role.ASSISTANT,))
    send(clinic, fresh(), plan="support", roles=(Role.OFFICE_STAFF,), areas=(Area.APPOINTMENTS,))


@pytest.mark.usefixtures("heidi")
def test_a_practice_pays_only_where_its_plan_has_team_billing() -> None:
    single = make_team(plan="single")
    with pytest.raises(NotInPlan):
        send(single, fresh(), plan="pro", offer=Offer.NOW)
    assert send(single, fresh(), plan="pro", offer=Offer.THEMSELVES)[0].finding is Finding.INVITED


def test_where_nothing_is_paid_nothing_can_be_offered() -> None:
    owner = make_team()
    for offer in (Offer.NOW, Offer.AFTER_TRIAL):
        with pytest.raises(BadInput):
            send(owner, fresh(), offer=offer)


@pytest.mark.usefixtures("kollega")
def test_an_offer_to_pay_for_what_costs_nothing_is_dropped() -> None:
    owner = make_team(plan="clinic")
    address = fresh()
    send(owner, address, plan="support", offer=Offer.NOW, roles=(Role.OFFICE_STAFF,))
    assert invitation_of(owner, address).offer == Offer.THEMSELVES


@pytest.mark.usefixtures("heidi")
def test_T12_from_the_size_of_the_catalogue_on_the_operator_is_asked_and_a_contract_has_no_limit() -> None:
    owner = make_team(plan="practice-team")
    for _ in range(4):
        make_member(owner, Role.CLINICIAN)
    with pytest.raises(LargeTeam):
        send(owner, *(fresh() for _ in range(6)), plan="practice", offer=Offer.NOW)
    assert count(owner) == 0
    outcomes = send(owner, *(fresh() for _ in range(5)), plan="practice", offer=Offer.NOW)
    with pytest.raises(LargeTeam):
        send(owner, fresh(), plan="practice", offer=Offer.NOW)
    # Sending again adds nobody, and what was withdrawn makes room.
    assert outcomes[0].invitation_id is not None
    again = resend(owner, invitation_id=outcomes[0].invitation_id)
    revoke(owner, invitation_id=again)
    send(owner, fresh(), plan="practice", offer=Offer.NOW)
    with tenant(owner.practice_id), transaction.atomic():
        Contract.objects.create(
            practice_id=owner.practice_id,
            plan="practice-team",
            contact_name="Ola",
            contact_email="ola@example.test",
            begins_at=owner.at - timedelta(days=1),
            set_at=owner.at,
        )
    send(owner, fresh(), plan="practice", offer=Offer.NOW)


@pytest.mark.race
@pytest.mark.usefixtures("heidi")
def test_T12_the_size_holds_for_batches_at_once() -> None:
    owner = make_team(plan="practice-team")
    for _ in range(7):
        make_member(owner, Role.CLINICIAN)
    results = at_once([lambda: send(owner, fresh(), plan="practice", offer=Offer.NOW)] * 6)
    assert sum(not isinstance(result, Exception) for result in results) == 2
    assert all(isinstance(result, LargeTeam) for result in results if isinstance(result, Exception)), results


@pytest.mark.race
def test_I1_two_administrators_at_once_make_one_invitation() -> None:
    owner = make_team()
    admin, address = make_member(owner, Role.ADMIN), fresh()
    results = at_once([lambda: send(owner, address), lambda: send(admin, address)] * 2)
    assert sum(not isinstance(result, Exception) for result in results) == 1
    assert all(isinstance(result, NobodyInvited) for result in results if isinstance(result, Exception)), results
    assert count(owner) == 1


def test_RL1_sending_is_limited_and_nothing_of_the_batch_remains() -> None:
    owner = make_team()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limits, "SENT_BY_PERSON", limits.Limit(unique("few"), 3, 3600))
        send(owner, fresh(), fresh())
        with pytest.raises(TooMany):
            send(owner, fresh(), fresh())
    assert count(owner) == 2


def test_I2_the_list_shows_days_left_and_what_is_over_can_be_invited_anew() -> None:
    owner = make_team()
    address, _ = invited(owner)
    [row] = pending_invitations(owner)
    assert (row.email, row.days_left, row.invited_by) == (address, 30, "Anna Berg")
    assert pending_invitations(at(owner, owner.at + timedelta(days=29, hours=1)))[0].days_left == 1
    later = at(owner, owner.at + timedelta(days=31))
    assert pending_invitations(later)[0].days_left == 0
    assert send(later, address)[0].finding is Finding.INVITED
    assert [row.days_left for row in pending_invitations(later)] == [30]
    with tenant(owner.practice_id), transaction.atomic():
        old = Invitation.objects.filter(email=address).earliest("id")
        assert old.end_reason == "expired"


def test_I2_correcting_is_a_new_invitation_on_the_same_terms() -> None:
    owner = make_team()
    wrong, right = fresh(), fresh()
    send(owner, wrong, roles=(Role.CLINICIAN, Role.ADMIN))
    row = invitation_of(owner, wrong)
    new_id = correct(owner, invitation_id=row.id, email=right.upper())
    new = invitation_of(owner, right)
    assert (new.id, new.replaces_id, sorted(new.roles)) == (new_id, row.id, ["admin", "clinician"])
    assert invitation_of(owner, wrong).end_reason == "corrected"
    other = fresh()
    send(owner, other)
    for email, refusal in (
        (other, AlreadyInvited),
        (owner_address(owner), AlreadyMember),
        ("nonsense", BadInput),
        (right, BadInput),
        ("ａ@example.test", BadInput),
    ):
        with pytest.raises(refusal):
            correct(owner, invitation_id=new_id, email=email)
    assert invitation_of(owner, right).ended_at is None


def test_I2_what_is_over_cannot_be_changed_and_what_is_foreign_does_not_exist() -> None:
    owner, other = make_team(), make_team()
    address, _ = invited(owner)
    row = invitation_of(owner, address)
    for change in (resend, revoke):
        with pytest.raises(NotFound):
            change(other, invitation_id=row.id)
    revoke(owner, invitation_id=row.id)
    for change in (resend, revoke):
        with pytest.raises(InvitationOver):
            change(owner, invitation_id=row.id)


def test_IN6_no_list_event_or_log_holds_a_token_or_its_hash() -> None:
    owner = make_team()
    address, token = invited(owner)
    row = invitation_of(owner, address)
    assert row.digest is not None
    assert len(token) >= 43
    with tenant(owner.practice_id), transaction.atomic():
        seen = str(pending_invitations(owner)) + str(running_join_links(owner))
        seen += str(list(OutboxEvent.objects.filter(practice_id=owner.practice_id).values("payload")))
        seen += str(list(LogEntry.objects.filter(practice_id=owner.practice_id).values("detail", "object_id")))
    assert token not in seen
    assert bytes(row.digest).hex() not in seen
    assert "digest" not in {f.name for f in fields(PendingInvitation)}


def test_I1_people_of_other_teams_that_one_manages_can_be_chosen() -> None:
    owner = make_team()
    second = make_practice()
    become_team(second)
    person = make_member(second, Role.CLINICIAN, name="Nils Ek")
    stranger_team = make_team()
    myself = Person.objects.get(pk=owner.person_id)
    join(myself, second, Role.ADMIN)
    join(myself, stranger_team, Role.CLINICIAN)
    found = people_elsewhere(owner)
    assert owner_address(person) in {row.email for row in found}
    assert owner_address(owner) not in {row.email for row in found}
    assert owner_address(stranger_team) not in {row.email for row in found}
