"""Eight clients at once over HTTP with kept connections, bounded in time and in number."""

import http.client
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.benchmarks.house import House
from tests.benchmarks.usage import cpu_seconds

CLIENTS = 8
MOST = 5000
WARM_UP = 6


@dataclass(frozen=True, slots=True)
class Ask:
    """One request; `headers` beside those of the client."""

    method: str
    path: str
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes
    headers: http.client.HTTPMessage


# Given the client's number (0 to 7), the number of its request, and the answer to the one before (None at first).
Next = Callable[[int, int, Answer | None], Ask]


@dataclass
class Result:
    """What was measured: seconds per answer, answers by status, CPU seconds of web server and database."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    lasted: float = 0.0
    web: float = 0.0
    database: float = 0.0

    def at(self, share: float) -> float:
        """Return the time in milliseconds that this share of the answers stayed below."""
        ordered = sorted(self.seconds)
        return 1000 * ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0

    @property
    def rate(self) -> float:
        return len(self.seconds) / self.lasted if self.lasted else 0.0


class Connection:
    """One client: a kept connection that is opened again when the server has closed it."""

    def __init__(self, port: int) -> None:
        self._http = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def send(self, ask: Ask) -> Answer:
        try:
            return self._send(ask)
        except (http.client.RemoteDisconnected, ConnectionError):
            self._http.close()
            return Answer(0, b"", http.client.HTTPMessage())

    def _send(self, ask: Ask) -> Answer:
        self._http.request(ask.method, ask.path, ask.body, {"Host": "localhost", **ask.headers})
        answer = self._http.getresponse()
        return Answer(answer.status, answer.read(), answer.headers)

    def close(self) -> None:
        self._http.close()


def measure(house: House, next_of: Next, *, seconds: float, most: int = MOST, clients: int = CLIENTS) -> Result:
    """Let the clients ask until the time or the number is used up; the first answers of each only warm up."""
    result = Result()
    barrier = threading.Barrier(clients + 1)
    lock = threading.Lock()
    each = max(1, most // clients)

    def run(number: int) -> None:
        connection = Connection(house.port)
        answer, mine, statuses = None, [], Counter[int]()
        warm = min(WARM_UP, each)
        for turn in range(warm):
            answer = connection.send(next_of(number, turn, answer))
        barrier.wait()
        end = time.monotonic() + seconds
        for turn in range(warm, warm + each):
            began = time.monotonic()
            if began >= end:
                break
            answer = connection.send(next_of(number, turn, answer))
            mine.append(time.monotonic() - began)
            statuses[answer.status] += 1
        connection.close()
        with lock:
            result.seconds += mine
            result.statuses += statuses

    threads = [threading.Thread(target=run, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    barrier.wait()
    began, web, database = time.monotonic(), cpu_seconds(house.web), cpu_seconds(house.database)
    for thread in threads:
        thread.join()
    result.lasted = time.monotonic() - began
    result.web, result.database = cpu_seconds(house.web) - web, cpu_seconds(house.database) - database
    return result
