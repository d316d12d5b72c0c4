"""Cursor pages: the cursor is the last row's sort key and id, opaque to the caller."""

import base64
import json
from typing import Annotated, Any, Generic, TypeVar

from ninja import Field, Schema

from kollega.kernel.errors import N_, BadInput

Item = TypeVar("Item")
LARGEST = 200
PageSize = Annotated[int, Field(ge=1, le=LARGEST)]


class Page(Schema, Generic[Item]):
    items: list[Item]
    next: str | None = Field(description="Give it back as `cursor` for the following page; null at the end")


def encode_cursor(*parts: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps([str(part) for part in parts]).encode()).decode().rstrip("=")


def decode_cursor(cursor: str | None, parts: int) -> list[str] | None:
    """Return the parts of a cursor, None where there is none. Refuses with BadInput when it is not one of ours."""
    if not cursor:
        return None
    try:
        decoded = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError:
        decoded = None
    if not isinstance(decoded, list) or len(decoded) != parts:
        raise BadInput(fields={"cursor": N_("This cursor is not one that was given out.")})
    return [str(part) for part in decoded]
