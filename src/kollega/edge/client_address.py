"""Whose address a request comes from: the connection's, or what a trusted proxy says (HD-4)."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Return the nearest address that is not one of our proxies; X-Forwarded-For of strangers is ignored."""
    nearest = _clean(request.META.get("REMOTE_ADDR", ""))
    if nearest not in settings.TRUSTED_PROXIES:
        return nearest
    for hop in reversed(request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")):
        address = _clean(hop)
        if not address:
            return nearest
        nearest = address
        if address not in settings.TRUSTED_PROXIES:
            return address
    return nearest


def _clean(text: str) -> str:
    try:
        return str(ip_address(text.strip()))
    except ValueError:
        return ""
