"""The mail with an invitation's link, and the word to administrators that somebody needs a new one."""

from uuid import UUID

from babel.dates import format_date
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from kollega.accounts.queries.people import person_with_address
from kollega.catalogue.errors import PlanName
from kollega.catalogue.in_force import catalogue
from kollega.kernel.clock import real_now
from kollega.kernel.locales import locale_of
from kollega.kernel.permissions import Permission, permissions_of
from kollega.messaging.handlers.telling import tell_managers
from kollega.messaging.operations.mail import queue_mail
from kollega.messaging.rules.letters import Letter, Link
from kollega.platform.jobs.reactions import Event
from kollega.practices.queries.memberships import running_membership
from kollega.practices.queries.profile import profile_of
from kollega.teams.operations.ending import end_invitations_of
from kollega.teams.operations.issuing import IssuedInvitation, issue
from kollega.teams.queries.holders import needs_new_invitation


def invited(event: Event) -> None:
    """Write the mail, in the language of whoever has the address; the inviter does not learn whether anybody does."""
    issued = issue(UUID(event.payload["invitation_id"]), at=event.actor.at)
    if issued is None:
        return
    known = person_with_address(issued.to)
    language = known.language if known else issued.language
    with translation.override(language):
        letter = _letter(issued, event, language, known is not None)
    queue_mail(
        letter,
        kind="invitation",
        to=issued.to,
        language=language,
        practice_id=event.practice_id,
        sender_name=issued.team,
        person_id=known.id if known else None,
        expires_at=real_now() + (issued.expires_at - event.actor.at),
    )


def new_invitation_wanted(event: Event) -> None:
    """Tell the administrators who asked, and where they send it again."""
    address = needs_new_invitation(UUID(event.payload["invitation_id"]))
    if address is None:
        return
    profile = profile_of(event.actor)
    tell_managers(
        event,
        kind="new_invitation_wanted",
        letter=lambda: Letter(
            subject=_("Somebody asks for a new invitation"),
            lines=(
                _("An invitation to %(team)s is no longer valid, and its holder asks for a new one.")
                % {"team": profile.name},
            ),
            facts=((_("Invited address"), address),),
            action=Link(_("Look at the invitations"), f"{settings.PUBLIC_URL}/p/{profile.slug}/invitations/"),
            closing=(_("If you do not want to invite this person, there is nothing to do."),),
        ),
    )


def new_join_link_wanted(event: Event) -> None:
    """Tell the administrators that a join link is over; who asks is not known."""
    profile = profile_of(event.actor)
    tell_managers(
        event,
        kind="new_join_link_wanted",
        letter=lambda: Letter(
            subject=_("Somebody asks for a new join link"),
            lines=(
                _("A join link of %(team)s is used up or over, and somebody who opened it asks for a new one.")
                % {"team": profile.name},
            ),
            action=Link(_("Look at the invitations"), f"{settings.PUBLIC_URL}/p/{profile.slug}/invitations/"),
            closing=(_("If nobody else is to join, there is nothing to do."),),
        ),
    )


def roles_changed(event: Event) -> None:
    """Whoever may not invite any more has no open invitations either (IN-5)."""
    practice_id = event.actor.practice_id
    membership_id = UUID(event.payload["membership_id"])
    member = running_membership(practice_id, membership_id)
    if member is not None and Permission.INVITATION_MANAGE in permissions_of(member.roles, member.areas):
        return
    end_invitations_of(event.actor, membership_id=membership_id)


def _letter(issued: IssuedInvitation, event: Event, language: str, has_account: bool) -> Letter:
    plan = catalogue().plan(issued.plan_id)
    until = format_date(issued.expires_at.astimezone(event.actor.timezone), "long", locale=locale_of(language))
    first_step = (
        _("Sign in with this e-mail address. The page says what changes for you before you accept.")
        if has_account
        else _("You make your account there with this e-mail address. The page says what you get before you accept.")
    )
    return Letter(
        subject=_("Invitation to %(team)s") % {"team": issued.team},
        lines=(
            _("%(inviter)s invites you to work in %(team)s.") % {"inviter": issued.inviter, "team": issued.team},
            first_step,
        ),
        facts=(
            *(((_("Account type"), str(PlanName(plan))),) if plan else ()),
            (_("Valid until"), until),
        ),
        action=Link(_("Look at the invitation"), f"{settings.PUBLIC_URL}/invitation/{issued.token}/"),
        closing=(
            _("Opening the link changes nothing. The link is for you alone: do not pass it on."),
            _("If you do not know the team, do nothing."),
        ),
    )
