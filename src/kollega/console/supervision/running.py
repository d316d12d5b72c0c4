"""The course of `kollega run`, from the first check to the last process."""

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Mapping

from kollega.config import deploy, env
from kollega.config.env import ConfigurationError, Mode
from kollega.console import database
from kollega.console.commands import command_exists
from kollega.console.supervision import plan
from kollega.console.supervision.watching import Stop, ToldTwice, Watch
from kollega.platform import postgres
from kollega.platform.tied import tied_to_parent

PORT_PATIENCE = 2.0
READY_SECONDS = 120.0
CANNOT_START = 2


class Stopped(Exception):
    """Somebody asked to stop before everything had started."""


def run_everything() -> int:
    """Start, watch and stop. Returns 0 after a stop that was asked for, 2 when it could not start."""
    stop = Stop()
    if env.mode() is Mode.PRODUCTION:
        deploy.refuse(os.environ)
    _claim_port(env.read("KOLLEGA_BIND"), env.number("KOLLEGA_PORT"))
    server = None if database.is_given() else database.start_embedded()
    watch = Watch(server, _say)
    try:
        urls = database.bootstrap(server) if server else database.given_urls()
        _start_services(watch, urls, stop)
        watch.tend_until(lambda: stop.asked)
    except Stopped:
        pass
    except ToldTwice:
        return 130
    finally:
        watch.stop()
    return 0


def _start_services(watch: Watch, urls: postgres.Urls, stop: Stop) -> None:
    environment = plan.base_environment()
    _run_once(["migrate"], plan.for_owner(environment, urls), stop)
    for_app = plan.for_app(environment, urls)
    if env.mode() is Mode.PRODUCTION:
        _run_once(["check-deploy", "--refusals-only"], for_app, stop)
    watch.start([*plan.services(for_app), *plan.guardians(environment)])
    people = ""
    if env.mode() is Mode.DEMO and command_exists("demo"):
        people = _run_once(["demo"], for_app, stop)
    address = env.read("KOLLEGA_PUBLIC_URL") or f"http://localhost:{env.read('KOLLEGA_PORT')}"
    end = time.monotonic() + READY_SECONDS
    watch.tend_until(lambda: stop.asked or _answers() or time.monotonic() > end)
    if stop.asked:
        raise Stopped
    _say(_last_line(address, people))


def _last_line(address: str, people: str) -> str:
    named = "; ".join(line.strip() for line in people.splitlines() if line.strip())
    return f"Kollega is ready: {address}" + (f"  ({named})" if named else "")


def _run_once(words: list[str], environment: Mapping[str, str], stop: Stop) -> str:
    """Run a command to its end and return what it printed; a failure ends the start."""
    process = subprocess.Popen(
        tied_to_parent(plan.command_line(*words), number=signal.SIGTERM, deaf=True),
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        said = _until_it_ends(process, stop)
    except BaseException:
        process.kill()
        process.wait()
        raise
    if process.returncode != 0:
        _say(said.strip())
        raise ConfigurationError(f"`kollega {' '.join(words)}` ended with exit code {process.returncode}.")
    return said


def _until_it_ends(process: subprocess.Popen[str], stop: Stop) -> str:
    """What the command printed. Somebody who asks to stop need not wait for it."""
    while True:
        try:
            said, _ = process.communicate(timeout=0.2)
        except subprocess.TimeoutExpired:
            if stop.asked:
                process.terminate()
                process.communicate()
                raise Stopped from None
        else:
            if stop.asked:
                raise Stopped
            return said


def _answers() -> bool:
    """Whether the web server answers at all; what it answers is the readiness page's business."""
    bind = env.read("KOLLEGA_BIND")
    host = "127.0.0.1" if bind in ("0.0.0.0", "::") else bind  # noqa: S104 - compared, not bound
    request = urllib.request.Request(f"http://{host}:{env.read('KOLLEGA_PORT')}/healthz", headers={"Host": "localhost"})
    try:
        urllib.request.urlopen(request, timeout=2).close()  # noqa: S310 - as above
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def _claim_port(bind: str, port: int) -> None:
    """Refuse a taken port; the web processes of a copy that was just killed get a moment to let go."""
    family = socket.AF_INET6 if ":" in bind else socket.AF_INET
    end = time.monotonic() + PORT_PATIENCE
    while True:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((bind, port))
            except PermissionError as error:
                raise ConfigurationError(f"Port {port} needs higher rights; set KOLLEGA_PORT.") from error
            except OSError as error:
                if time.monotonic() > end:
                    raise ConfigurationError(
                        f"Port {port} is taken, perhaps by a Kollega that already runs. "
                        "Stop it, or set KOLLEGA_PORT to another port."
                    ) from error
            else:
                return
        time.sleep(0.1)


def _say(text: str) -> None:
    print(text, flush=True)
