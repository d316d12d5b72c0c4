"""The configuration page says what the code reads."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_configuration_page_is_made_from_the_code() -> None:
    answer = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "configuration.py"), "--check"],
        env={"PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stdout
