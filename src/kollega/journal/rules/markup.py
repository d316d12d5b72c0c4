"""The light markup of notes, read into blocks that pages and print draw.

`# heading`, `- list`, `> quote`, `**bold**`, `*italic*`; every other line is a line of a paragraph. A mark that
is not closed, or stands beside a blank, is just a character: nothing that was typed is ever swallowed.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby


class BlockKind(StrEnum):
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST = "list"
    QUOTE = "quote"


@dataclass(frozen=True, slots=True)
class Run:
    text: str
    bold: bool = False
    italic: bool = False


Line = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Block:
    kind: BlockKind
    lines: tuple[Line, ...]


_STARTS = ((BlockKind.HEADING, re.compile(r"#{1,3} +")), (BlockKind.LIST, re.compile(r"[-*•] +")))
_QUOTE = re.compile(r"> ?")
_MARKED = re.compile(r"\*\*(?=\S)(?P<bold>.+?)(?<=\S)\*\*(?!\*)|\*(?=[^\s*])(?P<italic>[^*]*?)(?<=\S)\*")


def blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks of a section in order."""
    found: list[Block] = []
    for kind, group in groupby(map(_typed, text.split("\n")), key=lambda line: line[0]):
        if kind is None:
            continue
        lines = tuple(runs(line) for _, line in group)
        found += [Block(kind, (line,)) for line in lines] if kind is BlockKind.HEADING else [Block(kind, lines)]
    return tuple(found)


def runs(line: str) -> Line:
    """Return the line cut into pieces of one style."""
    return tuple(_runs(line, bold=False, italic=False))


def excerpt(text: str, length: int) -> str:
    """Return the beginning without marks on one line, at most `length` characters and cut between words."""
    plain = " ".join("".join(run.text for run in line) for block in blocks(text) for line in block.lines)
    if len(plain) <= length:
        return plain
    return plain[: length - 1].rsplit(" ", 1)[0].rstrip() + "…"


def _typed(line: str) -> tuple[BlockKind | None, str]:
    if not line.strip():
        return None, ""
    for kind, start in _STARTS:
        match = start.match(line)
        if match:
            return kind, line[match.end() :]
    match = _QUOTE.match(line)
    return (BlockKind.QUOTE, line[match.end() :]) if match else (BlockKind.PARAGRAPH, line)


def _runs(text: str, *, bold: bool, italic: bool) -> list[Run]:
    found: list[Run] = []
    position = 0
    for match in _MARKED.finditer(text):
        if match.start() > position:
            found.append(Run(text[position : match.start()], bold, italic))
        inner = match["bold"]
        if inner is not None:
            found += _runs(inner, bold=True, italic=italic)
        else:
            found += _runs(match["italic"], bold=bold, italic=True)
        position = match.end()
    if position < len(text):
        found.append(Run(text[position:], bold, italic))
    return found
