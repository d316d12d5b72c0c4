"""``{% entry "name" %}``: the built script and styles of a page, by Vite's manifest."""

import json
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias, TypedDict

from django import template
from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

BUILD = Path(__file__).resolve().parent.parent / "static" / "build"


class Chunk(TypedDict, total=False):
    file: str
    css: list[str]
    imports: list[str]


Manifest: TypeAlias = dict[str, Chunk]


@lru_cache(maxsize=1)
def _read_manifest(changed_at: float) -> Manifest:
    """``changed_at`` (seconds) is the manifest's age: a new build is a new cache key."""
    chunks: Manifest = json.loads((BUILD / "manifest.json").read_text(encoding="utf-8"))
    return chunks


def manifest() -> Manifest | None:
    """The manifest of the last build, or None when nothing was built."""
    try:
        return _read_manifest((BUILD / "manifest.json").stat().st_mtime)
    except FileNotFoundError:
        return None


def _address(file: str) -> str:
    return f"{settings.STATIC_URL}build/{file}"


def _imported(chunks: Manifest, name: str, seen: list[str]) -> list[str]:
    for other in chunks[name].get("imports", []):
        if other not in seen:
            seen.append(other)
            _imported(chunks, other, seen)
    return seen


@register.simple_tag
def entry(name: str) -> SafeString:
    """Link the styles and load the module of ``frontend/entries/<name>.ts``."""
    chunks = manifest()
    key = f"frontend/entries/{name}.ts"
    if chunks is None or key not in chunks:
        return format_html("<!-- no build of {}: run npm run build -->", key)
    parts = [key, *_imported(chunks, key, [])]
    styles = dict.fromkeys(css for part in parts for css in chunks[part].get("css", []))
    return format_html(
        "{}{}{}",
        format_html_join("", '<link rel="stylesheet" href="{}">', ((_address(css),) for css in styles)),
        format_html_join(
            "", '<link rel="modulepreload" href="{}">', ((_address(chunks[part]["file"]),) for part in parts[1:])
        ),
        format_html('<script type="module" src="{}"></script>', _address(chunks[key]["file"])),
    )


@register.simple_tag
def preload_font() -> SafeString:
    """Ask for the Latin font file at once, before the style sheet names it."""
    chunks = manifest() or {}
    for name, chunk in chunks.items():
        if name.endswith("inter-latin-wght-normal.woff2"):
            return format_html(
                '<link rel="preload" as="font" type="font/woff2" href="{}" crossorigin>', _address(chunk["file"])
            )
    return SafeString("")
