"""The colours of frontend/styles/tokens.css: contrast (WCAG 2.2) and how far apart the event hues are (CIEDE2000)."""

import math
import re
from itertools import combinations
from pathlib import Path

import pytest

TOKENS = Path(__file__).resolve().parents[2] / "frontend" / "styles" / "tokens.css"
Colour = tuple[float, float, float]

# Full dichromacy in linear RGB: Machado, Oliveira, Fernandes 2009, severity 1.0.
VISION: dict[str, tuple[Colour, Colour, Colour]] = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def themes() -> dict[str, dict[str, str]]:
    blocks = re.findall(r'@plugin "daisyui/theme" \{(.*?)\n\}', TOKENS.read_text(encoding="utf-8"), re.S)
    found = [dict(re.findall(r"([\w-]+):\s*([^;]+);", block)) for block in blocks]
    return {block["name"].strip('"'): block for block in found}


THEMES = themes()


def srgb(text: str) -> Colour:
    red, green, blue = (int(text[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


def linear(colour: Colour) -> Colour:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour)
    return red, green, blue


def luminance(colour: Colour) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (a * share + b * (1 - share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def seen(colour: Colour, vision: str) -> Colour:
    """Linear RGB as seen with this kind of colour vision, clipped to what a screen shows."""
    parts = linear(colour)
    red, green, blue = (
        min(1.0, max(0.0, sum(weight * part for weight, part in zip(row, parts, strict=True))))
        for row in VISION[vision]
    )
    return red, green, blue


def lab(parts: Colour) -> Colour:
    red, green, blue = parts
    x = (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047
    y = 0.2126729 * red + 0.7151522 * green + 0.0721750 * blue
    z = (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883

    def root(value: float) -> float:
        return math.cbrt(value) if value > 216 / 24389 else (24389 / 27 * value + 16) / 116

    return 116 * root(y) - 16, 500 * (root(x) - root(y)), 200 * (root(y) - root(z))


def ciede2000(one: Colour, other: Colour) -> float:
    """Colour difference (Sharma, Wu, Dalal 2005); both in CIELAB."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean_chroma = (math.hypot(a1, b1) + math.hypot(a2, b2)) / 2
    g = 0.5 * (1 - math.sqrt(mean_chroma**7 / (mean_chroma**7 + 25**7)))
    a1, a2 = a1 * (1 + g), a2 * (1 + g)
    c1, c2 = math.hypot(a1, b1), math.hypot(a2, b2)
    h1, h2 = math.degrees(math.atan2(b1, a1)) % 360, math.degrees(math.atan2(b2, a2)) % 360
    turn = 0.0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180
    hue_step = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2))
    hue = h1 + h2 if c1 * c2 == 0 else (h1 + turn / 2) % 360
    lightness, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    t = (
        1
        - 0.17 * math.cos(math.radians(hue - 30))
        + 0.24 * math.cos(math.radians(2 * hue))
        + 0.32 * math.cos(math.radians(3 * hue + 6))
        - 0.20 * math.cos(math.radians(4 * hue - 63))
    )
    rotation = -2 * math.sqrt(chroma**7 / (chroma**7 + 25**7))
    rotation *= math.sin(math.radians(60 * math.exp(-(((hue - 275) / 25) ** 2))))
    light = (l2 - l1) / (1 + 0.015 * (lightness - 50) ** 2 / math.sqrt(20 + (lightness - 50) ** 2))
    saturation = (c2 - c1) / (1 + 0.045 * chroma)
    turned = hue_step / (1 + 0.015 * chroma * t)
    return math.sqrt(light**2 + saturation**2 + turned**2 + rotation * saturation * turned)


def bars(theme: str) -> dict[str, Colour]:
    return {name: srgb(value) for name, value in THEMES[theme].items() if name.startswith("--bar-")}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_difference_formula_gives_the_published_values(one: Colour, other: Colour, expected: float) -> None:
    assert ciede2000(one, other) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("vision", list(VISION))
def test_event_hues_stay_apart_for_every_kind_of_colour_vision(theme: str, vision: str) -> None:
    assert len(bars(theme)) == 8
    shown = {name: lab(seen(colour, vision)) for name, colour in bars(theme).items()}
    nearest = min((ciede2000(shown[a], shown[b]), a, b) for a, b in combinations(shown, 2))
    assert nearest[0] >= 11, nearest


@pytest.mark.parametrize(("theme", "on_text"), [("light", 12.8), ("dark", 7.9)])
def test_event_bars_and_text_stand_out_from_their_fill(theme: str, on_text: float) -> None:
    tokens = THEMES[theme]
    share = float(tokens["--tint-share"].rstrip("%")) / 100
    text, base = srgb(tokens["--color-base-content"]), srgb(tokens["--tint-base"])
    for name, bar in bars(theme).items():
        fill = mixed(bar, base, share)
        assert contrast(bar, fill) >= 2.95, name
        assert contrast(text, fill) >= on_text - 0.05, name


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    ("role", "least"),
    [
        ("--color-base-content", 13.5),
        ("--tone-muted", 4.5),
        ("--color-primary", 4.5),
        ("--color-success", 4.5),
        ("--color-warning", 4.5),
        ("--color-error", 4.5),
        ("--color-info", 4.5),
        ("--tone-focus", 3),
        ("--tone-edge", 3),
        ("--glyph-attended", 3),
        ("--glyph-cancelled-ring", 3),
        ("--glyph-noshow", 3),
        ("--glyph-open", 3),
    ],
)
def test_colours_reach_their_contrast_on_every_surface(theme: str, role: str, least: float) -> None:
    tokens = THEMES[theme]
    for surface in ("--color-base-100", "--color-base-200", "--color-base-300"):
        assert contrast(srgb(tokens[role]), srgb(tokens[surface])) >= least, surface


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("fill", ["primary", "success", "warning", "error", "info"])
def test_words_on_a_filled_surface_can_be_read(theme: str, fill: str) -> None:
    tokens = THEMES[theme]
    assert contrast(srgb(tokens[f"--color-{fill}-content"]), srgb(tokens[f"--color-{fill}"])) >= 4.5
