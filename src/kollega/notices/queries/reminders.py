"""Which reminders are due in one practice. Undecorated: for the scheduler, in the practice's scope."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Max

from kollega.notices.enums import Channel, NoticeKind, Wanted
from kollega.notices.models import Notice, RemindersFrom, Thread
from kollega.notices.queries.preferences import HowToTell, preferences_of
from kollega.notices.queries.settings import settings_of
from kollega.notices.rules.reminding import is_missing, is_quiet, remind_at
from kollega.notices.rules.settings import NoticeSettings, ReminderRule, rules_for
from kollega.scheduling.queries.starting import Starting, visits_starting

QUIET_AT_MOST = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class DueReminder:
    appointment_id: UUID
    client_id: UUID
    rule: ReminderRule


def due_reminders(practice_id: UUID, zone: str, at: datetime, *, most: int) -> list[DueReminder]:
    """Return the reminders to send now, those of the next visits first; none in quiet time."""
    settings = settings_of(practice_id)
    if not settings.reminders:
        return []
    if is_quiet(at, zone=ZoneInfo(zone), quiet_from=settings.quiet_from, quiet_until=settings.quiet_until):
        return []
    furthest = timedelta(hours=max(rule.hours for rule in settings.reminders)) + QUIET_AT_MOST
    soon = visits_starting(practice_id, at, at + furthest)
    since = RemindersFrom.objects.aggregate(last=Max("at"))["last"]
    due = [
        DueReminder(one.visit.id, client_id, rule)
        for one in soon
        for rule in rules_for(settings, one.visit.service_id)
        if _is_due(one, rule, settings, ZoneInfo(zone), at, since)
        for client_id in one.visit.client_ids
    ]
    return list(_wanted(practice_id, due, {one.visit.id: one for one in soon}, settings))[:most]


def _is_due(
    one: Starting, rule: ReminderRule, settings: NoticeSettings, zone: ZoneInfo, at: datetime, since: datetime | None
) -> bool:
    starts_at = one.visit.starts_at
    moment = remind_at(
        starts_at, rule.hours, zone=zone, quiet_from=settings.quiet_from, quiet_until=settings.quiet_until
    )
    if since is not None and moment <= since:
        return False
    return is_missing(moment, set_at=one.set_at, starts_at=starts_at, now=at)


def _wanted(
    practice_id: UUID, due: list[DueReminder], visits: dict[UUID, Starting], settings: NoticeSettings
) -> Iterator[DueReminder]:
    """Leave out what was sent before, who was never told of the visit, and who wants no such reminders."""
    ids, clients = {one.appointment_id for one in due}, {one.client_id for one in due}
    sent = set(
        Notice.objects.filter(practice_id=practice_id, appointment_id__in=ids, kind=NoticeKind.REMINDER).values_list(
            "appointment_id", "client_id", "channel", "hours", "for_start"
        )
    )
    told = set(
        Thread.objects.filter(
            practice_id=practice_id, appointment_id__in=ids, open=True, told__isnull=False
        ).values_list("appointment_id", "client_id")
    )
    said = preferences_of(practice_id, clients)
    for one in due:
        starts_at = visits[one.appointment_id].visit.starts_at
        key = (one.appointment_id, one.client_id, one.rule.channel.value, one.rule.hours, starts_at)
        known = settings.remind_all or (one.appointment_id, one.client_id) in told
        if known and key not in sent and _takes(said.get(one.client_id, HowToTell()), one.rule.channel):
            yield one


def _takes(how: HowToTell, channel: Channel) -> bool:
    if not how.reminders or how.wanted is Wanted.NONE:
        return False
    return how.wanted in (Wanted.AUTOMATIC, Wanted.BOTH) or how.wanted.value == channel.value
