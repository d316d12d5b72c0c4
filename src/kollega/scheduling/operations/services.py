"""Adding, changing and archiving what can be booked (B4)."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.kernel.actor import Actor
from kollega.kernel.errors import BadInput, Changed, NotFound
from kollega.kernel.ids import new_id
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, operation
from kollega.scheduling.models import Service
from kollega.scheduling.rules.offers import ServiceValues, wrong_in_service


@operation(requires=Permission.SERVICE_MANAGE)
def create_service(actor: Actor, *, values: ServiceValues) -> UUID:
    """Add a service at the end and return its id. Refuses with BadInput, CodeTaken."""
    service_id = new_id()
    position = Service.objects.filter(practice_id=actor.practice_id).count()
    Service(id=service_id, practice_id=actor.practice_id, position=position, **_columns(values)).save(force_insert=True)
    record(actor, Action.CREATE, "service", service_id)
    return service_id


@operation(requires=Permission.SERVICE_MANAGE)
def change_service(actor: Actor, *, service_id: UUID, values: ServiceValues, version: int | None = None) -> int:
    """Change a service and return its new version; booked appointments keep length and buffers.

    Refuses with BadInput, CodeTaken, Changed when `version` is not the newest, NotFound.
    """
    service = _locked(actor, service_id)
    if version is not None and version != service.version:
        raise Changed
    columns = _columns(values)
    fields = [name for name, value in columns.items() if getattr(service, name) != value]
    _store(actor, service, columns)
    record(actor, Action.CHANGE, "service", service_id, fields=fields)
    return service.version + 1


@operation(requires=Permission.SERVICE_MANAGE)
def archive_service(actor: Actor, *, service_id: UUID, archived: bool = True) -> int:
    """Take a service out of use, or bring it back; return its new version. Refuses with CodeTaken, NotFound."""
    service = _locked(actor, service_id)
    _store(actor, service, {"archived_at": actor.at if archived else None})
    record(actor, Action.CHANGE, "service", service_id, fields=["archived_at"], archived=archived)
    return service.version + 1


def _locked(actor: Actor, service_id: UUID) -> Service:
    found = Service.objects.select_for_update(no_key=True).filter(practice_id=actor.practice_id, id=service_id).first()
    if found is None:
        raise NotFound
    return found


def _store(actor: Actor, service: Service, columns: dict[str, Any]) -> None:
    found = Service.objects.filter(practice_id=actor.practice_id, id=service.id)
    found.update(**columns, version=service.version + 1)


def _columns(values: ServiceValues) -> dict[str, Any]:
    wrong = wrong_in_service(values)
    if wrong:
        raise BadInput(fields=wrong)
    names = {language: name.strip() for language, name in values.names.items() if name.strip()}
    return {**asdict(values), "names": names, "code": values.code.upper()}
