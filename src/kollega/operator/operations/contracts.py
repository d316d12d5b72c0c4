"""The operator's agreement with one practice; it stands in the practice's own log (T12, TI-7)."""

from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.catalogue.operations import contracts
from kollega.catalogue.rules.contracts import NewContract
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, operation


@operation(requires=Permission.OPERATOR_MANAGE)
def set_contract(actor: Actor, *, wanted: NewContract) -> UUID:
    """Make this the contract of the actor's practice and return its id. Refuses with BadInput."""
    contract_id = contracts.store_contract(actor.practice_id, wanted, at=actor.at)
    record(
        actor,
        Action.CHANGE,
        "contract",
        contract_id,
        plan=wanted.plan_id,
        begins_at=wanted.begins_at.isoformat(),
        ends_at=wanted.ends_at.isoformat() if wanted.ends_at else None,
        allowances={name.value: value for name, value in wanted.allowances.items()},
    )
    return contract_id


@operation(requires=Permission.OPERATOR_MANAGE)
def end_contract(actor: Actor) -> None:
    """End the practice's contract; its own plan counts again. NotFound when none runs or waits."""
    record(actor, Action.DELETE, "contract", contracts.end_contract(actor.practice_id, at=actor.at))
