"""Which processes `kollega run` has, and what each of them is told."""

import os
import secrets
import socket
import sys
from collections.abc import Mapping
from urllib.parse import urlsplit

from kollega.config import env
from kollega.config.env import Mode
from kollega.console.commands import command_exists
from kollega.console.database import APP_VARIABLE, OWNER_VARIABLE
from kollega.console.places import data_dir
from kollega.console.supervision.child import Child
from kollega.platform.postgres import Urls


def command_line(*words: str) -> list[str]:
    return [sys.executable, "-m", "kollega", *words]


def base_environment() -> dict[str, str]:
    """The operator's environment, with what the demo adds, and with paths that no longer depend on the folder."""
    environment = dict(os.environ)
    environment["KOLLEGA_DATA_DIR"] = str(data_dir())
    if env.mode() is Mode.DEMO:
        environment.setdefault("KOLLEGA_CLOCK_FILE", str(data_dir() / "clock"))
        environment.setdefault("KOLLEGA_MAILBOX_DIR", str(data_dir() / "mailbox"))
        if not env.read("KOLLEGA_SMTP_URL"):
            environment["KOLLEGA_SMTP_URL"] = f"smtp://127.0.0.1:{_free_port()}"
        environment.setdefault("KOLLEGA_TEXTBOX_DIR", str(data_dir() / "textbox"))
        if not env.read("KOLLEGA_SMS_URL"):
            environment["KOLLEGA_SMS_URL"] = f"http://127.0.0.1:{_free_port()}"
            environment["KOLLEGA_SMS_REPORT_SECRET"] = secrets.token_urlsafe(32)
    return environment


def for_app(environment: Mapping[str, str], urls: Urls) -> dict[str, str]:
    """What web, worker and stand-ins know: the app login, never the owner's."""
    known = {name: text for name, text in environment.items() if not name.startswith(OWNER_VARIABLE)}
    return {**known, APP_VARIABLE: urls.app_url}


def for_owner(environment: Mapping[str, str], urls: Urls) -> dict[str, str]:
    return {**environment, APP_VARIABLE: urls.app_url, OWNER_VARIABLE: urls.owner_url}


def services(environment: Mapping[str, str]) -> list[Child]:
    """The long-running processes, in the order they start; they stop in the opposite one."""
    planned = []
    if env.mode() is Mode.DEMO and command_exists("sandbox"):
        planned.append(Child("smtp stand-in", command_line("sandbox", "smtp"), environment))
        if urlsplit(environment["KOLLEGA_SMS_URL"]).scheme == "http":
            planned.append(Child("sms stand-in", command_line("sandbox", "sms"), environment))
    if command_exists("worker"):
        planned.append(Child("worker", command_line("worker"), environment, stop_seconds=30.0))
    planned.append(Child("web", command_line("web"), environment))
    return planned


def guardians(environment: Mapping[str, str]) -> list[Child]:
    """What works as the owner of the tables: the backups, where there is a folder for them.

    Its environment is the operator's, from which it finds the database as any command does.
    """
    if not env.read("KOLLEGA_BACKUP_DIR"):
        return []
    return [Child("backups", command_line("backups", "keep"), environment, stop_seconds=30.0)]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
