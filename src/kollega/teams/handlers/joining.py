"""Who is told that somebody joined, asked to join, or was answered."""

from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from kollega.messaging.handlers.telling import tell_managers
from kollega.messaging.operations.mail import queue_mail
from kollega.messaging.rules.letters import Letter, Link
from kollega.platform.jobs.reactions import Event
from kollega.practices.queries.memberships import running_membership
from kollega.practices.queries.profile import profile_of
from kollega.teams.enums import Answer
from kollega.teams.queries.requests import request_of


def joined(event: Event) -> None:
    """Tell the administrators who joined, and when the practice does not pay although it offered to (P8)."""
    member = running_membership(event.actor.practice_id, UUID(event.payload["membership_id"]))
    if member is None:
        return
    name, team = member.display_name, member.practice_name

    def letter() -> Letter:
        lines = [_("%(name)s has accepted the invitation and works in %(team)s now.") % {"name": name, "team": team}]
        if not event.payload["offer_holds"]:
            lines.append(
                _("%(name)s pays for a plan of their own and goes on doing so, so the practice does not pay.")
                % {"name": name}
            )
        return Letter(
            subject=_("A new member in your team"),
            lines=tuple(lines),
            action=Link(_("Look at the team"), f"{settings.PUBLIC_URL}/p/{member.practice_slug}/team/"),
        )

    tell_managers(event, kind="member_joined", letter=letter)


def join_asked(event: Event) -> None:
    """Tell the administrators that somebody waits for their answer."""
    asked = request_of(UUID(event.payload["join_request_id"]))
    if asked is None or asked.answer is not None:
        return
    profile = profile_of(event.actor)
    tell_managers(
        event,
        kind="join_asked",
        letter=lambda: Letter(
            subject=_("Somebody asks to join your team"),
            lines=(_("They used a join link of %(team)s. Nobody joins before you say yes.") % {"team": profile.name},),
            facts=((_("Name"), asked.name), (_("E-mail address"), asked.address)),
            action=Link(_("Answer the request"), f"{settings.PUBLIC_URL}/p/{profile.slug}/invitations/"),
        ),
    )


def join_answered(event: Event) -> None:
    """Tell whoever asked what became of it."""
    asked = request_of(UUID(event.payload["join_request_id"]))
    if asked is None or asked.answer is None:
        return
    profile = profile_of(event.actor)
    with translation.override(asked.language):
        letter = _accepted(profile.name, profile.slug) if asked.answer is Answer.ACCEPTED else _declined(profile.name)
    queue_mail(
        letter,
        kind="join_answered",
        to=asked.address,
        language=asked.language,
        practice_id=event.practice_id,
        sender_name=profile.name,
        person_id=asked.person_id,
    )


def _accepted(team: str, slug: str) -> Letter:
    return Letter(
        subject=_("You are a member of %(team)s") % {"team": team},
        lines=(_("An administrator has let you in. You find the practice on your first page."),),
        action=Link(_("Open the practice"), f"{settings.PUBLIC_URL}/p/{slug}/"),
    )


def _declined(team: str) -> Letter:
    return Letter(
        subject=_("Your request to join %(team)s") % {"team": team},
        lines=(_("An administrator has declined it. If you think that this is a mistake, ask them in person."),),
    )
