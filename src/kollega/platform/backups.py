"""What is known of the backups: kept by `kollega backups`, read by the readiness page and by `kollega check-deploy`."""

from kollega.kernel.clock import real_now
from kollega.platform.backup_states import PartState
from kollega.platform.models import BackupState


def backup_states() -> list[PartState]:
    """Every part that is looked after; empty when none ever was."""
    now = real_now()
    return [
        PartState(row.part, row.done_at, not row.failure and row.good_until > now, row.failure, row.told)
        for row in BackupState.objects.order_by("part")
    ]


def backups_are_well() -> bool:
    """Whether every part has succeeded lately, the weekly restore drill among them."""
    found = backup_states()
    return bool(found) and all(state.good for state in found)
