"""Small files of every kind, made in code, and documents of a client."""

import io
import struct
import zipfile
import zlib
from datetime import date
from uuid import UUID

from kollega.documents.operations.adding import add_document
from kollega.documents.rules.media import Kind
from kollega.kernel.actor import Actor

MARKER = "zebrafinch-in-the-record"


def pdf(text: str = MARKER, extra: bytes = b"") -> bytes:
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R" + extra + b">>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n% " + text.encode() + b"\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    )


def packed_pdf(objects: bytes) -> bytes:
    """A PDF whose objects are packed into a stream."""
    packed = zlib.compress(objects)
    head = f"3 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length {len(packed)}>>\n".encode()
    return pdf().replace(b"trailer", head + b"stream\n" + packed + b"\nendstream endobj\ntrailer")


def png(width: int = 2, height: int = 2, *extra: tuple[bytes, bytes]) -> bytes:
    rows = b"".join(b"\x00" + b"\xff\x00\x00" * width for _ in range(height)) if width * height < 10_000 else b""
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        *extra,
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in chunks
    )


def jpeg(width: int = 2, height: int = 2) -> bytes:
    frame = b"\x08" + struct.pack(">HH", height, width) + b"\x01\x01\x11\x00"
    return (
        b"\xff\xd8\xff\xe0\x00\x04JF\xff\xc0"
        + struct.pack(">H", len(frame) + 2)
        + frame
        + b"\xff\xda\x00\x02\x00\xff\xd9"
    )


def webp() -> bytes:
    body = b"WEBPVP8L" + struct.pack("<I", 4) + b"\x2f\x00\x00\x00"
    return b"RIFF" + struct.pack("<I", len(body)) + body


def heic() -> bytes:
    brand = b"ftypheic\x00\x00\x00\x00mif1heic"
    return struct.pack(">I", len(brand) + 4) + brand + struct.pack(">I", 12) + b"meta\x00\x00\x00\x00"


def zipped(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def docx(**more: bytes) -> bytes:
    return zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>", **more})


def xlsx() -> bytes:
    return zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<w/>"})


def odt() -> bytes:
    return zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<o/>"})


def make_document(
    actor: Actor, client_id: UUID, content: bytes = b"", *, name: str = "referral.pdf", title: str = "Referral"
) -> UUID:
    return add_document(
        actor,
        client_id=client_id,
        source=io.BytesIO(content or pdf()),
        name=name,
        title=title,
        kind=Kind.REFERRAL,
        dated_on=date(2026, 1, 5),
    )
