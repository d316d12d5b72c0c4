"""The practice in the address of the request."""

from kollega.edge.access import PracticeRequest


def slug(request: PracticeRequest) -> str:
    """The address part that names the practice."""
    match = request.resolver_match
    return str(match.kwargs["practice"]) if match else ""
