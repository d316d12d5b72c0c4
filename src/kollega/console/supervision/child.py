"""One supervised process: started, restarted with growing pauses, stopped."""

import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from kollega.platform.tied import tied_to_parent

FIRST_PAUSE = 0.2
LONGEST_PAUSE = 15.0
STEADY_SECONDS = 30.0


@dataclass
class Child:
    """A service's command and environment, and its process while it has one."""

    name: str
    command: list[str]
    environment: Mapping[str, str] = field(repr=False)
    stop_seconds: float = 15.0
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    pause: float = FIRST_PAUSE
    not_before: float = 0.0

    def start(self) -> None:
        self.process = subprocess.Popen(
            tied_to_parent(self.command, number=signal.SIGTERM, deaf=True),
            env=dict(self.environment),
            stdin=subprocess.DEVNULL,
        )
        self.started_at = time.monotonic()

    def tend(self) -> str:
        """Start it again when it died and its pause is over; return what happened, empty when nothing."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.not_before:
                self.start()
                return f"{self.name} started again"
            return ""
        code = self.process.poll()
        if code is None:
            return ""
        self.pause = FIRST_PAUSE if now - self.started_at > STEADY_SECONDS else min(self.pause * 2, LONGEST_PAUSE)
        self.not_before = now + self.pause
        self.process = None
        return f"{self.name} ended ({_spoken(code)}); starts again in {self.pause:.1f} s"

    def ask_to_stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def wait_until_stopped(self) -> None:
        """Wait for an asked child; kill it when it does not follow in time."""
        if self.process is None:
            return
        try:
            self.process.wait(self.stop_seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def _spoken(code: int) -> str:
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
