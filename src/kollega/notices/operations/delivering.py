"""Putting a composed message on its way by mail or SMS. Undecorated parts of operations."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.conf import settings as configuration

from kollega.kernel.actor import Actor
from kollega.kernel.clock import real_now
from kollega.messaging.operations.mail import queue_mail
from kollega.messaging.operations.texts import queue_text
from kollega.messaging.rules.letters import CalendarPart
from kollega.notices.enums import Channel, NoticeKind
from kollega.notices.operations.linking import OwnLink
from kollega.notices.queries.date_letters import letter_of_dates, text_message_of_dates
from kollega.notices.queries.letters import Matter, letter_of, location_of, summary_of, text_message_of
from kollega.notices.queries.texting import number_of
from kollega.notices.rules.calendar_file import Invite, calendar_file, calendar_of_dates, method_of


@dataclass(frozen=True, slots=True)
class Said:
    """What went out: the id of the mail or text message, and the words for the practice's own list."""

    message_id: UUID
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """One date of a message about several."""

    matter: Matter
    link: OwnLink
    sequence: int


def deliver(actor: Actor, matter: Matter, channel: Channel, link: OwnLink, *, sequence: int) -> Said:
    """Queue the message by its channel. A reminder carries no calendar file: the client has it."""
    return _mail(actor, matter, link, sequence) if channel is Channel.EMAIL else _text(actor, matter)


def deliver_dates(actor: Actor, parts: Sequence[Part], channel: Channel) -> Said:
    """Queue one message about several dates of one client, in order of their starts."""
    matters = [part.matter for part in parts]
    first, ends = matters[0], max(part.matter.facts.starts_at for part in parts)
    if channel is Channel.SMS:
        return _queued_text(actor, first, text_message_of_dates(matters), useless_from=_useless_from(actor, ends))
    letter = letter_of_dates(matters)
    invites = [_invite(actor, part.matter, part.link, part.sequence) for part in parts]
    message_id = queue_mail(
        letter,
        kind="notice_dates",
        to=first.client.email,
        language=first.language,
        practice_id=actor.practice_id,
        sender_name=first.practice_name,
        client_id=first.client.id,
        expires_at=_useless_from(actor, ends),
        calendar=CalendarPart("PUBLISH", calendar_of_dates(invites)),
    )
    return Said(message_id, letter.subject, _plain(letter.lines, letter.facts))


def _text(actor: Actor, matter: Matter) -> Said:
    text = text_message_of(matter)
    said = _queued_text(actor, matter, text, useless_from=_useless_from(actor, matter.facts.starts_at))
    # The secret link is in no list of ours.
    return replace(said, text=text.removesuffix(matter.page).strip())


def _queued_text(actor: Actor, matter: Matter, text: str, *, useless_from: datetime) -> Said:
    text_id = queue_text(
        actor.practice_id,
        kind=f"notice_{matter.kind}",
        to=number_of(matter.client),
        text=text,
        client_id=matter.client.id,
        expires_at=useless_from,
    )
    return Said(text_id, "", text)


def _mail(actor: Actor, matter: Matter, link: OwnLink, sequence: int) -> Said:
    letter = letter_of(matter)
    calendar = None
    if matter.kind is not NoticeKind.REMINDER:
        invite = _invite(actor, matter, link, sequence)
        calendar = CalendarPart(method_of(invite), calendar_file(invite))
    message_id = queue_mail(
        letter,
        kind=f"notice_{matter.kind}",
        to=matter.client.email,
        language=matter.language,
        practice_id=actor.practice_id,
        sender_name=matter.practice_name,
        client_id=matter.client.id,
        expires_at=_useless_from(actor, matter.facts.starts_at),
        calendar=calendar,
    )
    return Said(message_id, letter.subject, _plain(letter.lines, letter.facts))


def _invite(actor: Actor, matter: Matter, link: OwnLink, sequence: int) -> Invite:
    return Invite(
        uid=link.uid,
        sequence=sequence,
        starts_at=matter.facts.starts_at,
        ends_at=matter.facts.ends_at,
        zone=matter.zone,
        stamp=actor.at,
        summary=summary_of(matter),
        location=location_of(matter),
        description=matter.page,
        organizer=(matter.practice_name, configuration.MAIL_FROM),
        attendee=(matter.client.full_name, matter.client.email),
        cancelled=matter.kind is NoticeKind.CANCELLATION,
    )


def _plain(lines: tuple[str, ...], facts: tuple[tuple[str, str], ...]) -> str:
    return "\n\n".join([*lines, "\n".join(f"{label}: {value}" for label, value in facts)]).strip()


def _useless_from(actor: Actor, starts_at: datetime) -> datetime:
    """The start as real time: mail lives on the real clock, appointments on the business clock."""
    return real_now() + (starts_at - actor.at)
