"""The process log: one JSON object a line, with the request's id and without people's data.

People's data stands in addresses (ids, tokens), in messages of database errors (values) and in those of other
exceptions. So a line names the route instead of the address, and an exception by type and place instead of message.
"""

import json
import logging
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

request_id: ContextVar[str] = ContextVar("request_id", default="")

# What a caller may add by `extra={...}`; anything else stays out.
FIELDS = ("event", "route", "method", "status", "milliseconds", "failing")


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "message": _message(record),
        }
        if request_id.get():
            line["request"] = request_id.get()
        for name in FIELDS:
            if name in record.__dict__:
                line[name] = record.__dict__[name]
        if record.exc_info and record.exc_info[1] is not None:
            line["exception"] = _described(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def configuration(level: str) -> dict[str, Any]:
    """Logging settings: everything to standard error, one handler, JSON."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "kollega.platform.logs.JsonLines"}},
        "handlers": {"error": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["error"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": "NOTSET", "propagate": True},
            # They would name every job and every connection.
            "procrastinate": {"level": "WARNING"},
            "mail.log": {"level": "WARNING"},
        },
    }


def _message(record: logging.LogRecord) -> str:
    if not record.name.startswith("django."):
        return record.getMessage()
    # Django's own lines carry addresses, hosts and values in their arguments: keep what holds none.
    status = getattr(record, "status_code", None)
    if status is None:
        return str(record.msg)
    match = getattr(getattr(record, "request", None), "resolver_match", None)
    return f"answered {status} on {match.route if match else 'no route'}"


def _described(error: BaseException) -> dict[str, Any]:
    described: dict[str, Any] = {"type": f"{type(error).__module__}.{type(error).__qualname__}"}
    cause = error.__cause__
    state = getattr(error, "sqlstate", None) or getattr(cause, "sqlstate", None)
    if state:
        described["sqlstate"] = state
    frames = traceback.extract_tb(error.__traceback__)
    described["at"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return described
