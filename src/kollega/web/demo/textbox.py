"""The demo's phone: every SMS that would have left the house."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from babel.dates import format_timedelta
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from kollega.kernel.clock import real_now
from kollega.kernel.locales import locale_of
from kollega.messaging.rules.segments import length_of
from kollega.web.demo.only import demo_only

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Text:
    """`parts` is how many messages the network counts."""

    sender: str
    to: str
    text: str
    parts: int
    ago: str


@demo_only("the demo's text messages, of invented people; they never left the machine")
def texts(request: HttpRequest) -> HttpResponse:
    part = request.headers.get("HX-Target") == "texts"
    return render(request, "demo/texts_list.html" if part else "demo/texts.html", {"rows": _newest()})


def _newest() -> list[Text]:
    files = Path(settings.TEXTBOX_DIR).glob("*.json")
    newest = sorted(files, key=lambda file: file.stat().st_mtime, reverse=True)[:SHOWN]
    return [_read(file) for file in newest]


def _read(file: Path) -> Text:
    kept = json.loads(file.read_text())
    age = datetime.fromtimestamp(file.stat().st_mtime, UTC) - real_now()
    ago = format_timedelta(age, add_direction=True, locale=locale_of(get_language() or "en"))
    return Text(kept["from"], kept["to"], kept["text"], length_of(kept["text"]).parts, ago)
