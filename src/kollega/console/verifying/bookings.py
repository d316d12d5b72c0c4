"""No two appointments overlap for a clinician or a room, shared or not, and the occupancy says what they say."""

import argparse

from kollega.kernel.actor import Actor
from kollega.scheduling.queries.integrity import overlaps, overlaps_with_others, wrong_occupancy


def findings(actor: Actor, slug: str, options: argparse.Namespace) -> list[str]:
    lines = [f"{slug}: overlap of {one} and {other} for {resource}" for resource, one, other in overlaps(actor)]
    lines += [
        f"{slug}: {appointment_id} overlaps with another practice's time in shared room {room}"
        for room, appointment_id in overlaps_with_others(actor)
    ]
    return lines + [f"{slug}: occupancy of {appointment_id} is wrong" for appointment_id in wrong_occupancy(actor)]
