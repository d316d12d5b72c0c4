"""Letters about referred clients (C4): the link to pick a clinician, the one picked, the answer."""

from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from kollega.accounts.queries.receivers import receiver
from kollega.messaging.operations.mail import queue_mail
from kollega.messaging.rules.letters import Letter, Link
from kollega.online.models import Referral
from kollega.online.queries.matching import typed_in
from kollega.online.rules.details import read
from kollega.platform.jobs.reactions import Event
from kollega.practices.queries.profile import profile_of
from kollega.practices.rules.tokens import digest, new_token


def made(event: Event) -> None:
    """To who answered the questionnaire: the link by which they pick, now or within thirty days."""
    _send_link(event, declined=False)


def picked(event: Event) -> None:
    """To the clinician who was picked; who it is stands behind the link only."""
    row = Referral.objects.filter(id=UUID(event.payload["referral_id"])).select_related("picked").first()
    if row is None or row.picked is None:
        return
    to = receiver(row.picked.person_id)
    if to is None:
        return
    practice = profile_of(event.actor)
    with translation.override(to.language):
        letter = Letter(
            subject=_("New referred client"),
            lines=(
                _("Somebody has chosen you in the matching questionnaire of %(practice)s. Accept or decline.")
                % {"practice": practice.name},
            ),
            action=Link(_("See who was referred"), f"{settings.PUBLIC_URL}/p/{practice.slug}/online/referred/"),
        )
    queue_mail(
        letter,
        kind="referral_picked",
        to=to.address,
        language=to.language,
        practice_id=event.practice_id,
        sender_name=practice.name,
        person_id=to.id,
    )


def answered(event: Event) -> None:
    """To the client: who takes them, or that they may pick another one."""
    if not event.payload["accepted"]:
        _send_link(event, declined=True)
        return
    row = Referral.objects.filter(id=UUID(event.payload["referral_id"])).select_related("picked").first()
    if row is None or row.picked is None:
        return
    practice = profile_of(event.actor).name
    with translation.override(row.language):
        letter = Letter(
            subject=_("%(practice)s: you have a clinician") % {"practice": practice},
            lines=(
                _("%(name)s takes you on and will be in touch about a first appointment.")
                % {"name": row.picked.display_name},
            ),
        )
    _send(event, row, letter, "referral_accepted")


def _send_link(event: Event, *, declined: bool) -> None:
    row = Referral.objects.filter(id=UUID(event.payload["referral_id"])).first()
    if row is None:
        return
    secret = new_token(event.actor.practice_id)
    Referral.objects.filter(id=row.id).update(mail_digest=digest(secret))
    practice = profile_of(event.actor).name
    with translation.override(row.language):
        first = (
            _("The clinician you chose cannot take you on right now. You can choose another one.")
            if declined
            else _("Thank you for your answers. With this link you see who could suit you, and choose one.")
        )
        letter = Letter(
            subject=_("%(practice)s: choose who you want to see") % {"practice": practice},
            lines=(first, _("The link holds for thirty days.")),
            action=Link(_("Choose"), f"{settings.PUBLIC_URL}/match/own/{secret}/"),
            closing=(_("If you do not know what this is about, there is nothing to do."),),
        )
    _send(event, row, letter, "referral_link")


def _send(event: Event, row: Referral, letter: Letter, kind: str) -> None:
    details = read(typed_in(row)["details"].encode())
    queue_mail(
        letter,
        kind=kind,
        to=details.email,
        language=row.language,
        practice_id=event.practice_id,
        sender_name=profile_of(event.actor).name,
        client_id=row.client_id,
    )
