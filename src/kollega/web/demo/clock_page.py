"""The demo's panel: business time, which can be moved, and the ways to the stand-ins."""

from datetime import timedelta
from pathlib import Path

from babel.dates import format_date, format_time
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kollega.kernel import clock
from kollega.kernel.clock import real_now
from kollega.kernel.errors import NotFound
from kollega.kernel.locales import locale_of
from kollega.web.demo.cast import PRACTICES
from kollega.web.demo.only import demo_only

LONGEST = timedelta(days=800)


def steps() -> list[tuple[int, str]]:
    """Seconds and words of the buttons."""
    return [
        (-86_400, _("A day back")),
        (3_600, _("An hour ahead")),
        (86_400, _("A day ahead")),
        (7 * 86_400, _("A week ahead")),
        (30 * 86_400, _("30 days ahead")),
    ]


@demo_only("the demo's panel; it changes the time of a demo only")
@require_GET
def panel(request: HttpRequest) -> HttpResponse:
    shift = _shift()
    now, language = clock.now(), locale_of(get_language() or "en")
    context = {
        "now": f"{format_date(now, 'full', locale=language)}, {format_time(now, 'short', locale=language)} UTC",
        "is_shifted": bool(shift),
        "may_shift": bool(settings.CLOCK_FILE),
        "steps": steps(),
        "booking_pages": [(one.name, reverse("online:service", args=[one.slug])) for one in PRACTICES],
    }
    return render(request, "demo/panel.html", context)


@demo_only("moves the time of a demo")
@require_POST
def move_clock(request: HttpRequest) -> HttpResponse:
    """Shift business time by so many seconds, or back to now with 0."""
    if not settings.CLOCK_FILE:
        raise NotFound
    try:
        seconds = int(request.POST.get("seconds", ""))
    except ValueError:
        seconds = 0
    shift = _shift() + timedelta(seconds=seconds) if seconds else timedelta(0)
    clock.write_offset(Path(settings.CLOCK_FILE), max(-LONGEST, min(LONGEST, shift)))
    messages.success(request, _("The clock was moved.") if seconds else _("The clock shows the real time again."))
    return redirect("demo:panel")


def _shift() -> timedelta:
    """The offset in whole seconds; reading the two clocks one after the other differs by less."""
    return timedelta(seconds=round((clock.now() - real_now()).total_seconds()))
