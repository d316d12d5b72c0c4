"""The `kollega` command line. Each command is one module in `commands`, named like the command."""

from kollega.console.entry import main

__all__ = ["main"]
