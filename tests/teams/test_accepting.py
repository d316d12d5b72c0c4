"""Accepting an invitation: who may, once, until when, and that all of it is one change (I2 to I6, IN-1 to IN-5)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction

from kollega.accounts.models import Person
from kollega.audit.models import LogEntry
from kollega.kernel.errors import Refusal
from kollega.kernel.permissions import Role
from kollega.platform.tenancy import tenant
from kollega.practices.errors import AlreadyMember
from kollega.practices.operations.members import change_member
from kollega.teams.errors import ConsequencesChanged, LinkGone, OtherAddress
from kollega.teams.operations import accepting
from kollega.teams.operations.accepting import accept
from kollega.teams.operations.inviting import resend, revoke
from kollega.teams.rules.validity import LASTS
from tests.factories import at, join, make_member, make_person
from tests.jobs import run_jobs
from tests.scheduling.test_races import at_once
from tests.teams.making import (
    guest,
    invitation_of,
    invited,
    make_person_at,
    make_team,
    membership_of,
    seats_of,
    token_of,
)


def test_I4_accepting_makes_a_member_as_the_invitation_says() -> None:
    owner = make_team()
    address, token = invited(owner, roles=(Role.CLINICIAN, Role.TEMPLATE_MANAGER))
    kari = make_person_at(address)
    membership_id = accept(guest(owner, kari), token=token)
    member = membership_of(owner, kari)
    assert member is not None
    assert (member.id, sorted(member.roles)) == (membership_id, ["clinician", "template_manager"])
    row = invitation_of(owner, address)
    assert (row.membership_id, row.ended_at) == (membership_id, None)
    assert row.accepted_at is not None


def test_I6_membership_seat_invitation_and_log_are_one_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    owner = make_team()
    address, token = invited(owner)
    kari = make_person_at(address)

    def fails(*args: object, **kwargs: object) -> None:
        raise RuntimeError("the last step")

    with monkeypatch.context() as patched:
        patched.setattr(accepting, "emit", fails)
        with pytest.raises(RuntimeError):
            accept(guest(owner, kari), token=token)
    assert membership_of(owner, kari) is None
    assert seats_of(kari) == []
    assert invitation_of(owner, address).accepted_at is None
    accept(guest(owner, kari), token=token)
    assert len(seats_of(kari)) == 1
    with tenant(owner.practice_id), transaction.atomic():
        entries = LogEntry.objects.filter(practice_id=owner.practice_id, person_id=kari.pk)
        kinds = {(entry.action, entry.object_type) for entry in entries}
    assert kinds == {("create", "membership"), ("create", "seat"), ("change", "invitation")}


def test_I6_sending_costs_nothing_and_starts_no_seat() -> None:
    owner = make_team()
    address, _ = invited(owner)
    assert seats_of(make_person_at(address)) == []


@pytest.mark.race
def test_IN2_of_two_browsers_at_once_one_accepts() -> None:
    owner = make_team()
    for _ in range(3):
        address, token = invited(owner)
        kari = make_person_at(address)
        results = at_once([lambda t=token, k=kari: accept(guest(owner, k), token=t)] * 4)
        assert sum(not isinstance(result, Exception) for result in results) == 1
        assert all(isinstance(r, LinkGone) for r in results if isinstance(r, Exception)), results
        assert len(seats_of(kari)) == 1


def test_IN2_a_used_invitation_is_gone_also_for_the_same_person() -> None:
    owner = make_team()
    address, token = invited(owner)
    kari = make_person_at(address)
    accept(guest(owner, kari), token=token)
    with pytest.raises(LinkGone):
        accept(guest(owner, kari), token=token)


def test_IN1_it_is_good_for_30_days_and_not_a_minute_longer() -> None:
    owner = make_team()
    address, token = invited(owner)
    row = invitation_of(owner, address)
    assert row.expires_at - row.sent_at == timedelta(days=30)
    kari = make_person_at(address)
    with pytest.raises(LinkGone):
        accept(guest(owner, kari, at=row.sent_at + LASTS), token=token)
    accept(guest(owner, kari, at=row.sent_at + LASTS - timedelta(minutes=1)), token=token)


def test_IN3_only_the_account_with_the_invited_address_accepts() -> None:
    owner = make_team()
    _, token = invited(owner)
    other = make_person()
    with pytest.raises(OtherAddress):
        accept(guest(owner, other), token=token)
    assert membership_of(owner, other) is None
    with tenant(owner.practice_id), transaction.atomic():
        denials = LogEntry.objects.filter(practice_id=owner.practice_id, person_id=other.pk, outcome="denied")
        assert [entry.detail["refusal"] for entry in denials] == ["invited_other_address"]
        assert token not in str([entry.detail for entry in denials])


def test_IN3_the_address_is_compared_without_case() -> None:
    owner = make_team()
    address, token = invited(owner, "Per.Holm-9@Example.Test")
    assert address == "Per.Holm-9@Example.Test"
    person = Person.objects.filter(email="per.holm-9@example.test").first()
    kari = person or make_person_at("per.holm-9@example.test")
    accept(guest(owner, kari), token=token)


def test_IN4_a_token_works_only_for_its_own_team() -> None:
    owner, other = make_team(), make_team()
    address, token = invited(owner)
    kari = make_person_at(address)
    with pytest.raises(LinkGone):
        accept(guest(other, kari), token=token)
    assert membership_of(other, kari) is None


def test_IN5_who_lost_the_right_to_invite_cannot_let_anybody_in_not_even_before_the_job_ran() -> None:
    owner = make_team()
    admin = make_member(owner, Role.ADMIN)
    address, token = invited(admin)
    assert admin.membership_id is not None
    change_member(owner, membership_id=admin.membership_id, roles=[Role.CLINICIAN], areas=[], title="")
    kari = make_person_at(address)
    with pytest.raises(LinkGone):
        accept(guest(owner, kari), token=token)
    run_jobs(owner.practice_id)
    row = invitation_of(owner, address)
    assert (row.end_reason, row.ended_at is None) == ("right_lost", False)


def test_IN5_keeping_the_right_keeps_the_invitations() -> None:
    owner = make_team()
    admin = make_member(owner, Role.ADMIN)
    address, _ = invited(admin)
    assert admin.membership_id is not None
    change_member(owner, membership_id=admin.membership_id, roles=[Role.ADMIN, Role.CLINICIAN], areas=[], title="")
    run_jobs(owner.practice_id)
    token = token_of(admin, invitation_of(owner, address).id)
    accept(guest(owner, make_person_at(address)), token=token)


def test_I2_resending_kills_the_old_link_and_the_new_one_works() -> None:
    owner = make_team()
    address, old = invited(owner)
    row = invitation_of(owner, address)
    later = at(owner, owner.at + timedelta(days=20))
    new_id = resend(later, invitation_id=row.id)
    kari = make_person_at(address)
    with pytest.raises(LinkGone):
        accept(guest(owner, kari, at=later.at), token=old)
    accept(guest(owner, kari, at=later.at + timedelta(days=29)), token=token_of(later, new_id))


def test_I2_a_revoked_link_is_gone() -> None:
    owner = make_team()
    address, token = invited(owner)
    revoke(owner, invitation_id=invitation_of(owner, address).id)
    with pytest.raises(LinkGone):
        accept(guest(owner, make_person_at(address)), token=token)


def test_a_member_cannot_join_again() -> None:
    owner = make_team()
    address, token = invited(owner)
    kari = make_person_at(address)
    join(kari, owner, Role.CLINICIAN)
    with pytest.raises(AlreadyMember):
        accept(guest(owner, kari), token=token)


def test_I5_what_was_read_must_be_what_happens() -> None:
    owner = make_team()
    address, token = invited(owner)
    kari = make_person_at(address)
    with pytest.raises(ConsequencesChanged):
        accept(guest(owner, kari), token=token, seen="something else")
    assert membership_of(owner, kari) is None


def test_an_actor_without_a_token_may_not_accept() -> None:
    owner = make_team()
    address, token = invited(owner)
    nobody = replace(guest(owner, make_person_at(address)), permissions=frozenset())
    with pytest.raises(Refusal):
        accept(nobody, token=token)
