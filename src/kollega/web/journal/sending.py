"""What the editor's script sends, read, and a refusal as it understands it."""

import json
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse

from kollega.edge.answers import field_sentences, sentence
from kollega.journal.operations.writing import Sending
from kollega.kernel.errors import BadInput, Refusal


@dataclass(frozen=True, slots=True)
class SentTexts:
    """`texts` by section key, typed on revision `base`."""

    texts: dict[str, str]
    base: int
    sending: Sending


def sent_texts(request: HttpRequest) -> SentTexts:
    """Read `{texts, base, tab, sequence}`; refuses with BadInput when the body has another shape."""
    try:
        body = json.loads(request.body)
        texts = {str(key): text for key, text in body["texts"].items() if isinstance(text, str)}
        return SentTexts(texts, int(body["base"]), Sending(UUID(body["tab"]), int(body["sequence"])))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadInput from error


FIELD = "text-"


def form_texts(request: HttpRequest) -> tuple[dict[str, str], int]:
    """Read the editor's form, as it comes without script: texts by section key, and the revision they were typed on."""
    texts = {name.removeprefix(FIELD): str(text) for name, text in request.POST.items() if name.startswith(FIELD)}
    base = request.POST.get("base", "")
    return texts, int(base) if base.isdigit() else 0


def refused_as_json(refusal: Refusal) -> HttpResponse:
    fields = field_sentences(refusal)
    words = " ".join(fields.values()) or sentence(refusal)
    return JsonResponse({"code": refusal.code, "sentence": words, "fields": fields}, status=refusal.status)
