"""What comes round for documents."""

from datetime import datetime

from django.db import transaction

from kollega.documents.operations.tidying import FILE_FOLLOWS, delete_removed, forget_orphans, remove_due
from kollega.kernel.clock import real_now
from kollega.platform.jobs.reactions import actor_for
from kollega.platform.tenancy import tenant
from kollega.practices.queries.installation import all_practice_ids


def tidy(at: datetime) -> None:
    """Empty the bins after thirty days and clear away files that nobody can reach, in every practice."""
    for practice_id in all_practice_ids():
        with tenant(practice_id), transaction.atomic():
            remove_due(actor_for(practice_id))
        delete_removed(practice_id, before=at - FILE_FOLLOWS)
        # Files carry the disk's time, which no test clock shifts.
        forget_orphans(practice_id, before=real_now() - FILE_FOLLOWS)
