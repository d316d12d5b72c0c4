"""Checks the lock files, and that no file of the project names a package registry or this machine.

Locks must install the same everywhere: pinned, hashed, for all platforms, through whatever registry the machine has.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# Put together here, so that this file does not name them either.
REGISTRIES = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("deb", "debian", "org"),
    )
)
UNWANTED = ("uv.lock", "poetry.lock", "yarn.lock", "pnpm-lock.yaml", "pip.conf", "uv.toml")
PLATFORMS = (("linux", "x64"), ("linux", "arm64"), ("darwin", "arm64"))


def tracked() -> list[Path]:
    """The files git knows, or all files outside build folders where there is no git."""
    answer = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if answer.returncode == 0:
        return [ROOT / name for name in answer.stdout.decode().split("\0") if name]
    skipped = {".git", ".venv", "node_modules", "var", "build"}
    return [path for path in ROOT.rglob("*") if path.is_file() and not skipped & set(path.relative_to(ROOT).parts)]


def complaints() -> Iterator[str]:
    files = tracked()
    yield from _unwanted(files)
    for path in files:
        yield from _named_in(path)
    for name in ("uv", "run", "dev"):
        yield from _requirements(name)
    yield from _node_lock()


def _unwanted(files: list[Path]) -> Iterator[str]:
    for path in files:
        if path.name in UNWANTED:
            yield f"{path.relative_to(ROOT)}: such a file names a registry; it does not belong here"


def _named_in(path: Path) -> Iterator[str]:
    if not path.is_file():
        return
    content = path.read_bytes()
    if b"\0" in content[:8000]:
        return
    text = content.decode(errors="replace")
    for host in REGISTRIES:
        if host in text:
            yield f"{path.relative_to(ROOT)}: names the registry {host}"
    if len(ROOT.parts) > 2 and re.search(re.escape(str(ROOT)) + r"\b", text):
        yield f"{path.relative_to(ROOT)}: names a folder of this machine"


def _requirements(name: str) -> Iterator[str]:
    lock = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    if "://" in lock or re.search(r"^\s*--(?!hash=)", lock, re.MULTILINE):
        yield f"requirements/{name}.txt: holds an address or an option"
    entries = [entry for entry in re.split(r"^(?=\S)", lock, flags=re.MULTILINE) if entry and entry[0] not in "#\n"]
    pinned = set()
    for entry in entries:
        match = re.match(r"([A-Za-z0-9._-]+)==", entry)
        if match is None or "--hash=sha256:" not in entry:
            yield f"requirements/{name}.txt: not pinned with hashes: {entry.splitlines()[0]}"
            continue
        pinned.add(_plain(match.group(1)))
    for wanted in _wanted(name):
        if wanted not in pinned:
            yield f"requirements/{name}.txt: lacks {wanted}; run make lock"


def _wanted(name: str) -> Iterator[str]:
    for line in (ROOT / "requirements" / f"{name}.in").read_text(encoding="utf-8").splitlines():
        if line.startswith("-r "):
            yield from _wanted(line.removeprefix("-r ").removesuffix(".in"))
        elif match := re.match(r"[A-Za-z0-9._-]+", line):
            yield _plain(match.group(0))


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _node_lock() -> Iterator[str]:
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for name, package in packages.items():
        if "resolved" in package:
            yield f"package-lock.json: {name} has an address (npm setting omit-lockfile-registry-resolved)"
        # A bundled package lies inside another's file, whose hash covers it.
        if name and not package.get("inBundle") and "integrity" not in package:
            yield f"package-lock.json: {name} has no hash"
    native = [package for package in packages.values() if package.get("os") or package.get("cpu")]
    for system, processor in PLATFORMS:
        if native and not any(
            system in package.get("os", [system]) and processor in package.get("cpu", [processor]) for package in native
        ):
            yield f"package-lock.json: no native package for {system} {processor}; lock anew in a clean folder"


if __name__ == "__main__":
    found = list(complaints())
    for line in found:
        print(line)
    sys.exit(1 if found else 0)
