"""Word, Excel and ODT files: a zip with the parts of one of them, without programs, that does not burst."""

import zipfile
import zlib
from typing import BinaryIO

from kollega.documents.rules.media import Media
from kollega.documents.rules.refused import BROKEN, LOCKED, MACROS, NOT_LISTED, UNPACKS_TOO_BIG, Unfit

MOST_PARTS = 5_000
MOST_UNPACKED = 200 * 1024 * 1024
_STEP = 256 * 1024
_PROGRAMS = ("vbaproject", "vbadata", "activex", "oleobject", "macrosheets", "basic/", "scripts/", "customui")
_ODT = b"application/vnd.oasis.opendocument.text"
_MACRO_WORD = b"macroenabled"


def check_office_file(source: BinaryIO) -> Media:
    """Return which of them it is, or raise Unfit."""
    try:
        with zipfile.ZipFile(source) as archive:
            parts = archive.infolist()
            _check_parts(parts)
            _unpack_all(archive, parts)
            return _kind_of(archive, {part.filename for part in parts})
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, KeyError, ValueError) as error:
        raise Unfit(BROKEN) from error
    except RuntimeError as error:  # what zipfile raises for a part with a password
        raise Unfit(LOCKED) from error


def _check_parts(parts: list[zipfile.ZipInfo]) -> None:
    if not parts or min(part.header_offset for part in parts) != 0:
        raise Unfit(BROKEN)
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Unfit(UNPACKS_TOO_BIG)
    if any(part.flag_bits & 1 for part in parts):
        raise Unfit(LOCKED)
    if any(program in part.filename.casefold() for part in parts for program in _PROGRAMS):
        raise Unfit(MACROS)


def _unpack_all(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """Read every part to its end with its checksum, and count what comes out instead of what is stated."""
    unpacked = 0
    for part in parts:
        with archive.open(part) as content:
            while step := content.read(_STEP):
                unpacked += len(step)
                if unpacked > MOST_UNPACKED:
                    raise Unfit(UNPACKS_TOO_BIG)


def _kind_of(archive: zipfile.ZipFile, names: set[str]) -> Media:
    if "[Content_Types].xml" in names:
        if _MACRO_WORD in archive.read("[Content_Types].xml").lower():
            raise Unfit(MACROS)
        if "word/document.xml" in names:
            return Media.DOCX
        if "xl/workbook.xml" in names:
            return Media.XLSX
    elif {"mimetype", "content.xml"} <= names and archive.read("mimetype").strip() == _ODT:
        return Media.ODT
    raise Unfit(NOT_LISTED)
