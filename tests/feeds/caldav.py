"""A calendar program that speaks CalDAV as the standard says, over Django's test client."""

import base64
from dataclasses import dataclass
from uuid import UUID
from xml.etree import ElementTree

from django.http import HttpResponse
from django.test import Client

from kollega.feeds.enums import Shows, Way
from kollega.kernel.actor import Actor
from tests.feeds.making import make_feed

NAMES = {"D": "DAV:", "C": "urn:ietf:params:xml:ns:caldav", "CS": "http://calendarserver.org/ns/"}
SPACES = " ".join(f'xmlns:{short}="{space}"' for short, space in NAMES.items())


@dataclass
class Told:
    """Etags (or words) by the address of each event, what has gone, and the token."""

    status: int
    here: dict[str, str]
    gone: list[str]
    token: str
    text: str


@dataclass
class Phone:
    feed_id: UUID
    secret: str

    @property
    def calendar(self) -> str:
        return f"/caldav/{self.feed_id}/calendar/"

    def event(self, id_: UUID) -> str:
        return f"{self.calendar}{id_}.ics"

    def ask(self, method: str, where: str, body: str = "", **headers: str) -> HttpResponse:
        basic = base64.b64encode(f"anyone:{self.secret}".encode()).decode()
        given = {"Authorization": f"Basic {basic}", **headers}
        return Client(enforce_csrf_checks=True).generic(  # type: ignore[return-value]  # Django's test client
            method, where, body, content_type="application/xml", headers=given
        )

    def find(self, where: str, *names: str, depth: str = "0") -> HttpResponse:
        body = f"<D:propfind {SPACES}><D:prop>{''.join(f'<{name}/>' for name in names)}</D:prop></D:propfind>"
        return self.ask("PROPFIND", where, body, Depth=depth)

    def changes(self, token: str = "", more: str = "", prop: str = "<D:getetag/>") -> Told:
        return self.report(
            "D:sync-collection",
            f"<D:sync-token>{token}</D:sync-token><D:sync-level>1</D:sync-level>{more}<D:prop>{prop}</D:prop>",
        )

    def several(self, *hrefs: str) -> Told:
        listed = "".join(f"<D:href>{href}</D:href>" for href in hrefs)
        return self.report("C:calendar-multiget", f"<D:prop><D:getetag/><C:calendar-data/></D:prop>{listed}")

    def within(self, starts: str, ends: str, prop: str = "<D:getetag/>") -> Told:
        span = f'<C:time-range start="{starts}" end="{ends}"/>'
        return self.query(f'<C:comp-filter name="VEVENT">{span}</C:comp-filter>', prop)

    def query(self, inner: str, prop: str = "<D:getetag/>") -> Told:
        outer = f'<C:filter><C:comp-filter name="VCALENDAR">{inner}</C:comp-filter></C:filter>'
        return self.report("C:calendar-query", f"<D:prop>{prop}</D:prop>{outer}")

    def report(self, name: str, inner: str) -> Told:
        answer = self.ask("REPORT", self.calendar, f"<{name} {SPACES}>{inner}</{name}>", Depth="1")
        return told(answer)


def told(answer: HttpResponse) -> Told:
    text = answer.content.decode()
    if answer.status_code != 207:
        return Told(answer.status_code, {}, [], "", text)
    root = ElementTree.fromstring(text)
    here, gone = {}, []
    for one in root.findall("D:response", NAMES):
        href = one.findtext("D:href", "", NAMES)
        if "404" in (one.findtext("D:status", "", NAMES)):
            gone.append(href)
            continue
        data = one.findtext(".//C:calendar-data", None, NAMES)
        here[href] = data or one.findtext(".//D:getetag", "", NAMES)
    return Told(207, here, gone, root.findtext("D:sync-token", "", NAMES), text)


def phone_of(actor: Actor, *, shows: Shows = Shows.BUSY, with_blocks: bool = False) -> Phone:
    return Phone(*make_feed(actor, way=Way.SYNC, shows=shows, with_blocks=with_blocks))
