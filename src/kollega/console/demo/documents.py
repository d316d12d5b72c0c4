"""Two documents of one client in each practice of the demo, made in code: a letter and a picture."""

import io
import struct
import zlib
from datetime import timedelta
from pathlib import Path

from kollega.console.demo.founding import Place, clients_of
from kollega.documents.operations.adding import add_document
from kollega.documents.queries.documents import documents_of_client
from kollega.documents.rules.media import Kind
from kollega.platform.pdf import render_pdf

LETTER = Path(__file__).with_name("letter.typ")
# Title, file and words of the letter, then title and file of the picture.
WORDS: dict[str, tuple[str, str, str, str, str]] = {
    "sv": (
        "Remiss från vårdcentralen",
        "remiss.pdf",
        "Tack för att ni tar emot patienten för samtalskontakt. Sömnsvårigheter sedan i våras.",
        "Sömndagbok, fyra veckor",
        "somndagbok.png",
    ),
    "nb": (
        "Henvisning fra fastlegen",
        "henvisning.pdf",
        "Takk for at dere tar imot pasienten til samtaler. Søvnvansker siden i vår.",
        "Søvndagbok, fire uker",
        "sovndagbok.png",
    ),
    "de": (
        "Überweisung der Hausärztin",
        "ueberweisung.pdf",
        "Mit der Bitte um Mitbehandlung. Schlafstörungen seit dem Frühjahr.",
        "Schlaftagebuch, vier Wochen",
        "schlaftagebuch.png",
    ),
    "fr": (
        "Lettre du médecin traitant",
        "adressage.pdf",
        "Merci de recevoir cette personne en consultation. Troubles du sommeil depuis le printemps.",
        "Agenda du sommeil, quatre semaines",
        "agenda-sommeil.png",
    ),
    "en": (
        "Referral from the GP",
        "referral.pdf",
        "Thank you for seeing this patient for talking therapy. Difficulty sleeping since the spring.",
        "Sleep diary, four weeks",
        "sleep-diary.png",
    ),
}
HOURS = (5, 6, 4, 7, 5, 5, 6, 7, 6, 5, 7, 6, 8, 7, 6, 7, 7, 6, 8, 7, 7, 8, 6, 7, 8, 7, 7, 8)
WIDTH, HEIGHT, STEP, SCALE = 28 * 20 + 40, 320, 20, 30
PAPER, INK = b"\xff\xff\xff", b"\x2a\x63\x8f"


def bring_documents(place: Place) -> None:
    """Give the first client of the first clinician a letter and a picture, unless they have documents already."""
    clinician = place.clinicians[0]
    client_id = clients_of(clinician)[0]
    if documents_of_client(clinician, client_id=client_id).total:
        return
    title, name, words, picture_title, picture_name = WORDS.get(place.cast.language, WORDS["en"])
    day = (clinician.at - timedelta(days=30)).date()
    letter = render_pdf(LETTER, {"title": title, "words": words, "day": day.isoformat()}, at=clinician.at)
    add_document(
        clinician,
        client_id=client_id,
        source=io.BytesIO(letter),
        name=name,
        title=title,
        kind=Kind.REFERRAL,
        dated_on=day,
    )
    add_document(clinician, client_id=client_id, source=io.BytesIO(chart()), name=picture_name, title=picture_title)


def chart() -> bytes:
    """Hours of sleep as bars, as a PNG."""
    rows = b"".join(b"\x00" + _line(y) for y in range(HEIGHT))
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    )


def _line(y: int) -> bytes:
    base = HEIGHT - STEP
    inside = [base - hours * SCALE <= y < base for hours in HOURS]
    bars = b"".join((INK if is_ink else PAPER) * (STEP - 6) + PAPER * 6 for is_ink in inside)
    return PAPER * STEP + bars + PAPER * STEP
