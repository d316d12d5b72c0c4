"""Cells of a CSV file that a spreadsheet program will open."""

from collections.abc import Iterable

# A cell that begins with one of these is taken for a formula.
BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")


def neutralised(cell: object) -> str:
    """Return the cell's text such that no spreadsheet computes it; control characters become spaces."""
    text = "" if cell is None else str(cell)
    mark = "'" if text.startswith(BEGINS_FORMULA) else ""
    return mark + "".join(" " if ord(letter) < 32 or ord(letter) == 127 else letter for letter in text)


def neutralised_row(cells: Iterable[object]) -> list[str]:
    return [neutralised(cell) for cell in cells]
