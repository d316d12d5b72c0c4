"""No two appointments overlap for one clinician or one room, and the occupancy says what the appointments say."""

import argparse

from kollega.kernel.actor import Actor
from kollega.scheduling.queries.integrity import overlaps, wrong_occupancy


def findings(actor: Actor, slug: str, options: argparse.Namespace) -> list[str]:
    lines = [f"{slug}: overlap of {one} and {other} for {resource}" for resource, one, other in overlaps(actor)]
    return lines + [f"{slug}: occupancy of {appointment_id} is wrong" for appointment_id in wrong_occupancy(actor)]
