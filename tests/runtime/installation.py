"""A real installation in a folder of its own: `kollega run` as a process, asked and killed from outside."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src"
# Generous, for a machine that has other work; what is promised is asserted, not waited for.
PATIENCE = 180.0
FROM_THE_TESTS = ("KOLLEGA_", "DATABASE_URL", "DJANGO_")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(happened: Callable[[], bool], what: str, seconds: float = PATIENCE) -> float:
    """Wait until it happened and return how long that took; fail naming what did not."""
    began = time.monotonic()
    while not happened():
        assert time.monotonic() - began < seconds, f"waited {seconds:.0f} s in vain: {what}"
        time.sleep(0.1)
    return time.monotonic() - began


@dataclass
class Installation:
    """One data folder and port; at most one supervisor at a time."""

    folder: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[str] | None = None
    said: list[str] = field(default_factory=list)

    def environment(self, **more: str) -> dict[str, str]:
        kept = {name: text for name, text in os.environ.items() if not name.startswith(FROM_THE_TESTS)}
        return {
            **kept,
            "PYTHONPATH": str(SOURCE),
            "KOLLEGA_ENV": "test",
            "KOLLEGA_LOG_LEVEL": "WARNING",
            "KOLLEGA_DATA_DIR": str(self.folder),
            "KOLLEGA_PORT": str(self.port),
            "KOLLEGA_WEB_PROCESSES": "2",
            **more,
        }

    def begin(self, **more: str) -> None:
        """Start the supervisor without waiting."""
        self.said = []
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kollega", "run"],
            env=self.environment(**more),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        threading.Thread(target=self._listen, args=(self.process,), daemon=True).start()

    def _listen(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        with process.stdout as lines:
            self.said.extend(line.rstrip("\n") for line in lines)

    def start(self, **more: str) -> float:
        """Start and wait for the line that says where; return the seconds it took."""
        began = time.monotonic()
        self.begin(**more)
        assert self.process is not None
        running = self.process
        wait_for(lambda: self.is_announced() or running.poll() is not None, "the ready line")
        assert self.is_announced(), "\n".join(self.said)
        return time.monotonic() - began

    def is_announced(self) -> bool:
        return any(line.startswith("Kollega is ready: ") for line in self.said)

    def command(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "kollega", *words],
            env=self.environment(**more),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    def stop(self, number: signal.Signals = signal.SIGINT) -> int:
        """Signal the whole process group, as a terminal does, and return the supervisor's exit code."""
        assert self.process is not None
        os.killpg(self.process.pid, number)
        return self.process.wait(PATIENCE)

    def status(self, path: str = "/healthz") -> int:
        """The status the web server answers with; 0 when it does not answer."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers={"Host": "localhost"})
        try:
            with urllib.request.urlopen(request, timeout=15) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def checks(self) -> dict[str, str]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=15) as answer:
                return dict(json.loads(answer.read())["checks"])
        except urllib.error.HTTPError as error:
            return dict(json.loads(error.read())["checks"])
        except OSError:
            return {}

    def processes(self, *words: str) -> list[int]:
        """The living processes of this installation whose command line holds all the words; parents first."""
        return [pid for pid, command in self._all_processes() if all(word in command for word in words)]

    def _all_processes(self) -> list[tuple[int, str]]:
        found = []
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit() or int(entry.name) == os.getpid():
                continue
            try:
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                if not command or not self._is_ours(entry, command):
                    continue
                state = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if state[0] != "Z":
                found.append((int(state[19]), int(entry.name), command))
        return [(pid, command) for _, pid, command in sorted(found)]

    def _is_ours(self, entry: Path, command: str) -> bool:
        return str(self.folder) in command or str(self.folder).encode() in (entry / "environ").read_bytes()

    def leftovers(self) -> list[str]:
        return [command for _, command in self._all_processes()]

    def clear(self) -> None:
        """End whatever a failed test left behind."""
        for pid, _ in self._all_processes():
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        if self.process:
            self.process.wait(PATIENCE)
