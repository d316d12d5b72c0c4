"""Handing a practice over (T4)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kollega.kernel.errors import Forbidden, FreshLoginNeeded, NotFound
from kollega.kernel.permissions import Role
from kollega.teams.errors import NoOffer, OfferWaits, OwnedAlready, OwnerNeedsSeat
from kollega.teams.operations.leaving import leave, remove_member
from kollega.teams.operations.ownership import (
    accept_ownership,
    decline_ownership,
    offer_ownership,
    withdraw_ownership,
)
from kollega.teams.queries.ownership import waiting_offer
from tests.factories import at, make_member, make_practice
from tests.teams.members import give_seat, in_catalogue, mails_of, now_in, owners_and_admins, roles_of


def test_T4_the_receiver_becomes_owner_and_admin_and_the_former_one_stays_admin() -> None:
    owner = make_practice()
    kari = make_member(owner, Role.CLINICIAN)
    offer_ownership(owner, membership_id=kari.own_membership)
    seen = waiting_offer(kari)
    assert seen is not None
    assert seen.is_to_me
    accept_ownership(kari)
    assert roles_of(kari) == {"owner", "admin", "clinician"}
    assert roles_of(owner) == {"admin", "clinician"}
    assert owners_and_admins(owner) == (1, 2)
    with pytest.raises(NoOffer):
        accept_ownership(kari)
    leave(now_in(owner))


def test_T4_only_whom_it_was_made_to_answers_an_offer() -> None:
    owner = make_practice()
    kari, ola = make_member(owner, Role.CLINICIAN), make_member(owner, Role.ADMIN)
    offer_ownership(owner, membership_id=kari.own_membership)
    for act in (accept_ownership, decline_ownership):
        with pytest.raises(NoOffer):
            act(ola)
    with pytest.raises(Forbidden):
        withdraw_ownership(ola)
    with pytest.raises(OfferWaits):
        offer_ownership(owner, membership_id=ola.own_membership)
    with pytest.raises(Forbidden):
        offer_ownership(ola, membership_id=kari.own_membership)
    assistant = make_member(owner, Role.ASSISTANT)
    assert waiting_offer(assistant) is None


def test_T4_an_offer_is_declined_withdrawn_or_runs_out_after_thirty_days() -> None:
    owner = make_practice()
    kari = make_member(owner, Role.CLINICIAN)
    offer_ownership(owner, membership_id=kari.own_membership)
    decline_ownership(kari)
    offer_ownership(owner, membership_id=kari.own_membership)
    withdraw_ownership(owner)
    with pytest.raises(NoOffer):
        accept_ownership(kari)
    offer_ownership(owner, membership_id=kari.own_membership)
    last_moment, too_late = (kari.at + timedelta(days=30, seconds=seconds) for seconds in (-60, 60))
    assert waiting_offer(at(kari, last_moment)) is not None
    assert waiting_offer(at(kari, too_late)) is None
    with pytest.raises(NoOffer):
        accept_ownership(at(kari, too_late))
    offer_ownership(at(owner, too_late), membership_id=kari.own_membership)


def test_T4_offering_and_accepting_need_a_fresh_authentication() -> None:
    owner = make_practice()
    kari = make_member(owner, Role.CLINICIAN)
    assert owner.authenticated_at
    stale = owner.authenticated_at - timedelta(minutes=11)
    with pytest.raises(FreshLoginNeeded):
        offer_ownership(replace(owner, authenticated_at=stale), membership_id=kari.own_membership)
    offer_ownership(owner, membership_id=kari.own_membership)
    for missing in (stale, None):
        with pytest.raises(FreshLoginNeeded):
            accept_ownership(replace(kari, authenticated_at=missing))


def test_T7_a_new_owner_who_sees_clients_needs_a_seat_for_it() -> None:
    with in_catalogue("keep"):
        owner = make_practice()
        kari = make_member(owner, Role.CLINICIAN)
        give_seat(kari, "support", own=False)
        offer_ownership(owner, membership_id=kari.own_membership)
        with pytest.raises(OwnerNeedsSeat):
            accept_ownership(kari)
        assert roles_of(owner) >= {"owner"}


def test_T10_an_offer_to_somebody_who_leaves_is_withdrawn() -> None:
    owner = make_practice()
    kari = make_member(owner, Role.ASSISTANT)
    offer_ownership(owner, membership_id=kari.own_membership)
    remove_member(owner, membership_id=kari.own_membership)
    assert waiting_offer(owner) is None
    with pytest.raises(NotFound):
        offer_ownership(owner, membership_id=kari.own_membership)
    with pytest.raises(OwnedAlready):
        offer_ownership(owner, membership_id=owner.own_membership)


def test_T4_mails_go_to_the_receiver_and_on_completion_to_both_in_their_language() -> None:
    owner = make_practice()
    kari = make_member(owner, Role.CLINICIAN)
    _speak(kari, "de")
    offer_ownership(owner, membership_id=kari.own_membership)
    assert [mail["language"] for mail in mails_of(owner)] == ["de"]
    accept_ownership(kari)
    assert sorted(mail["language"] for mail in mails_of(owner)) == ["de", "de", "en"]


def _speak(actor, language: str) -> None:  # type: ignore[no-untyped-def]  # an actor as it came
    from kollega.accounts.models import Person

    Person.objects.filter(pk=actor.person_id).update(language=language)
