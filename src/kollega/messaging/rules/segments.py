"""How many parts a text message is sent as: GSM 03.38 (7 bits a sign) where it suffices, else UCS-2."""

from dataclasses import dataclass

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_TWICE = frozenset("\f^{}\\[~]|€")


@dataclass(frozen=True, slots=True)
class Length:
    """`signs` as the network counts them; `parts` is what is paid for. `plain`: 7 bits a sign."""

    signs: int
    parts: int
    plain: bool


def length_of(text: str) -> Length:
    """Return the length: one part holds 160 signs (70 in UCS-2), each of several 153 (67)."""
    plain = all(sign in _BASIC or sign in _TWICE for sign in text)
    widths = (
        [2 if sign in _TWICE else 1 for sign in text] if plain else [2 if ord(sign) > 0xFFFF else 1 for sign in text]
    )
    whole, part = (160, 153) if plain else (70, 67)
    signs = sum(widths)
    if signs <= whole:
        return Length(signs, 1 if signs else 0, plain)
    return Length(signs, _parts(widths, part), plain)


def _parts(widths: list[int], room: int) -> int:
    """Count the parts; a sign of two is never torn apart."""
    parts, used = 1, 0
    for width in widths:
        if used + width > room:
            parts, used = parts + 1, 0
        used += width
    return parts
