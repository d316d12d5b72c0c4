"""The practice's texts as its settings page shows them, and what a client would read."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.utils import translation

from kollega.clients.queries.contacts import ClientContact
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Permission
from kollega.messaging.queries.text_accounts import text_sender_of
from kollega.messaging.rules.segments import Length, length_of
from kollega.notices.enums import Channel, NoticeKind
from kollega.notices.queries.letters import Matter, letter_of, text_message_of
from kollega.notices.queries.settings import settings_of
from kollega.notices.queries.texts import our_text
from kollega.notices.rules.facts import Facts
from kollega.notices.rules.settings import with_text
from kollega.notices.rules.wording import LANGUAGES, text_key, unknown_placeholders
from kollega.platform.operations import query
from kollega.practices.queries.profile import profile_of

# As long as a real one, so that the parts of an SMS are counted right.
SAMPLE_PAGE = "/visit/Qm7xT2vK9pLw4RzNc8YhB5sGd1FjA6uEoXi3MkVt0Ze/"
NAMES = {"sv": "Kim", "nb": "Kim", "de": "Kim", "fr": "Camille", "en": "Kim"}


@dataclass(frozen=True, slots=True)
class Wording:
    """One text. `own` says that the practice wrote it; `standard` is ours."""

    channel: Channel
    kind: NoticeKind
    text: str
    standard: str
    own: bool


@dataclass(frozen=True, slots=True)
class Sample:
    """What an invented client reads. `length` only for SMS; `unknown` are placeholders that do not exist."""

    subject: str
    text: str
    length: Length | None
    unknown: tuple[str, ...]


@query(requires=Permission.PRACTICE_MANAGE)
def wordings(actor: Actor, *, language: str) -> tuple[Wording, ...]:
    """Return all texts in a language. NotFound for one that there is not."""
    if language not in LANGUAGES:
        raise NotFound
    own = settings_of(actor.practice_id).wording.get(language, {})
    found = []
    with translation.override(language):
        for channel in Channel:
            for kind in NoticeKind:
                standard, said = our_text(channel, kind), own.get(text_key(channel, kind))
                found.append(Wording(channel, kind, said or standard, standard, said is not None))
    return tuple(found)


@query(requires=Permission.PRACTICE_MANAGE)
def sample(actor: Actor, *, language: str, channel: Channel, kind: NoticeKind, text: str, page: str) -> Sample:
    """Return the message with this text as a client would get it. `page` stands for the client's secret link."""
    if language not in LANGUAGES:
        raise NotFound
    settings = with_text(settings_of(actor.practice_id), language, channel, kind, text)
    matter = _matter(actor, language, kind, page)
    matter = Matter(**{**{name: getattr(matter, name) for name in Matter.__slots__}, "settings": settings})
    unknown = tuple(unknown_placeholders(text))
    if channel is Channel.SMS:
        said = text_message_of(matter)
        return Sample("", said, length_of(said), unknown)
    letter = letter_of(matter)
    facts = "\n".join(f"{label}: {value}" for label, value in letter.facts)
    return Sample(letter.subject, "\n\n".join([*letter.lines, facts, *letter.closing]).strip(), None, unknown)


def _matter(actor: Actor, language: str, kind: NoticeKind, page: str) -> Matter:
    practice = profile_of(actor)
    day = (actor.at + timedelta(days=7)).astimezone(actor.timezone)
    starts_at = day.replace(hour=10, minute=0, second=0, microsecond=0)
    facts = Facts(starts_at, starts_at + timedelta(minutes=45), "in_person", UUID(int=0), video="", gone=False)
    before = Facts(starts_at - timedelta(days=1), starts_at, "in_person", UUID(int=0), video="", gone=False)
    return Matter(
        kind=kind,
        facts=facts,
        before=before if kind is NoticeKind.UPDATE else None,
        zone=practice.zone,
        own_zone="",
        client=ClientContact(UUID(int=0), NAMES[language], "", "", "", "", language),
        practice_name=practice.name,
        clinician_name="",
        service_names={},
        settings=settings_of(actor.practice_id),
        page=page,
        sender=text_sender_of(actor.practice_id),
    )
