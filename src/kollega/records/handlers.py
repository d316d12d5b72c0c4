"""What records do after events, and what comes round."""

from datetime import datetime
from uuid import UUID

from kollega.platform.jobs.reactions import Event, outside_transaction
from kollega.platform.tenancy import tenant
from kollega.practices.queries.installation import all_practice_ids
from kollega.records.operations.running import expire, run_export


@outside_transaction
def export_wanted(event: Event) -> None:
    """Make the export; a repeat after it was finished or stopped changes nothing."""
    run_export(event.actor, UUID(event.payload["export_id"]))


def expire_exports(at: datetime) -> None:
    """Take away the files of exports a day after they were made, in every practice."""
    for practice_id in all_practice_ids():
        with tenant(practice_id):
            expire(practice_id, at=at)
