"""Who is responsible for records, and changing it with everybody's word (T9)."""

import pytest
from django.db import transaction

from kollega.audit.models import LogEntry
from kollega.kernel.errors import Forbidden
from kollega.kernel.permissions import Role
from kollega.platform.tenancy import tenant
from kollega.teams.errors import NoRecordsChange, NotAsked, RecordsChangeWaits, ResponsibilitySame
from kollega.teams.operations.leaving import hand_over_clients, leave
from kollega.teams.operations.records import (
    confirm_records_change,
    decline_records_change,
    propose_records_change,
    withdraw_records_change,
)
from kollega.teams.queries.records import records_state
from kollega.teams.rules.responsibility import Responsibility
from tests.factories import make_member, make_practice
from tests.scheduling.factories import make_client
from tests.teams.members import mails_of, practice_of

CENTRAL, INDIVIDUAL = Responsibility.CENTRAL, Responsibility.INDIVIDUAL


def test_T9_in_a_practice_of_one_the_owner_decides_alone_and_it_is_logged() -> None:
    owner = make_practice()
    make_client(owner)
    assert propose_records_change(owner, wanted=CENTRAL)
    assert practice_of(owner).records == "central"
    with pytest.raises(ResponsibilitySame):
        propose_records_change(owner, wanted=CENTRAL)
    with tenant(owner.practice_id), transaction.atomic():
        rows = LogEntry.objects.filter(practice_id=owner.practice_id, object_type="records_change")
        assert [row.action for row in rows.order_by("seq")] == ["create", "sign", "change"]


def test_T9_owner_and_every_clinician_with_clients_confirm_before_it_holds() -> None:
    owner = make_practice()
    kari, ola = make_member(owner, Role.CLINICIAN), make_member(owner, Role.CLINICIAN, name="Ola Lund")
    without = make_member(owner, Role.CLINICIAN, name="Without Clients")
    assistant = make_member(owner, Role.ASSISTANT, name="Assistant")
    make_client(kari)
    make_client(ola)
    assert not propose_records_change(owner, wanted=CENTRAL)
    for member in (owner, kari, assistant):
        state = records_state(member)
        assert state.responsible == INDIVIDUAL
        assert state.waiting is not None
        assert state.waiting.missing == ["Kari Dahl", "Ola Lund"]
        assert state.waiting.needs_me == (member is kari)
    assert [mail["kind"] for mail in mails_of(owner)] == ["records_change_proposed"] * 2
    assert not confirm_records_change(kari)
    assert not confirm_records_change(kari)
    with pytest.raises(NotAsked):
        confirm_records_change(without)
    with pytest.raises(Forbidden):
        confirm_records_change(assistant)
    assert practice_of(owner).records == "individual"
    assert confirm_records_change(ola)
    assert practice_of(owner).records == "central"
    assert records_state(kari).waiting is None


def test_T9_a_change_is_withdrawn_or_declined_and_then_nothing_holds() -> None:
    owner = make_practice()
    kari = make_member(owner, Role.CLINICIAN)
    make_client(kari)
    propose_records_change(owner, wanted=CENTRAL)
    with pytest.raises(RecordsChangeWaits):
        propose_records_change(owner, wanted=CENTRAL)
    with pytest.raises(Forbidden):
        withdraw_records_change(kari)
    withdraw_records_change(owner)
    with pytest.raises(NoRecordsChange):
        confirm_records_change(kari)
    propose_records_change(owner, wanted=CENTRAL)
    decline_records_change(kari)
    with pytest.raises(NoRecordsChange):
        withdraw_records_change(owner)
    assert practice_of(owner).records == "individual"


def test_T9_a_clinician_who_leaves_is_not_waited_for() -> None:
    owner = make_practice()
    kari = make_member(owner, Role.CLINICIAN)
    make_client(kari)
    propose_records_change(owner, wanted=CENTRAL)
    hand_over_clients(kari, membership_id=kari.own_membership, to_id=owner.own_membership)
    leave(kari)
    assert practice_of(owner).records == "central"
