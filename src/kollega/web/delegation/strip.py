"""The strip under the top edge while somebody works in another's calendar, and what it says at the last second."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from kollega.kernel.actor import Actor
from kollega.kernel.grants import Grant
from kollega.kernel.permissions import Role
from kollega.web.delegation.words import for_words, moment_words
from kollega.web.shell import ActingFor


def acting_for(actor: Actor | None, slug: str) -> ActingFor | None:
    """Name every calendar that the actor may be in now, what they may do there, and until when."""
    if actor is None:
        return None
    running = sorted((grant for grant in actor.grants if grant.runs_at(actor.at)), key=lambda grant: grant.until)
    if not running:
        return None
    told = [for_words(grant.owner_name, grant.deeds, grant.fields, _until(actor, grant)) for grant in running]
    first = running[0]
    named = {"owner": first.owner_name, "until": _until(actor, first)}
    return ActingFor(
        words=" · ".join(told),
        url=reverse("delegation:list", args=[slug]),
        ends_in=(first.until - actor.at) // timedelta(milliseconds=1),
        ended_title=_("Your access to the calendar of %(owner)s has ended") % named,
        ended_words=_(
            "It was given until %(until)s. What is saved stays. Ask %(owner)s when you need the calendar for longer."
        )
        % named,
        whole=actor.known_columns is not None,
        go_on_url=_way_on(actor, slug, first),
    )


def _until(actor: Actor, grant: Grant) -> str:
    return moment_words(grant.until, actor.timezone, at=actor.at)


def _way_on(actor: Actor, slug: str, first: Grant) -> str:
    """Where something is still open: nothing of this practice for a guest without another access."""
    others = [grant for grant in actor.grants if grant.until > first.until]
    if Role.GUEST in actor.roles and not others:
        return f"{reverse('practices:choose')}?all=1"
    return reverse("delegation:list", args=[slug])
