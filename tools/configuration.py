"""Writes docs/configuration.md from `kollega.config.env`; `--check` only says whether it is up to date."""

import sys
from pathlib import Path

from kollega.config.env import VARIABLES, Variable

PAGE = Path(__file__).resolve().parents[1] / "docs" / "configuration.md"
HEAD = """# Configuration

Environment variables, read once at the start. Each has a twin `NAME_FILE` that names a file holding the value; use it
for secrets. This page is made from `src/kollega/config/env.py` by `python tools/configuration.py`.

| Variable | Meaning | Default |
|---|---|---|
"""


def page() -> str:
    return HEAD + "".join(_row(variable) for variable in VARIABLES)


def _row(variable: Variable) -> str:
    if variable.default is None:
        default = "**needed in production**"
    else:
        default = f"`{variable.default}`" if variable.default else ""
    meaning = variable.meaning + (" (secret)" if variable.secret else "")
    return f"| `{variable.name}` | {meaning} | {default} |\n"


if __name__ == "__main__":
    if "--check" in sys.argv:
        up_to_date = PAGE.exists() and PAGE.read_text(encoding="utf-8") == page()
        if not up_to_date:
            print("docs/configuration.md is out of date: run python tools/configuration.py")
        sys.exit(0 if up_to_date else 1)
    PAGE.write_text(page(), encoding="utf-8")
