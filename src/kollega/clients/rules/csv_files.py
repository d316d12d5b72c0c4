"""From the bytes of a list exported by some other program to rows of text."""

import csv
import io
from collections import Counter
from dataclasses import dataclass

from kollega.kernel.errors import N_

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 10_000
MOST_COLUMNS = 100
DELIMITERS = (",", ";", "\t", "|")
SINGLE_BYTE = ("cp1252", "iso8859_15", "mac_roman")
ENCODINGS = ("utf-8", "utf-16", *SINGLE_BYTE)

EMPTY = N_("The file holds no rows.")
TOO_LARGE = N_("The file is larger than 5 MB. Split it and import the parts one after the other.")
TOO_MANY_ROWS = N_("The file has more than 10,000 rows. Split it and import the parts one after the other.")
TOO_MANY_COLUMNS = N_("The file has more than 100 columns. Keep only those about contact data.")
NOT_TEXT = N_("This is no text file. Save the list as CSV and choose that file.")
NOT_READABLE = N_("The rows of this file cannot be told apart. Save the list as CSV again.")

_LIKELY = set("åäöæøéèêëàâçîïôûùüßñáíóúœÅÄÖÆØÉÈÊËÀÂÇÎÏÔÛÙÜÑÁÍÓÚŒ’–€")
_SAMPLE_LINES = 60


class UnreadableFile(Exception):
    """The file cannot be read; `sentence` says why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class CsvFile:
    """All rows that are not blank, each as wide as the widest, with where they stand in the file (from 1)."""

    encoding: str
    delimiter: str
    rows: list[list[str]]
    line_numbers: list[int]

    @property
    def width(self) -> int:
        return len(self.rows[0])


def read_csv(data: bytes, *, encoding: str = "", delimiter: str = "") -> CsvFile:
    """Read the file; encoding and delimiter are found out unless given. Raises UnreadableFile."""
    if len(data) > MOST_BYTES:
        raise UnreadableFile(TOO_LARGE)
    encoding = encoding or encoding_of(data)
    text = _text(data, encoding)
    delimiter, text = _announced(text) if not delimiter else (delimiter, text)
    delimiter = delimiter or delimiter_of(text)
    found = list(_rows(text, delimiter))
    if not found:
        raise UnreadableFile(EMPTY)
    width = max(len(row) for _number, row in found)
    if width > MOST_COLUMNS:
        raise UnreadableFile(TOO_MANY_COLUMNS)
    rows = [row + [""] * (width - len(row)) for _number, row in found]
    return CsvFile(encoding, delimiter, rows, [number for number, _row in found])


def encoding_of(data: bytes) -> str:
    """Find out the encoding: byte order mark, UTF-8, UTF-16 by its zeros, else the likeliest one-byte encoding."""
    if data.startswith(b"\xef\xbb\xbf"):
        return "utf-8"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if zeros := _zeros(data):
        return zeros
    if _decodes(data, "utf-8"):
        return "utf-8"
    return max(SINGLE_BYTE, key=lambda name: (_likelihood(data, name), -SINGLE_BYTE.index(name)))


def _zeros(data: bytes) -> str:
    sample = data[:2000]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) * 4 < len(sample):
        return ""
    return "utf-16-be" if even > odd else "utf-16-le"


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _likelihood(data: bytes, encoding: str) -> int:
    """Count the signs beyond ASCII that names and addresses of our languages have, against all others."""
    beyond = Counter(byte for byte in data if byte >= 0x80)
    score = 0
    for byte, count in beyond.items():
        sign = bytes([byte]).decode(encoding, errors="replace")
        score += count if sign in _LIKELY else -count
    return score


def _text(data: bytes, encoding: str) -> str:
    try:
        text = data.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise UnreadableFile(NOT_TEXT) from error
    if text.count("\x00") > len(text) // 100 or text.startswith("PK\x03\x04"):
        raise UnreadableFile(NOT_TEXT)
    return text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")


def _announced(text: str) -> tuple[str, str]:
    """Read the line `sep=;` that spreadsheets write."""
    first, _newline, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first) == 5 and first[4] in DELIMITERS:
        return first[4], rest
    return "", text


def delimiter_of(text: str) -> str:
    """Find the delimiter that cuts the first lines into the most even and the most columns."""
    sample = "\n".join(text.split("\n")[:_SAMPLE_LINES])
    return max(DELIMITERS, key=lambda delimiter: _evenness(sample, delimiter))


def _evenness(sample: str, delimiter: str) -> tuple[float, int]:
    widths = Counter(len(row) for _number, row in _rows(sample, delimiter) if len(row) > 1)
    if not widths:
        return 0.0, 0
    width, times = widths.most_common(1)[0]
    lines = sum(widths.values()) + sum(1 for _number, row in _rows(sample, delimiter) if len(row) == 1)
    return times / lines, width


def _rows(text: str, delimiter: str) -> "list[tuple[int, list[str]]]":
    found: list[tuple[int, list[str]]] = []
    reader = csv.reader(io.StringIO(text, newline="\n"), delimiter=delimiter)
    begins = 1
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if any(cells):
                found.append((begins, cells))
            begins = reader.line_num + 1
            if len(found) > MOST_ROWS + 1:
                raise UnreadableFile(TOO_MANY_ROWS)
    except csv.Error as error:
        raise UnreadableFile(NOT_READABLE) from error
    return found
