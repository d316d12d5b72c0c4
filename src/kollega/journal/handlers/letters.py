"""Mails about notes to members of the practice: that there is something, never about whom or what."""

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from kollega.accounts.queries.receivers import receiver
from kollega.journal.models import NoteShare
from kollega.messaging.operations.mail import queue_mail
from kollega.messaging.rules.letters import Letter, Link
from kollega.platform.jobs.reactions import Event
from kollega.practices.queries.team_facts import team_facts


def note_shared(event: Event) -> None:
    """To the colleague with whom a note was shared; not when that has ended by now."""
    share = NoteShare.objects.select_related("shared_by", "member").get(
        practice_id=event.actor.practice_id, id=UUID(event.payload["share_id"])
    )
    if share.ended_at is not None or share.member.ended_at is not None:
        return

    def letter(address: str) -> Letter:
        return Letter(
            subject=_("A colleague has shared a note with you"),
            lines=(
                _("%(name)s has shared a note with you.") % {"name": share.shared_by.display_name},
                _("What it says, and about whom, you only see after signing in."),
            ),
            action=Link(_("Open the shared notes"), f"{address}notes/shared/"),
        )

    tell(event, share.member.person_id, "note_shared", letter)


def tell(event: Event, person_id: UUID, kind: str, letter: Callable[[str], Letter]) -> None:
    """One mail in the receiver's language; `letter` is given the address of the practice."""
    facts, to = team_facts(event.actor.practice_id), receiver(person_id)
    if to is None:
        return
    with translation.override(to.language):
        written = letter(f"{settings.PUBLIC_URL}/p/{facts.slug}/")
    queue_mail(
        written,
        kind=kind,
        to=to.address,
        language=to.language,
        practice_id=event.actor.practice_id,
        sender_name=facts.name,
        person_id=to.id,
    )
