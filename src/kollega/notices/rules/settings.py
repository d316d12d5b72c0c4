"""What a practice tells its clients when it has not said otherwise."""

from dataclasses import dataclass, field, replace
from datetime import time
from uuid import UUID

from kollega.notices.enums import Channel, NoticeKind
from kollega.notices.rules.wording import text_key

MOST_RULES = 6


@dataclass(frozen=True, slots=True)
class ReminderRule:
    """So many elapsed hours before the start, by this channel.

    `service_id` None: for every service that has no rules of its own.
    """

    hours: int
    channel: Channel
    service_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class NoticeSettings:
    """`silent`: what is not sent, by the keys of `rules.wording`. `where` is the practice's address as clients read it.

    `remind_all`: also clients who were not invited. Between `quiet_from` and `quiet_until` (local) nobody is reminded.
    `wording`: own texts by language and key (see `rules.wording`). `version` 0: never saved.
    """

    invite_by_default: bool = True
    silent: frozenset[str] = frozenset()
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


def rules_for(settings: NoticeSettings, service_id: UUID | None) -> list[ReminderRule]:
    """Return the reminder rules of a service: its own, else those for all."""
    own = [rule for rule in settings.reminders if service_id is not None and rule.service_id == service_id]
    return own or [rule for rule in settings.reminders if rule.service_id is None]


def with_text(settings: NoticeSettings, language: str, channel: Channel, kind: NoticeKind, text: str) -> NoticeSettings:
    """Return the settings with another text in one place; an empty one is ours."""
    texts = {**settings.wording.get(language, {}), text_key(channel, kind): text}
    return replace(settings, wording={**settings.wording, language: texts})
