"""Texts of the record as the print templates draw them."""

from typing import Any

from kollega.journal.rules.markup import Block, blocks


def drawn_blocks(text: str) -> list[dict[str, Any]]:
    """Return the blocks of a text as plain data for `marks.typ`."""
    return [_block(block) for block in blocks(text)]


def _block(block: Block) -> dict[str, Any]:
    lines = [[{"text": r.text, "bold": r.bold, "italic": r.italic} for r in line] for line in block.lines]
    return {"kind": str(block.kind), "lines": lines}
