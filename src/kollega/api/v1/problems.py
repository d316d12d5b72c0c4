"""Refusals as problem details (RFC 9457) with a stable code."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError
from pydantic import Field

from kollega.edge.answers import field_sentences, sentence
from kollega.kernel.errors import BadInput, Changed, Refusal, TooMany

# Codes of answers that are no refusal of a domain.
FRAMEWORK_CODES = ("bad_request", "http_error")
MEDIA_TYPE = "application/problem+json"


class Problem(Schema):
    """What every refused call answers."""

    type: str = Field(description="Address that names the kind of problem", examples=["/api/v1/problems/slot_taken"])
    title: str = Field(description="The sentence, in the language of the token's person")
    status: int
    code: str = Field(description="Stable name of the refusal", examples=["slot_taken"])
    detail: dict[str, Any] = Field(default_factory=dict, description="Values a program can act on")
    fields: dict[str, str] = Field(default_factory=dict, description="Sentence per field that was refused")


def problem(
    *, status: int, code: str, title: str, detail: dict[str, Any] | None = None, fields: dict[str, str] | None = None
) -> HttpResponse:
    body = {
        "type": f"/api/v1/problems/{code}",
        "title": title,
        "status": status,
        "code": code,
        "detail": detail or {},
        "fields": fields or {},
    }
    return JsonResponse(body, status=status, content_type=MEDIA_TYPE)


def refused(refusal: Refusal, *, conditional: bool = False) -> HttpResponse:
    """Answer a refusal. A failed If-Match is 412 (RFC 9110), the same conflict without one is 409."""
    status = 412 if conditional and isinstance(refusal, Changed) else refusal.status
    response = problem(
        status=status,
        code=refusal.code,
        title=sentence(refusal),
        detail={name: _plain(value) for name, value in refusal.details.items()},
        fields=field_sentences(refusal),
    )
    if isinstance(refusal, TooMany):
        response.headers["Retry-After"] = str(refusal.details["retry_after"])
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _plain(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if hasattr(value, "__dataclass_fields__"):
        return {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value if isinstance(value, (int, float, bool, type(None))) else str(value)


def install(api: NinjaAPI) -> None:
    """Answer refusals, unfit bodies and the framework's own errors in one form."""

    @api.exception_handler(Refusal)
    def on_refusal(request: HttpRequest, refusal: Refusal) -> HttpResponse:
        return refused(refusal, conditional="If-Match" in request.headers)

    @api.exception_handler(ValidationError)
    def on_shape(request: HttpRequest, error: ValidationError) -> HttpResponse:
        fields = {".".join(str(part) for part in item["loc"][1:]): str(item["msg"]) for item in error.errors}
        return refused(BadInput(fields=fields))

    @api.exception_handler(HttpError)
    def on_http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
        code = "bad_request" if error.status_code == 400 else "http_error"
        return problem(status=error.status_code, code=code, title=str(error))
