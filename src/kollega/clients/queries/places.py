"""A place in an ordered list of clients, from which the next or the previous page is read."""

import base64
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Q

from kollega.clients.models import Client


class Order(StrEnum):
    NAME = "name"
    NAME_BACKWARDS = "-name"
    OLDEST = "created"
    NEWEST = "-created"

    @property
    def column(self) -> str:
        return {"name": "sort_key", "created": "created_at"}[self.value.lstrip("-")]

    @property
    def descends(self) -> bool:
        return self.value.startswith("-")


@dataclass(frozen=True, slots=True)
class Place:
    """Behind (or before, when not `forward`) the row with this value and id, the `number`th of the list."""

    forward: bool
    number: int
    value: Any
    id: UUID


def place_at(client: Client, order: Order, *, forward: bool, number: int) -> str:
    """Return the row's place as an opaque text for an address."""
    value: Any = getattr(client, order.column)
    written = bytes(value).hex() if order.column == "sort_key" else value.isoformat()
    text = f"{'>' if forward else '<'}|{number}|{written}|{client.id.hex}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_place(text: str, order: Order) -> Place | None:
    """Return the place, or None for a text that names none in this order (the first page is shown then)."""
    try:
        decoded = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
        direction, number, written, id_ = decoded.split("|")
        value = bytes.fromhex(written) if order.column == "sort_key" else datetime.fromisoformat(written)
        if isinstance(value, datetime) and value.tzinfo is None:
            return None
        return Place(direction == ">", max(0, min(int(number), 10**9)), value, UUID(hex=id_))
    except ValueError:
        return None


def beyond(place: Place, order: Order) -> Q:
    """Return the condition for the rows on the far side of the place; the plain first half finds the index."""
    smaller = order.descends == place.forward
    compare = "lt" if smaller else "gt"
    column = order.column
    return Q(**{f"{column}__{compare}e": place.value}) & (
        Q(**{f"{column}__{compare}": place.value}) | Q(**{f"id__{compare}": place.id})
    )


def ordering(order: Order, *, forward: bool) -> tuple[str, str]:
    sign = "-" if order.descends == forward else ""
    return f"{sign}{order.column}", f"{sign}id"
