"""From a feed's secret to an Actor, re-read on each request: the member, cut down to reading the own calendar."""

import base64
import binascii
from dataclasses import dataclass

from django.http import HttpRequest

from kollega.edge.actors import actor_of
from kollega.edge.client_address import client_address
from kollega.feeds.enums import Way
from kollega.feeds.queries.feeds import HeldFeed, held_feed
from kollega.kernel.actor import Actor, Source
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Permission
from kollega.platform.limits import Limit, hit

BY_NETWORK = Limit("feed_network", 1200, 600)
BY_FEED = Limit("feed", 300, 600)
RIGHTS = frozenset({Permission.CALENDAR_SEE})


@dataclass(frozen=True, slots=True)
class Reader:
    actor: Actor
    held: HeldFeed


def reader_of(request: HttpRequest, secret: str, way: Way) -> Reader:
    """Return who reads. Refuses with NotFound, the same for unknown and dead secrets, and with TooMany before that."""
    hit(BY_NETWORK, client_address(request))
    held = held_feed(secret, way)
    if held is None:
        raise NotFound
    hit(BY_FEED, held.feed_id)
    actor = actor_of(
        held.membership,
        language=held.language,
        source=Source.FEED,
        request_id=getattr(request, "request_id", ""),
        scopes=RIGHTS,
    )
    if not actor.may(Permission.CALENDAR_SEE):
        raise NotFound
    return Reader(actor, held)


def reader_by_password(request: HttpRequest) -> Reader | None:
    """Return who reads by HTTP Basic with the password of a sync; None for none, an unknown and a dead one.

    The user name tells accounts on one device apart and decides nothing. Refuses with TooMany.
    """
    password = _password(request.headers.get("Authorization", ""))
    try:
        return reader_of(request, password, Way.SYNC)
    except NotFound:
        return None


def _password(header: str) -> str:
    scheme, _space, sent = header.partition(" ")
    if scheme.lower() != "basic":
        return ""
    try:
        _name, _colon, password = base64.b64decode(sent.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return ""
    return password
