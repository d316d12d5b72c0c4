"""Shared rooms: adding one, which own room it is, its house rules."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kollega.communities.operations.creating import add_shared_room
from kollega.communities.operations.house_rules import set_house_rules
from kollega.edge.access import PracticeRequest, practice_page
from kollega.edge.answers import sentence
from kollega.kernel.errors import Forbidden, NotFound, Refusal
from kollega.kernel.permissions import Permission
from kollega.practices.queries.practices import practice
from kollega.scheduling.errors import ComingTimes, RoomTimesClash
from kollega.scheduling.operations.mapping import map_room, unmap_room
from kollega.scheduling.queries.offers import rooms
from kollega.scheduling.queries.sharing import CommunityView, MappedRoom, communities, community
from kollega.web.communities.forms import MapForm, RulesForm, SharedRoomForm, initial_of
from kollega.web.communities.words import all_when
from kollega.web.refused import show_in


@practice_page(Permission.ROOM_MANAGE)
@require_http_methods(["GET", "POST"])
def new(request: PracticeRequest, community_id: UUID) -> HttpResponse:
    """Add a room to a community of one's own."""
    view = community(request.actor, community_id=community_id)
    if not view.community.is_creator:
        raise Forbidden
    form, status = SharedRoomForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            add_shared_room(request.actor, community_id=community_id, name=form.cleaned_data["name"])
        except Refusal as refusal:
            status = show_in(form, refusal)
        else:
            messages.success(request, _("Room added. Say which of your rooms it is."))
            return _back(request, view)
    elif form.errors:
        status = 422
    return render(request, "communities/room.html", _context(request, view, form=form), status=status)


@practice_page(Permission.ROOM_MANAGE)
@require_http_methods(["GET", "POST"])
def rules(request: PracticeRequest, shared_room_id: UUID) -> HttpResponse:
    """Name and house rules of a room in a community of one's own."""
    view, found = _found(request, shared_room_id)
    if not view.community.is_creator:
        raise Forbidden
    form, status = RulesForm(request.POST or None, initial=initial_of(found.shared)), 200
    if request.method == "POST" and form.is_valid():
        data, version = form.cleaned_data, request.POST.get("version", "")
        try:
            set_house_rules(
                request.actor,
                shared_room_id=shared_room_id,
                name=data["name"],
                quiet_from=data["quiet_from"],
                quiet_until=data["quiet_until"],
                fair_minutes=form.fair_minutes,
                version=int(version) if version.isdigit() else None,
            )
        except Refusal as refusal:
            status = show_in(form, refusal)
        else:
            messages.success(request, _("House rules saved. The other practices get a mail."))
            return _back(request, view)
    elif form.errors:
        status = 422
    context = _context(request, view, form=form, found=found)
    return render(request, "communities/rules.html", context, status=status)


@practice_page(Permission.ROOM_MANAGE)
@require_http_methods(["GET", "POST"])
def map_one(request: PracticeRequest, shared_room_id: UUID) -> HttpResponse:
    """Say which own room is the shared one."""
    view, found = _found(request, shared_room_id)
    own = [room for room in rooms(request.actor) if room.shared_room_id is None]
    form, status, clash = MapForm(request.POST or None, rooms=own), 200, {}
    if request.method == "POST" and form.is_valid():
        try:
            map_room(request.actor, shared_room_id=shared_room_id, room_id=UUID(form.cleaned_data["room"]))
        except Refusal as refusal:
            status, clash = show_in(form, refusal), _clash(request, refusal)
        else:
            messages.success(request, _("Shared. Your calendar shows now when others are there."))
            return _back(request, view)
    elif form.errors:
        status = 422
    context = _context(request, view, form=form, found=found, own=own, **clash)
    return render(request, "communities/map.html", context, status=status)


@practice_page(Permission.ROOM_MANAGE)
@require_POST
def unmap(request: PracticeRequest, room_id: UUID) -> HttpResponse:
    """Stop sharing an own room."""
    places = [(view, one) for view in communities(request.actor) for one in view.rooms if one.room_id == room_id]
    if not places:
        raise NotFound
    view, found = places[0]
    try:
        unmap_room(request.actor, room_id=room_id)
    except ComingTimes as refusal:
        context = _context(request, view, found=found, refused=sentence(refusal), **_clash(request, refusal))
        return render(request, "communities/unmap.html", context, status=409)
    messages.success(request, _("No longer shared. The room is yours alone in your calendar."))
    return _back(request, view)


def _found(request: PracticeRequest, shared_room_id: UUID) -> tuple[CommunityView, MappedRoom]:
    for view in communities(request.actor):
        for one in view.rooms:
            if one.shared.id == shared_room_id:
                return view, one
    raise NotFound


def _clash(request: PracticeRequest, refusal: Refusal) -> dict[str, list[str]]:
    """The times that stand in the way, in words."""
    zone = request.actor.timezone
    if isinstance(refusal, RoomTimesClash):
        return {"own_times": all_when(refusal.own, zone), "occupied_times": all_when(refusal.occupied, zone)}
    if isinstance(refusal, ComingTimes):
        return {"own_times": all_when(refusal.own, zone)}
    return {}


def _context(request: PracticeRequest, view: CommunityView, **more: Any) -> dict[str, Any]:
    return {"area": "settings", "facts": practice(request.actor), "view": view, **more}


def _back(request: PracticeRequest, view: CommunityView) -> HttpResponse:
    return redirect("communities:community", practice(request.actor).slug, view.community.id)
