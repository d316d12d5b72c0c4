"""Reading the client information, for those who take part in the care."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from kollega.clients.models import InformationVersion
from kollega.clients.queries.access import require_record
from kollega.clients.queries.pointer import group_of
from kollega.clients.rules.headings import Heading
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission
from kollega.platform.crypto import open_sealed
from kollega.platform.operations import Action, Entry, query


@dataclass(frozen=True, slots=True)
class InformationText:
    """What stands under one heading; version 0 with empty text when nothing was ever written there."""

    heading: Heading
    version: int
    text: str
    author: str
    at: datetime | None


def _opened(actor: Actor, result: Any, given: dict[str, Any]) -> Entry:
    detail = {"heading": str(given["heading"])} if "heading" in given else {}
    return Entry(Action.READ, "client_information", client_id=given["client_id"], detail=detail)


@query(requires=Permission.CLIENT_INFORMATION, logs=_opened)
def client_information(actor: Actor, *, client_id: UUID) -> list[InformationText]:
    """Return the current text under every heading in their fixed order; NotFound outside the care."""
    require_record(actor, client_id)
    newest = _versions(actor, client_id).order_by("heading", "-version").distinct("heading")
    written = {row.heading: _text(row) for row in newest}
    return [written.get(heading, InformationText(heading, 0, "", "", None)) for heading in Heading]


@query(requires=Permission.CLIENT_INFORMATION, logs=_opened)
def information_versions(actor: Actor, *, client_id: UUID, heading: Heading) -> list[InformationText]:
    """Return all versions under one heading, newest first; NotFound outside the care."""
    require_record(actor, client_id)
    return [_text(row) for row in _versions(actor, client_id).filter(heading=heading).order_by("-version")]


def newest_version(actor: Actor, client_id: UUID, heading: Heading) -> int:
    """Return the number of the current version, 0 when there is none; inside an operation."""
    rows = _versions(actor, client_id).filter(heading=heading).order_by("-version")
    return rows.values_list("version", flat=True).first() or 0


def sealing_context(row: InformationVersion) -> bytes:
    return f"information|{row.client_id}|{row.heading}|{row.version}".encode()


def _versions(actor: Actor, client_id: UUID) -> Any:
    return InformationVersion.objects.filter(practice_id=actor.practice_id, client_id=client_id).select_related(
        "author"
    )


def _text(row: InformationVersion) -> InformationText:
    opened = open_sealed(row.practice_id, bytes(row.sealed), context=sealing_context(row))
    return InformationText(Heading(row.heading), row.version, opened.decode(), row.author.display_name, row.at)


def every_version(actor: Actor, client_id: UUID) -> list[InformationText]:
    """Return all that was ever written under the headings, in order; inside a query that has checked the care."""
    order = list(Heading)
    group = group_of(actor.practice_id, client_id)
    texts = [_text(row) for each in group for row in _versions(actor, each).order_by("version")]
    return sorted(texts, key=lambda text: (order.index(text.heading), text.version))
