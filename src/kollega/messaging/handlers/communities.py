"""Mails between practices that share rooms, to the administrators of the one that must know."""

from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from kollega.communities.enums import State
from kollega.communities.queries.partners import communities_of, partners_of, state_of
from kollega.messaging.handlers.telling import tell_managers
from kollega.messaging.rules.letters import Letter, Link
from kollega.platform.jobs.reactions import Event
from kollega.practices.queries.profile import profile_of


def asked(event: Event) -> None:
    """To the practice that created the community; not when it has answered by now."""
    name, community = _partner(event), _community(event)
    if _state(event) is not State.ASKED:
        return

    def letter() -> Letter:
        return Letter(
            subject=_("A practice asks to share rooms with you"),
            lines=(
                _("%(practice)s has used your code and asks to join %(community)s.")
                % {"practice": name, "community": community},
                _("Of each other you see only when the shared rooms are occupied."),
            ),
            action=Link(_("Let in, or decline"), _address(event)),
            closing=(_("If you do not know this practice, decline and make a new code."),),
        )

    tell_managers(event, kind="community_asked", letter=letter)


def answered(event: Event) -> None:
    """To the practice that asked."""
    if _state(event) is not State.APPROVED:
        tell_managers(event, kind="community_declined", letter=_declined)
        return
    community = _community(event)

    def letter() -> Letter:
        return Letter(
            subject=_("You share rooms with other practices now"),
            lines=(
                _("You have been let into %(community)s.") % {"community": community},
                _("Say which of your rooms is the shared one; until then nothing changes in your calendar."),
            ),
            action=Link(_("Choose the room"), _address(event)),
        )

    tell_managers(event, kind="community_approved", letter=letter)


def _declined() -> Letter:
    return Letter(
        subject=_("Your wish to share rooms was declined"),
        lines=(_("The practice that gave you the code has declined. Nothing has changed for you."),),
    )


def leaving_asked(event: Event) -> None:
    """To the practice that created the community; not when that is settled by now."""
    name, community = _partner(event), _community(event)
    if _state(event) is not State.LEAVING:
        return

    def letter() -> Letter:
        return Letter(
            subject=_("A practice wants to leave and keep its coming times"),
            lines=(
                _("%(practice)s wants to leave %(community)s and has coming times in your shared rooms.")
                % {"practice": name, "community": community},
                _("If you agree, they stay occupied until they have passed. Otherwise the practice moves them first."),
            ),
            action=Link(_("Agree or not"), _address(event)),
        )

    tell_managers(event, kind="community_leaving", letter=letter)


def leaving_answered(event: Event) -> None:
    """To the practice that wants to leave."""
    agreed = _state(event) is State.LEFT

    def letter() -> Letter:
        if agreed:
            return Letter(
                subject=_("Your coming times stay, and you have left"),
                lines=(_("Your coming times in the shared rooms stay occupied until they have passed."),),
            )
        return Letter(
            subject=_("Your coming times in the shared rooms must be moved"),
            lines=(_("The other practice asks you to move them before you leave. Until then you stay."),),
            action=Link(_("Look at the shared rooms"), _address(event)),
        )

    tell_managers(event, kind="community_leaving_answered", letter=letter)


def left(event: Event) -> None:
    """To the practice that created the community."""
    name, community = _partner(event), _community(event)

    def letter() -> Letter:
        return Letter(
            subject=_("A practice no longer shares rooms with you"),
            lines=(_("%(practice)s has left %(community)s.") % {"practice": name, "community": community},),
            action=Link(_("Look at the shared rooms"), _address(event)),
        )

    tell_managers(event, kind="community_left", letter=letter)


def rules_set(event: Event) -> None:
    """To a practice that shares the room."""
    community = _community(event)

    def letter() -> Letter:
        return Letter(
            subject=_("New house rules for a shared room"),
            lines=(
                _("The house rules of a room in %(community)s have changed.") % {"community": community},
                _("They hold for what is booked or moved from now on."),
            ),
            action=Link(_("Read the house rules"), _address(event)),
        )

    tell_managers(event, kind="community_rules", letter=letter)


def dissolved(event: Event) -> None:
    """To a practice that was in it, or had asked."""

    def letter() -> Letter:
        return Letter(
            subject=_("Rooms are no longer shared"),
            lines=(
                _("The practice that created the community has dissolved it."),
                _("Your appointments stay as they are. Your rooms are yours alone now."),
            ),
        )

    tell_managers(event, kind="community_dissolved", letter=letter)


def _state(event: Event) -> State | None:
    return state_of(UUID(event.payload["partner_id"]))


def _partner(event: Event) -> str:
    """The published name of the practice that it is about."""
    partner_id = UUID(event.payload["partner_id"])
    return next((p.name for p in partners_of(UUID(event.payload["community_id"])) if p.id == partner_id), "")


def _community(event: Event) -> str:
    wanted = UUID(event.payload["community_id"])
    return next((one.name for one in communities_of(event.actor) if one.id == wanted), "")


def _address(event: Event) -> str:
    slug = profile_of(event.actor).slug
    return f"{settings.PUBLIC_URL}/p/{slug}/settings/shared-rooms/{event.payload['community_id']}/"
