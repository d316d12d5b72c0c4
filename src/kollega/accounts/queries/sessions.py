"""What the login session says about its person."""

from datetime import UTC, datetime

from django.http import HttpRequest


def authenticated_at(request: HttpRequest) -> datetime | None:
    """Return the real time of the last authentication in this login session, in UTC."""
    stamp = request.session.get("authenticated_at")
    return datetime.fromtimestamp(stamp, UTC) if stamp else None
