"""Changing what a practice tells its clients, how, and in which words."""

from dataclasses import asdict, replace
from typing import Any

from kollega.audit.operations.recording import record
from kollega.kernel.actor import Actor
from kollega.kernel.errors import N_, BadInput, Changed, NotFound
from kollega.kernel.permissions import Permission
from kollega.notices.enums import Channel, NoticeKind
from kollega.notices.errors import UnknownPlaceholder
from kollega.notices.models import Settings
from kollega.notices.queries.settings import settings_of
from kollega.notices.rules.reminding import LONGEST_HOURS
from kollega.notices.rules.settings import MOST_RULES, NoticeSettings
from kollega.notices.rules.wording import LANGUAGES, LONGEST, text_key, unknown_placeholders
from kollega.platform.operations import Action, operation
from kollega.scheduling.queries.offers import services_of

LONGEST_ADDRESS = 200


@operation(requires=Permission.PRACTICE_MANAGE)
def change_notice_settings(actor: Actor, *, wanted: NoticeSettings) -> None:
    """Store the settings over their version; the texts stay as they are (see `change_text`).

    Refuses with BadInput, Changed when somebody was faster, NotFound for services of others.
    """
    known = _held(actor)
    if wanted.version != known.version:
        raise Changed(version=known.version)
    rules = tuple(
        sorted(set(wanted.reminders), key=lambda rule: (str(rule.service_id or ""), -rule.hours, rule.channel))
    )
    wanted = replace(wanted, where=wanted.where.strip(), reminders=rules, wording=known.wording)
    _check(actor, wanted)
    _store(actor, wanted)
    before, after = asdict(known), asdict(wanted)
    changed = sorted(name for name in before if before[name] != after[name])
    record(actor, Action.CHANGE, "notice_settings", actor.practice_id, fields=changed)


@operation(requires=Permission.PRACTICE_MANAGE)
def change_text(actor: Actor, *, language: str, channel: Channel, kind: NoticeKind, text: str) -> None:
    """Make this the text of a message in one language; an empty one brings the standard back.

    Refuses with UnknownPlaceholder, and BadInput when it is too long.
    """
    if language not in LANGUAGES:
        raise NotFound
    text = text.strip().replace("\r\n", "\n")
    if len(text) > LONGEST[channel]:
        raise BadInput(fields={"text": N_("This is too long. Shorten it.")})
    unknown = unknown_placeholders(text)
    if unknown:
        raise UnknownPlaceholder(fields={"text": UnknownPlaceholder.message}, name=unknown[0])
    known = _held(actor)
    wording = {tongue: dict(texts) for tongue, texts in known.wording.items()}
    texts = wording.setdefault(language, {})
    texts.pop(text_key(channel, kind), None)
    if text:
        texts[text_key(channel, kind)] = text
    _store(actor, replace(known, wording=wording))
    record(actor, Action.CHANGE, "notice_text", actor.practice_id, language=language, text=text_key(channel, kind))


def _held(actor: Actor) -> NoticeSettings:
    """Hold the stored settings until the transaction ends; of two first ones a constraint keeps one."""
    Settings.objects.select_for_update(no_key=True).filter(practice_id=actor.practice_id).first()
    return settings_of(actor.practice_id)


def _check(actor: Actor, wanted: NoticeSettings) -> None:
    fields = {}
    if len(wanted.where) > LONGEST_ADDRESS:
        fields["where"] = N_("This is too long. Shorten it.")
    if len(wanted.reminders) > MOST_RULES or not all(1 <= rule.hours <= LONGEST_HOURS for rule in wanted.reminders):
        fields["reminders"] = N_("Enter at most six reminders, each from 1 to 336 hours before.")
    if fields:
        raise BadInput(fields=fields)
    named = {rule.service_id for rule in wanted.reminders if rule.service_id}
    if named - {service.id for service in services_of(actor, archived=True)}:
        raise NotFound


def _store(actor: Actor, wanted: NoticeSettings) -> None:
    values: dict[str, Any] = {
        "invite_by_default": wanted.invite_by_default,
        "silent": sorted(wanted.silent),
        "names_clinician": wanted.names_clinician,
        "names_service": wanted.names_service,
        "where": wanted.where,
        "reminders": [
            {
                "hours": rule.hours,
                "channel": rule.channel.value,
                "service_id": str(rule.service_id) if rule.service_id else None,
            }
            for rule in wanted.reminders
        ],
        "remind_all": wanted.remind_all,
        "quiet_from": wanted.quiet_from,
        "quiet_until": wanted.quiet_until,
        "wording": wanted.wording,
        "version": wanted.version + 1,
    }
    if not Settings.objects.filter(practice_id=actor.practice_id).update(**values):
        Settings(practice_id=actor.practice_id, **values).save(force_insert=True)
