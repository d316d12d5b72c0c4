"""How an endpoint is declared: its right, its answers, its place in the OpenAPI document.

Token, limit, tenant scope, Idempotency-Key and ETag are framed around all of them in `frame`.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from django.http.response import HttpResponseBase
from ninja import Router, Status

from kollega.api.v1.frame import KEY_LENGTH, ApiRequest
from kollega.api.v1.problems import Problem
from kollega.kernel.permissions import Permission
from kollega.platform.operations import turn_away

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
ERRORS = (400, 401, 403, 404, 409, 412, 422, 429)


@dataclass(frozen=True, slots=True)
class Endpoint:
    method: Method
    path: str
    permission: Permission
    name: str


ENDPOINTS: list[Endpoint] = []


def endpoint(
    router: Router, method: Method, path: str, *, requires: Permission, answer: Any, status: int = 200, tag: str
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a function as an endpoint. Its docstring is the description in the OpenAPI document."""

    def wrap(function: Callable[..., Any]) -> Callable[..., Any]:
        ENDPOINTS.append(Endpoint(method, f"/api/v1{path}", requires, function.__name__))
        framed = _framed(function, status)
        router.api_operation(
            [method],
            path,
            auth=_holder_of(requires, f"{function.__module__}.{function.__name__}".removeprefix("kollega.")),
            response={status: answer, **dict.fromkeys(ERRORS, Problem)},
            operation_id=function.__name__,
            summary=(function.__doc__ or "").strip().splitlines()[0],
            description="\n".join((function.__doc__ or "").strip().splitlines()[1:]).strip(),
            tags=[tag],
            openapi_extra=_extra(method, requires),
        )(framed)
        return function

    return wrap


def _extra(method: Method, requires: Permission) -> dict[str, Any]:
    extra: dict[str, Any] = {"security": [{"token": [requires.value]}], "x-permission": requires.value}
    if method != "GET":
        extra["parameters"] = [
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": False,
                "schema": {"type": "string", "maxLength": KEY_LENGTH},
                "description": "Repeating the call with the same key has no second effect and the same answer.",
            }
        ]
    return extra


def _holder_of(requires: Permission, place: str) -> Callable[[ApiRequest], bool]:
    """Check the right before the framework looks at the body; who is turned away is in the log."""

    def check(request: ApiRequest) -> bool:
        if not request.actor.may(requires):
            given = request.resolver_match.kwargs if request.resolver_match else {}
            raise turn_away(request.actor, place, reads=request.method == "GET", arguments=given)
        return True

    return check


def _framed(function: Callable[..., Any], status: int) -> Callable[..., Any]:
    @functools.wraps(function)
    def run(request: ApiRequest, *args: Any, **kwargs: Any) -> Any:
        result = function(request, *args, **kwargs)
        return result if isinstance(result, HttpResponseBase) else Status(status, result)

    return run
