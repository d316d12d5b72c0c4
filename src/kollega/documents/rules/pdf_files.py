"""PDF: whole, without a password, and without scripts or the starting of programs.

Looked at as bytes, with packed objects unpacked up to a limit; nothing of it is run, and no parser builds it up.
Whoever hides a script deeper finds it shut in: a PDF is shown by the browser's own viewer, apart from our pages.
"""

import os
import re
import zlib
from typing import BinaryIO

from kollega.documents.rules.refused import BROKEN, LOCKED, SCRIPT, UNPACKS_TOO_BIG, Unfit

TAIL = 2048
MOST_UNPACKED = 64 * 1024 * 1024
_ENCRYPTED = re.compile(rb"/Encrypt\s+\d+\s+\d+\s+R|/Encrypt\s*<<")
_ACTS = re.compile(rb"/(?:JavaScript|JS|Launch)(?![A-Za-z0-9])")
_PACKED = re.compile(rb"/ObjStm\b.{0,400}?\bstream\r?\n", re.DOTALL)
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")


def check_pdf(source: BinaryIO) -> None:
    """Raise Unfit for what is cut short, locked, or acts by itself."""
    size = source.seek(0, os.SEEK_END)
    source.seek(max(size - TAIL, 0))
    if b"%%EOF" not in source.read():
        raise Unfit(BROKEN)
    source.seek(0)
    content = source.read()
    if _ENCRYPTED.search(content):
        raise Unfit(LOCKED)
    _refuse_acts(_outside_streams(content))
    left = MOST_UNPACKED
    for found in _PACKED.finditer(content):
        unpacked = _unpacked(memoryview(content)[found.end() :], left)
        left -= len(unpacked)
        _refuse_acts(unpacked)


def _outside_streams(content: bytes) -> bytes:
    # What is packed into streams is noise that may look like anything.
    return re.sub(rb"\bstream\r?\n.*?endstream", b" ", content, flags=re.DOTALL)


def _unpacked(packed: memoryview, most: int) -> bytes:
    unpacking = zlib.decompressobj()
    try:
        unpacked = unpacking.decompress(packed, most + 1)
    except zlib.error:
        return b""
    if len(unpacked) > most:
        raise Unfit(UNPACKS_TOO_BIG)
    return unpacked


def _refuse_acts(content: bytes) -> None:
    plain = _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), content)
    if _ACTS.search(plain):
        raise Unfit(SCRIPT)
