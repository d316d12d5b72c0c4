"""Just before a booking from outside is made, the clinician's calendars elsewhere are read once more (B11, B15)."""

from collections.abc import Callable, Collection
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest

from kollega.edge.actors import job_actor
from kollega.edge.visitors import visitor_actor
from kollega.feeds.operations.refreshing import refresh_if_old
from kollega.kernel import clock
from kollega.kernel.actor import Actor
from kollega.kernel.errors import Refusal
from kollega.notices.queries.secrets import appointment_by_secret
from kollega.online.queries.drafts import clinicians_of_draft
from kollega.online.queries.pages import PagePlace, place_of_practice, place_of_slug
from kollega.online.queries.visits import clinician_of_visit
from kollega.platform.tenancy import tenant


def recheck_draft(request: HttpRequest, slug: str, secret: str) -> None:
    """Read the calendars of who may be booked by the draft; nothing for one that is over or booked."""
    with transaction.atomic():
        place = place_of_slug(slug)
    _recheck(request, place, lambda actor: clinicians_of_draft(actor, secret=secret))


def recheck_visit(request: HttpRequest, secret: str) -> None:
    """Read the calendars of the visit's clinician."""
    with transaction.atomic():
        own = appointment_by_secret(secret, at=clock.now())
        place = place_of_practice(own.practice_id) if own else None
    _recheck(request, place, lambda actor: [clinician_of_visit(actor, secret=secret)])


def _recheck(request: HttpRequest, place: PagePlace | None, who: Callable[[Actor], Collection[UUID]]) -> None:
    if place is None:
        return
    try:
        with tenant(place.practice_id), transaction.atomic():
            clinicians = who(visitor_actor(request, practice_id=place.practice_id, zone=place.zone))
    except Refusal:
        # The view itself says what is wrong.
        return
    refresh_if_old(job_actor(place.practice_id, place.zone), clinicians=clinicians)
