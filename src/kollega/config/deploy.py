"""What production refuses to start with, and what it only warns of; from the environment alone."""

import base64
import binascii
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from kollega.catalogue.in_force import faults_in
from kollega.config import env
from kollega.config.env import ConfigurationError

SHORTEST_SECRET = 50
FEWEST_LETTERS = 12
STAND_IN_SECRET = "demo-and-test-only-" + "0" * 40
STAND_IN_MASTER_KEY = "ZGVtby1hbmQtdGVzdC1vbmx5LW1hc3Rlci1rZXktMDE="
MASTER_KEY_BYTES = 32
DEMO_ONLY = ("KOLLEGA_CLOCK_FILE", "KOLLEGA_MAILBOX_DIR", "KOLLEGA_TEXTBOX_DIR")
SHORTEST_REPORT_SECRET = 32


def refusals(environment: Mapping[str, str]) -> list[str]:
    """Sentences that name a setting and what to do; never a value. Empty when production may start."""
    found = (_secret_key, _master_key, _address, _catalogue, _demo_only, _texts)
    return [sentence for rule in found for sentence in rule(environment)]


def warnings(environment: Mapping[str, str]) -> list[str]:
    """Sentences about what works but should not stay so."""
    return list(_warnings(environment))


def refuse(environment: Mapping[str, str]) -> None:
    """Raise ConfigurationError with every refusal."""
    found = refusals(environment)
    if found:
        raise ConfigurationError("production does not start:\n  " + "\n  ".join(found))


def _secret_key(environment: Mapping[str, str]) -> Iterator[str]:
    secret = env.read("KOLLEGA_SECRET_KEY", environment)
    if not secret:
        yield "KOLLEGA_SECRET_KEY is not set. `kollega keys new-secret` prints one."
    elif secret.startswith("demo-and-test-only"):
        yield "KOLLEGA_SECRET_KEY is the demo's. `kollega keys new-secret` prints a new one."
    elif len(secret) < SHORTEST_SECRET or len(set(secret)) < FEWEST_LETTERS:
        yield f"KOLLEGA_SECRET_KEY is too short or not random; at least {SHORTEST_SECRET} characters are needed."


def _master_key(environment: Mapping[str, str]) -> Iterator[str]:
    text = env.read("KOLLEGA_MASTER_KEY", environment)
    if not text:
        yield "KOLLEGA_MASTER_KEY is not set. `kollega keys init` makes one and shows it once as the recovery key."
        return
    for part in text.split(","):
        key = _decoded(part.strip())
        if part.strip() == STAND_IN_MASTER_KEY:
            yield "KOLLEGA_MASTER_KEY is the demo's. `kollega keys init` makes a new one."
        elif key is None or len(key) != MASTER_KEY_BYTES or len(set(key)) < FEWEST_LETTERS:
            yield f"KOLLEGA_MASTER_KEY must be {MASTER_KEY_BYTES} random bytes in URL-safe base64."


def _decoded(text: str) -> bytes | None:
    try:
        return base64.b64decode(text, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None


def _address(environment: Mapping[str, str]) -> Iterator[str]:
    address = env.read("KOLLEGA_PUBLIC_URL", environment)
    if not address:
        yield "KOLLEGA_PUBLIC_URL is not set. It is the https address that people use."
    elif urlsplit(address).scheme != "https" or not urlsplit(address).hostname:
        yield "KOLLEGA_PUBLIC_URL must begin with https:// and name a host."


def _catalogue(environment: Mapping[str, str]) -> Iterator[str]:
    name = env.read("KOLLEGA_CATALOGUE", environment)
    for fault in faults_in(name):
        yield f"KOLLEGA_CATALOGUE ({name}): {fault}"


def _demo_only(environment: Mapping[str, str]) -> Iterator[str]:
    for name in DEMO_ONLY:
        if env.read(name, environment):
            yield f"{name} is for the demo and for tests. Unset it."


def _texts(environment: Mapping[str, str]) -> Iterator[str]:
    url = env.read("KOLLEGA_SMS_URL", environment)
    if url and (urlsplit(url).scheme != "https" or not urlsplit(url).hostname):
        yield "KOLLEGA_SMS_URL must begin with https:// and name a host."
    secret = env.read("KOLLEGA_SMS_REPORT_SECRET", environment)
    if secret and len(secret) < SHORTEST_REPORT_SECRET:
        yield f"KOLLEGA_SMS_REPORT_SECRET is too short; at least {SHORTEST_REPORT_SECRET} characters are needed."


def _warnings(environment: Mapping[str, str]) -> Iterator[str]:
    if not env.read("KOLLEGA_ANCHOR_URL", environment):
        yield "KOLLEGA_ANCHOR_URL is not set: the heads of the sealed log are kept on this machine only."
    smtp = env.read("KOLLEGA_SMTP_URL", environment)
    if not smtp:
        yield "KOLLEGA_SMTP_URL is not set: mail waits."
    elif urlsplit(smtp).scheme == "smtp" and urlsplit(smtp).hostname not in ("localhost", "127.0.0.1", "::1"):
        yield "KOLLEGA_SMTP_URL begins with smtp://: mail may leave this machine unencrypted; use smtps://."
    yield from _backups(environment)
    if not env.read("KOLLEGA_TRUSTED_PROXIES", environment):
        yield "KOLLEGA_TRUSTED_PROXIES is not set: limits per source see the proxy instead of the person."
    if env.read("KOLLEGA_BIND", environment) in ("0.0.0.0", "::"):  # noqa: S104 - compared, not bound
        yield "KOLLEGA_BIND takes connections from everywhere; people should reach it through the https proxy only."
    if env.read("DATABASE_URL", environment) and env.read("KOLLEGA_OWNER_DATABASE_URL", environment):
        yield "KOLLEGA_OWNER_DATABASE_URL is set: keep it from processes that only serve (web, worker)."


def _backups(environment: Mapping[str, str]) -> Iterator[str]:
    folder, copy = (env.read(name, environment) for name in ("KOLLEGA_BACKUP_DIR", "KOLLEGA_BACKUP_COPY_DIR"))
    if not folder:
        yield "KOLLEGA_BACKUP_DIR is not set: Kollega makes no backups by itself."
    elif not copy:
        yield "KOLLEGA_BACKUP_COPY_DIR is not set: the backups are kept on this machine only."
    elif Path(copy).is_dir() and Path(folder).is_dir() and Path(copy).stat().st_dev == Path(folder).stat().st_dev:
        yield "KOLLEGA_BACKUP_COPY_DIR is on the disk of KOLLEGA_BACKUP_DIR: both are lost together."
