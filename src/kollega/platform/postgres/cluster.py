"""Making the cluster (initdb) and the settings every start gives it."""

import os
import shlex
import shutil
import subprocess
from pathlib import Path

from kollega.platform.postgres.account import Account
from kollega.platform.postgres.binaries import Binaries
from kollega.platform.postgres.errors import PostgresError

SUPERUSER = "postgres"
COMPLETE = "PG_VERSION"
ARCHIVE_SECONDS = 120


def ensure_cluster(cluster: Path, *, binaries: Binaries, account: Account, password: str, durable: bool) -> None:
    """Run initdb unless the cluster exists. An interrupted initdb leaves only a folder that the next one replaces."""
    if (cluster / COMPLETE).exists():
        return
    making = cluster.with_name(cluster.name + ".making")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(mode=0o700)
    os.chown(making, account.uid, account.gid)
    _initdb(making, binaries=binaries, account=account, password=password, durable=durable)
    making.rename(cluster)


def _initdb(making: Path, *, binaries: Binaries, account: Account, password: str, durable: bool) -> None:
    # The password goes through standard input, so that it stands in no command line and no passing file.
    command = [
        *account.become,
        binaries.program("initdb"),
        f"--pgdata={making}",
        f"--username={SUPERUSER}",
        "--auth=scram-sha-256",
        "--pwfile=/dev/stdin",
        "--encoding=UTF8",
        "--locale=C",
        "--no-instructions",
    ]
    if not durable:
        command.append("--no-sync")
    answer = subprocess.run(command, input=password + "\n", capture_output=True, text=True, check=False)
    if answer.returncode != 0:
        raise PostgresError(f"initdb failed for {making}:\n{answer.stderr.strip()}")


def server_command(
    cluster: Path, *, binaries: Binaries, port: int, durable: bool, outgoing: Path | None = None
) -> list[str]:
    """The command line of the server in the foreground, listening on 127.0.0.1 only.

    It puts every finished part of its write-ahead log into `outgoing`, if given; a part is finished after two minutes.
    """
    settings = _settings(durable=durable) | (_archiving(outgoing) if outgoing else {})
    options = [option for name, value in settings.items() for option in ("-c", f"{name}={value}")]
    return [binaries.program("postgres"), "-D", str(cluster), "-p", str(port), *options]


def _settings(*, durable: bool) -> dict[str, str]:
    settings = {
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": "",
        "max_connections": "300",
        "shared_buffers": "256MB",
        "password_encryption": "scram-sha-256",
        "timezone": "UTC",
        # A failing statement and its detail hold people's data; the log must not.
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
        "log_checkpoints": "off",
    }
    if not durable:
        settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    return settings


def _archiving(outgoing: Path) -> dict[str, str]:
    """A part appears under its name only when it is on the disk as a whole."""
    target = f"{shlex.quote(str(outgoing)).replace('%', '%%')}/%f"
    return {
        "archive_mode": "on",
        "archive_timeout": str(ARCHIVE_SECONDS),
        "archive_command": f"dd if=%p of={target}.part bs=1M conv=fsync status=none && mv {target}.part {target}",
    }
