"""What a share of one note allows (N7): each level holds the ones before it."""

from enum import StrEnum


class Level(StrEnum):
    VIEW = "view"
    EDIT = "edit"
    FULL = "full"


def may_write(level: Level) -> bool:
    return level in (Level.EDIT, Level.FULL)


def may_share_on(level: Level) -> bool:
    return level is Level.FULL
