"""Writes requirements/*.txt from requirements/*.in: every version pinned, every file hashed, for every platform.

The address of the package registry comes from the machine's own settings and stays out of the files.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
UV = Path(sys.executable).with_name("uv")
# `dev` is locked on top of `run`, so that both name the same versions.
SETS = (("uv", []), ("run", []), ("dev", ["--constraint", "requirements/run.txt"]))


def lock(name: str, further: list[str], words: list[str]) -> None:
    subprocess.run(
        [
            str(UV),
            "pip",
            "compile",
            "--quiet",
            "--universal",
            "--generate-hashes",
            "--python-version=3.11",
            "--no-header",
            "--no-emit-index-url",
            "--no-emit-find-links",
            "--no-annotate",
            f"--output-file=requirements/{name}.txt",
            f"requirements/{name}.in",
            *further,
            *words,
        ],
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
    )


if __name__ == "__main__":
    for name, further in SETS:
        lock(name, further, sys.argv[1:])
