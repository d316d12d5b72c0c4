"""What of an appointment a client is told, and what a change of it means for them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from kollega.notices.enums import NoticeKind


@dataclass(frozen=True, slots=True)
class Facts:
    """What matters to the client. `gone`: cancelled or withdrawn. Instants in UTC."""

    starts_at: datetime
    ends_at: datetime
    place: str
    clinician_id: UUID
    video: str
    gone: bool


def as_json(facts: Facts) -> dict[str, Any]:
    return {
        "starts_at": facts.starts_at.isoformat(),
        "ends_at": facts.ends_at.isoformat(),
        "place": facts.place,
        "clinician_id": str(facts.clinician_id),
        "video": facts.video,
        "gone": facts.gone,
    }


def from_json(stored: dict[str, Any]) -> Facts:
    return Facts(
        datetime.fromisoformat(stored["starts_at"]),
        datetime.fromisoformat(stored["ends_at"]),
        stored["place"],
        UUID(stored["clinician_id"]),
        stored["video"],
        stored["gone"],
    )


def same(one: Facts | None, other: Facts | None, *, names_clinician: bool) -> bool:
    """Whether a client would notice no difference; who it is with only counts where clients are told."""
    if one is None or other is None:
        return one is other
    if one.gone or other.gone:
        return one.gone and other.gone
    mattering = (one.starts_at, one.ends_at, one.place, one.video)
    if mattering != (other.starts_at, other.ends_at, other.place, other.video):
        return False
    return not names_clinician or one.clinician_id == other.clinician_id


def to_tell(told: Facts | None, now: Facts, *, names_clinician: bool) -> NoticeKind | None:
    """Return what the client has to hear, or None when they know everything (or were never told of it at all)."""
    if told is None or told.gone:
        return None if now.gone else NoticeKind.INVITATION
    if now.gone:
        return NoticeKind.CANCELLATION
    return None if same(told, now, names_clinician=names_clinician) else NoticeKind.UPDATE
