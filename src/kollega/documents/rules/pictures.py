"""Pictures: their structure from the first byte to the last, so that nothing rides along behind them."""

import os
import struct
import zlib
from typing import BinaryIO

from kollega.documents.rules.refused import BROKEN, NOT_LISTED, PICTURE_TOO_LARGE, Unfit

MOST_POINTS = 100_000_000
_FRAMES = {0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}
_START_OF_SCAN, _END_OF_IMAGE = 0xDA, b"\xff\xd9"
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"}


def check_png(source: BinaryIO) -> None:
    """Every chunk with its checksum, and the end mark as the very end."""
    source.seek(8)
    kind = b""
    while kind != b"IEND":
        first = kind == b""
        length, kind = struct.unpack(">I4s", _exactly(source, 8))
        if length > _left(source):
            raise Unfit(BROKEN)
        content = _exactly(source, length)
        if struct.unpack(">I", _exactly(source, 4))[0] != zlib.crc32(kind + content):
            raise Unfit(BROKEN)
        if first:
            if kind != b"IHDR" or length != 13:
                raise Unfit(BROKEN)
            _require_points(*struct.unpack(">II", content[:8]))
    if source.read(1):
        raise Unfit(BROKEN)


def check_jpeg(source: BinaryIO) -> None:
    """The segments up to the picture itself, its size, and an end mark near the end."""
    source.seek(2)
    sized = False
    while True:
        marker = _exactly(source, 2)
        if marker[0] != 0xFF:
            raise Unfit(BROKEN)
        length = struct.unpack(">H", _exactly(source, 2))[0]
        content = _exactly(source, max(length - 2, 0))
        if marker[1] in _FRAMES and len(content) >= 5:
            height, width = struct.unpack(">HH", content[1:5])
            _require_points(width, height)
            sized = True
        if marker[1] == _START_OF_SCAN:
            break
    if not sized or _END_OF_IMAGE not in source.read():
        raise Unfit(BROKEN)


def check_webp(source: BinaryIO) -> None:
    """The stated length is the file's."""
    head = _exactly(source, 16)
    (length,) = struct.unpack("<I", head[4:8])
    if length + 8 != _size(source) or head[12:16] not in {b"VP8 ", b"VP8L", b"VP8X"}:
        raise Unfit(BROKEN)


def check_heic(source: BinaryIO) -> None:
    """The boxes from the first to the exact end, of a brand that is a picture."""
    size = _size(source)
    brands: set[bytes] = set()
    kinds: list[bytes] = []
    source.seek(0)
    while source.tell() < size:
        start = source.tell()
        length, kind = struct.unpack(">I4s", _exactly(source, 8))
        if length == 1:
            (length,) = struct.unpack(">Q", _exactly(source, 8))
        length = length or size - start
        if length < 8 or start + length > size:
            raise Unfit(BROKEN)
        if not kinds and length <= 1024:
            body = source.read(start + length - source.tell())
            brands = {body[at : at + 4] for at in range(0, len(body), 4)}
        kinds.append(kind)
        source.seek(start + length)
    if not brands & _HEIC_BRANDS:
        raise Unfit(NOT_LISTED)
    if b"meta" not in kinds:
        raise Unfit(BROKEN)


def _exactly(source: BinaryIO, count: int) -> bytes:
    content = source.read(count)
    if len(content) != count:
        raise Unfit(BROKEN)
    return content


def _size(source: BinaryIO) -> int:
    here = source.tell()
    size = source.seek(0, os.SEEK_END)
    source.seek(here)
    return size


def _left(source: BinaryIO) -> int:
    return _size(source) - source.tell()


def _require_points(width: int, height: int) -> None:
    if not width or not height:
        raise Unfit(BROKEN)
    if width * height > MOST_POINTS:
        raise Unfit(PICTURE_TOO_LARGE)
