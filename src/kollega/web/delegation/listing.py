"""My delegations: who may use my calendar, and whose calendars I may use."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kollega.delegation.operations.ending import give_back, revoke
from kollega.delegation.queries.grants import GrantRow, State, given, plan_has_delegation, received
from kollega.edge.access import PracticeRequest, practice_page
from kollega.kernel.permissions import Permission
from kollega.practices.queries.team_facts import team_facts
from kollega.web.delegation.words import SHOWN_WORDS, STATE_WORDS, deed_words, moment_words

TONES = {State.RUNNING: "good", State.OFFERED: "info", State.COMING: "info", State.ASLEEP: "warn"}


@dataclass(frozen=True, slots=True)
class GrantLine:
    """One row; `name` is the other person. `can_end` while it is not over."""

    id: UUID
    owner_id: UUID
    name: str
    is_guest: bool
    deeds: str
    fields: Promise
    reason: str
    since: str
    until: str
    state: Promise
    tone: str
    can_end: bool


@practice_page(Permission.DELEGATION_SEE)
def delegations(request: PracticeRequest) -> HttpResponse:
    """Both lists; whoever has no calendar of their own sees only what they were given."""
    actor = request.actor
    may_give = actor.may(Permission.DELEGATION_GIVE)
    context = {
        "area": "settings",
        "practice_slug": slug_of(request),
        "may_give": may_give,
        "asleep": not plan_has_delegation(actor),
        "given": [_line(request, row, row.delegate_name) for row in given(actor)] if may_give else [],
        "received": [_line(request, row, row.owner_name) for row in received(actor)],
    }
    return render(request, "delegation/list.html", context)


@practice_page(Permission.DELEGATION_GIVE)
@require_POST
def revoke_one(request: PracticeRequest, grant_id: UUID) -> HttpResponse:
    """End the use of one's own calendar; the other's next request is refused."""
    revoke(request.actor, grant_id=grant_id)
    messages.success(request, _("Ended. It holds at once, also in open pages."))
    return redirect("delegation:list", slug_of(request))


@practice_page(Permission.DELEGATION_SEE)
@require_POST
def give_back_one(request: PracticeRequest, grant_id: UUID) -> HttpResponse:
    """Give up the use of somebody's calendar."""
    practice = slug_of(request)
    give_back(request.actor, grant_id=grant_id)
    messages.success(request, _("You have given it back."))
    if not request.actor.roles - {"guest"}:
        return redirect("practices:choose")
    return redirect("delegation:list", practice)


def slug_of(request: PracticeRequest) -> str:
    return team_facts(request.actor.practice_id).slug


def _line(request: PracticeRequest, row: GrantRow, name: str) -> GrantLine:
    zone = request.actor.timezone
    return GrantLine(
        id=row.id,
        owner_id=row.owner_id,
        name=name,
        is_guest=row.is_guest,
        deeds=deed_words(row.deeds),
        fields=SHOWN_WORDS[row.fields],
        reason=row.reason,
        since=moment_words(row.starts_at, zone, at=request.actor.at),
        until=moment_words(row.ends_at, zone, at=request.actor.at),
        state=STATE_WORDS[row.state],
        tone=TONES.get(row.state, ""),
        can_end=row.state not in (State.OVER, State.REVOKED),
    )
