"""The addresses under which other programs find the calendar."""

from urllib.parse import urlsplit

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
