"""Where a video visit may be held: https only, one room, behind the host (B4)."""

import pytest

from kollega.scheduling.rules.video import address_in, room_name, wrong_in_address


@pytest.mark.parametrize(
    "address", ["https://meet.example/{room}", "https://video.example:8443/anna", "https://a.example/x?room={room}"]
)
def test_B4_an_https_address_can_be_used(address: str) -> None:
    assert wrong_in_address(address) == ""


@pytest.mark.parametrize(
    "address",
    [
        "http://meet.example/x",
        "javascript:alert(1)",
        "//meet.example/x",
        "meet.example/x",
        "https://anna:secret@meet.example/x",
        "https://{room}.example/",
        "https://meet.example/{room}/{room}",
        "https://meet.example/{name}",
        "https://meet.example/a b",
        "https://meet.example/\u202eab",
        "https://meet.example/" + "x" * 300,
        'https://meet.example/"><script>',
        "https://localhost/x",
        "https://[::1",
    ],
)
def test_B4_anything_else_is_refused_with_a_sentence(address: str) -> None:
    assert wrong_in_address(address).endswith(".")


def test_a_room_is_a_name_of_26_letters() -> None:
    name = room_name(bytes(range(32)))
    assert len(name) == 26
    assert name.isalnum()
    assert address_in("https://meet.example/{room}", name) == f"https://meet.example/{name}"
