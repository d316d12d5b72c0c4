"""`/healthz`: this process answers. `/readyz`: the installation can do its work. Neither says anything else.

They stand before login sessions and the request's transaction, so that they answer when the database does not.
"""

import logging
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase

from kollega.audit.queries.partitions import has_partitions_ahead
from kollega.kernel import clock
from kollega.messaging.queries.waiting import mail_state
from kollega.platform.backups import backups_are_well
from kollega.platform.health import Fact, facts, is_ready
from kollega.platform.jobs.duties import is_held

RETRY_SECONDS = 5
MAIL_WAITS_SECONDS = 3600.0
_log = logging.getLogger(__name__)


class HealthPages:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method in ("GET", "HEAD"):
            if request.path == "/healthz":
                return HttpResponse("ok", content_type="text/plain")
            if request.path == "/readyz":
                return readiness()
        return self.get_response(request)


def readiness() -> HttpResponse:
    """200 when ready, else 503 with Retry-After; names what was checked, no numbers, versions or places."""
    found = checks()
    ready = is_ready(found)
    failing = [fact.name for fact in found if not fact.good]
    if failing:
        _log.warning("not everything is well", extra={"failing": failing})
    body = {"ready": ready, "checks": {fact.name: "ok" if fact.good else "failing" for fact in found}}
    headers = {} if ready else {"Retry-After": str(RETRY_SECONDS)}
    return JsonResponse(body, status=200 if ready else 503, headers=headers)


def checks() -> list[Fact]:
    """Return everything that is checked; without a database only that."""
    return facts(_log_partitions, _mail, _held, *([_backup] if settings.BACKS_UP else []))


def _mail() -> Fact:
    state = mail_state()
    return Fact(
        "mail", good=not state.lost_in_a_day and (state.oldest_seconds or 0) < MAIL_WAITS_SECONDS, alarm_only=True
    )


def _held() -> Fact:
    return Fact("held", good=not is_held(), alarm_only=True)


def _backup() -> Fact:
    return Fact("backup", good=backups_are_well(), alarm_only=True)


def _log_partitions() -> Fact:
    return Fact("log", good=has_partitions_ahead(clock.now().date()), alarm_only=True)
