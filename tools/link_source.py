"""Makes `kollega` importable and callable in the virtualenv that runs this, without building a package."""

import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = """#!{python}
import sys

from kollega.console import main

sys.exit(main())
"""


def link() -> None:
    (Path(sysconfig.get_path("purelib")) / "kollega.pth").write_text(f"{ROOT / 'src'}\n", encoding="utf-8")
    program = Path(sysconfig.get_path("scripts")) / "kollega"
    program.write_text(PROGRAM.format(python=sys.executable), encoding="utf-8")
    program.chmod(0o755)


if __name__ == "__main__":
    link()
