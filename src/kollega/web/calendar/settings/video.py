"""Where video visits are held: an address for all, and for each clinician."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kollega.edge.access import PracticeRequest, practice_page
from kollega.kernel.errors import BadInput, Forbidden, NotFound
from kollega.kernel.permissions import Permission
from kollega.scheduling.operations.video import set_video_link, set_video_link_for_all
from kollega.scheduling.queries.video import video_settings
from kollega.scheduling.rules.video import LONGEST
from kollega.web.calendar.practice_address import slug
from kollega.web.refused import show_in


class VideoForm(forms.Form):
    address = forms.CharField(
        label=gettext_lazy("Address"),
        required=False,
        max_length=LONGEST,
        help_text=gettext_lazy(
            "Begins with https://. Write {room} where each appointment gets a name of its own that nobody can guess, "
            "for example https://meet.example/{room}. Leave empty to take it away."
        ),
        widget=forms.URLInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )


@practice_page(Permission.CALENDAR_SEE)
def video(request: PracticeRequest) -> HttpResponse:
    """All addresses at a glance."""
    context = {"area": "settings", "practice_slug": slug(request), "found": video_settings(request.actor)}
    return render(request, "calendar/settings/video.html", context)


@practice_page(Permission.CALENDAR_SEE)
def video_of(request: PracticeRequest, membership_id: UUID) -> HttpResponse:
    """One clinician's own address."""
    found = next((one for one in video_settings(request.actor).clinicians if one.clinician.id == membership_id), None)
    if found is None:
        raise NotFound
    if not found.may_change:
        raise Forbidden
    form = VideoForm(request.POST or None, initial={"address": found.address})
    if request.method == "POST" and form.is_valid():
        try:
            set_video_link(request.actor, membership_id=membership_id, address=form.cleaned_data["address"])
        except BadInput as refusal:
            show_in(form, refusal)
        else:
            return _saved(request)
    return _show(request, form, found.clinician.name)


@practice_page(Permission.SERVICE_MANAGE)
def video_for_all(request: PracticeRequest) -> HttpResponse:
    """The address for all who have none of their own."""
    form = VideoForm(request.POST or None, initial={"address": video_settings(request.actor).for_all})
    if request.method == "POST" and form.is_valid():
        try:
            set_video_link_for_all(request.actor, address=form.cleaned_data["address"])
        except BadInput as refusal:
            show_in(form, refusal)
        else:
            return _saved(request)
    return _show(request, form, "")


def _saved(request: PracticeRequest) -> HttpResponse:
    messages.success(request, _("Video address saved."))
    return redirect("calendar:video", slug(request))


def _show(request: PracticeRequest, form: VideoForm, name: str) -> HttpResponse:
    context = {"area": "settings", "practice_slug": slug(request), "form": form, "name": name}
    return render(request, "calendar/settings/video_form.html", context, status=422 if form.errors else 200)
