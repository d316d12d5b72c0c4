"""Which events of an imported calendar the clinician's plan still allows as visits (BK-10)."""

from datetime import timedelta

from kollega.kernel.actor import Actor
from kollega.scheduling.enums import Kind
from kollega.scheduling.models import CalendarImport
from kollega.scheduling.operations.allowing import hold_months, place_of, room_left
from kollega.scheduling.queries.limits import allowed_to
from kollega.scheduling.rules.ics import Occurrence
from kollega.scheduling.rules.importing import Fits, everything_fits

_LONGEST_VISIT = timedelta(minutes=720)


def becomes_visit(found: CalendarImport, one: Occurrence) -> bool:
    """Say whether an event comes in as a visit; what lasts for a day or more is a private block, also among visits."""
    if found.kind != Kind.VISIT or one.all_day or one.starts_at is None or one.ends_at is None:
        return False
    return one.ends_at - one.starts_at <= _LONGEST_VISIT


def fitting(actor: Actor, found: CalendarImport, occurrences: list[Occurrence], *, holding: bool) -> Fits:
    """Return a test that lets through as many visits a month as the plan allows, in the order of the file.

    `holding` keeps the months until the end of the transaction; call it before any day is locked.
    """
    allowed = allowed_to(actor, found.clinician_id)
    if allowed is None or found.kind != Kind.VISIT:
        return everything_fits
    starts = [one.starts_at for one in occurrences if one.starts_at and becomes_visit(found, one)]
    places = {place_of(actor, found.clinician_id, moment) for moment in starts}
    if holding:
        hold_months(places)
    left = room_left(actor, places, int(allowed))

    def fits(one: Occurrence) -> bool:
        if one.starts_at is None or not becomes_visit(found, one):
            return True
        place = place_of(actor, found.clinician_id, one.starts_at)
        left[place] -= 1
        return left[place] >= 0

    return fits
