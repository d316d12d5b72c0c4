"""Reading and running calendar imports, outside the request that asked for it."""

from dataclasses import replace
from uuid import UUID

from kollega.kernel.actor import Actor
from kollega.kernel.errors import Conflict
from kollega.platform.jobs.reactions import Event, outside_transaction
from kollega.scheduling.operations.importing import check_import, run_import


@outside_transaction
def check_prepared(event: Event) -> None:
    """Make the report; a repeat after it was started changes nothing."""
    try:
        check_import(_for_whom(event), import_id=UUID(event.payload["import_id"]))
    except Conflict:
        return


@outside_transaction
def run_started(event: Event) -> None:
    """Bring the events in, portion by portion; a repeat after it was finished changes nothing."""
    try:
        run_import(_for_whom(event), import_id=UUID(event.payload["import_id"]))
    except Conflict:
        return


def _for_whom(event: Event) -> Actor:
    """The job's actor, with the person who asked named in the log."""
    person = event.payload.get("person_id")
    return replace(event.actor, on_behalf_of=UUID(person) if person else None)
