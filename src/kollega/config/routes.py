"""The list of every route with what it demands; it is read from the routes themselves."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from kollega.api.v1.endpoint import ENDPOINTS
from kollega.edge.access import Access


@dataclass(frozen=True, slots=True)
class Route:
    """`permission` is empty for public and signed-in routes; `access` None is a defect."""

    path: str
    name: str
    method: str
    access: Access | None

    @property
    def permission(self) -> str:
        return self.access.permission.value if self.access and self.access.permission else ""


def routes() -> list[Route]:
    """Return all pages by path, then all endpoints of the API."""
    pages = [route for route in _pages(get_resolver(), "", "") if not _of_api(route)]
    endpoints = [
        Route(endpoint.path, endpoint.name, endpoint.method, Access("api", endpoint.permission))
        for endpoint in ENDPOINTS
    ]
    return sorted(pages, key=lambda route: route.path) + sorted(endpoints, key=lambda route: (route.path, route.method))


def _of_api(route: Route) -> bool:
    return route.access is not None and route.access.kind == "api"


def _pages(resolver: URLResolver, path: str, space: str) -> Iterator[Route]:
    for pattern in resolver.url_patterns:
        here = path + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _pages(pattern, here, inner)
        elif isinstance(pattern, URLPattern):
            access = getattr(pattern.callback, "access", None)
            yield Route(f"/{here}", f"{space}{pattern.name or ''}", "", access)
