"""One module for each command."""

from pathlib import Path


def command_exists(name: str) -> bool:
    return Path(__file__).with_name(f"{name.replace('-', '_')}.py").is_file()
