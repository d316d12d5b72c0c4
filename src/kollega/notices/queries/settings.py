"""What the practice has said about messages to clients. The undecorated functions are for inside a frame."""

from typing import Any
from uuid import UUID

from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission
from kollega.notices.enums import Channel
from kollega.notices.models import Settings
from kollega.notices.rules.settings import DEFAULTS, NoticeSettings, ReminderRule
from kollega.platform.operations import query


@query(requires=Permission.CALENDAR_SEE)
def notice_settings(actor: Actor) -> NoticeSettings:
    return settings_of(actor.practice_id)


def settings_of(practice_id: UUID) -> NoticeSettings:
    """Return the practice's settings, or the defaults."""
    row = Settings.objects.filter(practice_id=practice_id).first()
    if row is None:
        return DEFAULTS
    return NoticeSettings(
        invite_by_default=row.invite_by_default,
        silent=frozenset(row.silent),
        names_clinician=row.names_clinician,
        names_service=row.names_service,
        where=row.where,
        reminders=tuple(map(_rule, row.reminders)),
        remind_all=row.remind_all,
        quiet_from=row.quiet_from,
        quiet_until=row.quiet_until,
        wording=row.wording,
        version=row.version,
    )


def _rule(stored: dict[str, Any]) -> ReminderRule:
    service = stored.get("service_id")
    return ReminderRule(stored["hours"], Channel(stored["channel"]), UUID(service) if service else None)
