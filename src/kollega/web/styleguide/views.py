"""Every part of the design system on one page, in demo and test mode."""

import json
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from kollega.edge.access import public
from kollega.web.styleguide import samples
from kollega.web.styleguide.forms import SampleForm


def _context(request: HttpRequest) -> dict[str, Any]:
    if settings.PRODUCTION:
        raise Http404
    address = reverse("web:styleguide")
    request.shell = samples.frame(address)  # type: ignore[attr-defined]  # read by the context processor
    return {"address": address, "area": "clients"}


@public("Shows made-up samples only, and only in demo and test mode.")
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every part; a POST sends the sample form, so that its refusals can be seen."""
    context = _context(request)
    form = SampleForm(request.POST) if request.method == "POST" else SampleForm()
    context |= {
        "form": form,
        "wrong": SampleForm(
            {
                "name": "",
                "email": "anna",
                "born": "31/2/1984",
                "date": "soon",
                "start": "25",
                "place": "room",
                "language": "sv",
            },
            auto_id="wrong_%s",
        ),
        "tabs": samples.tabs(context["address"]),
        "rows": samples.ROWS,
        "events": samples.EVENTS,
    }
    failed = request.method == "POST" and not form.is_valid()
    return render(request, "ui/styleguide.html", context, status=422 if failed else 200)


@public("Shows made-up samples only, and only in demo and test mode.")
def styleguide_part(request: HttpRequest, part: str) -> HttpResponse:
    """Answer as a dialog, a panel, a search or one of the failures would."""
    context = _context(request)
    answer = _PARTS.get(part)
    if answer is None:
        raise Http404
    return answer(request, context)


def _dialog(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    if request.method == "POST":
        done = HttpResponse(status=204)
        undo = {"label": _("Undo"), "url": f"{context['address']}undo/"}
        done.headers["HX-Trigger"] = json.dumps(
            {"dialog-close": True, "toast": {"text": _("The appointment is cancelled."), "action": undo}}
        )
        return done
    return render(request, "ui/styleguide_dialog.html", context)


def _panel(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    form = SampleForm(request.POST or None)
    status = 422 if request.method == "POST" and not form.is_valid() else 200
    return render(request, "ui/styleguide_panel.html", context | {"form": form}, status=status)


def _search(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    wanted = request.GET.get("q", "").casefold()
    found = [result for result in samples.RESULTS if wanted in result.label.casefold()]
    return render(request, "ui/palette_results.html", context | {"results": found})


def _job(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    return render(request, "ui/styleguide_job.html", context)


def _undo(_request: HttpRequest, _context: dict[str, Any]) -> HttpResponse:
    done = HttpResponse(status=204)
    done.headers["HX-Trigger"] = json.dumps({"toast": {"text": _("Undone.")}})
    return done


def _refusal(status: int, sentence: str) -> Callable[[HttpRequest, dict[str, Any]], HttpResponse]:
    def answer(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
        return render(
            request, "refusals/fragment.html", context | {"code": "sample", "sentence": sentence}, status=status
        )

    return answer


_PARTS: dict[str, Callable[[HttpRequest, dict[str, Any]], HttpResponse]] = {
    "dialog": _dialog,
    "panel": _panel,
    "search": _search,
    "job": _job,
    "undo": _undo,
    "forbidden": _refusal(403, ""),
    "conflict": _refusal(409, "10:00 is no longer free."),
}
