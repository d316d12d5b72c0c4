"""All configuration: environment variables, read once, typed. `NAME_FILE` reads the value from a file.

`docs/configuration.md` is generated from the table below and checked by a test.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Mode(StrEnum):
    PRODUCTION = "production"
    DEMO = "demo"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class Variable:
    """`default` None means: must be given in production. `secret` values are never printed."""

    name: str
    meaning: str
    default: str | None = ""
    secret: bool = False


VARIABLES = (
    Variable("KOLLEGA_ENV", "production, demo or test", "production"),
    Variable("KOLLEGA_SECRET_KEY", "Signs cookies and links; at least 50 characters", None, secret=True),
    Variable("KOLLEGA_SECRET_KEY_OLD", "Former secret keys that still verify, comma-separated", secret=True),
    Variable(
        "KOLLEGA_MASTER_KEY",
        "Wraps the practices' data keys; comma-separated, the first is used for new ones",
        None,
        secret=True,
    ),
    Variable("KOLLEGA_PUBLIC_URL", "The address people use, without a slash at the end", None),
    Variable("KOLLEGA_PORT", "Port of the web server", "8000"),
    Variable("KOLLEGA_BIND", "Address the web server listens on", "127.0.0.1"),
    Variable("KOLLEGA_WEB_PROCESSES", "Web processes", "2"),
    Variable("KOLLEGA_WEB_THREADS", "Threads in each web process", "4"),
    Variable("KOLLEGA_WORKER_THREADS", "Jobs done at the same time", "4"),
    Variable("DATABASE_URL", "PostgreSQL 15 to 18, app login; empty: embedded", "", secret=True),
    Variable(
        "KOLLEGA_OWNER_DATABASE_URL",
        "The same database as its owner; only for migrate, backup and restore",
        "",
        secret=True,
    ),
    Variable("KOLLEGA_DATA_DIR", "Folder of the embedded database, files and the log anchor", "var"),
    Variable("KOLLEGA_FILES_DIR", "Folder for stored files; empty: files under the data folder"),
    Variable("KOLLEGA_FILE_MB", "Largest document of a client, in megabytes", "20"),
    Variable("KOLLEGA_FILES_PER_CLIENT", "Most documents of one client", "500"),
    Variable("KOLLEGA_FILES_GB", "Storage for the documents of one practice, in gigabytes", "10"),
    Variable("KOLLEGA_CLOCK_FILE", "File with an offset in seconds; demo and test only"),
    Variable("KOLLEGA_BACKUP_DIR", "Folder for nightly backups and the write-ahead log; empty: none are made"),
    Variable("KOLLEGA_BACKUP_COPY_DIR", "A mounted folder of another machine that gets a copy of each backup"),
    Variable("KOLLEGA_BACKUP_DAYS", "Days a nightly backup is kept", "30"),
    Variable("KOLLEGA_BACKUP_AT", "When the night's backup begins, UTC", "01:30"),
    Variable("KOLLEGA_ANCHOR_FILE", "Append-only file for heads of the sealed log; empty: in the data folder"),
    Variable("KOLLEGA_ANCHOR_URL", "Remote address that receives the heads of the sealed log"),
    Variable("KOLLEGA_SMTP_URL", "smtp(s)://user:password@host:port; empty: mail waits", "", secret=True),
    Variable("KOLLEGA_MAIL_FROM", "Sender address of mail", "kollega@localhost"),
    Variable("KOLLEGA_MAILBOX_DIR", "Where the stand-in mail server keeps messages; demo and test only"),
    Variable("KOLLEGA_SMS_URL", "https address of an SMS service (contract: operate.md); empty: no SMS"),
    Variable("KOLLEGA_SMS_REPORT_SECRET", "Signs the SMS service's reports; empty: none are taken", secret=True),
    Variable("KOLLEGA_TEXTBOX_DIR", "Where the stand-in SMS service keeps messages; demo and test only"),
    Variable(
        "KOLLEGA_CATALOGUE",
        "Plans and their rules: open, kollega, heidi, covet, lemniscus, or the path of a catalogue file",
        "open",
    ),
    Variable("KOLLEGA_SIGNUP", "open or closed: who may sign up", "open"),
    Variable(
        "KOLLEGA_PRIVATE_CALENDARS",
        "yes: members' other calendars may be read by http and from private addresses too; always in demo",
    ),
    Variable("KOLLEGA_TRUSTED_PROXIES", "Addresses whose X-Forwarded-For is believed, comma-separated"),
    Variable("KOLLEGA_LOG_LEVEL", "Level of the process log", "INFO"),
)


class ConfigurationError(Exception):
    """A setting is missing or unfit; the message names it and says what to do, never its value."""


def read(name: str, environment: Mapping[str, str] = os.environ) -> str:
    """Return a variable's text, its file's text, or its default; empty text where there is none."""
    variable = next(v for v in VARIABLES if v.name == name)
    if environment.get(name):
        return environment[name]
    path = environment.get(f"{name}_FILE")
    if path:
        try:
            return Path(path).read_text().strip()
        except OSError as error:
            raise ConfigurationError(f"{name}_FILE cannot be read: {error.strerror}") from error
    return variable.default or ""


def mode(environment: Mapping[str, str] = os.environ) -> Mode:
    try:
        return Mode(read("KOLLEGA_ENV", environment))
    except ValueError as error:
        raise ConfigurationError("KOLLEGA_ENV must be production, demo or test") from error


def required(name: str, *, stand_in: str, environment: Mapping[str, str] = os.environ) -> str:
    """Return the value; outside production a fixed stand-in replaces a missing one."""
    value = read(name, environment)
    if value:
        return value
    if mode(environment) is Mode.PRODUCTION:
        raise ConfigurationError(f"{name} is not set. Production does not start without it.")
    return stand_in


def number(name: str) -> int:
    try:
        return int(read(name))
    except ValueError as error:
        raise ConfigurationError(f"{name} must be a whole number") from error


def listed(name: str) -> list[str]:
    return [part.strip() for part in read(name).split(",") if part.strip()]
