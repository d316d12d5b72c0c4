"""A practice's colour and logo: handed to visitors, and set up."""

from io import BytesIO
from typing import BinaryIO, cast

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kollega.edge.access import PracticeRequest, practice_page
from kollega.edge.handing_out import handed_out
from kollega.kernel.errors import BadInput, NotFound
from kollega.kernel.permissions import Permission
from kollega.online.operations import look as changing
from kollega.online.queries.look import look, public_logo
from kollega.online.rules.accent import DARK_INK, for_dark
from kollega.practices.queries.practices import practice
from kollega.web.online.door import VisitorRequest, booking_page
from kollega.web.online.setup_forms import LookForm
from kollega.web.refused import show_in

KEPT = "private, max-age=3600"
SHEET = """.booking {{ --color-primary: {light}; --color-primary-content: #ffffff; }}
@media (prefers-color-scheme: dark) {{
  html:not([data-theme="light"]) .booking {{ --color-primary: {dark}; --color-primary-content: {ink}; }}
}}
html[data-theme="dark"] .booking {{ --color-primary: {dark}; --color-primary-content: {ink}; }}
"""


@booking_page
@require_safe
def sheet(request: VisitorRequest, slug: str) -> HttpResponseBase:
    """The style sheet that puts the practice's colour in the place of ours."""
    accent = request.look.accent
    if not accent:
        raise NotFound
    text = SHEET.format(light=accent, dark=for_dark(accent), ink=DARK_INK)
    return HttpResponse(text, content_type="text/css; charset=utf-8", headers={"Cache-Control": KEPT})


@booking_page
@require_safe
def logo(request: VisitorRequest, slug: str, digest: str) -> HttpResponseBase:
    """The picture, with the media type that its content has."""
    found = public_logo(request.actor, digest=digest)
    answer = handed_out(
        iter([found.content]),
        name=found.name,
        media_type=found.media_type,
        size=len(found.content),
        as_attachment=False,
    )
    answer.headers["Cache-Control"] = KEPT
    return answer


@practice_page(Permission.ONLINE_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def online_look(request: PracticeRequest) -> HttpResponse:
    """Set the colour, and the logo when a picture is chosen."""
    known, slug = look(request.actor), practice(request.actor).slug
    form = (
        LookForm(request.POST, request.FILES)
        if request.method == "POST"
        else LookForm(initial={"accent": known.accent})
    )
    if request.method == "POST" and form.is_valid():
        try:
            changing.change_accent(request.actor, accent=form.cleaned_data["accent"])
            if picture := form.cleaned_data["logo"]:
                changing.put_logo(request.actor, source=cast("BinaryIO", BytesIO(picture.read())))
        except BadInput as refusal:
            show_in(form, refusal)
        else:
            messages.success(request, gettext("Saved."))
            return redirect("online_setup:look", slug)
    context = {"form": form, "look": known, "slug": slug, "area": "settings"}
    return render(request, "online/setup/look.html", context, status=422 if form.errors else 200)


@practice_page(Permission.ONLINE_MANAGE)
@require_POST
def remove_logo(request: PracticeRequest) -> HttpResponse:
    changing.remove_logo(request.actor)
    messages.success(request, gettext("The logo is removed."))
    return redirect("online_setup:look", practice(request.actor).slug)
