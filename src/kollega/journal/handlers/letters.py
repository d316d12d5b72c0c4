"""Mails about notes to members of the practice: that there is something, never about whom or what."""

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from kollega.accounts.queries.receivers import receiver
from kollega.journal.models import NoteShare, SignRequest
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


def signature_asked(event: Event) -> None:
    """To the colleague who is asked to sign a note too; not when the request is over by now."""
    request = _request(event)
    if request.state != SignRequest.State.OPEN or request.asked.ended_at is not None:
        return

    def letter(address: str) -> Letter:
        return Letter(
            subject=_("You are asked to sign a note"),
            lines=(
                _("%(name)s asks you to sign a note too.") % {"name": request.asked_by.display_name},
                _("What it says, and about whom, you only see after signing in."),
            ),
            action=Link(_("Open the notes to sign"), f"{address}notes/"),
        )

    tell(event, request.asked.person_id, "signature_asked", letter)


def signature_answered(event: Event) -> None:
    """To the author: somebody has signed, or has refused to."""
    request = _request(event)
    signed = request.state == SignRequest.State.SIGNED
    if request.asked_by.ended_at is not None:
        return

    def letter(address: str) -> Letter:
        name = {"name": request.asked.display_name}
        said = _("%(name)s has signed your note.") if signed else _("%(name)s has not signed your note, with a reason.")
        return Letter(
            subject=_("Your request for a signature was answered"),
            lines=(said % name, _("You find it on the note itself.")),
            action=Link(_("Open the note"), f"{address}notes/{request.note_id}/"),
        )

    tell(event, request.asked_by.person_id, "signature_answered", letter)


def _request(event: Event) -> SignRequest:
    return SignRequest.objects.select_related("asked", "asked_by").get(
        practice_id=event.actor.practice_id, id=UUID(event.payload["request_id"])
    )


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
