"""The words of this domain that are stored."""

from enum import StrEnum


class What(StrEnum):
    """What an export gives: the record as PDF/A, all of it as ZIP, or the report of who opened the record."""

    PDF = "pdf"
    ZIP = "zip"
    ACCESS = "access"


class State(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"
    EXPIRED = "expired"

    @property
    def is_under_way(self) -> bool:
        return self in (State.WAITING, State.RUNNING)
