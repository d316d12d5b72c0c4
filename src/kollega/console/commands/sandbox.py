"""Run a stand-in for an outside system: `sandbox smtp` is a mail server that keeps what it gets."""

import argparse
import signal
from pathlib import Path
from urllib.parse import urlsplit

from kollega.config import env
from kollega.config.env import ConfigurationError, Mode

NEEDS_DJANGO = False


def configure(parser: argparse.ArgumentParser) -> None:
    which = parser.add_subparsers(dest="which", required=True, metavar="smtp")
    smtp = which.add_parser("smtp", help="mail server at KOLLEGA_SMTP_URL, messages go to KOLLEGA_MAILBOX_DIR")
    smtp.add_argument("--refuse", type=int, default=0, metavar="CODE", help="answer every message with this code")
    smtp.add_argument("--slow", type=float, default=0.0, metavar="SECONDS", help="wait before each answer")
    smtp.add_argument("--mute", action="store_true", help="take each message and hang up without an answer")


def run(options: argparse.Namespace) -> int:
    from kollega.console.sandbox.smtp import Faults, start

    if env.mode() is Mode.PRODUCTION:
        raise ConfigurationError("Stand-ins run in demo and test only.")
    where = urlsplit(env.read("KOLLEGA_SMTP_URL"))
    if not where.hostname or not where.port:
        raise ConfigurationError("KOLLEGA_SMTP_URL must name host and port, such as smtp://127.0.0.1:2525")
    folder = Path(env.read("KOLLEGA_MAILBOX_DIR") or Path(env.read("KOLLEGA_DATA_DIR")) / "mailbox")
    faults = Faults(refuse=options.refuse, slow=options.slow, mute=options.mute)
    stops = {signal.SIGTERM, signal.SIGINT}
    # Blocked before the server's thread starts, so that only `sigwait` sees them.
    signal.pthread_sigmask(signal.SIG_BLOCK, stops)
    controller = start(folder, host=where.hostname, port=where.port, faults=faults)
    signal.sigwait(stops)
    controller.stop()
    return 0
