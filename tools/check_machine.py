"""Says what is missing before anything is installed: Python 3.11, Node 20.19. Runs on any Python 3."""

import re
import shutil
import subprocess
import sys


def complaints():
    if sys.version_info < (3, 11):  # noqa: UP036 - this file runs before anything else is known
        yield "Python 3.11 or newer is needed; this is {}.{}. Name another: make PYTHON=python3.12 ...".format(
            *sys.version_info[:2]
        )
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        yield "Node 20.19 or newer, with npm, is needed."
        return
    said = subprocess.run([node, "--version"], stdout=subprocess.PIPE, check=False).stdout.decode()
    version = tuple(int(part) for part in re.findall(r"\d+", said)[:2])
    if version < (20, 19):
        yield f"Node 20.19 or newer is needed; this is {said.strip()}."


if __name__ == "__main__":
    missing = list(complaints())
    for line in missing:
        print(line)
    sys.exit(2 if missing else 0)
