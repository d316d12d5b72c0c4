"""Handing a text message to an SMS service: JSON over HTTPS, by the contract in `docs/operate.md`.

Only the configured address is called; no redirect is followed and no proxy used. Plain http is taken for this machine
only. The key stands in a header and in no message of an error.
"""

import http.client
import json
import re
import ssl
from dataclasses import asdict, dataclass
from urllib.parse import SplitResult, urlsplit

from kollega.platform.smtp import LOCAL, Deferred, Refused, ServerAway

TIMEOUT_SECONDS = 15
MOST_BYTES = 10_000
ASK_AGAIN = frozenset({408, 409, 425, 429})
_CODE = re.compile(r"[a-z0-9_]{1,30}")


@dataclass(frozen=True, slots=True)
class TextOrder:
    """`to` is the number with `+` and country code. The service sends a `reference` once, however often it is asked."""

    reference: str
    to: str
    sender: str
    text: str
    report_url: str


def hand_over_text(order: TextOrder, *, url: str, key: str) -> None:
    """Give the message to the service and return once it has taken it; raises ServerAway, Refused or Deferred."""
    where = urlsplit(url)
    if where.scheme != "https" and where.hostname not in LOCAL:
        raise ServerAway("no SMS service is configured, or not by https")
    wanted = asdict(order)
    body = json.dumps({"from": wanted.pop("sender"), **wanted}).encode()
    headers = {
        "Authorization": f"Bearer {key}",
        "Content-Type": "application/json",
        "Idempotency-Key": order.reference,
        "Connection": "close",
    }
    connection = _connection(where)
    try:
        connection.request("POST", f"{where.path.rstrip('/')}/messages", body, headers)
        answer = connection.getresponse()
        status, said = answer.status, answer.read(MOST_BYTES)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise ServerAway(type(error).__name__) from None if isinstance(error, ValueError) else error
    finally:
        connection.close()
    _judge(status, said)


def _connection(where: SplitResult) -> http.client.HTTPConnection:
    host = where.hostname or ""
    if where.scheme == "https":
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(host, where.port or 443, timeout=TIMEOUT_SECONDS, context=context)
    return http.client.HTTPConnection(host, where.port or 80, timeout=TIMEOUT_SECONDS)


def _judge(status: int, said: bytes) -> None:
    """An answer that is not understood counts as none: asking again with the same reference does no harm."""
    if status in (401, 403):
        raise Refused("bad_key")
    if status >= 500 or status in ASK_AGAIN or 300 <= status < 400:
        raise (ServerAway if status == 503 else Deferred)(f"status {status}")
    try:
        told = json.loads(said)
        verdict, code = told.get("status"), str(told.get("code", ""))
    except (ValueError, AttributeError):
        verdict, code = None, ""
    if verdict == "refused" or status >= 400:
        raise Refused(code if _CODE.fullmatch(code) else "other")
    if verdict != "accepted":
        raise Deferred("answer not understood")
