"""What happens around every call: token to actor, limit, tenant scope, Idempotency-Key, ETag."""

import functools
import hashlib
from collections.abc import Callable
from typing import Any, cast

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse

from kollega.api.v1.problems import refused
from kollega.edge.access import Access
from kollega.edge.tokens import actor_of_token
from kollega.kernel.actor import Actor
from kollega.kernel.errors import N_, BadInput, Refusal
from kollega.platform import idempotency
from kollega.platform.limits import Limit, hit_roughly
from kollega.platform.tenancy import tenant

PER_PERSON = Limit("api", 6000, 60)
KEY_LENGTH = 255
View = Callable[..., HttpResponse]


class ApiRequest(HttpRequest):
    """A request whose token was accepted. An endpoint sets `etag` to the version of what it answers."""

    actor: Actor
    etag: str | None


def frame(view: View) -> View:
    """Wrap a view of the API, so that it runs for an actor, in a tenant scope, and once per key."""

    @functools.wraps(view)
    def run(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            known = _known(request)
            with tenant(known.actor.practice_id, known.actor.person_id):
                response = _once(known, lambda: view(request, *args, **kwargs))
        except Refusal as refusal:
            return refused(refusal)
        return _with_etag(known, response)

    run.csrf_exempt = True  # type: ignore[attr-defined]  # a bearer token is not sent by a browser on its own
    run.access = Access("api")  # type: ignore[attr-defined]  # the permission stands at each endpoint
    return run


def _known(request: HttpRequest) -> ApiRequest:
    actor = actor_of_token(request)
    hit_roughly(PER_PERSON, actor.practice_id, actor.membership_id)
    known = cast("ApiRequest", request)
    known.actor = actor
    known.etag = None
    return known


def expected_version(request: HttpRequest) -> int | None:
    """Return the version in If-Match, None without one. Refuses with BadInput when it is not one of ours."""
    value = request.headers.get("If-Match", "").strip()
    if not value or value == "*":
        return None
    bare = value.removeprefix("W/").strip('"')
    if not bare.isdigit():
        raise BadInput(fields={"If-Match": N_("Send the ETag that the last answer carried.")})
    return int(bare)


def _with_etag(request: ApiRequest, response: HttpResponse) -> HttpResponse:
    if request.etag is None or response.status_code >= 400:
        return response
    tag = f'"{request.etag}"'
    response.headers["ETag"] = tag
    if request.method == "GET" and request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=304, headers={"ETag": tag})
    return response


def _once(request: ApiRequest, call: Callable[[], HttpResponse]) -> HttpResponse:
    key = request.headers.get("Idempotency-Key", "")
    if request.method in {"GET", "HEAD"} or not key:
        return call()
    if len(key) > KEY_LENGTH:
        raise BadInput(fields={"Idempotency-Key": N_("Use at most 255 characters.")})
    content = f"{request.method} {request.get_full_path()}\n".encode() + _content_of(request)
    caller = request.actor.membership_id or request.actor.practice_id
    claimed = idempotency.claim(request.actor.practice_id, caller, key, content)
    if isinstance(claimed, idempotency.Answer):
        headers = {**claimed.headers, "Idempotent-Replay": "true"}
        return HttpResponse(claimed.body, status=claimed.status, headers=headers)
    response = call()
    if response.status_code < 400:
        claimed.keep(idempotency.Answer(response.status_code, response.content, _kept_headers(response)))
    return response


def _content_of(request: ApiRequest) -> bytes:
    """What tells one body from another. Files are read through instead of being held twice."""
    if request.content_type != "multipart/form-data":
        return request.body
    digest = hashlib.sha256(repr(sorted(request.POST.lists())).encode())
    for field in sorted(request.FILES):
        sent = cast("UploadedFile[Any]", request.FILES[field])
        digest.update(repr((field, sent.name, sent.size)).encode())
        for chunk in sent.chunks():
            digest.update(chunk)
        sent.seek(0)
    return digest.digest()


def _kept_headers(response: HttpResponse) -> dict[str, str]:
    return {name: response.headers[name] for name in ("Content-Type", "Location") if name in response.headers}
