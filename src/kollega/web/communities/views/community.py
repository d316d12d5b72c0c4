"""One community: rooms and house rules, practices, codes, and what waits for an answer."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from kollega.communities.enums import State
from kollega.edge.access import PracticeRequest, practice_page
from kollega.kernel.permissions import Permission
from kollega.practices.queries.practices import practice
from kollega.scheduling.queries.sharing import CommunityView, MappedRoom, StayAsked, community
from kollega.web.calendar import day_words
from kollega.web.communities.words import house_rules


@dataclass(frozen=True, slots=True)
class RoomLine:
    mapped: MappedRoom
    rules: str


@dataclass(frozen=True, slots=True)
class StayLine:
    asked: StayAsked
    until: str


@practice_page(Permission.ROOM_MANAGE)
@require_http_methods(["GET"])
def community_page(request: PracticeRequest, community_id: UUID) -> HttpResponse:
    return show_community(request, community_id)


def show_community(request: PracticeRequest, community_id: UUID, *, code: str = "") -> HttpResponse:
    """The page; `code` is a new joining code, shown this once."""
    view = community(request.actor, community_id=community_id)
    context = {
        "area": "settings",
        "facts": practice(request.actor),
        "view": view,
        "rooms": [RoomLine(one, house_rules(one.shared)) for one in view.rooms],
        "stays": [_stay(request, one) for one in view.stays],
        "alone": len(view.partners) < 2,
        "is_asked": view.community.state is State.ASKED,
        "is_leaving": view.community.state is State.LEAVING,
        "code": code,
        "may_map": _may_map(view),
    }
    return render(request, "communities/community.html", context)


def _stay(request: PracticeRequest, asked: StayAsked) -> StayLine:
    until = asked.last_end and day_words.short_day(asked.last_end.astimezone(request.actor.timezone).date())
    return StayLine(asked, until or "")


def _may_map(view: CommunityView) -> bool:
    return view.community.state is State.APPROVED
