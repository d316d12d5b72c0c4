"""What a file is, by its content alone: neither its name nor what the browser says counts (UE-1)."""

from typing import BinaryIO

from kollega.documents.rules.media import Media
from kollega.documents.rules.office_files import check_office_file
from kollega.documents.rules.pdf_files import check_pdf
from kollega.documents.rules.pictures import check_heic, check_jpeg, check_png, check_webp
from kollega.documents.rules.plain_text import check_text
from kollega.documents.rules.refused import EMPTY, Unfit

HEAD = 16


def recognise(source: BinaryIO) -> Media:
    """Return what the file is, or raise Unfit. `source` can be sought and is left at its beginning."""
    source.seek(0)
    head = source.read(HEAD)
    source.seek(0)
    try:
        return _recognised(source, head)
    finally:
        source.seek(0)


def _recognised(source: BinaryIO, head: bytes) -> Media:
    if not head:
        raise Unfit(EMPTY)
    if head.startswith(b"%PDF-"):
        check_pdf(source)
        return Media.PDF
    if head.startswith(b"PK\x03\x04"):
        return check_office_file(source)
    picture = _picture(source, head)
    if picture:
        return picture
    check_text(source)
    return Media.TEXT


def _picture(source: BinaryIO, head: bytes) -> Media | None:
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        check_png(source)
        return Media.PNG
    if head.startswith(b"\xff\xd8\xff"):
        check_jpeg(source)
        return Media.JPEG
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        check_webp(source)
        return Media.WEBP
    if head[4:8] == b"ftyp":
        check_heic(source)
        return Media.HEIC
    return None
