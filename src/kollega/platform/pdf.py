"""PDF/A from a typst template of ours and plain data: nothing of a person is ever markup, nothing is fetched (UE-3).

The data reaches the template as JSON in `sys.inputs.data`. The template sees only its own folder and the one font
family that comes with a package.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

import typst

FONT_PACKAGE = "font_source_sans_pro"
FONT_FAMILY = "Source Sans Pro"


def render_pdf(template: Path, data: Mapping[str, Any], *, at: datetime) -> bytes:
    """Return the document as PDF/A-2a; `at` is the moment it is dated with.

    PDF/A forbids characters that the font does not have. A text with such ones comes out as plain PDF instead,
    where they show as boxes: better a document with a gap than none.
    """
    try:
        return _compiled(template, data, at, "a-2a")
    except typst.TypstError as error:
        if "font" not in str(error):
            raise
        return _compiled(template, data, at, "1.7")


def _compiled(template: Path, data: Mapping[str, Any], at: datetime, standard: Literal["a-2a", "1.7"]) -> bytes:
    return bytes(
        typst.compile(
            str(template),
            root=str(template.parent),
            font_paths=_fonts(),
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=[standard],
            timestamp=at.replace(microsecond=0),
            sys_inputs={"data": json.dumps(data), "font": FONT_FAMILY},
        )
    )


@cache
def _fonts() -> typst.Fonts:
    spec = find_spec(FONT_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError(f"the package {FONT_PACKAGE} is not installed")
    folder = Path(next(iter(spec.submodule_search_locations))) / "files"
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])
