"""From the words typed to the command's module.

A command module has a docstring (its first line is the summary), `configure(parser)` and `run(options) -> exit code`.
It may set two constants, which are read before it is imported:

    NEEDS_DJANGO = False    it starts without settings and database
    NEEDS_OWNER = True      it works as the owner of the tables (migrations, backup)
"""

import argparse
import ast
import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from kollega.config.env import ConfigurationError
from kollega.console.database import database_for_one_command
from kollega.platform.postgres import PostgresError

COMMANDS = Path(__file__).with_name("commands")
CANNOT_START = 2


@dataclass(frozen=True)
class Description:
    """What is known of a command without importing it."""

    stem: str
    summary: str
    needs_django: bool
    needs_owner: bool

    @property
    def name(self) -> str:
        """As typed; a word that Python keeps for itself has an underscore behind it in the file's name."""
        return self.stem.rstrip("_").replace("_", "-")

    @property
    def module(self) -> str:
        return f"kollega.console.commands.{self.stem}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code; 2 when it could not even start."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    known = {command.name: command for command in _describe_all()}
    if not words or words[0] in ("-h", "--help", "help"):
        _print_overview(known.values())
        return 0 if words else CANNOT_START
    command = known.get(words[0])
    if command is None:
        print(f"kollega: there is no command {words[0]!r}; `kollega help` lists them.", file=sys.stderr)
        return CANNOT_START
    try:
        with _surroundings(command, words):
            return _run(command, words[1:])
    except (ConfigurationError, PostgresError) as error:
        print(f"kollega: {error}", file=sys.stderr)
        return CANNOT_START


def _run(command: Description, words: list[str]) -> int:
    module: Any = import_module(command.module)
    parser = argparse.ArgumentParser(prog=f"kollega {command.name}", description=module.__doc__)
    module.configure(parser)
    return int(module.run(parser.parse_args(words)))


def _surroundings(command: Description, words: list[str]) -> AbstractContextManager[None]:
    if not command.needs_django or {"-h", "--help"} & set(words):
        return nullcontext()
    return database_for_one_command(as_owner=command.needs_owner)


def _print_overview(commands: Iterator[Description] | Any) -> None:
    print("usage: kollega COMMAND ...\n")
    for command in commands:
        print(f"  {command.name:<16} {command.summary}")
    print("\n`kollega COMMAND --help` says more.")


def _describe_all() -> list[Description]:
    modules = sorted(COMMANDS.glob("[a-z]*.py"))
    return [_describe(path) for path in modules]


def _describe(path: Path) -> Description:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    constants = {
        statement.targets[0].id: statement.value.value
        for statement in tree.body
        if isinstance(statement, ast.Assign)
        and isinstance(statement.targets[0], ast.Name)
        and isinstance(statement.value, ast.Constant)
    }
    return Description(
        stem=path.stem,
        summary=(ast.get_docstring(tree) or "").split("\n", 1)[0].rstrip("."),
        needs_django=bool(constants.get("NEEDS_DJANGO", True)),
        needs_owner=bool(constants.get("NEEDS_OWNER", False)),
    )
