"""What a program asks for in XML, read without anything that XML can do beyond elements."""

from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from kollega.kernel.errors import N_, BadInput
from kollega.web.feeds.caldav.names import DAV

MOST_BYTES = 256 * 1024


class BadRequest(BadInput):
    code = "caldav_not_understood"
    message = N_("The request is not understood.")
    status = 400


class _NoDoctype(TreeBuilder):
    """Entities come from a document type only, and no request of a calendar program has one."""

    def doctype(self, _name: str, _public: str | None, _system: str | None) -> None:
        raise BadRequest


def read_xml(body: bytes) -> Element | None:
    """Return the root element, None without a body. Refuses with BadRequest."""
    if not body.strip():
        return None
    if len(body) > MOST_BYTES:
        raise BadRequest
    parser = XMLParser(target=_NoDoctype())  # noqa: S314 - without a document type there are no entities
    try:
        parser.feed(body)
        root: Element = parser.close()
    except (ParseError, ValueError, LookupError) as error:
        raise BadRequest from error
    return root


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which properties are asked for: those of `names`, or all usual ones, or only what there is."""

    names: tuple[str, ...]
    all: bool = False
    names_only: bool = False


def wanted_of(root: Element | None) -> Wanted:
    """Return which properties a PROPFIND or a REPORT asks for; a PROPFIND without a body asks for all."""
    if root is None or root.find(f"{DAV}allprop") is not None:
        return Wanted(tuple(_tags(root.find(f"{DAV}include"))) if root is not None else (), all=True)
    if root.find(f"{DAV}propname") is not None:
        return Wanted((), names_only=True)
    return Wanted(tuple(_tags(root.find(f"{DAV}prop"))))


def _tags(of: Iterable[Element] | None) -> list[str]:
    return [one.tag for one in of or () if isinstance(one.tag, str)]
