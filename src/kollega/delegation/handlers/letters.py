"""Mails about the use of a calendar: to whom it is offered, and who gets or loses it."""

from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from kollega.accounts.queries.people import person_with_address
from kollega.accounts.queries.receivers import receiver
from kollega.delegation.models import Grant
from kollega.delegation.operations.issuing import issue
from kollega.delegation.rules.moments import moment_in_words
from kollega.kernel.clock import real_now
from kollega.messaging.operations.mail import queue_mail
from kollega.messaging.rules.letters import Letter, Link
from kollega.platform.jobs.reactions import Event


def offered(event: Event) -> None:
    """To a person of another practice, in the language of whoever has the address."""
    issued = issue(event.actor.practice_id, UUID(event.payload["grant_id"]), event.actor.at)
    if issued is None:
        return
    known = person_with_address(issued.to)
    language = known.language if known else issued.language
    with translation.override(language):
        until = moment_in_words(issued.ends_at.astimezone(event.actor.timezone), language, at=event.actor.at)
        letter = Letter(
            subject=_("%(owner)s lets you use a calendar") % {"owner": issued.owner},
            lines=(
                _("%(owner)s (%(practice)s) would like you to help in the calendar.")
                % {"owner": issued.owner, "practice": issued.practice},
                _("What you may see and do there stands behind the link. You become no member of the team."),
            ),
            facts=((_("Reason"), issued.reason), (_("Until"), until)),
            action=Link(_("Read and accept"), f"{settings.PUBLIC_URL}/delegation/{issued.token}/"),
            closing=(_("If you do not know what this is about, there is nothing to do."),),
        )
    queue_mail(
        letter,
        kind="grant_offered",
        to=issued.to,
        language=language,
        practice_id=event.practice_id,
        sender_name=issued.practice,
        person_id=known.id if known else None,
        expires_at=real_now() + (issued.expires_at - event.actor.at),
    )


def given(event: Event) -> None:
    """To the colleague who may use a calendar from now on."""
    row = _grant(event)
    if row.revoked_at is not None or row.delegate is None:
        return
    to = receiver(row.delegate.person_id)
    if to is None:
        return
    with translation.override(to.language):
        until = moment_in_words(row.ends_at.astimezone(event.actor.timezone), to.language, at=event.actor.at)
        letter = Letter(
            subject=_("%(owner)s lets you use their calendar") % {"owner": row.owner.display_name},
            lines=(_("What you may see and do there stands under My delegations, and above every page."),),
            facts=((_("Reason"), row.reason), (_("Until"), until)),
            action=Link(
                _("Open the calendar"),
                f"{settings.PUBLIC_URL}/p/{row.practice.slug}/calendar/?columns=p-{row.owner_id}",
            ),
        )
    queue_mail(
        letter,
        kind="grant_given",
        to=to.address,
        language=to.language,
        practice_id=event.actor.practice_id,
        sender_name=row.practice.name,
        person_id=to.id,
    )


def _grant(event: Event) -> Grant:
    return Grant.objects.select_related("owner", "delegate", "practice").get(
        practice_id=event.actor.practice_id, id=UUID(event.payload["grant_id"])
    )
