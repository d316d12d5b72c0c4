"""Run a stand-in for an outside system: `smtp` is a mail server, `sms` an SMS service; both keep what they get."""

import argparse
import signal
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from kollega.config import env
from kollega.config.env import ConfigurationError, Mode

NEEDS_DJANGO = False


def configure(parser: argparse.ArgumentParser) -> None:
    which = parser.add_subparsers(dest="which", required=True, metavar="smtp|sms")
    smtp = which.add_parser("smtp", help="mail server at KOLLEGA_SMTP_URL, messages go to KOLLEGA_MAILBOX_DIR")
    smtp.add_argument("--refuse", type=int, default=0, metavar="CODE", help="answer every message with this code")
    smtp.add_argument("--slow", type=float, default=0.0, metavar="SECONDS", help="wait before each answer")
    smtp.add_argument("--mute", action="store_true", help="take each message and hang up without an answer")
    sms = which.add_parser("sms", help="SMS service at KOLLEGA_SMS_URL, messages go to KOLLEGA_TEXTBOX_DIR")
    sms.add_argument("--refuse", default="", metavar="CODE", help="refuse every message with this code")
    sms.add_argument("--delay", type=float, default=0.0, metavar="SECONDS", help="wait before each answer")
    sms.add_argument("--drop", action="store_true", help="take each message and hang up without an answer")
    sms.add_argument("--reports", type=int, default=1, metavar="TIMES", help="how often each delivery is reported")
    sms.add_argument("--fail", action="store_true", help="report each message as not delivered")


def run(options: argparse.Namespace) -> int:
    if env.mode() is Mode.PRODUCTION:
        raise ConfigurationError("Stand-ins run in demo and test only.")
    stops = {signal.SIGTERM, signal.SIGINT}
    # Blocked before the server's thread starts, so that only `sigwait` sees them.
    signal.pthread_sigmask(signal.SIG_BLOCK, stops)
    stop = {"smtp": _smtp, "sms": _sms}[options.which](options)
    signal.sigwait(stops)
    stop()
    return 0


def _smtp(options: argparse.Namespace) -> Callable[[], None]:
    from kollega.console.sandbox.smtp import Faults, start

    host, port = _place("KOLLEGA_SMTP_URL", "smtp://127.0.0.1:2525")
    faults = Faults(refuse=options.refuse, slow=options.slow, mute=options.mute)
    controller = start(_folder("KOLLEGA_MAILBOX_DIR", "mailbox"), host=host, port=port, faults=faults)
    return controller.stop


def _sms(options: argparse.Namespace) -> Callable[[], None]:
    from kollega.console.sandbox.sms import Faults, start

    host, port = _place("KOLLEGA_SMS_URL", "http://127.0.0.1:2580")
    faults = Faults(options.refuse, options.delay, options.drop, options.reports, options.fail)
    secret = env.read("KOLLEGA_SMS_REPORT_SECRET")
    server = start(_folder("KOLLEGA_TEXTBOX_DIR", "textbox"), host=host, port=port, secret=secret, faults=faults)
    return server.shutdown


def _place(name: str, example: str) -> tuple[str, int]:
    where = urlsplit(env.read(name))
    if not where.hostname or not where.port:
        raise ConfigurationError(f"{name} must name host and port, such as {example}")
    return where.hostname, where.port


def _folder(name: str, usual: str) -> Path:
    return Path(env.read(name) or Path(env.read("KOLLEGA_DATA_DIR")) / usual)
