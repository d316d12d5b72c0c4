"""The log page (L2): who did what and when, by theme, person, client, date and words; and its export."""

import csv
import io
import json
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kollega.audit.queries.entries import LogPage, log_export, log_page
from kollega.audit.rules.themes import Theme
from kollega.edge.access import PracticeRequest, practice_page
from kollega.kernel.permissions import Permission
from kollega.platform.csv_cells import neutralised_row
from kollega.practices.queries.profile import names_of_people
from kollega.web.log.asked import Asked, asked_by, cursor, cursor_text, day, log_filter
from kollega.web.log.rows import lines, short_id, who
from kollega.web.log.sentences import sentence

COLUMNS = ("time_utc", "who", "roles", "what", "action", "object", "object_id", "client_id", "outcome", "source")


@practice_page(Permission.LOG_READ)
def list_page(request: PracticeRequest) -> HttpResponse:
    """The page; htmx gets the rows alone. A place after which newer rows are asked wins over one for older."""
    asked = asked_by(request.GET)
    found = log_page(
        request.actor,
        asked=log_filter(request.actor, asked),
        newer_than=cursor(asked.newer),
        older_than=None if asked.newer else cursor(asked.older),
    )
    context = _context(request, asked, found)
    if request.headers.get("HX-Target") != "log":
        return render(request, "log/list.html", context)
    response = render(request, "log/results.html", context)
    count = len(found.rows)
    words = ngettext("%(number)s entry", "%(number)s entries", count) % {"number": count}
    response.headers["HX-Trigger"] = json.dumps({"announce": words})
    return response


@practice_page(Permission.LOG_READ)
def export(request: PracticeRequest) -> HttpResponse:
    """The rows of the same address as CSV, newest first; logged as an export."""
    actor, asked = request.actor, asked_by(request.GET)
    rows = log_export(actor, asked=log_filter(actor, asked))
    people = names_of_people(actor)
    file = io.StringIO()
    table = csv.writer(file)
    table.writerow(COLUMNS)
    for row in rows:
        name = who(row, people)
        table.writerow(
            neutralised_row(
                [
                    row.at.isoformat(),
                    name,
                    " ".join(row.roles),
                    sentence(row, who=name, client=short_id(row.client_id)),
                    row.action,
                    row.object_type,
                    row.object_id,
                    row.client_id,
                    "denied" if row.is_denied else "done",
                    row.source,
                ]
            )
        )
    response = HttpResponse(file.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="log-{actor.at:%Y-%m-%d}.csv"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _context(request: PracticeRequest, asked: Asked, found: LogPage) -> dict[str, Any]:
    actor = request.actor
    people = sorted(names_of_people(actor).items(), key=lambda pair: pair[1].casefold())
    return {
        "area": "log",
        "slug": _slug(request),
        "asked": asked,
        "lines": lines(actor, found.rows),
        "tabs": _tabs(asked),
        "people": [(str(person_id), name) for person_id, name in people],
        "chips": _chips(asked, {str(key): name for key, name in people}),
        "bad_date": any(text and day(actor, text) is None for text in (asked.first, asked.until)),
        "export_query": asked.address(),
        "newer_url": asked.address(newer=cursor_text(found.newer)) if found.newer else "",
        "older_url": asked.address(older=cursor_text(found.older)) if found.older else "",
    }


def _slug(request: PracticeRequest) -> str:
    assert request.resolver_match is not None
    return str(request.resolver_match.kwargs["practice"])


def _tabs(asked: Asked) -> list[dict[str, Any]]:
    labels = {
        Theme.ALL: _("All"),
        Theme.CLIENTS: _("Clients"),
        Theme.RECORD: _("Record"),
        Theme.CALENDAR: _("Calendar"),
        Theme.PRACTICE: _("Members and settings"),
        Theme.SIGN_INS: _("Sign-ins"),
    }
    return [
        {
            "label": label,
            "url": asked.address(theme=theme.value if theme is not Theme.ALL else ""),
            "current": theme is asked.theme,
            "count": None,
        }
        for theme, label in labels.items()
    ]


def _chips(asked: Asked, people: dict[str, str]) -> list[dict[str, str]]:
    words = [
        ("q", f"“{asked.text}”" if asked.text else ""),
        ("who", people.get(asked.person, "")),
        ("client", _("one client") if asked.client else ""),
        ("from", _("from %(date)s") % {"date": asked.first} if asked.first else ""),
        ("to", _("to %(date)s") % {"date": asked.until} if asked.until else ""),
    ]
    return [{"words": text, "url": asked.address(**{name: ""})} for name, text in words if text]
