"""What keeps the backups: the log every few seconds, a night's backup and base once a day, a drill once a week.

Each part is tried by itself: one that fails is told and tried again later, the others go on.
"""

import logging
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import time
from pathlib import Path

from kollega.console.backup import basing, recording, schedule
from kollega.console.backup.basing import Cluster
from kollega.console.backup.copying import copy_all
from kollega.console.backup.drilling import drill
from kollega.console.backup.errors import FAILURES
from kollega.console.backup.log_keeping import LogKeeper
from kollega.console.backup.recording import Records
from kollega.console.backup.saving import save
from kollega.console.backup.store import FULL, Store
from kollega.console.backup.subject import Subject
from kollega.kernel.clock import real_now

_log = logging.getLogger(__name__)
ROUND_SECONDS = 5.0
POLITE = 10


class Keeper:
    """The course of the backups. One for each installation."""

    def __init__(self, subject: Subject, at: time) -> None:
        self._subject = subject
        self._at = at
        self.records = Records(subject.owner_url)

    def parts(self) -> list[str]:
        parts = [recording.FULL, recording.DRILL]
        if self._subject.database:
            parts += [recording.BASE, recording.LOG]
        return [*parts, recording.COPY] if self._subject.copy else parts

    def keep(self, over: threading.Event) -> None:
        """Go on until `over` is set, giving way to whoever serves people."""
        os.nice(POLITE)
        with self._shipping():
            while not over.is_set():
                try:
                    self.do_what_is_due()
                except FAILURES as error:
                    _log.warning("the backups wait: %s", type(error).__name__)
                over.wait(ROUND_SECONDS)

    def make_once(self, parts: Iterable[str]) -> bool:
        """Make these parts now; return whether all succeeded."""
        with self._shipping():
            made = [self.make(part) for part in parts]
            return all(made)

    @contextmanager
    def _shipping(self) -> Iterator[None]:
        """The log has a thread of its own, because a night's backup may take long."""
        over = threading.Event()
        for store in (self._subject.store, self._subject.copy):
            if store is not None:
                store.forget_unfinished()
        self.records.look_after(self.parts())
        if self._subject.database:
            log = LogKeeper(self._subject, self.records)
            threading.Thread(target=log.keep, args=(over,), name="log", daemon=True).start()
        try:
            yield
        finally:
            over.set()

    def do_what_is_due(self) -> None:
        now, state = real_now(), self.records.state
        if schedule.is_night_due(now, self._at, state(recording.FULL)):
            self.make(recording.FULL)
        if self._subject.database and self._is_base_due() and self.make(recording.BASE):
            self.records.make_due([recording.COPY])
        if self._subject.copy and schedule.is_night_due(now, self._at, state(recording.COPY)):
            self.make(recording.COPY)
        if schedule.is_drill_due(now, self._at, state(recording.DRILL), state(recording.FULL)):
            self.make(recording.DRILL)

    def make(self, part: str) -> bool:
        """Do this part now, store how it went, and return whether it succeeded."""
        do: dict[str, Callable[[], str]] = {
            recording.FULL: self._full,
            recording.BASE: self._base,
            recording.COPY: self._copy,
            recording.DRILL: self._drill,
        }
        good_for = schedule.DRILL_GOOD_FOR if part == recording.DRILL else schedule.NIGHT_GOOD_FOR
        try:
            told = do[part]()
        except FAILURES as error:
            _log.error("backup: %s failed: %s", part, error)
            self.records.failed(part, str(error))
            return False
        self.records.done(part, good_for=good_for, told=told)
        return True

    def _full(self) -> str:
        subject = self._subject
        target = subject.store.new_path(FULL, real_now())
        manifest = save(
            target, owner_url=subject.owner_url, files=subject.files, anchor=subject.anchor, master=subject.master
        )
        self._expire(subject.store)
        rows = sum(table.rows for table in manifest.tables.values())
        return f"{rows} rows, {len(manifest.files)} files, {_size(target)}"

    def _is_base_due(self) -> bool:
        state = self.records.state(recording.BASE)
        if schedule.is_night_due(real_now(), self._at, state):
            return True
        pause = schedule.AGAIN if state.failure else schedule.BASE_AGAIN
        rested = state.tried_at is None or real_now() - state.tried_at > pause
        return rested and basing.needs_base(self._subject.store, self._cluster())

    def _base(self) -> str:
        subject = self._subject
        target = basing.make_base(subject, self._cluster())
        self._expire(subject.store)
        return _size(target)

    def _copy(self) -> str:
        assert self._subject.copy is not None
        copied = copy_all(self._subject.store, self._subject.copy)
        self._expire(self._subject.copy)
        return f"{copied} files copied"

    def _drill(self) -> str:
        return drill(self._subject)

    def _expire(self, store: Store) -> None:
        system = self._cluster().system if self._subject.database else ""
        store.expire(now=real_now(), days=self._subject.days, system=system)

    def _cluster(self) -> Cluster:
        assert self._subject.database is not None
        return basing.cluster_on(self._subject.database)


def _size(path: Path) -> str:
    return f"{path.stat().st_size / 1_000_000:.1f} MB"
