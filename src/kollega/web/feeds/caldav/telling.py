"""Answers of CalDAV: what is known of resources, and refusals, in XML."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

from django.http import HttpResponse

from kollega.web.feeds.caldav.asking import Wanted
from kollega.web.feeds.caldav.names import CAL, DAV

XML = "application/xml; charset=utf-8"
# Asked for by name only (RFC 4791 9.6, RFC 6578 4).
NOT_BY_ALL = {f"{CAL}calendar-data", f"{DAV}sync-token", f"{DAV}supported-report-set"}


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource with its properties; `properties` None says that there is none."""

    href: str
    properties: Mapping[str, Element] | None


def multistatus(resources: Iterable[Resource], wanted: Wanted, *, sync_token: str = "") -> HttpResponse:
    """Answer 207 with what is wanted of each resource."""
    root = Element(f"{DAV}multistatus")
    for resource in resources:
        root.append(_response(resource, wanted))
    if sync_token:
        SubElement(root, f"{DAV}sync-token").text = sync_token
    return _answer(root, 207)


def precondition(name: str, status: int = 403) -> HttpResponse:
    """Refuse, naming the condition that is not met (RFC 4918 16)."""
    root = Element(f"{DAV}error")
    SubElement(root, name)
    return _answer(root, status)


def element(tag: str, *children: Element, text: str = "") -> Element:
    made = Element(tag)
    made.text = text or None
    made.extend(children)
    return made


def _answer(root: Element, status: int) -> HttpResponse:
    return HttpResponse(tostring(root, encoding="utf-8", xml_declaration=True), status=status, content_type=XML)


def _response(resource: Resource, wanted: Wanted) -> Element:
    response = element(f"{DAV}response", element(f"{DAV}href", text=resource.href))
    if resource.properties is None:
        response.append(_status("404 Not Found"))
        return response
    known = resource.properties
    if wanted.names_only:
        names: tuple[str, ...] = tuple(known)
    else:
        usual = [name for name in known if wanted.all and name not in NOT_BY_ALL]
        names = tuple(dict.fromkeys([*usual, *wanted.names]))
    found = [_bare(known[name]) if wanted.names_only else known[name] for name in names if name in known]
    missing = [Element(name) for name in names if name not in known]
    if found or not missing:
        response.append(_propstat(found, "200 OK"))
    if missing:
        response.append(_propstat(missing, "404 Not Found"))
    return response


def _bare(of: Element) -> Element:
    return Element(of.tag)


def _propstat(properties: list[Element], status: str) -> Element:
    return element(f"{DAV}propstat", element(f"{DAV}prop", *properties), _status(status))


def _status(words: str) -> Element:
    return element(f"{DAV}status", text=f"HTTP/1.1 {words}")
