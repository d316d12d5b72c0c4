"""What stands before every public page of booking: the practice of the address, a visitor's actor, a limit."""

import functools
from collections.abc import Callable
from typing import Any, cast

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from kollega.edge.access import public
from kollega.edge.headers import secret_address
from kollega.edge.visitors import visitor_actor
from kollega.edge.visits import visit_of
from kollega.kernel import clock
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.notices.queries.secrets import appointment_by_secret
from kollega.online.limits import LOOKED_AT_BY_NETWORK, SECRET_BY_NETWORK
from kollega.online.queries.look import LookView, public_look
from kollega.online.queries.pages import PagePlace, place_of_practice, place_of_slug
from kollega.platform.limits import hit, hit_roughly
from kollega.platform.tenancy import tenant
from kollega.practices.rules.tokens import practice_of

View = Callable[..., HttpResponseBase]


class VisitorRequest(HttpRequest):
    """A request of somebody without an account; `network` is where it comes from, `look` what the practice shows."""

    actor: Actor
    network: str
    look: LookView


def booking_page(view: View) -> View:
    """A page below `/book/<slug>/`: 404 while the practice has no page there that is on."""

    def run(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponseBase:
        hit_roughly(LOOKED_AT_BY_NETWORK, visit_of(request).network)
        return _inside(view, request, place_of_slug(slug), slug=slug, **kwargs)

    return public("clients book without an account; the page shows free times and nothing of anybody")(
        secret_address(_named(view, run))
    )


def secret_page(view: View) -> View:
    """A page that only the secret of an appointment's link opens."""

    def run(request: HttpRequest, secret: str, **kwargs: Any) -> HttpResponseBase:
        hit(SECRET_BY_NETWORK, visit_of(request).network)
        own = appointment_by_secret(secret, at=clock.now())
        place = place_of_practice(own.practice_id) if own else None
        return _inside(view, request, place, secret=secret, **kwargs)

    return public("the secret in the address, which only the client has, opens this visit and nothing else")(
        secret_address(_named(view, run))
    )


def offer_page(view: View) -> View:
    """A page that only the secret of a waiting list's offer opens; the secret names its practice."""

    def run(request: HttpRequest, secret: str, **kwargs: Any) -> HttpResponseBase:
        hit(SECRET_BY_NETWORK, visit_of(request).network)
        practice_id = practice_of(secret)
        place = place_of_practice(practice_id) if practice_id else None
        return _inside(view, request, place, secret=secret, **kwargs)

    return public("the secret in the address, which only the one who waits has, opens this offer and nothing else")(
        secret_address(_named(view, run))
    )


def _inside(view: View, request: HttpRequest, place: PagePlace | None, **kwargs: Any) -> HttpResponseBase:
    if place is None:
        raise NotFound
    known = cast("VisitorRequest", request)
    known.actor = visitor_actor(request, practice_id=place.practice_id, zone=place.zone)
    known.network = visit_of(request).network
    with tenant(place.practice_id), timezone.override(known.actor.timezone):
        known.look = public_look(known.actor)
        return view(known, **kwargs)


def _named(view: View, run: View) -> View:
    return functools.wraps(view)(run)
