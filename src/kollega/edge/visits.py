"""What accounts need to know about a request, as plain values."""

from django.http import HttpRequest

from kollega.accounts.rules.devices import device_name
from kollega.accounts.rules.networks import network_of
from kollega.accounts.visit import Visit
from kollega.edge.client_address import client_address
from kollega.edge.known_browser import known_browser
from kollega.kernel.clock import real_now


def visit_of(request: HttpRequest) -> Visit:
    """Return where and when the request happens, in real time."""
    address = client_address(request)
    browser_id, people = known_browser(request)
    return Visit(
        at=real_now(),
        address=address,
        network=network_of(address),
        device=device_name(request.META.get("HTTP_USER_AGENT", "")[:400]),
        request_id=getattr(request, "request_id", ""),
        device_id=browser_id,
        known_people=frozenset(people),
    )
