"""How one part of the backups is doing. No Django: the keeper of the backups works without."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class PartState:
    """One part (full, base, log, copy, drill), when it last succeeded, and whether that suffices now."""

    part: str
    done_at: datetime | None
    good: bool
    failure: str
    told: str

    def __str__(self) -> str:
        done = f"last done {self.done_at:%Y-%m-%d %H:%M} UTC" if self.done_at else "never done"
        return f"{self.part}, " + "; ".join(words for words in (done, self.told, self.failure) if words)
