"""What clients do after events, and what comes round."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from kollega.clients.models import ClientImport
from kollega.clients.operations.import_files import forget_files
from kollega.clients.operations.import_running import ask_for_next_batch, import_batch
from kollega.kernel.permissions import Permission
from kollega.platform.jobs.reactions import Event, actor_for
from kollega.platform.tenancy import tenant
from kollega.practices.queries.acting import member_now
from kollega.practices.queries.installation import all_practice_ids

FILES_KEPT = timedelta(days=7)


def import_next_batch(event: Event) -> None:
    """Add the next rows of an import with the rights its member has now; without the right it stops."""
    import_id = UUID(event.payload["import_id"])
    running = ClientImport.objects.filter(
        practice_id=event.actor.practice_id, id=import_id, state=ClientImport.State.RUNNING
    )
    actor = member_now(event.actor, UUID(event.payload["membership_id"]))
    if actor is None or not actor.may(Permission.CLIENT_IMPORT):
        running.update(state=ClientImport.State.STOPPED, sealed=None)
        return
    if running.exists() and import_batch(actor, import_id=import_id):
        ask_for_next_batch(actor, import_id)


def forget_import_files(now: datetime) -> None:
    """Delete the files of imports after seven days, in every practice."""
    for practice_id in all_practice_ids():
        with tenant(practice_id), transaction.atomic():
            forget_files(actor_for(practice_id), before=now - FILES_KEPT)
