"""Calendars of a member in other programs: giving an address, asking to read it now, taking it away."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings

from kollega.audit.operations.recording import record
from kollega.feeds.errors import TooManySources
from kollega.feeds.models import Source
from kollega.feeds.rules.source_addresses import clean_address, host_of
from kollega.kernel.actor import Actor
from kollega.kernel.clock import real_now
from kollega.kernel.errors import N_, BadInput, NotFound
from kollega.kernel.ids import new_id
from kollega.kernel.permissions import Permission
from kollega.platform.crypto import seal
from kollega.platform.limits import Limit, hit
from kollega.platform.operations import Action, operation
from kollega.platform.outbox import emit
from kollega.scheduling.operations.outside_busy import forget_outside_calendar, keep_outside_calendar

MOST = 10
ASKED = Limit("calendar_source_asked", 10, 600)
# The reading that was asked for gets this long before the duty would take over.
HEAD_START = timedelta(minutes=1)


def address_context(source_id: UUID) -> bytes:
    """What binds a sealed address to its source."""
    return b"calendar source|" + source_id.bytes


@operation(requires=Permission.HOURS_MANAGE_OWN)
def add_source(actor: Actor, *, name: str, address: str) -> UUID:
    """Read another calendar of the actor's as busy time from now on, and return its id. Its address is sealed.

    Refuses with BadInput without a name or for an address that is not https or webcal, TooManySources beyond ten.
    """
    wanted = clean_address(address, http_too=settings.PRIVATE_CALENDARS)
    fields = {}
    if not name.strip():
        fields["name"] = N_("Give the calendar a name, such as “Private”.")
    if not wanted:
        fields["address"] = N_("Enter the secret address of the calendar; it begins with https:// or webcal://.")
    if fields:
        raise BadInput(fields=fields)
    if Source.objects.filter(practice_id=actor.practice_id, membership_id=actor.own_membership).count() >= MOST:
        raise TooManySources
    source_id = new_id()
    Source.objects.create(
        id=source_id,
        practice_id=actor.practice_id,
        membership_id=actor.own_membership,
        name=name.strip()[:80],
        host=host_of(wanted),
        address_sealed=seal(actor.practice_id, wanted.encode(), context=address_context(source_id)),
        created_at=real_now(),
        next_at=real_now() + HEAD_START,
    )
    keep_outside_calendar(actor, calendar_id=source_id, membership_id=actor.own_membership, read_at=None, busy=None)
    record(actor, Action.CREATE, "calendar_source", source_id)
    emit("feeds.reading_wanted", practice_id=actor.practice_id, source_id=str(source_id))
    return source_id


@operation(requires=Permission.HOURS_MANAGE_OWN)
def ask_for_reading(actor: Actor, *, source_id: UUID) -> None:
    """Have one's own calendar read now. Refuses with NotFound, and TooMany after ten in ten minutes."""
    _require_own(actor, source_id)
    hit(ASKED, actor.practice_id, actor.own_membership)
    record(actor, Action.CHANGE, "calendar_source", source_id, reading="asked")
    emit("feeds.reading_wanted", practice_id=actor.practice_id, source_id=str(source_id))


@operation(requires=Permission.HOURS_MANAGE_OWN)
def remove_source(actor: Actor, *, source_id: UUID) -> None:
    """Forget one's own calendar, its address and what was read of it. Refuses with NotFound."""
    _require_own(actor, source_id)
    _forget(actor, source_id)
    record(actor, Action.DELETE, "calendar_source", source_id)


def forget_sources_of(actor: Actor, membership_id: UUID) -> None:
    """Forget the calendars of a member who has left. Part of a handler."""
    for source_id in Source.objects.filter(practice_id=actor.practice_id, membership_id=membership_id).values_list(
        "id", flat=True
    ):
        _forget(actor, source_id)


def _forget(actor: Actor, source_id: UUID) -> None:
    Source.objects.filter(practice_id=actor.practice_id, id=source_id).delete()
    forget_outside_calendar(actor, calendar_id=source_id)


def _require_own(actor: Actor, source_id: UUID) -> None:
    own = Source.objects.filter(practice_id=actor.practice_id, membership_id=actor.own_membership, id=source_id)
    if not own.exists():
        raise NotFound
