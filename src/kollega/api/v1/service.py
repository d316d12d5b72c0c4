"""The API as one object: its document, its errors, its routers, its addresses."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from ninja import NinjaAPI, Router

from kollega import __version__
from kollega.api.v1 import (
    calendar,
    carried,
    clients,
    column_sets,
    communities,
    contact_people,
    delegation,
    documents,
    feeds,
    imports,
    invitations,
    large_team,
    log,
    log_reviews,
    matching,
    members,
    merging,
    notes,
    notice_settings,
    notices,
    offers,
    online,
    online_look,
    participants,
    plans,
    practice,
    problems,
    process_notes,
    records,
    repeats,
    shared_notes,
    sign_requests,
    snippets,
    team,
    team_notes,
    team_settings,
    video,
)
from kollega.api.v1.frame import frame
from kollega.edge.access import public
from kollega.kernel.errors import Refusal

DESCRIPTION = """
One practice per token. Make a personal token under Settings, send it as `Authorization: Bearer ...`.

- Times are RFC 3339 instants; a calendar's zone stands beside them. Dates are ISO 8601.
- Lists come in pages: give `next` back as `cursor`.
- Changing calls take an `Idempotency-Key`; single objects carry an `ETag` for `If-Match`.
- Refusals are problem details (RFC 9457) with a stable `code`. What belongs to somebody else is 404.
- Limits: 6,000 calls a minute and person; 429 says in Retry-After when to go on.
"""


class Document(NinjaAPI):
    """Adds the security scheme, which is checked outside of the framework."""

    def get_openapi_schema(self, **kwargs: object) -> dict[str, object]:  # type: ignore[override]  # as below
        document: dict[str, object] = super().get_openapi_schema(**kwargs)  # type: ignore[arg-type]
        components = document["components"]
        components["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}  # type: ignore[index]
        components["schemas"]["Problem"]["properties"]["code"]["enum"] = codes()  # type: ignore[index]
        return document


def codes() -> list[str]:
    """Return the stable codes of all refusals, sorted."""
    found, waiting = set(problems.FRAMEWORK_CODES), [Refusal]
    while waiting:
        for kind in waiting.pop().__subclasses__():
            waiting.append(kind)
            found.add(kind.code)
    return sorted(found)


api = Document(
    title="Kollega", version=__version__, description=DESCRIPTION, openapi_url=None, docs_url=None, urls_namespace="api"
)
problems.install(api)

ROUTERS: list[Router] = [
    practice.router,
    members.router,
    team.router,
    clients.router,
    contact_people.router,
    merging.router,
    documents.router,
    calendar.router,
    offers.router,
    participants.router,
    video.router,
    column_sets.router,
    repeats.router,
    online.router,
    online_look.router,
    matching.router,
    delegation.router,
    notes.router,
    process_notes.router,
    shared_notes.router,
    sign_requests.router,
    snippets.router,
    records.router,
    notices.router,
    notice_settings.router,
    carried.router,
    log.router,
    log_reviews.router,
    imports.router,
    feeds.router,
    large_team.router,
    plans.router,
    invitations.router,
    team_notes.router,
    team_settings.router,
    communities.router,
]
for router in ROUTERS:
    api.add_router("", router)


@public("the description of the API holds no data of anybody")
def openapi(request: HttpRequest) -> HttpResponse:
    return JsonResponse(api.get_openapi_schema(path_prefix="/api/v1"))


def addresses() -> list[URLPattern]:
    """Return the URL patterns below `/api/v1/`, each framed."""
    patterns: list[URLPattern] = [path("openapi.json", openapi, name="openapi")]
    for pattern in api.urls[0]:
        if isinstance(pattern, URLPattern) and pattern.name not in {"api-root", "openapi-json", "openapi-view"}:
            pattern.callback = frame(pattern.callback)
            patterns.append(pattern)
    return patterns
