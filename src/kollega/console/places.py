"""Where things are and which keys open them, for commands that work without Django."""

from pathlib import Path

from kollega.config import deploy, env
from kollega.config.env import ConfigurationError
from kollega.platform.master_keys import MasterKey, parse_master_keys


def data_dir() -> Path:
    return Path(env.read("KOLLEGA_DATA_DIR")).resolve()


def files_dir() -> Path:
    return Path(env.read("KOLLEGA_FILES_DIR") or data_dir() / "files").resolve()


def anchor_file() -> Path:
    return Path(env.read("KOLLEGA_ANCHOR_FILE") or data_dir() / "anchor.log").resolve()


def backup_dir() -> Path | None:
    """Where backups are kept; None when Kollega makes none by itself."""
    return _folder("KOLLEGA_BACKUP_DIR")


def backup_copy_dir() -> Path | None:
    """Where a copy of each backup goes; somebody else mounts it."""
    return _folder("KOLLEGA_BACKUP_COPY_DIR")


def _folder(name: str) -> Path | None:
    text = env.read(name)
    return Path(text).resolve() if text else None


def master_keys() -> tuple[MasterKey, ...]:
    """The configured keys, newest first; outside production the stand-in replaces a missing one."""
    text = env.required("KOLLEGA_MASTER_KEY", stand_in=deploy.STAND_IN_MASTER_KEY)
    try:
        return parse_master_keys(text)
    except ValueError as error:
        raise ConfigurationError("KOLLEGA_MASTER_KEY must be 32 random bytes in URL-safe base64.") from error
