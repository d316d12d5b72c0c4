"""Making an affiliate link, and counting who came by one (T13)."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from kollega.catalogue.in_force import catalogue
from kollega.catalogue.models import AffiliateLink, AffiliateSignUp
from kollega.catalogue.operations.seats import change_seat
from kollega.catalogue.queries.seats import own_seat_of
from kollega.catalogue.rules.affiliates import code_in, new_code
from kollega.catalogue.rules.seats import SeatChange
from kollega.kernel.errors import NotFound
from kollega.platform.limits import Limit, hit

MADE = Limit("affiliate-link", 10, 3600)
TRIES = 5


def make_link(person_id: UUID, *, at: datetime) -> str:
    """Return the code of the person's link, made now if there is none yet.

    Refuses with NotFound where the catalogue gives nothing for such links, and TooMany.
    """
    if catalogue().affiliate is None:
        raise NotFound
    hit(MADE, person_id)
    for _ in range(TRIES):
        known = AffiliateLink.objects.filter(person_id=person_id).first()
        if known is not None:
            return known.code
        try:
            with transaction.atomic():
                return AffiliateLink.objects.create(person_id=person_id, code=new_code(), made_at=at).code
        except IntegrityError:
            continue
    raise NotFound


def count_sign_up(person_id: UUID, *, code: str, at: datetime) -> bool:
    """Note by whose link a new person came, once, with what the catalogue gives for it now.

    In the person's scope. An unknown code, one's own, and a second time count for nothing. A trial that the person has
    begun meanwhile is lengthened to the one that the link gives.
    """
    given = catalogue().affiliate
    link = AffiliateLink.objects.filter(code=code_in(code)).exclude(person_id=person_id).first()
    if given is None or link is None:
        return False
    what = {"trial_days": given.trial.days if given.trial else 0, "discount_percent": given.discount_percent}
    _, stored = AffiliateSignUp.objects.get_or_create(person_id=person_id, defaults={"link": link, "at": at, **what})
    if stored and given.trial is not None:
        _lengthen(person_id, given.trial, at=at)
    return stored


def _lengthen(person_id: UUID, trial: timedelta, *, at: datetime) -> None:
    seat = own_seat_of(person_id)
    if seat is None or seat.state.trial_ends_at is None:
        return
    until = seat.state.started_at + trial
    if seat.state.trial_ends_at < until:
        # The seat may be younger than the sign-up that is counted now.
        moment = max(at, seat.state.started_at)
        change_seat(seat.id, change=SeatChange.TRIAL_SET, at=moment, by=None, trial_ends_at=until)
