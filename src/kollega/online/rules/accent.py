"""The one colour of a practice's public pages: taken only when words in it and on it can be read (WCAG 1.4.3)."""

import re
from typing import Final

HEX = re.compile(r"#[0-9a-f]{6}")
LEAST = 4.5
# The grounds that links and borders stand on, and the ink on a button, as in the style sheet's tokens.
LIGHT_GROUNDS: Final = ("#ffffff", "#f6f7f9", "#eceff3")
DARK_GROUNDS: Final = ("#171b21", "#0f1216", "#1f252d")
DARK_INK: Final = "#0f1216"
STEPS = 40


def normal(typed: str) -> str | None:
    """Return `#rrggbb` in small letters for what was typed, also without # or with three digits; None for no colour."""
    digits = typed.strip().casefold().removeprefix("#")
    if len(digits) == 3:
        digits = "".join(letter * 2 for letter in digits)
    return f"#{digits}" if HEX.fullmatch(f"#{digits}") else None


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def is_readable(accent: str) -> bool:
    """True when the colour holds 4.5 against every light ground, and so white words on it."""
    return all(contrast(accent, ground) >= LEAST for ground in LIGHT_GROUNDS)


def for_dark(accent: str) -> str:
    """Return the same hue, as much lighter as the dark grounds need."""
    for step in range(STEPS + 1):
        lighter = _mixed(accent, "#ffffff", step / STEPS)
        if all(contrast(lighter, ground) >= LEAST for ground in DARK_GROUNDS):
            return lighter
    return "#ffffff"


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _mixed(one: str, other: str, part: float) -> str:
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in pairs)


def _luminance(colour: str) -> float:
    linear = [_linear(channel / 255) for channel in _channels(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)
