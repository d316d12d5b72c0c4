"""Logo and colour of the booking page: set up, judged by content, handed out so that they do nothing (B11, UE-1)."""

import struct
import zlib
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kollega.kernel.permissions import Role
from kollega.online.operations.look import LARGEST_LOGO
from kollega.practices.operations.tokens import create_token
from tests.factories import make_member
from tests.online.making import House, make_house
from tests.pages import body_of, slug_of
from tests.signing_in import client_of


def png() -> bytes:
    """A picture of one point."""
    parts = ((b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)), (b"IDAT", zlib.compress(b"\0\0")), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@pytest.fixture(scope="module")
def house() -> House:
    return make_house()


def look_page(house: House) -> str:
    return f"/p/{slug_of(house.owner)}/online/settings/look/"


def test_B11_a_practice_shows_its_logo_and_colour_where_clients_book(house: House) -> None:
    browser = client_of(house.owner)
    picture = SimpleUploadedFile("anything.exe", png(), content_type="text/html")
    assert browser.post(look_page(house), {"accent": "#7a2050", "logo": picture}).status_code == 302
    visitor = Client()
    start = visitor.get(house.start()).content.decode()
    sheet = start.split('rel="stylesheet" href="/book/')[1].split('"')[0]
    answer = visitor.get(f"/book/{sheet}")
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "--color-primary: #7a2050" in answer.content.decode()
    source = start.split('booking-logo" src="')[1].split('"')[0]
    logo = visitor.get(source)
    assert body_of(logo) == png()
    # Neither the name nor the type that came along counts.
    assert logo.headers["Content-Type"] == "image/png"
    assert logo.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in logo.headers["Content-Security-Policy"]
    assert visitor.get(source.replace(source.split("/")[-2], "0" * 16)).status_code == 404

    assert browser.post(f"{look_page(house)}logo/remove/").status_code == 302
    assert visitor.get(source).status_code == 404
    assert "booking-logo" not in visitor.get(house.start()).content.decode()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"accent": "#ffee00"}, "Choose a darker one"),
        ({"accent": "red; } body { display: none"}, "at most 20"),
        ({"accent": "#1f5f8b;"}, "Enter a colour as #"),
        ({"logo": b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"}, "Choose a PNG, JPEG or WebP picture"),
        ({"logo": png() + b"<script>"}, "damaged"),
        ({"logo": png() + b"0" * LARGEST_LOGO}, "at most 300 kB"),
    ],
    ids=["light", "style", "not a colour", "svg", "rides along", "large"],
)
def test_B11_UE1_what_is_no_colour_and_no_picture_is_refused(
    house: House, fields: dict[str, object], words: str
) -> None:
    content = fields.get("logo")
    more = {"logo": SimpleUploadedFile("logo.png", content)} if isinstance(content, bytes) else {}
    answer = client_of(house.owner).post(look_page(house), {"accent": "#123456", **fields, **more})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "#123456" not in Client().get(house.start()).content.decode()


def test_B11_only_who_manages_online_booking_changes_the_look(house: House) -> None:
    colleague = make_member(house.owner, Role.CLINICIAN)
    assert client_of(colleague).get(look_page(house)).status_code == 403


def test_B11_the_look_is_changed_through_the_API_too() -> None:
    house = make_house()
    token = create_token(house.owner, name="look", scopes=house.owner.permissions, days=1)
    browser = Client(headers={"Authorization": f"Bearer {token}"})
    changed = browser.put("/api/v1/online/look", {"accent": "#123456"}, content_type="application/json")
    assert changed.json()["accent"] == "#123456"
    sent = browser.post("/api/v1/online/logo", {"file": BytesIO(png())})
    assert len(sent.json()["logo"]) == 16
    assert browser.delete("/api/v1/online/logo").json()["logo"] == ""
