"""As what somebody signs under a colleague's note (N5)."""

from enum import StrEnum


class SignKind(StrEnum):
    """`co`: took part in what the note is about; `counter`: as the author's supervisor."""

    CO = "co"
    COUNTER = "counter"
