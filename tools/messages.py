"""Message catalogues: `update`, `compile` and `check`.

A source file's words belong to the nearest folder above it that has a `locale/` folder. English is the
source; sv, nb, de and fr must be complete. Needs Django and Babel only, no gettext programs.
"""

import ast
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import django
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

SOURCE = Path(__file__).resolve().parents[1] / "src" / "kollega"
LANGUAGES = ("sv", "nb", "de", "fr")
KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
Key = tuple[str, str | None]
Found = dict[Key, tuple[str, ...]]


def areas() -> dict[Path, list[Path]]:
    """Map each folder with a catalogue to the source files whose words it holds."""
    owners = {path.parent for path in SOURCE.rglob("locale") if path.is_dir()} | {SOURCE}
    files: dict[Path, list[Path]] = {owner: [] for owner in owners}
    for file in sorted([*SOURCE.rglob("*.py"), *SOURCE.rglob("*.html"), *SOURCE.rglob("*.txt")]):
        if file.suffix == ".py" or "templates" in file.parts:
            files[next(parent for parent in file.parents if parent in owners)].append(file)
    return files


def extracted(file: Path) -> Iterator[tuple[Key, tuple[str, ...]]]:
    text = file.read_text()
    if file.suffix != ".py":
        # Brackets keep the tokenizer from caring about indentation.
        text = "(\n" + templatize(text, origin=str(file)) + "\n)"
    for _, words, _, context in extract("python", io.BytesIO(text.encode()), KEYWORDS, (), {"encoding": "utf-8"}):
        parts = (words,) if isinstance(words, str) else tuple(words)
        yield (parts[0], context), parts


def wanted(files: list[Path]) -> Found:
    found: Found = {}
    for file in files:
        for key, parts in extracted(file):
            if key not in found or len(parts) > len(found[key]):
                found[key] = parts
    return found


def catalogue_path(area: Path, language: str) -> Path:
    return area / "locale" / language / "LC_MESSAGES" / "django.po"


def load(path: Path, language: str) -> Catalog:
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update() -> None:
    """Write every catalogue anew: known translations kept, new words empty, unused ones dropped."""
    for area, files in areas().items():
        words = wanted(files)
        if not words:
            continue
        for language in LANGUAGES:
            path = catalogue_path(area, language)
            old = load(path, language)
            fresh = Catalog(locale=language)
            for (message_id, context), parts in words.items():
                known = old.get(message_id, context)
                text = known.string if known and not known.fuzzy else ""
                ids = parts if len(parts) > 1 else message_id
                if len(parts) > 1 and not isinstance(text, (tuple, list)):
                    text = ("",) * fresh.num_plurals
                fresh.add(ids, text, context=context)
            path.parent.mkdir(parents=True, exist_ok=True)
            buffer = io.BytesIO()
            write_po(buffer, fresh, omit_header=True, sort_output=True, no_location=True, width=110)
            header = f'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n'
            header += '"Content-Type: text/plain; charset=utf-8\\n"\n'
            header += f'"Plural-Forms: {fresh.plural_forms}\\n"\n\n'
            path.write_text(header + buffer.getvalue().decode().lstrip())


def compile_all() -> None:
    """Write the binary catalogues that Django reads; they are not kept in the repository."""
    for area in areas():
        for language in LANGUAGES:
            path = catalogue_path(area, language)
            if path.exists():
                with path.with_suffix(".mo").open("wb") as file:
                    write_mo(file, load(path, language))


def catalogue_findings() -> Iterator[str]:
    for area, files in areas().items():
        words = wanted(files)
        for language in LANGUAGES:
            path = catalogue_path(area, language)
            catalogue = load(path, language)
            name = path.relative_to(SOURCE)
            for (message_id, context), parts in words.items():
                message = catalogue.get(message_id, context)
                if message is None:
                    yield f"{name}: missing: {message_id!r}"
                    continue
                strings = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
                if not all(strings) or message.fuzzy:
                    yield f"{name}: untranslated: {message_id!r}"
                if len(parts) > 1 and len(strings) < 2:
                    yield f"{name}: plural forms missing: {message_id!r}"
                for text in strings:
                    if text and _slots(text) - _slots(" ".join(parts)):
                        yield f"{name}: unknown slot in {text!r}"
            known = {(m.id[0] if isinstance(m.id, (tuple, list)) else m.id, m.context) for m in catalogue if m.id}
            for message_id, _ in sorted(known - words.keys(), key=str):
                yield f"{name}: no longer used: {message_id!r}"


def _slots(text: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)", text))


BARE = [
    (r"{%\s*comment.*?endcomment\s*%}", " "),
    (r"{#.*?#}", " "),
    # Names of classes, not words.
    (r"{%\s*block (width|area|\w+_class)\s*%}.*?{%\s*endblock\s*%}", " "),
    (r"{%\s*blocktrans.*?endblocktrans(late)?\s*%}", " "),
    (r"<(script|style)\b.*?</\1>", " "),
    (r"<svg\b.*?</svg>", " "),
    (r"<!--.*?-->", " "),
    (r"{%.*?%}", " "),
    (r"{{.*?}}", " "),
]
ATTRIBUTES = re.compile(r'\b(?:title|placeholder|aria-label|alt|label)="([^"]*[^\W\d_]{2,}[^"]*)"')


def bare_text_findings() -> Iterator[str]:
    """Find words in templates that stand outside any translation tag."""
    for file in sorted(SOURCE.rglob("templates/**/*.html")):
        text = file.read_text()
        for pattern, blank in BARE:
            text = re.sub(pattern, blank, text, flags=re.S)
        name = file.relative_to(SOURCE)
        for match in ATTRIBUTES.finditer(text):
            yield f"{name}: bare words in an attribute: {match.group(1)!r}"
        for words in re.findall(r"[^\W\d_]{2,}[^\n<>]*", re.sub(r"<[^>]*>", "\n", text)):
            if words.strip() not in ALLOWED:
                yield f"{name}: bare words: {words.strip()!r}"


ALLOWED = {
    "Kollega",
    "Ctrl K",
    "api/v1/openapi.json",
    "Ctrl",
    "Shift",
    "Esc",
    "nbsp;",
    "middot;",
    "times;",
    "mdash;",
    "ndash;",
}


def refusal_findings() -> Iterator[str]:
    """Every refusal's message must be marked for translation."""
    for file in sorted(SOURCE.rglob("errors.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Assign) and any(
                isinstance(target, ast.Name) and target.id == "message" for target in node.targets
            ):
                call = node.value
                if not (isinstance(call, ast.Call) and getattr(call.func, "id", "") == "N_"):
                    yield f"{file.relative_to(SOURCE)}:{node.lineno}: a message is not marked with N_"


def check() -> int:
    findings = [*catalogue_findings(), *bare_text_findings(), *refusal_findings()]
    for finding in findings:
        print(finding)
    print(f"messages: {len(findings)} findings")
    return 1 if findings else 0


def main(arguments: list[str]) -> int:
    settings.configure(USE_I18N=True)
    django.setup()
    command = arguments[0] if arguments else "check"
    if command == "update":
        update()
    elif command == "compile":
        compile_all()
    elif command == "check":
        return check()
    else:
        print("usage: messages.py update | compile | check")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
