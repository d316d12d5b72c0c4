"""The addresses under which other programs find the calendar."""

from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.urls import reverse


def host() -> str:
    """The host in the ids of events."""
    return urlsplit(settings.PUBLIC_URL).hostname or "localhost"


def feed_address(secret: str) -> str:
    """The address of a feed; it is a secret."""
    return settings.PUBLIC_URL + reverse("feed_reading:feed", args=[secret])


def as_webcal(address: str) -> str:
    """The same address in the form that opens a calendar program."""
    return "webcal://" + address.split("://", 1)[1]


def sync_server() -> str:
    """Where programs that find the calendar by themselves are pointed to."""
    return str(settings.PUBLIC_URL) + reverse("caldav:root")


def sync_address(feed_id: UUID) -> str:
    """The calendar itself, for programs that want its whole address; it is no secret."""
    return str(settings.PUBLIC_URL) + reverse("caldav:calendar", args=[feed_id])
