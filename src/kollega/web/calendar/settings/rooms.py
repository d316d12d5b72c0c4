"""Adding, renaming and archiving rooms."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kollega.edge.access import PracticeRequest, practice_page
from kollega.edge.answers import sentence
from kollega.kernel.errors import NotFound, Refusal
from kollega.kernel.permissions import Permission
from kollega.scheduling.errors import RoomNameTaken, StillBooked
from kollega.scheduling.operations.rooms import archive_room, create_room, rename_room
from kollega.scheduling.queries.offers import RoomRow, rooms
from kollega.web.calendar.practice_address import slug
from kollega.web.calendar.settings.forms import RoomForm
from kollega.web.plans.refusals import PLAN_REFUSALS
from kollega.web.refused import show_in


@practice_page(Permission.ROOM_MANAGE)
def new_room(request: PracticeRequest) -> HttpResponse:
    """Add a room."""
    form = RoomForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            create_room(request.actor, name=form.cleaned_data["name"])
        except Refusal as refusal:
            _blame(form, refusal)
        else:
            messages.success(request, _("Room added."))
            return redirect("calendar:settings", slug(request))
    return _show(request, form, room=None)


@practice_page(Permission.ROOM_MANAGE)
def room(request: PracticeRequest, room_id: UUID) -> HttpResponse:
    """Rename a room."""
    found = _found(request, room_id)
    form = RoomForm(request.POST or None, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        version = request.POST.get("version", "")
        try:
            rename_room(
                request.actor,
                room_id=room_id,
                name=form.cleaned_data["name"],
                version=int(version) if version.isdigit() else None,
            )
        except Refusal as refusal:
            _blame(form, refusal)
        else:
            messages.success(request, _("Room saved."))
            return redirect("calendar:settings", slug(request))
    return _show(request, form, room=found)


@practice_page(Permission.ROOM_MANAGE)
@require_POST
def archive(request: PracticeRequest, room_id: UUID) -> HttpResponse:
    """Take a room out of use, or bring it back."""
    found = _found(request, room_id)
    archived = request.POST.get("archived") == "1"
    try:
        archive_room(request.actor, room_id=room_id, archived=archived)
    except (StillBooked, RoomNameTaken, *PLAN_REFUSALS) as refusal:
        return _show(request, RoomForm(initial={"name": found.name}), room=found, refused=refusal)
    messages.success(request, _("Room archived.") if archived else _("Room is in use again."))
    return redirect("calendar:settings", slug(request))


def _found(request: PracticeRequest, room_id: UUID) -> RoomRow:
    found = next((one for one in rooms(request.actor, archived=True) if one.id == room_id), None)
    if found is None:
        raise NotFound
    return found


def _blame(form: RoomForm, refusal: Refusal) -> None:
    if isinstance(refusal, RoomNameTaken):
        form.add_error("name", sentence(refusal))
    else:
        show_in(form, refusal)


def _show(
    request: PracticeRequest, form: RoomForm, *, room: RoomRow | None, refused: Refusal | None = None
) -> HttpResponse:
    context: dict[str, Any] = {
        "area": "settings",
        "practice_slug": slug(request),
        "form": form,
        "room": room,
        "refused": sentence(refused) if refused else "",
        "code": refused.code if refused else "",
    }
    status = 409 if refused or form.has_error(NON_FIELD_ERRORS) else 422 if form.errors else 200
    return render(request, "calendar/settings/room.html", context, status=status)
