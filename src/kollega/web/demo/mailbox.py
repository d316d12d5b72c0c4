"""The demo's mailbox: every mail that would have left the house, with working links."""

from typing import Any

from babel.dates import format_timedelta
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from kollega.kernel.clock import real_now
from kollega.kernel.locales import locale_of
from kollega.web.demo.messages import Message, message, newest
from kollega.web.demo.only import demo_only

# The mail may style itself and be followed to its links; it runs nothing and loads nothing.
MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; frame-ancestors 'self';"
    " sandbox allow-popups allow-top-navigation-by-user-activation"
)


@demo_only("the demo's mailbox; mail of invented people that never left the machine")
def mailbox(request: HttpRequest) -> HttpResponse:
    rows = [{"mail": mail, "ago": _ago(mail)} for mail in newest()]
    part = request.headers.get("HX-Target") == "mails"
    return render(request, "demo/mails.html" if part else "demo/mailbox.html", {"rows": rows})


@demo_only("a mail in the demo's mailbox")
def mail(request: HttpRequest, name: str) -> HttpResponse:
    found = message(name)
    context: dict[str, Any] = {"mail": found, "ago": _ago(found), "as_text": "text" in request.GET or not found.html}
    return render(request, "demo/mail.html", context)


@demo_only("a mail in the demo's mailbox, as its receiver's program would show it")
def mail_html(request: HttpRequest, name: str) -> HttpResponse:
    html = message(name).html.replace("<head>", '<head><base target="_top">', 1)
    response = HttpResponse(html)
    response.headers["Content-Security-Policy"] = MAIL_POLICY
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def _ago(found: Message) -> str:
    return format_timedelta(found.kept_at - real_now(), add_direction=True, locale=locale_of(get_language() or "en"))
