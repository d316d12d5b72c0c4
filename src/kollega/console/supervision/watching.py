"""The supervisor itself: keeps the database and the services alive until it is told to stop."""

import signal
import time
from collections.abc import Callable, Iterable
from types import FrameType

from kollega.console.supervision.child import FIRST_PAUSE, LONGEST_PAUSE, Child
from kollega.platform.postgres import PostgresError, Server

TICK = 0.1
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class ToldTwice(BaseException):
    """A second Ctrl-C: stop without patience."""


class Stop:
    """Remembers that somebody asked to stop; the second time it interrupts whatever is being waited for."""

    def __init__(self) -> None:
        self.asked = False
        for number in STOP_SIGNALS:
            signal.signal(number, self._ask)

    def _ask(self, number: int, frame: FrameType | None) -> None:
        if self.asked:
            raise ToldTwice
        self.asked = True


class Watch:
    """The running database and services."""

    def __init__(self, server: Server | None, say: Callable[[str], None]) -> None:
        self.server = server
        self.services: list[Child] = []
        self.say = say
        self._pause = FIRST_PAUSE
        self._not_before = 0.0

    def start(self, services: Iterable[Child]) -> None:
        for service in services:
            service.start()
            self.services.append(service)

    def tend_until(self, finished: Callable[[], bool]) -> None:
        """Restart whatever dies until `finished` says so."""
        while not finished():
            self._tend_database()
            for service in self.services:
                told = service.tend()
                if told:
                    self.say(told)
            time.sleep(TICK)

    def _tend_database(self) -> None:
        if self.server is None or self.server.is_running() or time.monotonic() < self._not_before:
            return
        self.say("database ended; recovers")
        try:
            self.server.restart()
        except PostgresError as error:
            self._pause = min(self._pause * 2, LONGEST_PAUSE)
            self._not_before = time.monotonic() + self._pause
            self.say(str(error))
        else:
            self._pause = FIRST_PAUSE
            self.say("database is back")

    def stop(self) -> None:
        """Services first, all at once; the database when nobody uses it any more."""
        for service in reversed(self.services):
            service.ask_to_stop()
        for service in self.services:
            service.wait_until_stopped()
        if self.server:
            self.server.stop()
