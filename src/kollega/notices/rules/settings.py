"""What a practice tells its clients when it has not said otherwise."""

from dataclasses import dataclass, field
from datetime import time

from kollega.notices.enums import Channel, NoticeKind


@dataclass(frozen=True, slots=True, order=True)
class ReminderRule:
    """So many elapsed hours before the start, by this channel."""

    hours: int
    channel: Channel


@dataclass(frozen=True, slots=True)
class NoticeSettings:
    """`silent`: kinds that are not sent. `where` is the practice's address as clients read it.

    `remind_all`: also clients who were not invited. Between `quiet_from` and `quiet_until` (local) nobody is reminded.
    `wording`: own texts by language and key (see `rules.wording`). `version` 0: never saved.
    """

    invite_by_default: bool = True
    silent: frozenset[NoticeKind] = frozenset()
    names_clinician: bool = False
    names_service: bool = False
    where: str = ""
    reminders: tuple[ReminderRule, ...] = (ReminderRule(24, Channel.EMAIL),)
    remind_all: bool = False
    quiet_from: time = time(21)
    quiet_until: time = time(8)
    wording: dict[str, dict[str, str]] = field(default_factory=dict)
    version: int = 0


DEFAULTS = NoticeSettings()
