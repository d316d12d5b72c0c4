"""How many statements a request needs, counted in this process."""

from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.benchmarks.load import Answer, Ask

FRAME = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")
TIMES = 3


def statements(ask: Ask) -> tuple[Answer, int, list[str]]:
    """Return the answer, the number of statements of the warm request, and the statements; frames left out."""
    with CaptureQueriesContext(connections["default"]) as main, CaptureQueriesContext(connections["side"]) as side:
        answer = _send(ask)
    told = [query["sql"] for query in (*main.captured_queries, *side.captured_queries)]
    counted = [sql for sql in told if not sql.upper().startswith(FRAME)]
    return answer, len(counted), told


def _send(ask: Ask) -> Answer:
    browser = Client(headers={name: text for name, text in ask.headers.items() if name != "Content-Type"})
    response = browser.generic(
        ask.method,
        ask.path,
        ask.body or b"",
        content_type=ask.headers.get("Content-Type", "application/octet-stream"),
        SERVER_NAME="localhost",
    )
    return Answer(response.status_code, response.content, response.headers)
