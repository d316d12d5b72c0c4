"""The process log: JSON lines that can be read by a program and hold nothing about people."""

import json
import logging
import sys

from django.db import IntegrityError

from kollega.platform import logs


def _line(record: logging.LogRecord) -> dict[str, object]:
    text = logs.JsonLines().format(record)
    assert "\n" not in text
    return dict(json.loads(text))


def _record(name: str, message: str, *arguments: object, **extra: object) -> logging.LogRecord:
    return logging.getLogger(name).makeRecord(name, logging.WARNING, "f", 1, message, arguments, None, extra=extra)


def test_a_line_names_time_level_place_and_request() -> None:
    token = logs.request_id.set("abc123")
    try:
        line = _line(_record("kollega.somewhere", "relayed %d events", 3, status=200))
    finally:
        logs.request_id.reset(token)
    assert str(line["at"]).endswith("+00:00")
    assert (line["level"], line["from"], line["message"]) == ("warning", "kollega.somewhere", "relayed 3 events")
    assert (line["request"], line["status"]) == ("abc123", 200)


def test_AL7_line_breaks_cannot_forge_a_line() -> None:
    assert _line(_record("kollega.somewhere", 'one\n{"level": "forged"}'))["level"] == "warning"


def test_SE1_addresses_stay_out_of_djangos_own_lines() -> None:
    for extra in ({}, {"status_code": 404, "request": None}):
        line = _line(_record("django.request", "%s: %s", "Not Found", "/reset/the-secret-token", **extra))
        assert "the-secret-token" not in json.dumps(line)
    assert line["message"] == "answered 404 on no route"


def test_unknown_extras_stay_out() -> None:
    assert "Anna" not in json.dumps(_line(_record("kollega.somewhere", "saved", client_name="Anna")))


def test_SE1_an_exception_is_told_by_type_and_place_not_by_its_values() -> None:
    try:
        try:
            raise ValueError("Key (email)=(anna@example.org) exists")
        except ValueError as cause:
            raise IntegrityError("Key (email)=(anna@example.org) exists") from cause
    except IntegrityError:
        record = logging.getLogger("x").makeRecord("x", logging.ERROR, "f", 1, "failed", (), sys.exc_info())
    line = _line(record)
    assert "anna" not in json.dumps(line)
    described = line["exception"]
    assert isinstance(described, dict)
    assert described["type"] == "django.db.utils.IntegrityError"
    assert "test_logs.py" in described["at"][0]
