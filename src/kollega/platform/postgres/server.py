"""Starting, watching and stopping one embedded PostgreSQL server."""

import os
import signal
import socket
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from kollega.platform.postgres import folder as data_folder
from kollega.platform.postgres.account import Account, choose_account
from kollega.platform.postgres.binaries import Binaries, find_binaries
from kollega.platform.postgres.cluster import SUPERUSER, ensure_cluster, server_command
from kollega.platform.postgres.errors import PostgresPortTaken, ServerDied
from kollega.platform.tied import tied_to_parent

RECOVERY_SECONDS = 600.0
FAST_STOP_SECONDS = 60.0
IMMEDIATE_STOP_SECONDS = 10.0
PORT_ATTEMPTS = 3


@dataclass
class Server:
    """A running server. `stop` it when done; when this process dies first, the server stops by itself."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes]
    superuser_url: str = field(repr=False)
    _launch: "_Launch" = field(repr=False)

    def is_running(self) -> bool:
        return self.process.poll() is None

    def restart(self) -> None:
        """Start it again on the same port after it died; waits until it has recovered."""
        self.process = self._launch.run(self.port)

    def stop(self) -> None:
        """End it in order (open transactions are rolled back), by force only if it does not follow."""
        for number, seconds in (
            (signal.SIGINT, FAST_STOP_SECONDS),
            (signal.SIGQUIT, IMMEDIATE_STOP_SECONDS),
            (signal.SIGKILL, IMMEDIATE_STOP_SECONDS),
        ):
            if not self.is_running():
                break
            self.process.send_signal(number)
            try:
                self.process.wait(seconds)
            except subprocess.TimeoutExpired:
                continue
        self._launch.release()


@dataclass
class _Launch:
    """Everything needed to run the server program again."""

    folder: Path
    cluster: Path
    binaries: Binaries
    account: Account
    password: str = field(repr=False)
    durable: bool
    lock: data_folder.FolderLock
    outgoing: Path | None

    def url(self, port: int) -> str:
        return f"postgresql://{SUPERUSER}:{self.password}@127.0.0.1:{port}/postgres"

    def run(self, port: int) -> subprocess.Popen[bytes]:
        data_folder.remove_stale_pid(self.cluster)
        command = server_command(
            self.cluster, binaries=self.binaries, port=port, durable=self.durable, outgoing=self.outgoing
        )
        log = data_folder.open_log(self.folder)
        try:
            # A group of its own: Ctrl-C in the terminal is for the launcher, which stops the server last.
            process = subprocess.Popen(
                tied_to_parent(command, number=signal.SIGINT, become=list(self.account.become)),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=(self.lock.server,),
                process_group=0,
                cwd="/",
            )
        finally:
            os.close(log)
        try:
            self._wait_until_ready(process, port)
        except BaseException:
            process.kill()
            process.wait()
            raise
        return process

    def _wait_until_ready(self, process: subprocess.Popen[bytes], port: int) -> None:
        """Return when the server answers. While it recovers it refuses with a message of its own: wait on."""
        end = time.monotonic() + RECOVERY_SECONDS
        while time.monotonic() < end:
            if process.poll() is not None:
                raise ServerDied(f"PostgreSQL did not start:\n{data_folder.last_words(self.folder)}")
            try:
                psycopg.connect(self.url(port), connect_timeout=5).close()
            except psycopg.OperationalError:
                time.sleep(0.02)
            else:
                return
        raise ServerDied(f"PostgreSQL did not recover within {RECOVERY_SECONDS:.0f} seconds; see {self.folder}.")

    def release(self) -> None:
        self.lock.release()


def start(data_dir: Path, *, port: int | None = None, durable: bool = True, archive: bool = False) -> Server:
    """Start PostgreSQL on `data_dir` (made when missing) and return when it takes connections.

    `port` on 127.0.0.1, a free one when None. `durable=False` gives up crash safety for speed, for tests. With
    `archive` it keeps its write-ahead log for the backups. The server ends when the calling thread ends, so call from
    one that stays, normally the main thread.

    Raises FolderInUse, FolderNotOurs, BinariesMissing, PostgresPortTaken, ServerDied.
    """
    folder = data_folder.prepare(data_dir)
    lock = data_folder.FolderLock.take(folder)
    try:
        launch = _prepare(folder, lock=lock, durable=durable, archive=archive)
        wanted, process = _run_on_some_port(launch, port)
    except BaseException:
        lock.release()
        raise
    return Server(folder, wanted, process, launch.url(wanted), launch)


def _prepare(folder: Path, *, lock: data_folder.FolderLock, durable: bool, archive: bool) -> _Launch:
    binaries = find_binaries()
    clusters = folder / "cluster"
    clusters.mkdir(mode=0o700, exist_ok=True)
    cluster = clusters / str(binaries.major)
    account = choose_account(clusters, binaries)
    password = data_folder.stored_password(folder, SUPERUSER)
    ensure_cluster(cluster, binaries=binaries, account=account, password=password, durable=durable)
    outgoing = _prepare_outgoing(folder, account) if archive else None
    return _Launch(folder, cluster, binaries, account, password, durable, lock, outgoing)


def _prepare_outgoing(folder: Path, account: Account) -> Path:
    outgoing = data_folder.outgoing(folder)
    outgoing.mkdir(mode=0o700, exist_ok=True)
    os.chown(outgoing, account.uid, account.gid)
    return outgoing


def _run_on_some_port(launch: _Launch, port: int | None) -> tuple[int, subprocess.Popen[bytes]]:
    if port is not None:
        if not _is_free(port):
            raise PostgresPortTaken(f"Port {port} on 127.0.0.1 is taken by another program.")
        return port, launch.run(port)
    for attempt in range(1, PORT_ATTEMPTS + 1):
        found = _free_port()
        try:
            return found, launch.run(found)
        except ServerDied:
            # Between finding a port and using it another program may take it; any other cause shows again.
            if attempt == PORT_ATTEMPTS:
                raise
    raise AssertionError("unreachable")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
