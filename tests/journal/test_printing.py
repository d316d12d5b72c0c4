"""The PDF of one note (N10, UE-3, JR-3)."""

import io

import pikepdf
from django.utils import translation
from pypdf import PdfReader

from kollega.journal.operations.addenda import add_addendum
from kollega.journal.printing.note import print_note
from kollega.kernel.actor import Actor
from kollega.platform.pdf import FONT_FAMILY
from tests.factories import make_practice
from tests.journal.making import make_client, make_note, make_signed


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def pdf_of(actor: Actor, text: str) -> bytes:
    return print_note(actor, note_id=make_signed(actor, text))


def test_N10_a_signed_note_is_printed_with_signature_addenda_and_page_numbers() -> None:
    actor = make_practice()
    note_id = make_signed(actor, "\n\n".join(f"Paragraph {n} of a long talk." for n in range(120)))
    add_addendum(actor, note_id=note_id, reason="A date was wrong", text="It was **Tuesday**.")
    pdf = print_note(actor, note_id=note_id)
    text = text_of(pdf)
    pages = len(pikepdf.open(io.BytesIO(pdf)).pages)
    assert pages > 1
    for page in range(1, pages + 1):
        assert f"page {page} of {pages}" in text
    assert text.count("Lind, Berit, born 1984-05-02") >= pages
    for words in ("Paragraph 119 of", "Signed by Anna Berg", "Reason: A date was wrong", "It was Tuesday."):
        assert words in text
    assert "Unsigned draft" not in text


def test_N10_a_draft_is_marked_on_every_page() -> None:
    actor = make_practice()
    writer = make_note(actor)
    writer.save("\n\n".join(["A line."] * 150))
    pdf = print_note(actor, note_id=writer.note_id)
    assert text_of(pdf).count("Unsigned draft") == len(pikepdf.open(io.BytesIO(pdf)).pages) > 1


def test_N10_the_file_is_pdf_a_with_one_font_family() -> None:
    document = pikepdf.open(io.BytesIO(pdf_of(make_practice(), "Åäö ẞ œ « » „“ **bold** *italic*")))
    assert document.open_metadata().pdfa_status == "2A"
    fonts = {str(font["/BaseFont"]) for font in document.pages[0]["/Resources"]["/Font"].values()}
    assert fonts
    assert all(FONT_FAMILY.replace(" ", "") in name for name in fonts)


def test_UE3_nothing_typed_is_markup() -> None:
    attack = '#read("/etc/passwd") #include "note.typ" #image("http://example.test/x.png") $x^2$ \\ @preview <b>'
    text = " ".join(text_of(pdf_of(make_practice(), attack)).split())
    assert attack in text


def test_N10_characters_without_a_glyph_do_not_stop_the_print() -> None:
    assert "before" in text_of(pdf_of(make_practice(), "before 🌧 漢字 after"))


def test_N10_the_print_speaks_the_readers_language() -> None:
    actor = make_practice()
    note_id = make_signed(actor, "Text", make_client(actor))
    with translation.override("sv"):
        assert "sida 1 av 1" in text_of(print_note(actor, note_id=note_id))
