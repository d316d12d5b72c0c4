"""The operator's agreement with a practice (T12)."""

from datetime import timedelta

import pytest
from django.db import transaction

from kollega.audit.models import LogEntry
from kollega.catalogue.errors import PlanLimitReached
from kollega.catalogue.operations.enforcing import require_room_for
from kollega.catalogue.queries.contracts import contract_of
from kollega.catalogue.queries.plans import plan_of
from kollega.catalogue.rules.contracts import NewContract
from kollega.catalogue.rules.plans import Entitlement
from kollega.kernel.actor import Actor
from kollega.kernel.errors import BadInput, Forbidden, NotFound
from kollega.operator.operations.contracts import end_contract, set_contract
from kollega.platform.tenancy import tenant
from tests.factories import make_practice
from tests.operator.making import make_operator, operator_in
from tests.operator.plans import limited

A_DAY = timedelta(days=1)


def agreement(actor: Actor, **other: object) -> NewContract:
    values = {
        "plan_id": "everything",
        "contact_name": "Maja Ek",
        "contact_email": "maja@installation.example",
        "begins_at": actor.at - A_DAY,
        **other,
    }
    return NewContract(**values)  # type: ignore[arg-type]  # a test's own values


@pytest.fixture
def owner() -> Actor:
    return make_practice()


@pytest.fixture
def operator(owner: Actor) -> Actor:
    return operator_in(owner.practice_id, make_operator())


def test_T12_a_contract_is_the_practices_plan(owner: Actor, operator: Actor) -> None:
    set_contract(operator, wanted=agreement(operator, allowances={Entitlement.ROOMS: 3}))
    with tenant(owner.practice_id), transaction.atomic():
        found = plan_of(owner.practice_id, owner.at)
    assert found.contract is not None
    assert found.contract.contact_name == "Maja Ek"
    assert found.allowance(Entitlement.ROOMS) == 3


def test_T12_what_differs_is_enforced(owner: Actor, operator: Actor) -> None:
    with limited(), tenant(owner.practice_id), transaction.atomic():
        set_contract(operator, wanted=agreement(operator, plan_id="small", allowances={Entitlement.ROOMS: 2}))
        require_room_for(owner, Entitlement.ROOMS, already=1)
        with pytest.raises(PlanLimitReached):
            require_room_for(owner, Entitlement.ROOMS, already=2)


def test_T12_a_second_contract_takes_the_place_of_the_first(owner: Actor, operator: Actor) -> None:
    set_contract(operator, wanted=agreement(operator))
    set_contract(operator, wanted=agreement(operator, contact_name="Per Dal"))
    with tenant(owner.practice_id), transaction.atomic():
        stored = contract_of(owner.practice_id)
    assert stored is not None
    assert stored.contact_name == "Per Dal"


def test_T12_an_ended_contract_counts_no_more(owner: Actor, operator: Actor) -> None:
    set_contract(operator, wanted=agreement(operator))
    end_contract(operator)
    with tenant(owner.practice_id), transaction.atomic():
        assert plan_of(owner.practice_id, operator.at).contract is None
    with pytest.raises(NotFound):
        end_contract(operator)


def test_T12_a_contract_that_has_not_begun_is_withdrawn(owner: Actor, operator: Actor) -> None:
    set_contract(operator, wanted=agreement(operator, begins_at=operator.at + A_DAY))
    end_contract(operator)
    with tenant(owner.practice_id), transaction.atomic():
        assert plan_of(owner.practice_id, operator.at + 2 * A_DAY).contract is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("plan_id", "no-such-plan"),
        ("plan_id", "support"),
        ("contact_name", " "),
        ("contact_email", "nothing"),
        ("contact_phone", "1" * 41),
        ("note", "x" * 301),
    ],
)
def test_T12_what_cannot_stand_in_a_contract(operator: Actor, field: str, value: str) -> None:
    with pytest.raises(BadInput) as refused:
        set_contract(operator, wanted=agreement(operator, **{field: value}))
    assert list(refused.value.fields) == [field]


@pytest.mark.parametrize("allowed", [{Entitlement.ROOMS: -1}, {Entitlement.ROOMS: True}, {Entitlement.DELEGATION: 3}])
def test_T12_allowances_are_numbers_or_yes_and_no(operator: Actor, allowed: dict[Entitlement, int]) -> None:
    with pytest.raises(BadInput):
        set_contract(operator, wanted=agreement(operator, allowances=allowed))


def test_T12_it_must_end_after_it_begins(operator: Actor) -> None:
    with pytest.raises(BadInput):
        set_contract(operator, wanted=agreement(operator, ends_at=operator.at - 2 * A_DAY))


def test_T12_nobody_of_the_practice_sets_a_contract(owner: Actor) -> None:
    with pytest.raises(Forbidden):
        set_contract(owner, wanted=agreement(owner))


def test_TI7_what_the_operator_does_stands_in_the_practices_log(owner: Actor, operator: Actor) -> None:
    contract_id = set_contract(operator, wanted=agreement(operator))
    with tenant(owner.practice_id), transaction.atomic():
        row = LogEntry.objects.get(practice_id=owner.practice_id, object_id=contract_id)
    assert (row.action, row.object_type, row.source) == ("change", "contract", "operator")
    assert row.person_id == operator.person_id
    assert row.membership_id is None
