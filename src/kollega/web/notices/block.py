"""The messages of the opened appointment: what was told, what waits, and the two buttons."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from kollega.edge.access import PracticeRequest
from kollega.kernel.permissions import Permission
from kollega.notices.enums import Channel, NoticeState
from kollega.notices.queries.lines import NoticeLine, notices_of
from kollega.web.calendar.practice_address import slug
from kollega.web.notices.words import CHANNEL_WORDS, KIND_WORDS, TONES, left_words, state_words, tone

LATER = timedelta(seconds=25)


@dataclass(frozen=True, slots=True)
class Line:
    """One message in words; `name` only where several clients are told."""

    id: UUID
    name: str
    what: str
    channel: str
    icon: str
    state: str
    left: str
    tone: str
    tone_icon: str
    waits: bool
    can_open: bool


def messages_context(request: PracticeRequest, appointment_id: UUID) -> dict[str, Any]:
    """What `notices/block.html` needs; the fragment asks again once the next message must have gone."""
    found, actor = notices_of(request.actor, appointment_id=appointment_id), request.actor
    several = len({line.client_id for line in found.lines}) > 1
    waiting = [line.due_at for line in found.lines if line.state is NoticeState.WAITING]
    again = int((min(waiting) - actor.at + LATER).total_seconds()) if waiting else 0
    return {
        "notice_lines": [line_of(request, line, several=several) for line in found.lines],
        "notices_invited": found.invited,
        "may_invite": found.may_invite,
        "may_decide": actor.may(Permission.APPOINTMENT_CHANGE),
        "notices_of": appointment_id,
        "notices_again": max(again, 5) if waiting else 0,
        "practice_slug": slug(request),
    }


def line_of(request: PracticeRequest, line: NoticeLine, *, several: bool) -> Line:
    how = tone(line)
    return Line(
        id=line.id,
        name=line.client_name if several else "",
        what=str(KIND_WORDS[line.kind]),
        channel=str(CHANNEL_WORDS[line.channel]),
        icon="mail" if line.channel is Channel.EMAIL else "message-square",
        state=state_words(line, request.actor),
        left=left_words(line, request.actor),
        tone=how,
        tone_icon=TONES[how],
        waits=line.state is NoticeState.WAITING,
        can_open=line.state is NoticeState.SENT,
    )
