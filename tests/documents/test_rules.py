"""What is kept is decided by the content (UE-1)."""

import io
import zipfile

import pytest

from kollega.documents.rules import office_files, pdf_files, refused
from kollega.documents.rules.media import Media
from kollega.documents.rules.names import kept_name, served_name
from kollega.documents.rules.recognising import recognise
from tests.documents.making import docx, heic, jpeg, odt, packed_pdf, pdf, png, webp, xlsx, zipped


def judged(content: bytes) -> str:
    """The kind, or the sentence of the refusal."""
    try:
        return recognise(io.BytesIO(content))
    except refused.Unfit as unfit:
        return unfit.sentence


@pytest.mark.parametrize(
    ("content", "media"),
    [
        (pdf(), Media.PDF),
        (packed_pdf(b"<</Type/Page>>"), Media.PDF),
        (png(), Media.PNG),
        (jpeg(), Media.JPEG),
        (webp(), Media.WEBP),
        (heic(), Media.HEIC),
        (docx(), Media.DOCX),
        (xlsx(), Media.XLSX),
        (odt(), Media.ODT),
        ("Sömn: 5 timmar < 7 timmar\n".encode(), Media.TEXT),
        ("Schlaf gestört".encode("cp1252"), Media.TEXT),
        ("Søvn".encode("utf-16"), Media.TEXT),
    ],
)
def test_UE1_what_is_listed_is_known_by_its_content(content: bytes, media: Media) -> None:
    assert judged(content) == media


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", refused.EMPTY),
        (b"<!doctype html><script>alert(1)</script>", refused.MARKUP),
        (b"\xef\xbb\xbf  <svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", refused.MARKUP),
        (b"<?xml version='1.0'?><svg onload='alert(1)'/>", refused.MARKUP),
        (b"harmless words\n<script>alert(1)</script>", refused.MARKUP),
        (b"#!/bin/sh\nrm -r /", refused.MARKUP),
        (b"MZ\x90\x00\x03\x00\x00\x00", refused.NOT_LISTED),
        (b"\x7fELF\x02\x01\x01\x00", refused.NOT_LISTED),
        (b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", refused.NOT_LISTED),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", refused.NOT_LISTED),
        (png() + b"<html><script>alert(1)</script>", refused.BROKEN),
        (png() + zipped({"a": b"b"}), refused.BROKEN),
        (png()[:-3], refused.BROKEN),
        (png().replace(b"IDAT", b"IDAU"), refused.BROKEN),
        (png(20_000, 20_000), refused.PICTURE_TOO_LARGE),
        (jpeg(20_000, 20_000), refused.PICTURE_TOO_LARGE),
        (jpeg()[:12], refused.BROKEN),
        (webp() + b"x", refused.BROKEN),
        (heic()[:-2], refused.BROKEN),
        (heic().replace(b"heic", b"avis").replace(b"mif1", b"avis"), refused.NOT_LISTED),
        (pdf()[:-8], refused.BROKEN),
        (pdf(extra=b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>"), refused.SCRIPT),
        (pdf(extra=b"/OpenAction<</S/J#61vaScript>>"), refused.SCRIPT),
        (pdf(extra=b"/OpenAction<</S/Launch/F(cmd.exe)>>"), refused.SCRIPT),
        (packed_pdf(b"<</S/JavaScript/JS(app.alert(1))>>"), refused.SCRIPT),
        (pdf(extra=b"/Encrypt 5 0 R"), refused.LOCKED),
        (docx(**{"word/vbaProject.bin": b"x"}), refused.MACROS),
        (docx(**{"word/activeX/activeX1.xml": b"x"}), refused.MACROS),
        (docx(**{"[Content_Types].xml": b"application/vnd.ms-word.document.macroEnabled.main+xml"}), refused.MACROS),
        (zipped({"evil.exe": b"MZ"}), refused.NOT_LISTED),
        (zipped({"mimetype": b"application/epub+zip", "content.xml": b""}), refused.NOT_LISTED),
        (docx()[:-30], refused.BROKEN),
        (b"PK\x03\x04" + b"\x00" * 200, refused.BROKEN),
    ],
)
def test_UE1_everything_else_is_refused_with_a_reason(content: bytes, sentence: str) -> None:
    assert judged(content) == sentence


def test_UE1_what_bursts_when_unpacked_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office_files, "MOST_UNPACKED", 100_000)
    bomb = docx(**{"word/media/a.bin": b"\x00" * 200_000})
    assert judged(bomb) == refused.UNPACKS_TOO_BIG
    # The same with a directory that lies about the size.
    lying = bomb.replace((200_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lying != bomb
    assert judged(lying) in {refused.BROKEN, refused.UNPACKS_TOO_BIG}
    assert (
        judged(docx(**{f"word/{number}": b"" for number in range(office_files.MOST_PARTS)})) == refused.UNPACKS_TOO_BIG
    )
    monkeypatch.setattr(pdf_files, "MOST_UNPACKED", 100_000)
    assert judged(packed_pdf(b" " * 200_000)) == refused.UNPACKS_TOO_BIG


def test_UE1_a_zip_with_something_before_it_or_a_password_is_refused() -> None:
    content = docx()
    assert judged(b"PK\x03\x04" + content) == refused.BROKEN
    locked = bytearray(content)
    first = content.index(b"PK\x01\x02")
    locked[first + 8] |= 1
    assert judged(bytes(locked)) == refused.LOCKED


def test_UE1_the_source_is_left_at_its_beginning() -> None:
    source = io.BytesIO(docx())
    recognise(source)
    assert source.tell() == 0
    assert zipfile.is_zipfile(source)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\anna\\remiss.pdf", "remiss.pdf"),
        ("a\x00b\r\nc.pdf", "ab c.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("zero\u200bwidth.pdf", "zerowidth.pdf"),
        ('a"b<c>.pdf', "a_b_c_.pdf"),
        ("...", "document"),
        ("", "document"),
        ("a\u0308rzte.pdf", "ärzte.pdf"),
        ("x" * 300 + ".pdf", "x" * 146 + ".pdf"),
    ],
)
def test_UE1_names_are_cleaned(typed: str, kept: str) -> None:
    assert kept_name(typed) == kept


def test_UE1_the_ending_of_a_download_tells_the_truth() -> None:
    assert served_name("photo.png", Media.PNG) == "photo.png"
    assert served_name("photo.JPEG", Media.JPEG) == "photo.JPEG"
    assert served_name("page.html", Media.TEXT) == "page.html.txt"
    assert served_name("program.exe", Media.PDF) == "program.exe.pdf"
