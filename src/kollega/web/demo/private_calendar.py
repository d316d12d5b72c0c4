"""A calendar that a person of the demo keeps elsewhere, with things that are nobody's business in Kollega."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kollega.web.demo.only import demo_only

# Weekday of 2026-01-05 onwards, local begin and end, every how many weeks.
_ENTRIES = (
    ("swim", "20260105", "1200", "1300", 1, "Swimming"),
    ("school", "20260107", "1500", "1600", 1, "Fetch the children"),
    ("dentist", "20260108", "0800", "0900", 4, "Physiotherapist"),
    ("choir", "20260109", "1400", "1700", 2, "Choir weekend, travel"),
)


def private_calendar() -> bytes:
    """Return the calendar's text; times are local wherever it is read."""
    events = "".join(
        f"BEGIN:VEVENT\r\nUID:{uid}@private.example\r\nDTSTAMP:20260101T000000Z\r\nSUMMARY:{summary}\r\n"
        f"DTSTART:{day}T{starts}00\r\nDTEND:{day}T{ends}00\r\nRRULE:FREQ=WEEKLY;INTERVAL={weeks}\r\nEND:VEVENT\r\n"
        for uid, day, starts, ends, weeks, summary in _ENTRIES
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Private//EN\r\n{events}END:VCALENDAR\r\n".encode()


@demo_only("stands for a calendar on somebody else's server, so that the demo has one to read")
@require_safe
def served(request: HttpRequest) -> HttpResponse:
    """The calendar, as another program would serve it."""
    return HttpResponse(private_calendar(), content_type="text/calendar; charset=utf-8")
