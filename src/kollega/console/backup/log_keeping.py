"""Keeping the write-ahead log, in a thread of its own: a part is stored and copied seconds after it is finished."""

import logging
import threading
import time

import psycopg

from kollega.console.backup import basing, recording, schedule
from kollega.console.backup.basing import Cluster
from kollega.console.backup.copying import copy_log
from kollega.console.backup.errors import FAILURES, BackupError
from kollega.console.backup.filing import Filing
from kollega.console.backup.recording import Records
from kollega.console.backup.shipping import finished, ship
from kollega.console.backup.subject import Subject
from kollega.platform import postgres

_log = logging.getLogger(__name__)
ROUND_SECONDS = 5.0
RECORD_SECONDS = 60.0


class LogKeeper:
    def __init__(self, subject: Subject, records: Records) -> None:
        assert subject.database is not None
        self._database = subject.database
        self._subject = subject
        self._records = records
        self._filing = Filing(subject.files, subject.store, subject.master)
        self._recorded = 0.0
        self._failing = False
        self._parts = 0

    def keep(self, over: threading.Event, *, pause: float = ROUND_SECONDS) -> None:
        while not over.is_set():
            try:
                self._round()
            except FAILURES as error:
                self._tell(error)
            over.wait(pause)

    def _round(self) -> None:
        cluster = basing.cluster_on(self._database)
        subject = self._subject
        waiting = finished(postgres.outgoing(self._database))
        self._filing.store_new()
        ship(waiting, subject.store, system=cluster.system, master=subject.master)
        self._parts += len(waiting)
        if subject.copy and (waiting or self._failing or not self._recorded):
            copy_log(subject.store, subject.copy)
        if self._failing or not self._recorded or time.monotonic() - self._recorded > RECORD_SECONDS:
            self._record(cluster)

    def _record(self, cluster: Cluster) -> None:
        """Each minute, which also gives the log a change to carry: how far a restore gets says how old it is."""
        refused = basing.archiving_failure(cluster)
        if refused:
            raise BackupError(f"PostgreSQL could not hand over {refused}.")
        self._records.done(recording.LOG, good_for=schedule.LOG_GOOD_FOR, told=f"{self._parts} parts since the start")
        self._recorded, self._failing = time.monotonic(), False

    def _tell(self, error: Exception) -> None:
        if not self._failing:
            _log.error("backup: the log is not kept: %s", error)
        self._failing = True
        try:
            self._records.failed(recording.LOG, str(error))
        except psycopg.Error:
            _log.warning("the backups cannot reach the database")
