"""One transaction per request, around view and rendering, kept only when the answer is a success."""

from collections.abc import Callable

from django.db import InterfaceError, OperationalError, transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from psycopg import errors

RETRIED = (errors.DeadlockDetected, errors.SerializationFailure)
UNAVAILABLE_SECONDS = 5
# An answer with this attribute is a refusal that nevertheless stored something, such as the other text of a conflict.
KEEPS_WORK = "keeps_work"
# What a view has to do before its transaction, such as asking another server; called when something is sent to it.
BEFORE = "before_transaction"

View = Callable[..., HttpResponseBase]


def before_transaction(work: Callable[..., None]) -> Callable[[View], View]:
    """Have `work` done outside any transaction before the view takes a POST, with the same arguments.

    It decides nothing, and neither refuses nor fails.
    """

    def mark(view: View) -> View:
        setattr(view, BEFORE, work)
        return view

    return mark


class RequestTransaction:
    """Innermost middleware. A deadlock or serialisation failure runs the whole request once more."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        try:
            if request.method == "POST":
                _do_before(request)
            response, failure = self._attempt(request)
            if isinstance(failure, RETRIED):
                response, failure = self._attempt(request)
        except (OperationalError, InterfaceError):
            return unavailable()
        if _connection_lost(failure):
            return unavailable()
        return response

    def _attempt(self, request: HttpRequest) -> tuple[HttpResponseBase, BaseException | None]:
        request.failure = None  # type: ignore[attr-defined]  # filled by process_exception
        with transaction.atomic():
            response = self.get_response(request)
            if response.status_code >= 400 and not getattr(response, KEEPS_WORK, False):
                transaction.set_rollback(True)
        return response, request.failure  # type: ignore[attr-defined]  # as above

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        cause = exception.__cause__
        request.failure = cause if isinstance(cause, errors.Error) else exception  # type: ignore[attr-defined]


def _do_before(request: HttpRequest) -> None:
    try:
        found = resolve(request.path_info)
    except Resolver404:
        return
    work = getattr(found.func, BEFORE, None)
    if work is not None:
        work(request, **found.kwargs)


def _connection_lost(failure: BaseException | None) -> bool:
    if isinstance(failure, (errors.AdminShutdown, errors.CrashShutdown, errors.CannotConnectNow)):
        return True
    return isinstance(failure, (OperationalError, InterfaceError, errors.OperationalError)) and not getattr(
        failure, "sqlstate", None
    )


def unavailable() -> HttpResponse:
    """The answer while the database is away: 503, to be tried again soon."""
    return HttpResponse("503", status=503, content_type="text/plain", headers={"Retry-After": str(UNAVAILABLE_SECONDS)})
