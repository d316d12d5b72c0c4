"""What the SMS service says about messages it took: signed, so that nobody else can say it."""

import json
import time
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from kollega.edge.access import public
from kollega.messaging.operations.text_sending import note_report
from kollega.messaging.queries.waiting_texts import practice_of_text
from kollega.messaging.rules.reports import is_signed

LONGEST = 10_000


@public("delivery reports of the SMS service, which are signed")
@csrf_exempt
@require_POST
def report(request: HttpRequest) -> HttpResponse:
    """204 for a report that was taken or tells nothing new, 403 unsigned, 400 for what is no report."""
    if int(request.headers.get("Content-Length") or 0) > LONGEST:
        return HttpResponse(status=413)
    signed = request.headers.get("Kollega-Signature", "")
    if not is_signed(signed, request.body, secret=settings.SMS_REPORT_SECRET, now=int(time.time())):
        return HttpResponse(status=403)
    try:
        told = json.loads(request.body)
        text_id, status = UUID(told["reference"]), told["status"]
    except (ValueError, KeyError, TypeError, AttributeError):
        return HttpResponse(status=400)
    if status not in ("delivered", "undelivered"):
        return HttpResponse(status=400)
    practice_id = practice_of_text(text_id)
    if practice_id is not None:
        note_report(practice_id, text_id, delivered=status == "delivered")
    return HttpResponse(status=204)
